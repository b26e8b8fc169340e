"""Speaker labels: the names before the colon in transcripts, interviews and headlines."""

import re
from collections import Counter

from . import lexicon
from .statements import Span

_LABEL = re.compile(
    r"(?P<name>[^\W\d_][\w.'’\-]*(?:,? [\w.'’\-()]+){0,5})(?: \([^)]{1,40}\))?"
    r"(?: in an? (?:[a-z]+ )?(?:post|statement|message|tweet|video|interview|letter|speech)(?: [^:\n“\"]{1,40})?)?"
    r"\s?(?P<colon>:)\s"
)
_NO_NAMES = lexicon.words("""
    note update updated photo picture breaking read source contact video background analysis summary live watch
    related correction key points what here date time location subject re to from cc phone tel email editor
    caption headline story more also next previously latest developments today opinion fact
""")
_PARTS = lexicon.words("""
    question questioner q answer a moderator interviewer host presenter anchor reporter journalist correspondent
    speaker operator voice audience unidentified participant interpreter translator
""")
_TITLES = lexicon.words("mr mrs ms dr president minister general gen colonel col ambassador question q answer a")


def labels(clean: str, blocks: list[Span], names: set[str]) -> dict[int, tuple[Span, Span]]:
    """Paragraph → (label, colon) where a paragraph is somebody's words after their name.

    A label counts when it comes back, when it is one of several in the text, or when it is the name of
    somebody the text knows already (`names`, in small letters).
    """
    found: dict[int, tuple[Span, Span]] = {}
    for number, block in enumerate(blocks):
        match = _LABEL.match(clean, block.start, block.end)
        if match and _name_like(match["name"]):
            found[number] = (Span(*match.span("name")), Span(*match.span("colon")))
    seen = Counter(clean[label.start : label.end].lower() for label, _ in found.values())
    quoting = {number for number, (_, colon) in found.items() if clean[colon.end + 1 : colon.end + 2] in set("“\"«„‘'")}
    transcript = sum(times for times in seen.values() if times > 1) >= 3
    return {
        number: spans
        for number, spans in found.items()
        if _trusted(clean[spans[0].start : spans[0].end], seen, transcript, names)
        or (number in quoting and _holds_office(clean[spans[0].start : spans[0].end]))
    }


def unnamed(label: str) -> bool:
    """Whether a label tells only who asks or answers, not who that is: "QUESTION", "Q", "MODERATOR 2"."""
    return label.lower().strip(" .0123456789") in _PARTS


def _name_like(name: str) -> bool:
    words = name.replace(",", "").split()
    if any(word.lower().strip(".") in _NO_NAMES for word in words):
        return False
    small = {"of", "de", "al", "von", "bin", "the"} | lexicon.GROUP_NOUNS
    return words[0][:1].isupper() and all(word[:1].isupper() or word.lower() in small for word in words)


def _trusted(name: str, seen: Counter[str], transcript: bool, names: set[str]) -> bool:
    words = [word.strip(".()").lower() for word in name.split()]
    return transcript or seen[name.lower()] > 1 or words[-1] in names or _is_office(words)


_OFFICES = lexicon.GROUP_NOUNS - {"statement", "source", "sources", "media", "office", "party", "general"}


def _is_office(words: list[str]) -> bool:
    """A title with a name, or an office that speaks: "Governor Hrim:", "Defence Ministry:"."""
    if len(words) == 1:
        return words[0] in _OFFICES
    return words[0] in _TITLES | _OFFICES or words[-1] in _OFFICES | {"mod", "force"}


def _holds_office(name: str) -> bool:
    return any(word.strip(".()").lower() in _OFFICES for word in name.split())
