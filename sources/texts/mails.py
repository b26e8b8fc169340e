"""Mails: a press release as it came (RFC 5322)."""

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from sources.texts import facts, pages, plain
from sources.texts.decoding import decoded
from sources.texts.documents import Document, Unreadable


def read(body: bytes, charset: str, url: str) -> Document:
    """The text of a mail: its plain part, else its HTML part, without the signature. Raises Unreadable."""
    mail = message_from_bytes(body, policy=policy.default)
    part = mail.get_body(preferencelist=("plain", "html"))
    if not isinstance(part, EmailMessage):
        raise Unreadable("no-text", "There is no text in this mail.")
    letters = _letters(part, charset)
    if part.get_content_type() == "text/html":
        text = pages.read(letters.encode("utf-8", "replace"), "utf-8", url).text
    else:
        text = _unfolded(plain.clean(letters), flowed=part.get_param("format", "") == "flowed")
    return Document(
        text,
        title=_header(mail, "Subject"),
        publisher=_header(mail, "Organization"),
        author=_sender(mail),
        published=_day(mail),
        language=facts.language_of(_header(mail, "Content-Language")),
        canonical_url=url,
    )


def _letters(part: EmailMessage, charset: str) -> str:
    content = part.get_payload(decode=True)
    declared = part.get_param("charset", "")
    return decoded(
        content if isinstance(content, bytes) else b"",
        declared if isinstance(declared, str) and declared else charset,
        in_page=part.get_content_type() == "text/html",
    )


def _unfolded(text: str, *, flowed: bool) -> str:
    """The body without its signature, and with the lines whole that the sender's program broke (RFC 3676)."""
    text = re.split(r"(?m)^-- ?\n", text, maxsplit=1)[0]
    if flowed:
        text = re.sub(r"(?m)(?<=\S) \n(?=\S)", " ", text)
    return plain.unwrapped(text)


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail[name] or "")


def _sender(mail: EmailMessage) -> str:
    sender = mail["From"]
    names = [address.display_name or address.addr_spec for address in getattr(sender, "addresses", ())]
    return "; ".join(filter(None, names))


def _day(mail: EmailMessage) -> str:
    sent = getattr(mail["Date"], "datetime", None)
    return sent.date().isoformat() if isinstance(sent, datetime) else ""
