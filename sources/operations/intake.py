"""Bringing a source in: pasted, handed in as a file, or fetched from its address.

Plain text has its capture at once. Whatever must be fetched or taken out of its wrapping first is an errand
for the worker (`sources.jobs`); meanwhile, and if that fails, the source is there to paste the text into.
"""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from config import jobs
from config.history import recorded
from config.rows import WrongState, lock, revise, save
from sources.dates import days
from sources.fetching.addresses import Guard, plain_address
from sources.fetching.pages import Fetched
from sources.fetching.refusals import Unfetchable
from sources.models import Capture, Dossier, Errand, Original, Source, State
from sources.models.reading import OPEN
from sources.operations import passage as passages
from sources.operations import reading
from sources.operations import source as sources
from sources.permissions import require
from sources.texts import reading as texts
from sources.texts.documents import Document, Limits

LONGEST = 500_000
"""Characters of one capture: the longest report we know of is shorter."""
LARGEST = Limits().body_bytes
"""Bytes of a file."""
LIMITS = Limits(signs=LONGEST)

FILES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".eml": "message/rfc822",
    ".pdf": "application/pdf",
}
_LONGEST_TITLE = 300
_SHORT_TITLE = 80

New = Mapping[str, Any]


def paste(dossier: Dossier, *, by, text: str, source: Source | None = None, **fields: Any) -> Source:
    """Take in a text that somebody copied: plain, or the HTML of a page.

    Without a source it goes to the one that has this address or this very text, or to a new one; `fields` are
    what a person typed about that. The same text again is the same capture. Raises ValidationError.
    """
    _require_length(text)
    body = text.encode("utf-8", "replace")
    if texts.kind_of(body) == "text/html":
        return _hand_in(dossier, by, body, "text/html; charset=utf-8", Original.How.PASTED, source, fields, text=text)
    document = texts.read(body, "text/plain; charset=utf-8", limits=LIMITS) if text.strip() else Document("")
    if not document.text:
        raise ValidationError({"text": "There is no text to read."})
    with recorded(by, "take_in"):
        dossier = _claimed(dossier, by)
        source = source or _known(dossier, fields) or _with_text(dossier, document.text)
        source = source or _new(dossier, by, document.title or _beginning(document.text), fields)
        reading.start(passages.capture(source, by=by, text=document.text, how=Capture.How.PASTED), by=by)
        return source


def hand_in(dossier: Dossier, *, by, body: bytes, name: str, source: Source | None = None, **fields: Any) -> Source:
    """Take in a file: plain text, a saved page, a mail or a PDF, told by its ending. Raises ValidationError."""
    content_type = FILES.get(PurePath(name).suffix.lower())
    if not content_type:
        raise ValidationError({"upload": "This kind of file cannot be read: hand in .txt, .html, .eml or .pdf."})
    if len(body) > LARGEST:
        raise ValidationError({"upload": f"This file is larger than {LARGEST / 2**20:.0f} MiB."})
    if not body.strip():
        raise ValidationError({"upload": "This file is empty."})
    return _hand_in(dossier, by, body, content_type, Original.How.UPLOADED, source, fields, name=name)


def _hand_in(
    dossier: Dossier, by, body: bytes, content_type: str, how: str, source: Source | None, fields: New,
    *, name: str = "", text: str = "",
) -> Source:  # fmt: skip
    with recorded(by, "take_in"):
        dossier = _claimed(dossier, by)
        name = PurePath(name.replace("\\", "/")).name[-200:]
        title = (name or "Pasted page")[:_LONGEST_TITLE]
        source = source or _known(dossier, fields) or _with_original(dossier, body)
        source = source or _new(dossier, by, title, fields)
        source = lock(source)
        original = _original(source, body, content_type=content_type, name=name, how=how, obtained_by=by)
        if not original.captures.exists():
            _send(source, by, original=original, title=title)
        return source


def fetch(dossier: Dossier, *, by, url: str, source: Source | None = None, **fields: Any) -> Source:
    """Have the page behind an address fetched and read. A source that has this address is that source.

    One whose text we have is not fetched again, unless it is named as `source`: then its page may have
    changed, and a changed page is a new capture. Raises ValidationError for what is no address on the web.
    """
    try:
        Guard().url(url)
    except Unfetchable as refusal:
        raise ValidationError({"url": str(refusal)}) from refusal
    with recorded(by, "take_in"):
        dossier = _claimed(dossier, by)
        url = plain_address(url)
        known = source or _known(dossier, {"url": url})
        if known and not source and known.captures.whole().exists():
            return known
        title = url[:_LONGEST_TITLE]
        found = lock(known or _new(dossier, by, title, {**fields, "url": url}))
        _send(found, by, url=url, title=title)
        return found


# What the worker does


def begin(errand: Errand) -> Errand | None:
    """Start on an errand, or go on where a worker died. None if it has ended."""
    with recorded(errand.asked_by, "bring"):
        errand = lock(errand)
        if errand.state not in OPEN:
            return None
        errand.state = State.RUNNING
        return save(errand)


