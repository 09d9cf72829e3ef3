"""Judging over HTTP: who shows the token once may decide about names, by plain forms.

    GET  /judge         the form for the token
    POST /judge         token, by, back    a ticket in a cookie
    POST /judge/pair    key, one, other, verdict, at
    POST /judge/undo    key, mark, at
    POST /judge/out     key

`at` is the entity whose page is shown then; without it, the names in doubt are.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from functools import wraps
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import KGError
from kg.model import Verdict
from kg.serve.endpoint import service_of
from kg.serve.pages import links
from kg.serve.pages.doubts import judge, undo
from kg.serve.pages.page import Ask, Judge, Manner, shown
from kg.serve.pages.sending import failed, respond
from kg.serve.protocol import parameters, read_body
from kg.serve.refusals import BAD_REQUEST, FORBIDDEN, Refusal
from kg.serve.sessions import Sessions

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
Form = Mapping[str, str]
ONLY_READS = "this server only reads; start it with kg serve --writable to let people judge"
PLAIN = Manner("html")


def judge_of(request: Request) -> Judge:
    """What the one who asks may decide."""
    sessions, ticket = _sessions(request), _ticket(request)
    by = sessions.holder(ticket) if ticket else None
    writable = service_of(request).options.writable
    return Judge(writable, sessions.form_key(ticket), by) if writable and by is not None else Judge(writable)


def _told(handler: Handler) -> Handler:
    """The handler, its errors told on a page."""

    @wraps(handler)
    async def handle(request: Request) -> Response:
        try:
            if not service_of(request).options.writable:
                raise Refusal(FORBIDDEN, ONLY_READS)
            return await handler(request)
        except KGError as error:
            return respond(failed(error, PLAIN))

    return handle


@_told
async def ask_token(request: Request) -> Response:
    """The form for the token."""
    back = links.inside(dict(parameters(request.scope["query_string"])).get("back", "") or links.doubts())
    return _form_page(request, back)


@_told
async def sign_in(request: Request) -> Response:
    """A cookie with a ticket for who sends the token; the form once more for who does not."""
    form = await _form(request)
    back = links.inside(form.get("back", ""))
    ticket = _sessions(request).open(form.get("token", ""), form.get("by", ""))
    if not ticket:
        return _form_page(request, back, wrong=True)
    response = RedirectResponse(back, 303)
    secure = request.url.scheme == "https"
    response.set_cookie(_cookie(request), ticket, httponly=True, samesite="strict", secure=secure)
    return response


@_told
async def sign_out(request: Request) -> Response:
    """Forgets the ticket."""
    await _own_form(request)
    response = RedirectResponse(links.doubts(), 303)
    response.delete_cookie(_cookie(request), httponly=True, samesite="strict")
    return response


@_told
async def judge_pair(request: Request) -> Response:
    """Keeps what was decided of two names."""
    form, by = await _own_form(request)
    try:
        verdict = Verdict(form.get("verdict", ""))
    except ValueError as error:
        raise Refusal(BAD_REQUEST, f"expected a verdict: {' or '.join(Verdict)}") from error
    one, other = (form.get(name, "").strip() for name in ("one", "other"))
    if not one or not other:
        raise Refusal(BAD_REQUEST, "expected two names; one of them is empty")
    names, at = (one, other), form.get("at", "")
    return _shown_then(await service_of(request).rework(judge, names, verdict, by, at))


@_told
async def undo_judgement(request: Request) -> Response:
    """Takes a judgement back."""
    form, _ = await _own_form(request)
    return _shown_then(await service_of(request).rework(undo, form.get("mark", ""), form.get("at", "")))


def _form_page(request: Request, back: str, wrong: bool = False) -> Response:
    model = {"title": "Judge names", "back": back, "wrong": wrong}
    status = FORBIDDEN if wrong else 200
    return respond(shown("judge.html", model, PLAIN, status, Ask(judge=judge_of(request))))


def _shown_then(identifier: str) -> Response:
    return RedirectResponse(links.entity(identifier) if identifier else links.doubts(), 303)


async def _own_form(request: Request) -> tuple[Form, str]:
    """The form and who filled it in; a Refusal (403) for one that no page of this server showed to the one who asks."""
    form, ticket = await _form(request), _ticket(request)
    by = _sessions(request).holder(ticket)
    if by is None:
        raise Refusal(FORBIDDEN, f"show the token first, at {links.sign_in()}; a ticket ends with the server")
    foreign = request.headers.get("sec-fetch-site", "same-origin") != "same-origin"
    if foreign or not _sessions(request).fits(ticket, form.get("key", "")):
        raise Refusal(FORBIDDEN, "this form is none that this server showed you; load the page anew and press again")
    return form, by


async def _form(request: Request) -> Form:
    return dict(parameters(await read_body(request, service_of(request).options.max_body)))


def _sessions(request: Request) -> Sessions:
    state = request.app.state
    if not hasattr(state, "sessions"):
        state.sessions = Sessions(service_of(request).options.access.token)
    return cast(Sessions, state.sessions)


def _ticket(request: Request) -> str:
    return request.cookies.get(_cookie(request), "")


def _cookie(request: Request) -> str:
    """Cookies know no ports: each server of a machine has one of its own name."""
    return f"kg-judge-{request.url.port or 0}"


ROUTES: tuple[BaseRoute, ...] = (
    Route(links.SIGN_IN, ask_token),
    Route(links.SIGN_IN, sign_in, methods=["POST"]),
    Route(links.SIGN_OUT, sign_out, methods=["POST"]),
    Route(links.JUDGE, judge_pair, methods=["POST"]),
    Route(links.UNDO, undo_judgement, methods=["POST"]),
)
