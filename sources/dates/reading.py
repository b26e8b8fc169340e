"""Dates as journalists write them, read into EDTF (ISO 8601-2), with the reasoning.

A statement is dated as its source dates it: to the day, to the week, "about October", or only
against the source's dateline ("last week"). How the words were read is kept beside the date, so
that an editor can check the reading instead of trusting it. Only English is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sources.dates.days import (
    UnreadableDate,
    bounds,
    day_words,
    describe,
    is_doubtful,
    looks_like_edtf,
    month_bounds,
)

LONGEST = 200


@dataclass(frozen=True)
class ReadDate:
    """A date as it was read: when, from which words, and by which reasoning.

    `edtf` is the date (EDTF, at most 64 signs); `first_day` and `last_day` are the days it can
    mean, 0001-01-01 and 9999-12-31 where it is open; `uncertain` says that the date itself is
    qualified ("about", "perhaps").
    """

    edtf: str
    first_day: date
    last_day: date
    words: str
    reasoning: str
    uncertain: bool

    def describe(self) -> str:
        """The date for people: "29 Oct 2020", "19–25 Oct 2020", "about Oct 2020"."""
        return describe(self.edtf, self.first_day, self.last_day)


def read_date(text: str, *, dateline: date | None = None) -> ReadDate:
    """Read a date in EDTF or in English words, relative ones against the source's dateline.

    Figures are read day first (3/4/2020 is 3 April); a date without a year is the latest such on
    or before the dateline, and so is a bare weekday; weeks run from Monday to Sunday.
    Raises UnreadableDate, whose message says what to type instead.
    """
    if len(text) > LONGEST:
        raise UnreadableDate(f"That is {len(text):,} characters long; a date has at most {LONGEST}.")
    words = " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())
    if isinstance(dateline, datetime):
        dateline = dateline.date()
    asked = _Asked("".join(c if c.isprintable() else "�" for c in words), dateline)
    if not words:
        raise UnreadableDate(f"Type a date, {_EXAMPLES}.")
    try:
        reading = _read(words, asked)
        if reading is None:
            raise UnreadableDate(f"“{asked.short}” is not a date we can read. Type {_EXAMPLES}.")
        first_day, last_day = bounds(reading.edtf)
    except (OverflowError, ValueError) as problem:
        if isinstance(problem, UnreadableDate):
            raise
        raise UnreadableDate(
            f"“{asked.short}” lies outside the years 1 to 9999. Type {_EXAMPLES}."
        ) from problem
    gloss = reading.gloss or describe(reading.edtf, first_day, last_day)
    return ReadDate(
        edtf=reading.edtf,
        first_day=first_day,
        last_day=last_day,
        words=words,
        reasoning=f"“{asked.words}” read {reading.basis}: {gloss}",
        uncertain=is_doubtful(reading.edtf),
    )


_EXAMPLES = (
    "a day such as 29 Oct 2020, a month such as Oct 2020, a span such as 19–25 Oct 2020, "
    "words such as “last week”, or EDTF such as 2020-10-29"
)
_MONTHS = tuple(
    "january february march april may june july august september october november december".split()
)
_DAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_OFFSETS = {
    "today": 0,
    "now": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "yesterday": -1,
    "last night": -1,
    "day before yesterday": -2,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_COUNTS = {"a": 1, "an": 1, "couple of": 2, "a couple of": 2} | {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        1,
    )
}


def _any(words: object) -> str:
    """A pattern for any of these words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"  # type: ignore[call-overload]


_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_ORDINAL_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
_MONTH = rf"(?P<month>{_any([*_MONTHS, *(name[:3] for name in _MONTHS), 'sept'])})"
_YEAR = r"(?P<year>[0-9]{4})"
_WEEKDAY = rf"(?P<weekday>{_any([*_DAYS, *(name[:3] for name in _DAYS), 'tues', 'thur', 'thurs'])})"
_COUNT = rf"(?P<count>[0-9]{{1,4}}|{_any(_COUNTS)})"
_ORDINAL = rf"(?P<ordinal>[0-9]{{1,3}}(?:st|nd|rd|th)|{_any(_ORDINALS)})"
_SEASON = rf"(?P<season>{_any(_SEASONS)})"


@dataclass(frozen=True)
class _Asked:
    """What was asked: the words (safe to show) and the day they count from, if we know it."""

    words: str
    dateline: date | None

    @property
    def short(self) -> str:
        return self.words if len(self.words) <= 60 else self.words[:59] + "…"

    @property
    def today(self) -> date:
        if self.dateline is None:
            raise UnreadableDate(
                f"“{self.short}” counts from the day its source was published: the source’s "
                "dateline is needed. Give the source a dateline, or type the whole date, "
                "such as 29 Oct 2020."
            )
        return self.dateline

    @property
    def against(self) -> str:
        return f"against the dateline {day_words(self.today)}"


