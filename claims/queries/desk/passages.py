"""A passage that somebody picks out of a text, and the statement it is taken for until they say more."""

import re
from typing import Any

from claims.queries import suggest
from sources.attribution.statements import Span, Statement
from sources.models import Capture

#: How long a passage somebody picked by hand may be.
LONGEST = 5000


def chosen(capture: Capture | None, start: str, end: str, words: str) -> Span | None:
    """The passage that was marked on the page, or whose words were pasted; None where the text has no such words.

    A page counts a line's end as one sign however the text writes it.
    """
    if capture is None:
        return None
    text = capture.text
    if words.strip():
        pattern = r"\s+".join(map(re.escape, words.split()))
        match = re.search(pattern, text) if len(words) <= LONGEST else None
        return Span(*match.span()) if match else None
    if not (re.fullmatch(r"[0-9]{1,9}", start) and re.fullmatch(r"[0-9]{1,9}", end)):
        return None
    low, high = (_in_text(text, int(place)) for place in (start, end))
    while low < high and text[low].isspace():
        low += 1
    while low < high and text[high - 1].isspace():
        high -= 1
    return Span(low, high) if 0 <= low < high <= min(len(text), low + LONGEST) else None


def _in_text(text: str, place: int) -> int:
    if "\r\n" not in text:
        return min(place, len(text))
    seen = at = 0
    while at < len(text) and seen < place:
        at += 2 if text.startswith("\r\n", at) else 1
        seen += 1
    return at


def picked(text: str, span: Span) -> Statement:
    said = text[span.start : span.end]
    quoted = re.match(r"\s*[“\"«„]", said)
    guess: Any = suggest.guess_kind(said)
    return Statement((), (), (span,), guess, "direct" if quoted else "paraphrase", accusation=guess == "accusation")