def keep(errand: Errand, fetched: Fetched) -> Original:
    """Keep the bytes that an address gave, before anybody tries to read them."""
    with recorded(errand.asked_by, "bring"):
        source = lock(errand.source)
        errand = lock(errand)
        original = _original(
            source, fetched.body, content_type=fetched.declared[:200], url=fetched.final_url,
            how=Original.How.FETCHED, obtained_by=errand.asked_by, obtained_at=fetched.fetched_at,
        )  # fmt: skip
        if errand.state == State.RUNNING and not errand.original:
            errand.original = original
            save(errand)
        return original


def deliver(errand: Errand, document: Document) -> Errand:
    """End an errand with the text that it brought, fill in what nobody typed, and have the text read."""
    with recorded(errand.asked_by, "bring"):
        source = lock(errand.source)
        errand = lock(errand)
        if errand.state != State.RUNNING:
            return errand
        original = errand.original
        how = original.how if original else Capture.How.FETCHED
        errand.capture = passages.capture(source, by=errand.asked_by, text=document.text, how=how, original=original)
        errand.state, errand.ended_at = State.DONE, timezone.now()
        save(errand)
        if filled := _filled(source, document, errand.title):
            revise(source, source.revision, filled)
        reading.start(errand.capture, by=errand.asked_by)
        return errand


def fail(errand: Errand, *, problem: str) -> Errand:
    """End an errand without a text, with the reason in words. The source stays, to be pasted into."""
    with recorded(errand.asked_by, "bring", problem):
        errand = lock(errand)
        if errand.state in OPEN:
            errand.state, errand.problem, errand.ended_at = State.FAILED, problem, timezone.now()
            save(errand)
        return errand


# Parts


def _claimed(dossier: Dossier, by) -> Dossier:
    """The dossier, locked: of two people who bring the same thing in at once, the second finds the first's."""
    dossier = lock(dossier)
    require(by, "capture", dossier.pk)
    return dossier


def _require_length(text: str) -> None:
    if len(text) > LONGEST:
        raise ValidationError(
            {"text": f"This text has {len(text):,} characters. Take in at most {LONGEST:,} at once: paste it in parts."}
        )


def _known(dossier: Dossier, fields: New) -> Source | None:
    """The source of the dossier that has this address, or was fetched from it."""
    url = fields.get("url")
    if not url:
        return None
    own = dossier.sources.filter(url=url).first()
    return own or dossier.sources.filter(errands__url=url).order_by("pk").first()


def _with_text(dossier: Dossier, text: str) -> Source | None:
    same = Capture.objects.whole().filter(source__dossier=dossier).having(text).order_by("pk").first()
    return same.source if same else None


def _with_original(dossier: Dossier, body: bytes) -> Source | None:
    same = Original.objects.filter(source__dossier=dossier).having(body).order_by("pk").first()
    return same.source if same else None


def _new(dossier: Dossier, by, stand_in: str, fields: New) -> Source:
    """A source of what a person typed, called `stand_in` if that was no title."""
    typed = {name: value for name, value in fields.items() if value not in ("", None)}
    return sources.add(dossier, by=by, **{"title": stand_in, **typed})


def _original(source: Source, body: bytes, **how: Any) -> Original:
    same = source.originals.having(body).first()
    return same or save(Original(source=source, body=body, **how))


def _send(source: Source, by, *, title: str, **aim: Any) -> None:
    """Ask for an errand of a locked source, unless it is under way. Raises WrongState while another one is."""
    if under_way := source.errands.filter(state__in=OPEN).first():
        if all(getattr(under_way, name) == value for name, value in aim.items()):
            return
        raise WrongState("This source is being brought in already. Please try again in a moment.")
    errand = save(Errand(source=source, asked_by=by, title=title, **aim))
    jobs.defer("bring", errand=errand.pk)


def _beginning(text: str) -> str:
    """What to call a text that has no headline: its first words."""
    words = " ".join(text[: 4 * _SHORT_TITLE].split())
    return words if len(words) <= _SHORT_TITLE else words[:_SHORT_TITLE].rsplit(" ", 1)[0] + " …"


def _filled(source: Source, document: Document, stand_in: str) -> dict[str, Any]:
    """What a source says of itself where nobody has said it yet; `stand_in` is what we called it so far."""
    filled: dict[str, Any] = {}
    if document.title and source.title == stand_in != document.title:
        filled["title"] = document.title[:_LONGEST_TITLE]
    if document.publisher and not source.publisher_id:
        filled["publisher"] = sources.publisher_named(document.publisher[:200])
    if document.author and not source.author:
        filled["author"] = document.author[:200]
    if document.language and not source.language:
        filled["language"] = document.language[:35]
    if document.published and not source.dateline:
        first, last = days.bounds(document.published)
        filled |= {"dateline": document.published, "first_day": first, "last_day": last}
    if document.canonical_url and not source.url and _is_free(source, document.canonical_url):
        filled["url"] = document.canonical_url
    return filled


def _is_free(source: Source, url: str) -> bool:
    try:
        URLValidator(["http", "https"])(url)
    except ValidationError:
        return False
    return not Source.objects.filter(dossier=source.dossier_id, url=url).exists()
