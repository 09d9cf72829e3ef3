"""HTTP with patience: every request of ours may be sent twice, so that one which fails in passing is sent again."""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import httpx

from kg import __version__
from kg.errors import StoreError
from kg.remote.credentials import Credentials
from kg.remote.refusals import RESUME, Refused

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be others a moment later."""
TOLD = 4096
"""Bytes of a refusal that are read."""
SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server is waited for."""

    attempts: int = 8
    """Seven pauses of up to 0.5, 1, 2 ... 30 s: a server that restarts within a minute is met again."""
    pause: float = 0.5
    """Seconds at most before the second attempt, twice as many before each further one."""
    longest: float = 30.0
    timeout: float = 120.0
    """Seconds in which something must come back, or go out."""
    connect: float = 10.0
    sleep: Callable[[float], None] = field(default=time.sleep)

    def before(self, attempt: int, told: float) -> float:
        """Seconds to wait before this attempt (1 is the second): any part of what is due, or what the server told."""
        due = min(self.longest, self.pause * 2 ** (attempt - 1))
        return min(self.longest, told) if told else random.uniform(due / 2, due)


ONCE = Patience(attempts=2)
"""For the first look, and for questions: a person waits."""


@dataclass(frozen=True, slots=True)
class Request:
    """Something to send. Whatever is sent must do no more when it is sent twice."""

    url: str
    body: bytes
    content_type: str
    accept: str = "*/*"
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes


class Client:
    """One server's connections. Close it."""

    def __init__(
        self, credentials: Credentials | None = None, patience: Patience | None = None, encrypted: bool = True
    ) -> None:
        self.patience = patience or Patience()
        self._authorized = credentials is not None
        self._http = httpx.Client(
            auth=_auth(credentials),
            headers={"User-Agent": f"kg/{__version__}", **_bearer(credentials)},
            timeout=httpx.Timeout(self.patience.timeout, connect=self.patience.connect),
            trust_env=False,  # neither proxies nor passwords come from the environment
            verify=_trust(encrypted),
        )

    def send(self, request: Request, attempts: int | None = None) -> Answer:
        """The answer of a server that did what it was asked; Refused or another StoreError of one line otherwise."""
        patience = replace(self.patience, attempts=min(attempts or self.patience.attempts, self.patience.attempts))
        for attempt in range(1, patience.attempts + 1):
            told = 0.0
            try:
                return self._once(request)
            except httpx.TransportError as error:
                if attempt == patience.attempts or _is_for_ever(error):
                    raise StoreError(f"{request.url}: {self._explained(error, attempt)}") from error
            except _Passing as passing:
                told = passing.told
                if attempt == patience.attempts:
                    raise passing.refused from None
            except httpx.HTTPError as error:
                raise StoreError(f"{request.url}: got an answer that is no HTTP ({error}); look at --store") from error
            patience.sleep(patience.before(attempt, told))
        raise AssertionError("the last attempt returns or raises")

    def close(self) -> None:
        self._http.close()

    def _once(self, request: Request) -> Answer:
        headers = {"Content-Type": request.content_type, "Accept": request.accept}
        with self._http.stream(
            "POST", request.url, params=list(request.parameters), content=request.body, headers=headers
        ) as response:
            if response.status_code in SUCCESS:
                body = response.read()
                return Answer(response.status_code, response.headers.get("content-type", ""), body)
            said = next(response.iter_bytes(TOLD), b"").decode("utf-8", "replace")
            refused = Refused(request.url, response.status_code, _told(response) or said, self._authorized)
            if response.status_code in PASSING and not refused.full:
                raise _Passing(refused, _seconds(response.headers))
            raise refused

    def _explained(self, error: httpx.TransportError, attempts: int) -> str:
        often = f", tried {attempts} times" if attempts > 1 else ""
        if isinstance(error, httpx.ConnectTimeout):
            return f"no server answers there within {self.patience.connect:g} s{often}; look at --store"
        if isinstance(error, httpx.TimeoutException):
            return f"the server gave no answer within {self.patience.timeout:g} s{often}; {RESUME}"
        if _is_for_ever(error):
            return f"the server's certificate is not trusted ({error}); look at --store, or at the server"
        if isinstance(error, httpx.ConnectError):
            return f"no server answers there ({error}){often}; start it, or look at --store; then {RESUME}"
        if isinstance(error, httpx.UnsupportedProtocol):
            return f"expected an http or https address ({error})"
        return f"the server broke off ({error or type(error).__name__}){often}; once it is back, {RESUME}"


class _Passing(Exception):
    """An answer that may be another one in a moment."""

    def __init__(self, refused: Refused, told: float) -> None:
        super().__init__(str(refused))
        self.refused = refused
        self.told = told


def _trust(encrypted: bool) -> ssl.SSLContext:
    # Reading all that this machine trusts takes 60 ms. Without it no certificate at all is trusted.
    return ssl.create_default_context() if encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _auth(credentials: Credentials | None) -> httpx.Auth | None:
    if credentials is None or credentials.scheme == "bearer":
        return None
    kind = httpx.DigestAuth if credentials.scheme == "digest" else httpx.BasicAuth
    return kind(credentials.user, credentials.secret)


def _bearer(credentials: Credentials | None) -> dict[str, str]:
    if credentials is None or credentials.scheme != "bearer":
        return {}
    return {"Authorization": f"Bearer {credentials.secret}"}


def _is_for_ever(error: httpx.TransportError) -> bool:
    return "CERTIFICATE_VERIFY_FAILED" in str(error) or isinstance(error, httpx.UnsupportedProtocol)


def _told(response: httpx.Response) -> str:
    return str(response.headers.get("location", "")) if response.is_redirect else ""


def _seconds(headers: Mapping[str, str]) -> float:
    """What `Retry-After` asks for; 0 where it asks for nothing, or names a date."""
    asked = headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else 0.0
