"""When a statement was made: the words in its own sentence that say so, else the dateline."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from sources.attribution.statements import Span, Statement
from sources.dates.days import MONTHS, WEEKDAYS, UnreadableDate
from sources.dates.reading import read_date

_WEEKDAY = "|".join(name.title() for name in WEEKDAYS)
_MONTH = "|".join([*(name.title() for name in MONTHS), *(rf"{name[:3].title()}\." for name in MONTHS if name != "may")])
_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_COUNT = r"(?:an?|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,3})"
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|[0-9]{1,2}th)"
_WHEN = re.compile(
    rf"""\b(?:
    (?:(?:last|this|next)\s+)?(?:{_WEEKDAY}){_PART}
    | {_DAY}\s+(?:of\s+)?(?:{_MONTH})(?:,?\s+[0-9]{{4}})? | (?:{_MONTH})\s+{_DAY}\b(?:,?\s+[0-9]{{4}})?
    | (?:(?<=[Ii]n\s)|(?<=since\s)|(?<=early\s)|(?<=late\s))(?:{_MONTH})(?:\s+[0-9]{{4}})?
    | [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}
    | (?:[Ll]ast|[Tt]his)\s+(?:week(?:end)?|month|year|night) | [Tt]he\s+(?:previous|same)\s+day
    | [Yy]esterday{_PART} | [Tt]oday | [Tt]onight | [Oo]vernight | [Tt]his\s+(?:morning|afternoon|evening)
    | [Ee]arlier\s+(?:today|this\s+(?:week|month|year)) | {_COUNT}\s+(?:days?|weeks?|months?|years?)\s+(?:ago|earlier)
    | (?:[Oo]ver|[Aa]t)\s+the\s+weekend | (?:[Tt]he|a)\s+{_ORDINAL}\s+(?:week|day)(?!\s+(?:of|in|since)\b)
    )(?!\w)""",
    re.VERBOSE,
)
_VAGUE = re.compile(
    r"\b(?:repeatedly|routinely|consistently|constantly|previously|in the past|long since|on several occasions"
    r"|several times|time and again|often|always|for (?:days|weeks|months|years)|in recent (?:days|weeks|months|years)"
    r"|at the time|Before (?:the|its|their)\s[\w\s-]{2,40}|before (?:the|its|their) [\w\s-]{2,40})(?!\w)"
)
_BEGAN = re.compile(
    rf"\b(?:began|begun|started|broke out|erupted|since)\b[^.\n]{{0,30}}?\b"
    rf"(?P<day>{_DAY}\s+(?:{_MONTH})(?:,?\s+[0-9]{{4}})?|(?:{_MONTH})\s+{_DAY}(?:,?\s+[0-9]{{4}})?)"
)
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bM[rs])(?<!\bMrs)(?<!\bGen)(?<!\bCol)(?<!\bMaj)(?<!\bDr)(?<!\bLt)(?<!\bSt)"
    r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+"
)

#: How far, in characters, before or after its verb the words for a day stand.
_NEAR = 60


def is_day(words: str) -> bool:
    """Whether these words say when and nothing else: “on Thursday”."""
    return bool(_WHEN.fullmatch(re.sub(r"^(?:on|in|at)\s+", "", words)))


@lru_cache(maxsize=8)
def _ends(text: str) -> tuple[int, ...]:
    """The ends of its sentences; a long text is asked for them at every step through it."""
    return tuple(match.end() for match in _SENTENCE_END.finditer(text))


class Said(NamedTuple):
    """The words for a date as a form takes them; `uncertain` where they are no date that can be worked out."""

    words: str
    uncertain: bool = False
    why: str = ""


class Days:
    """The dates in one text."""

    def __init__(self, text: str, statements: Sequence[Statement], dateline: date | None) -> None:
        self.text, self.dateline = text, dateline
        self._content = sorted(span for statement in statements for span in statement.content)

    @property
    def ends(self) -> tuple[int, ...]:
        """Where the sentences of the text end, in its order."""
        return _ends(self.text)

    def sentence(self, at: int) -> Span:
        """The sentence in which a place of the text stands."""
        ends = self.ends
        number = bisect_left(ends, at + 1)
        start = ends[number - 1] if number else 0
        end = ends[number] if number < len(ends) else len(self.text)
        return Span(start, end)

    def said(self, statement: Statement) -> Said:
        at = statement.cue[0] if statement.cue else statement.content[0]
        sentence = self.sentence(at.start)
        outside = self._without_content(sentence, at)
        here = at.start - sentence.start
        found = [match for match in _WHEN.finditer(outside) if self._tells(match, here, sentence)]
        if found:
            return self._read(min(found, key=lambda match: abs(match.start() - here))[0])
        vague = [match for match in _VAGUE.finditer(outside) if self._tells(match, here, sentence)]
        return Said(" ".join(vague[0][0].split()), uncertain=True) if vague else Said("")

    def _without_content(self, sentence: Span, cue: Span) -> str:
        """The sentence with what is said in it blanked out: a day in a statement is not the day it was made."""
        outside = self.text[sentence.start : sentence.end]
        for span in self._contents_in(sentence):
            low, high = max(span.start, sentence.start), min(span.end, sentence.end)
            if low < high and not (span.start <= cue.start < span.end):
                outside = f"{outside[: low - sentence.start]}{'·' * (high - low)}{outside[high - sentence.start :]}"
        return outside

    def _contents_in(self, sentence: Span) -> Iterator[Span]:
        """What is said in a sentence, wherever it began: the text holds thousands of them."""
        at = bisect_left(self._content, (sentence.end, sentence.end)) - 1
        while at >= 0 and self._reach[at] > sentence.start:
            yield self._content[at]
            at -= 1

    @cached_property
    def _reach(self) -> list[int]:
        """How far what is said up to each of the contents reaches."""
        return list(accumulate((span.end for span in self._content), max))

    def _tells(self, match: re.Match[str], here: int, sentence: Span) -> bool:
        opens = match.start() <= 4 or not match.string[: match.start()].strip(" “\"'\n·")
        between = match.string[min(match.end(), here) : max(match.start(), here)]
        apart = re.search(r"\b(?:which|who|whose|that|where)\b", between)
        return (opens or len(between) <= _NEAR) and not apart

    def _read(self, found: str) -> Said:
        words = " ".join(found.split())
        asked = re.sub(r"\bearlier$", "ago", re.sub(r"^(?:[Oo]ver|[Aa]t) the ", "", words))
        asked = {"the previous day": "yesterday", "the same day": "today"}.get(asked.lower(), asked)
        if match := re.match(rf"(?:the|a)\s+({_ORDINAL}\s+(?:week|day))$", asked, re.IGNORECASE):
            began = _BEGAN.search(self.text)
            asked = f"{match[1]} since {began['day']}" if began else asked
        if self.dateline is None:
            return Said(asked)
        try:
            read_date(asked, dateline=self.dateline)
        except UnreadableDate:
            return Said(words, uncertain=True)
        return Said(asked)
