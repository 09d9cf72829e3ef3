"""Web addresses as sources, got only when the user says so and a site's robots.txt allows it."""

from __future__ import annotations

import io
import time
from collections.abc import Collection
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import cast
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from kg.documents.packing import packing_of, unpacked
from kg.documents.sources import Source, suffix_of
from kg.documents.web_request import AGENT, Answer, Limits, Origin, Target, request, shown_address, target_of
from kg.errors import InputError

_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/rdf+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/warc": ".warc",
    "text/markdown": ".md",
}
"""By Content-Type; anything else is told by the address."""
_MOVED = frozenset((301, 302, 303, 307, 308))
_ROBOTS = 500 * 1024
"""Bytes of a robots.txt that count: RFC 9309 asks for as many."""
_LONGEST_PAUSE = 60.0
"""Seconds that kg waits between two requests where a site asks for a pause; sites that ask for more are left alone."""
_IN_MEMORY = 1024 * 1024
_MARK = 4


@dataclass(slots=True)
class _Site:
    """What is known of one origin."""

    robots: RobotFileParser
    pause: float
    free_at: float = 0.0


class Fetcher:
    """Gets web addresses in one run: calling it gives a Source, or raises InputError."""

    def __init__(self, suffixes: Collection[str], limits: Limits | None = None) -> None:
        self._suffixes = suffixes
        self._limits = limits or Limits()
        self._sites: dict[Origin, _Site] = {}

    def __call__(self, address: str) -> Source:
        """What the address holds, in a file of its own that has no name; its documents are known by the address."""
        start = target_of(address)
        spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the source's reader closes it
        try:
            answer = self._get(start, start.origin, spool)
            suffix = self._suffix(answer)
        except BaseException:
            spool.close()
            raise
        spool.seek(0)
        file = _expanded(cast(io.BufferedIOBase, spool), answer.target.address)
        return Source(start.address, answer.target.address, suffix, lambda: file)

    def _get(self, target: Target, trusted: Origin, spool: SpooledTemporaryFile[bytes]) -> Answer:
        """The answer where all redirections end, its body in `spool`.

        Only the place that the user named may be in a private network: what a server redirects to may not.
        """
        first, most = target, self._limits.redirections
        for _ in range(most + 1):
            self._ask_leave(target, trusted)
            with request(target, target.origin == trusted, self._limits) as answer:
                if answer.status == 200:
                    for chunk in answer.body():
                        spool.write(chunk)
                    return answer
                if answer.status not in _MOVED:
                    raise InputError(f"{target.address}: the server answers {answer.status}; check the address")
                target = target_of(urljoin(target.address, answer.header("Location")))
        raise InputError(f"{first.address}: redirects more than {most} times; name the last address")

    def _ask_leave(self, target: Target, trusted: Origin) -> None:
        """Returns once the site may be asked; InputError where its robots.txt forbids it."""
        site = self._sites.get(target.origin)
        if site is None:
            site = self._sites[target.origin] = self._meet(target, trusted)
        if not site.robots.can_fetch(AGENT, target.address):
            raise InputError(f"{target.address}: its robots.txt asks programs to stay away; ask the site for its text")
        if site.pause > _LONGEST_PAUSE:
            raise InputError(
                f"{target.address}: its robots.txt asks for {site.pause:g} seconds between requests, kg waits at most "
                f"{_LONGEST_PAUSE:g}; fetch it with another program and name the file"
            )
        time.sleep(max(0.0, site.free_at - time.monotonic()))
        site.free_at = time.monotonic() + site.pause

    def _meet(self, target: Target, trusted: Origin) -> _Site:
        robots = RobotFileParser()
        robots.parse(self._rules(target, trusted).splitlines())
        asked = robots.crawl_delay(AGENT)
        return _Site(robots, max(self._limits.pause, float(asked or 0)))

    def _rules(self, target: Target, trusted: Origin) -> str:
        """The text of robots.txt; without one all is allowed, and nothing where a server fails (RFC 9309)."""
        place = target_of(urljoin(target.address, "/robots.txt"))
        for _ in range(self._limits.redirections + 1):
            with request(place, place.origin == trusted, self._limits) as answer:
                if answer.status in _MOVED:
                    place = target_of(urljoin(place.address, answer.header("Location")))
                    continue
                if answer.status >= 500:
                    return "User-agent: *\nDisallow: /"
                return _text(answer) if answer.status == 200 else ""
        return ""

    def _suffix(self, answer: Answer) -> str:
        kind = answer.header("Content-Type").partition(";")[0].strip().lower()
        path = urlsplit(answer.target.address).path
        suffix = _KINDS.get(kind) or suffix_of(path, self._suffixes)[0] or (".txt" if kind == "text/plain" else "")
        if not suffix:
            raise InputError(
                f"{answer.target.address}: is of type {shown_address(kind) or '(none)'}, a page, a feed or a text was "
                "expected"
            )
        return suffix


def _text(answer: Answer) -> str:
    read = b""
    for chunk in answer.body():
        read += chunk
        if len(read) > _ROBOTS:
            break
    if answer.header("Content-Encoding"):
        read = _expanded(io.BytesIO(read), answer.target.address).read(_ROBOTS)
    return read[:_ROBOTS].decode("utf-8", "replace")


def _expanded(file: io.BufferedIOBase, name: str) -> io.BufferedIOBase:
    """What is packed in `file`: by the server for the way, by whoever put it there, or by both."""
    head = file.read(_MARK)
    file.seek(0)
    for _ in range(2):
        packing = packing_of(head)
        if packing:
            opened = unpacked(file, packing, name)
            file, head = opened, opened.peek(_MARK)
    return file
