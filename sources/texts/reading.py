"""The way in: `read(body, content_type, url)` gives the text of a source, and what it says of itself."""

import re
from dataclasses import replace
from email.message import Message

from sources.texts import mails, pages, plain, prints
from sources.texts.bounded import parsed
from sources.texts.decoding import decoded
from sources.texts.documents import Document, Limits, Unreadable

_PARSERS = {
    "text/html": pages.read,
    "application/xhtml+xml": pages.read,
    "application/pdf": prints.read,
    "message/rfc822": mails.read,
}
_UNSAID = {"", "application/octet-stream", "binary/octet-stream"}
_PAGE = re.compile(rb"\s*(<!--.{0,500}?-->\s*|<\?xml[^>]{0,200}>\s*)?<(!doctype html|html|head|body)\b", re.I | re.S)


def read(body: bytes, content_type: str = "", url: str = "", *, limits: Limits | None = None) -> Document:
    """The text of a source and what it says of itself.

    `content_type` is a media type with or without its charset (RFC 9110, 8.3); where it says nothing, or calls
    a page plain text, the bytes decide. Plain text is kept as it is, but for signs that nobody can see.
    Raises Unreadable, and nothing else.
    """
    limits = limits or Limits()
    if len(body) > limits.body_bytes:
        raise Unreadable("too-large", f"This is larger than {limits.body_bytes / 2**20:.0f} MiB.")
    kind, charset = _declared(content_type)
    kind = kind_of(body) if kind in _UNSAID or kind.startswith("text/") and kind != "text/html" else kind
    if kind == "text/plain":
        document = _plain(body, charset, url)
    elif kind in _PARSERS:
        document = parsed(_PARSERS[kind], body, charset, url, limits)
    else:
        raise Unreadable("type", f"This is {kind}: we read plain text, web pages, mails and PDF.")
    return _finished(document, limits)


def _declared(content_type: str) -> tuple[str, str]:
    message = Message()
    message["Content-Type"] = re.sub(r"[^\x20-\x7e]", " ", content_type)[:200]
    charset = message.get_param("charset", "")
    return content_type.split(";")[0].strip().lower(), charset if isinstance(charset, str) else ""


def kind_of(body: bytes) -> str:
    """The kind of a source by its first bytes."""
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return "application/pdf"
    return "text/html" if _PAGE.match(body[:2048].removeprefix(b"\xef\xbb\xbf")) else "text/plain"


def _plain(body: bytes, charset: str, url: str) -> Document:
    text = plain.clean(decoded(body, charset)).strip("\n")
    return Document(text, title=plain.title_of(text), canonical_url=url)


def _finished(document: Document, limits: Limits) -> Document:
    if not document.text.strip():
        raise Unreadable("no-text", "There is no text in this.")
    if len(document.text) > limits.signs:
        raise Unreadable("too-large", f"The text is longer than {limits.signs:,} signs.")
    lines = {name: plain.line_of(getattr(document, name)) for name in ("title", "publisher", "author")}
    return replace(document, text=plain.clean(document.text), **lines)