@dataclass(frozen=True)
class _Reading:
    """One way to read the words: the date, on which ground, and what it came to if not obvious."""

    edtf: str
    basis: str = "as written"
    gloss: str = ""


@dataclass(frozen=True)
class _Parts:
    """The parts of a date that were given."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: str = ""

    @property
    def edtf(self) -> str:
        """The date, checked against the calendar. Raises UnreadableDate if there is no such day."""
        year, month, day = self.year or 0, self.month, self.day
        if month is None:
            return f"{year:04}"
        if not 1 <= month <= 12:
            raise UnreadableDate(
                f"There is no month {month}. The day is read first: type 29/10/2020 or 29 Oct 2020."
            )
        if day is None:
            return f"{year:04}-{month:02}"
        name, size = _MONTHS[month - 1].title(), month_bounds(year, month)[1].day
        if not 1 <= day <= size:
            raise UnreadableDate(
                f"There is no {day} {name} {year}: that month has {size} days. Type the right day, "
                f"or only {name} {year}."
            )
        actual = date(year, month, day)
        if self.weekday and not _DAYS[actual.weekday()].startswith(self.weekday[:3]):
            raise UnreadableDate(
                f"{day_words(actual)} was a {actual:%A}, not a {_full(self.weekday)}. Check the "
                "date, or leave the weekday out."
            )
        return actual.isoformat()

    def dated(self, asked: _Asked) -> _Reading:
        """The date with its missing year (or month) taken as the latest on or before the dateline."""
        if self.year is not None:
            return _Reading(self.edtf)
        today = asked.today
        for back in range(0, 12 * 9):
            year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
            if year < 1 or (self.month or month + 1) != month + 1:
                continue
            if self.day and self.day > month_bounds(year, month + 1)[1].day:
                continue
            edtf = replace(self, year=year, month=month + 1, weekday="").edtf
            if bounds(edtf)[0] <= today:
                return _Reading(
                    replace(self, year=year, month=month + 1).edtf,
                    asked.against,
                    f"{describe(edtf, *bounds(edtf))}, the latest such date on or before it",
                )
        return _Reading(replace(self, year=today.year).edtf)
def _read(words: str, asked: _Asked) -> _Reading | None:
    """Any date: EDTF, or words with what stands around them ("about", "before", "between")."""
    signs = re.sub(r"\s*/\s*", "/", _plain_signs(words))
    if looks_like_edtf(signs) and not _NUMERIC.fullmatch(signs):
        return _Reading(signs, "as EDTF") if bounds(signs) else None
    key = _key(signs)
    if match := _OPEN.fullmatch(key):
        inner = _qualified(match["date"], asked)
        return inner and _opened(match["word"], inner)
    return _qualified(key, asked)


def _plain_signs(words: str) -> str:
    """The words with one kind of dash and apostrophe, and with ASCII digits."""
    return "".join(
        "-" if unicodedata.category(c) == "Pd" or c == "−"
        else "'" if c in "’ʼ"
        else str(unicodedata.decimal(c)) if c.isdecimal()
        else c
        for c in words
    )  # fmt: skip


def _key(signs: str) -> str:
    """The words without what does not change their meaning: case, dots, articles, "on" and "in"."""
    key = re.sub(r"(?<=[a-z])\.(?![^ ])", "", signs.lower()).rstrip(" .,;")
    key = key.replace("mid-", "mid ")
    return re.sub(r"^(?:(?:on|in|during|over|at|dated|the) )+", "", key)


_NUMERIC = re.compile(r"[0-9]{1,2}[./-][0-9]{1,4}(?:[./-][0-9]{1,4})?|[0-9]{4}[./][0-9/.]+|[0-9]{4}-[0-9]{4}")
_OPEN = re.compile(
    r"(?P<word>on or before|before|prior to|until|till|up to|no later than|by"
    r"|on or after|after|since|starting|from) (?:the )?(?P<date>.+)"
)
_ABOUT = re.compile(
    r"(?:about|around|circa|ca?|approximately|approx|roughly|some ?time (?:in|on|around)) (?:the )?(.+)"
)
_PERHAPS = re.compile(r"(?:probably|possibly|perhaps|maybe|presumably|reportedly) (?:on |in )?(.+)")
_PERHAPS_AFTER = re.compile(r"(.+?) ?(?:\?|\(\?\)|\(uncertain\))")
