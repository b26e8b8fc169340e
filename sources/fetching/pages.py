"""The way in: `fetch(url)` gives the page behind an address that somebody named."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from http import HTTPStatus

import httpx2

from sources.fetching import refusals
from sources.fetching.addresses import Guard
from sources.fetching.connections import asking
from sources.fetching.refusals import Limits, Unfetchable

_ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}  # what httpx2 unpacks in bounded pieces by itself
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Fetched:
    """An answer as it came: what was asked, what answered in the end, and the bytes, unpacked but unread.

    `charset` is the one declared in Content-Type, or ""; `redirects` are the addresses that sent us on,
    in order; `fetched_at` is in UTC.
    """

    url: str
    final_url: str
    status: int
    content_type: str
    charset: str
    body: bytes
    fetched_at: datetime
    redirects: tuple[str, ...] = ()

    @property
    def declared(self) -> str:
        """Type and charset as one Content-Type, as `sources.texts.reading.read` takes it."""
        return f"{self.content_type}; charset={self.charset}" if self.charset else self.content_type


def fetch(url: str, *, guard: Guard | None = None, limits: Limits | None = None) -> Fetched:
    """Fetch a page for a journalist, over at most `limits.redirects` hops, each of them guarded.

    Raises Unfetchable, and nothing else, when the address is not on the public web, the site does not
    answer with a readable page, or the answer passes a limit.
    """
    guard, limits = guard or Guard(), limits or Limits()
    deadline = time.monotonic() + limits.seconds
    asked = here = guard.url(url)
    passed: list[str] = []
    while True:
        with asking(here, guard, limits, deadline) as answer:
            if answer.status_code not in _REDIRECTS:
                return _read(answer, limits, asked=str(asked), here=str(here), passed=tuple(passed))
            there = _next(here, answer, guard)
        passed.append(str(here))
        if len(passed) > limits.redirects:
            raise Unfetchable("redirects", f"The site sent us on more than {limits.redirects} times.")
        here = there


def _next(here: httpx2.URL, answer: httpx2.Response, guard: Guard) -> httpx2.URL:
    """Where a redirect leads, under the same rules as an address that was typed."""
    location = answer.headers.get("location", "")
    try:
        there = guard.url(str(here.join(location)) if location else "")
    except (httpx2.InvalidURL, ValueError):
        raise Unfetchable("address", "The site sent us to an address that we do not understand.") from None
    if (here.scheme, there.scheme) == ("https", "http"):
        raise Unfetchable("downgrade", "The site sent us from a secure address to an open one.")
    return there


# The answer


def _read(answer: httpx2.Response, limits: Limits, *, asked: str, here: str, passed: tuple[str, ...]) -> Fetched:
    if answer.status_code not in (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION):
        raise Unfetchable("status", _refusal(answer.status_code))
    content_type, charset = _declared(answer.headers.get("content-type", ""))
    if content_type not in limits.content_types:
        raise Unfetchable(
            "content-type", f"The address leads to {content_type or 'something of no type'}, not to text."
        )
    if answer.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
        raise Unfetchable("encoding", "The site packs its page in a way that we do not unpack.")
    body = _body(answer, limits)
    if not body.strip():
        raise Unfetchable("empty", "The page is empty.")
    return Fetched(asked, here, answer.status_code, content_type, charset, body, datetime.now(UTC), passed)


def _body(answer: httpx2.Response, limits: Limits) -> bytes:
    """The whole body, unpacked, counted while it comes: a small packed answer may be large unpacked."""
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limits.body_bytes:
        raise refusals.large(limits)
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > limits.body_bytes:
            raise refusals.large(limits)
    return bytes(body)


def _declared(header: str) -> tuple[str, str]:
    """The media type and charset that a Content-Type header declares (RFC 9110, 8.3), each in lower case or ""."""
    message = Message()
    message["Content-Type"] = header[:200]
    content_type = header.split(";")[0].strip().lower()
    charset = message.get_param("charset", "")
    return content_type, charset.strip().lower() if isinstance(charset, str) else ""


def _refusal(status: int) -> str:
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return f"The site says that there is no such page ({status})."
    if status in (401, 402, 403, 429, 451):
        return f"The site does not let us read this page ({status}). Open it yourself and paste its text."
    return f"The site answered with {status} instead of a page."
