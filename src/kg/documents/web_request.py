"""One request to the web, within limits: no address that a user did not mean, no answer without end."""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from kg import __version__
from kg.documents.streams import CHUNK
from kg.errors import InputError

AGENT = "kg-builder"
"""What sites know kg by, in robots.txt too."""
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[A-Za-z0-9._:-]+")
_DIAL = 10.0
"""Seconds to wait for one of a host's addresses; far ones answer within one."""
_UNQUOTED = "%/:=&?~+!$,;'@()*[]"
Origin = tuple[str, str, int]
"""Scheme, host and port."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may take."""

    size: int = 100 * 1024 * 1024
    """Bytes, as sent."""
    seconds: float = 60.0
    """From the connection to the last byte."""
    pause: float = 1.0
    """Seconds between two requests to one site, where it does not ask for more."""
    redirections: int = 5


@dataclass(frozen=True, slots=True)
class Target:
    """A web address taken apart."""

    address: str
    origin: Origin
    path: str


class Answer:
    """An answer of a server: status and headers, and the body to be read once."""

    def __init__(self, response: http.client.HTTPResponse, target: Target, limits: Limits, end: float) -> None:
        self.status = response.status
        self.target = target
        self._response = response
        self._limits = limits
        self._end = end

    def header(self, name: str) -> str:
        """Empty where it was not sent."""
        return self._response.getheader(name) or ""

    def body(self) -> Iterator[bytes]:
        """The bytes as sent; InputError beyond the limits."""
        read = 0
        while chunk := self._response.read1(CHUNK):
            read += len(chunk)
            if read > self._limits.size:
                raise InputError(
                    f"{self.target.address}: has more than {self._limits.size:,} bytes; fetch it with another program "
                    "and name the file"
                )
            yield chunk
        if time.monotonic() >= self._end or self._response.length:
            raise http.client.IncompleteRead(b"")


def target_of(address: str) -> Target:
    """What an address leads to; InputError where it is none that kg fetches."""
    shown = shown_address(address)
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:  # also what the host's name cannot be written in
        raise InputError(f"{shown}: not a web address ({error})") from error
    if not port or not _HOST.fullmatch(host):
        raise InputError(f"{shown}: not a web address, expected https://HOST/PATH or http://HOST/PATH")
    if parts.username is not None or parts.password is not None:
        raise InputError(f"{parts.scheme}://…@{host}: holds a name or password, which kg does not send; leave it out")
    return Target(shown, (parts.scheme, host, port), _path(parts))


def shown_address(address: str) -> str:
    """The address fit for a message."""
    return "".join(one if one.isprintable() and one != " " else "�" for one in address[:500])


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_UNQUOTED)
    return f"{path}?{quote(parts.query, safe=_UNQUOTED)}" if parts.query else path


@contextmanager
def request(target: Target, trusted: bool, limits: Limits) -> Iterator[Answer]:
    """The answer to a GET. Hosts that are not `trusted` must have public addresses. What fails is an InputError."""
    end = time.monotonic() + limits.seconds
    try:
        with _connected(target, trusted, limits.seconds) as connection:
            wanted = {"Host": _netloc(target.origin), "User-Agent": f"{AGENT}/{__version__}", "Accept-Encoding": "gzip"}
            connection.request("GET", target.path, headers=wanted)
            with connection.getresponse() as response:
                yield Answer(response, target, limits, end)
    except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: a socket that was cut off meanwhile
        if time.monotonic() >= end:
            raise InputError(
                f"{target.address}: took more than {limits.seconds:g} seconds; try again later, "
                "or fetch it with another program and name the file"
            ) from error
        reason = " ".join(str(getattr(error, "strerror", "") or error or type(error).__name__).split())[:200]
        raise InputError(
            f"{target.address}: cannot be fetched ({reason}); check the address and the network"
        ) from error


def _netloc(origin: Origin) -> str:
    scheme, host, port = origin
    name = f"[{host}]" if ":" in host else host
    return name if port == _PORTS[scheme] else f"{name}:{port}"


@contextmanager
def _connected(target: Target, trusted: bool, seconds: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to one of the addresses that were looked at, and no other; it is cut after `seconds`."""
    scheme, host, port = target.origin
    connection = http.client.HTTPConnection(host, port)
    connection.sock = _dial(_addresses(target, trusted), port)
    with closing(connection):
        connection.sock.settimeout(seconds)
        if scheme == "https":
            secure = ssl.create_default_context()
            connection.sock = secure.wrap_socket(connection.sock, server_hostname=host, do_handshake_on_connect=False)
        # A server may send a byte now and then: a limit on each wait is none on all of them.
        timer = threading.Timer(seconds, _cut, [connection.sock])
        timer.daemon = True
        timer.start()
        try:
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            yield connection
        finally:
            timer.cancel()


def _dial(addresses: list[str], port: int) -> socket.socket:
    *others, last = addresses
    for address in others:
        try:
            return socket.create_connection((address, port), _DIAL)
        except OSError:
            continue
    return socket.create_connection((last, port), _DIAL)


def _cut(one: socket.socket) -> None:
    try:
        socket.socket.shutdown(one, socket.SHUT_RDWR)  # that of SSLSocket would spoil a read under way
    except OSError:
        return


def _addresses(target: Target, trusted: bool) -> list[str]:
    _, host, port = target.origin
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not trusted and not all(map(is_public, found)):
        raise InputError(
            f"{target.address}: leads into a private network, where no one sent kg; name it yourself if you mean it"
        )
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, in whatever way it is written."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _translated(ip)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside one of NAT64."""
    inside = ip in ipaddress.ip_network("64:ff9b::/96")
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if inside else None
