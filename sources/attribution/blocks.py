"""Cutting a text into paragraphs worth reading, every character kept in its place."""

import re
import unicodedata
from collections.abc import Iterator

from .statements import Span

# A paragraph longer than this is read in pieces: no sentence of a report is, and the parser's memory grows with it.
LONGEST_BLOCK = 6_000
# A word longer than this is an address, a key or noise.
LONGEST_WORD = 60

_NEWLINES = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{_NEWLINES}]+")
_NOISE = re.compile(rf"(?:https?://|www\.)\S+|\S{{{LONGEST_WORD + 1},}}|[^\s@]{{1,60}}@\S{{1,60}}")
_TERMINAL = tuple(".!?…:;\"'”’»“,")
_BULLET = re.compile(r"\s*(?:[-*•·]|\d+[.)])\s")

# Lines that a page's furniture is made of; each is matched from the start of the line, whatever the case.
_FURNITURE = re.compile(
    r"""\s*(?:
      (?:please\s+)?enter\s+(?:your|a\s+valid)\b | leave\s+a\s+(?:comment|reply) | (?:post|add|write)\s+a?\s*comment
    | (?:sign|log)[\s-]?(?:up|in|on)\s+(?:for|to|with|now|here)\b | subscribe\b | (?:get|read)\s+(?:our|the\s+full)\s
    | (?:read|see|find)\s+(?:more|also|next|out\s+more)\b | (?:click|tap)\s+(?:here|to)\b | share\s+(?:this|on|via)\b
    | follow\s+(?:us|our|him|her|@) | (?:©|\(c\)\s|copyright\b) | all\s+rights\s+reserved | advertise?ments?\b
    | sponsored\b | related\s*(?::|stories|articles|topics) | (?:photo|picture|image|video|credit|caption|source)s?\s*:
    | (?:contact|tel|phone|e-?mail|fax|media\s+enquiries|press\s+office)\s*[:.] | your\s+e-?mail | cookies?\s
    | (?:save\s+my\s+name|notify\s+me|this\s+site\s+uses|we\s+use\s+cookies|required\s+fields) | \#\#\#\s*$
    | (?:editing|reporting|writing|edited|compiled|additional\s+reporting)\s+by\b | editor[’']s\s+note\s*:
    | download\s+(?:our|the)\s+app | (?:back\s+to\s+top|terms\s+of\s+(?:use|service)|privacy\s+policy)
    )""",
    re.IGNORECASE | re.VERBOSE,
)


# What stands before the first sentence: "ADRAN, March 3 (Agency) -", "LONDON:", "GENEVA, 3 May. /AGENCY/."
_DATELINE = re.compile(
    r"""(?:[A-Z][A-Z.'’\-]+(?:[ /][A-Z][A-Z.'’\-]*){0,3}(?:,[^.():—–]{2,30})?|[A-Z][\w.'’\-]+(?:[ ,]+[\w.'’\-]+){0,4})
    \s*(?:\((?:[^()]{2,30})\)\s*(?:[-—–]+|:)\s | \.?\s*/[^/]{2,20}/[.\s—–-]*\s) |
    [A-Z][A-Z.'’\-]{2,}(?:[ /][A-Z][A-Z.'’\-]+){0,3}(?:,[^.():—–]{2,30})?\s*(?:[—–]+|-+(?=\s))\s""",
    re.VERBOSE,
)


# The hour before an entry of a live page: "09:41 GMT", "Update 14.05 -".
_HOUR = re.compile(
    r"(?:updated?\s+)?\d{1,2}[:.]\d{2}(?:\s?(?:[ap]\.?m\.?|gmt|utc|bst|est|edt|et|cet|eet))?\s*[-–—|:]?\s+(?=\S)",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """The text as the parser is given it: as long as the original, character for character.

    Controls, half surrogates and invisible marks become blanks, as do addresses and endless words; two
    apostrophes that stand for a quotation mark become one mark and a blank.
    """
    clean = "".join(_plain_char(char) for char in text)
    clean = _NOISE.sub(lambda match: " " * len(match.group()), clean)
    clean = re.sub(r"(?<!\S)''(?=\S)|(?<!\S)``(?=\S)", ' "', clean)
    return clean.replace("''", '" ').replace("``", ' "')


def _plain_char(char: str) -> str:
    if " " <= char < "\x7f" or char in "\n\r":
        return char
    if char in _NEWLINES:
        return "\n"
    category = unicodedata.category(char)
    return " " if category in {"Cc", "Cf", "Cs", "Co", "Cn", "Zs"} else char


def blocks(clean: str) -> Iterator[Span]:
    """The paragraphs of a plain text in order, page furniture left out, none longer than LONGEST_BLOCK."""
    for paragraph in _paragraphs(clean):
        if not _FURNITURE.match(clean, paragraph.start, paragraph.end):
            yield from _pieces(clean, _without_dateline(clean, paragraph))


def _without_dateline(clean: str, block: Span) -> Span:
    """A paragraph without the place and agency before its first sentence, if a sentence follows them."""
    hour = _HOUR.match(clean, block.start, block.end)
    if hour and block.end - hour.end() > 20:
        block = Span(hour.end(), block.end)
    match = _DATELINE.match(clean, block.start, block.end)
    return Span(match.end(), block.end) if match and block.end - match.end() > 60 else block


def _paragraphs(clean: str) -> Iterator[Span]:
    """Lines, with the lines of a hard-wrapped paragraph put together again."""
    current: Span | None = None
    for match in _LINE.finditer(clean):
        line = _trimmed(clean, Span(match.start(), match.end()))
        if line.start == line.end:
            continue
        if current and _wrapped(clean, current, line):
            current = Span(current.start, line.end)
            continue
        if current:
            yield current
        current = line
    if current:
        yield current


def _wrapped(clean: str, before: Span, line: Span) -> bool:
    """Whether a line only goes on with the one before it: no blank line, no full stop, no capital or bullet."""
    between = clean[before.end : line.start]
    if sum(between.count(mark) for mark in _NEWLINES) - between.count("\r\n") > 1:
        return False
    if clean[before.end - 1] in _TERMINAL[:4] or _BULLET.match(clean, line.start, line.end):
        return False
    if clean[line.start].islower():
        return True
    last = clean.rfind("\n", before.start, before.end)
    return before.end - (last if last >= 0 else before.start) >= 60 and clean[before.end - 1] not in "\"”’»'"


def _trimmed(clean: str, span: Span) -> Span:
    piece = clean[span.start : span.end]
    if not piece.strip():
        return Span(span.start, span.start)
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - len(piece) + len(piece.rstrip()))


def _pieces(clean: str, block: Span) -> Iterator[Span]:
    start = block.start
    while block.end - start > LONGEST_BLOCK:
        window = clean[start : start + LONGEST_BLOCK]
        cut = max(window.rfind(". "), window.rfind("! "), window.rfind("? ")) + 1 or window.rfind(" ")
        cut = start + (cut if cut > 0 else LONGEST_BLOCK)
        yield from _if_words(clean, Span(start, cut))
        start = cut
    yield from _if_words(clean, Span(start, block.end))


def _if_words(clean: str, span: Span) -> Iterator[Span]:
    span = _trimmed(clean, span)
    if any(char.isalnum() for char in clean[span.start : span.end]):
        yield span
