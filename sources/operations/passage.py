"""What a source said when it was looked at, and the exact stretches of it that are cited."""

from django.core.exceptions import ValidationError
from django.db import transaction

from config.history import recorded
from config.lines import with_line_feeds
from config.prepared import Given, GivenText, prepared
from config.rows import lock, save
from sources.models import Capture, Original, Passage, Source
from sources.permissions import require


def capture(source: Source, *, by, text: str, how: str, original: Original | None = None) -> Capture:
    """Keep the text of a source as it was seen, and what it was read from. The same text again is the same capture."""
    with recorded(by, "capture"):
        source = lock(source)
        require(by, "capture", source.dossier_id)
        same = source.captures.having(text).first()
        return same or save(Capture(source=source, text=text, how=how, original=original, taken_by=by))


def mark(capture: Capture, *, by, start: int, end: int) -> Passage:
    """Point at an exact stretch of a capture, in code points. Raises ValidationError when it is not in it."""
    with recorded(by, "mark_passage"):
        source = lock(capture.source)
        require(by, "capture", source.dossier_id)
        return _marked(capture, start, end)


def quote(source: Source, *, by, words: str) -> Passage:
    """The passage with these words: where they stand in a capture, or in a new one of just these words."""
    words = words.strip()
    if not words:
        raise ValidationError({"passage": "Copy the words of the source here."})
    with transaction.atomic(savepoint=False):
        with recorded(by, "capture"):
            source = lock(source)
            require(by, "capture", source.dossier_id)
            known, words = _known(source, words)
            found = known or save(Capture(source=source, text=words, how=Capture.How.TYPED, taken_by=by))
        with recorded(by, "mark_passage"):
            start = found.text.index(words)
            return _marked(found, start, start + len(words), may_be_marked=known is not None)


def _known(source: Source, words: str) -> tuple[Capture | None, str]:
    """The newest capture with these words, and the words as it has them: its lines may end otherwise than sent."""
    typed = with_line_feeds(words)
    for spelt in dict.fromkeys([words, typed, typed.replace("\n", "\r\n")]):
        if found := _having_words(source=source.pk, words=spelt):
            return found[0], spelt
    return None, words


@prepared
def _having_words():
    own = Capture.objects.filter(source=Given("source"), text__contains=GivenText("words"))
    return own.order_by("-pk")[:1]


def _marked(capture: Capture, start: int, end: int, *, may_be_marked: bool = True) -> Passage:
    """The passage there, of a capture whose source is locked."""
    text = capture.text
    if not 0 <= start < end <= len(text):
        raise ValidationError({"passage": "The passage lies outside the captured text."})
    same = _passages(capture=capture.pk, start=start, end=end) if may_be_marked else []
    return (
        same[0]
        if same
        else save(
            Passage(
                capture=capture,
                start=start,
                end=end,
                exact=text[start:end],
                prefix=text[max(0, start - Passage.CONTEXT) : start],
                suffix=text[end : end + Passage.CONTEXT],
            )  # fmt: skip
        )
    )


@prepared
def _passages():
    return Passage.objects.filter(capture=Given("capture"), start=Given("start"), end=Given("end")).order_by()
