"""Dates as journalists write them, read into EDTF (ISO 8601-2), with the reasoning.

A statement is dated as its source dates it: to the day, to the week, "about October", or only
against the source's dateline ("last week"). How the words were read is kept beside the date, so
that an editor can check the reading instead of trusting it. Only English is read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sources.dates.days import (
    UnreadableDate,
    bounds,
    describe,
    is_doubtful,
    looks_like_edtf,
)
from sources.dates.points import read_point
from sources.dates.written import (
    DATES,
    DAY,
    NUMERIC,
    WEEKDAY,
    YEAR,
    Asked,
    Parts,
    Reading,
    end_of,
    parts_of,
    start_of,
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
    asked = Asked("".join(c if c.isprintable() else "�" for c in words), dateline)
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
        raise UnreadableDate(f"“{asked.short}” lies outside the years 1 to 9999. Type {_EXAMPLES}.") from problem
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


def _read(words: str, asked: Asked) -> Reading | None:
    """Any date: EDTF, or words with what stands around them ("about", "before", "between")."""
    signs = re.sub(r"\s*/\s*", "/", _plain_signs(words))
    if looks_like_edtf(signs.upper()) and not NUMERIC.fullmatch(signs):
        return _edtf(signs.upper())
    key = _key(signs)
    opened = None if _AROUND.fullmatch(key) else _OPEN.fullmatch(key)
    if not opened:
        return _qualified(key, asked)
    inner = _qualified(opened["date"], asked)
    return inner and _opened(opened["word"], inner)


def _plain_signs(words: str) -> str:
    """The words with one kind of dash and apostrophe, and with ASCII digits."""
    plain = []
    for sign in words:
        if unicodedata.category(sign) == "Pd" or sign == "−":
            plain.append("-")
        elif sign.isdecimal():
            plain.append(str(unicodedata.decimal(sign)))
        else:
            plain.append("'" if sign in "’ʼ" else sign)
    return "".join(plain)


def _key(signs: str) -> str:
    """The words without what does not change the day: case, dots, "on", "in", the time of day."""
    key = re.sub(r"(?<=[a-z])\.(?![^ ,])", "", signs.lower()).replace("mid-", "mid ")
    key = re.sub(r"(?:(?<=[0-9])t|,? (?:at )?)[0-9]{1,2}:[0-9]{2}.*", "", key).rstrip(" .,;")
    return re.sub(r"^(?:(?:on|in|during|over|at|dated|the) )+", "", key)


def _edtf(edtf: str) -> Reading:
    """A date typed as EDTF. A doubtful season becomes doubtful months: few readers know it."""
    bounds(edtf)
    if re.fullmatch(r"[0-9]{4}-(?:2[1-9]|3[0-2])[?~%]", edtf):
        return replace(_doubted(Reading(edtf[:-1]), edtf[-1]), basis="as EDTF")
    return Reading(edtf, "as EDTF")


_OPEN = re.compile(
    r"(?P<word>on or before|before|prior to|until|till|up to|no later than|by"
    r"|on or after|after|since|starting|from) (?:the |on )?(?P<date>.+)"
)
_ABOUT = re.compile(
    r"(?:about|around|circa|ca?|approximately|approx|roughly|some ?time (?:in|on|around)) (?:the )?"
    r"(.+)"
)
_PERHAPS = re.compile(r"(?:probably|possibly|perhaps|maybe|presumably|reportedly) (?:on |in )?(.+)")
_PERHAPS_AFTER = re.compile(r"(.+?) ?(?:\?|\(\?\)|\(uncertain\))")
_AROUND = re.compile(r"(?:between|from) (.+?) (?:and|to|until|till|through|-) (.+)")
_SPANS = (
    _AROUND,
    re.compile(r"(.+?) (?:to|until|till|through|-) (.+)"),
    re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9]{4}-[0-9]{2}-[0-9]{2})"),
    re.compile(r"([^-]+)-([^-]+)"),
)
_ENDS = tuple(re.compile(p) for p in (*DATES, rf"{DAY}(?:,? {YEAR})?", YEAR))


def _qualified(key: str, asked: Asked) -> Reading | None:
    for pattern, sign in ((_ABOUT, "~"), (_PERHAPS, "?"), (_PERHAPS_AFTER, "?")):
        if match := pattern.fullmatch(key):
            inner = _qualified(match[1], asked)
            return inner and _doubted(inner, sign)
    if _AROUND.fullmatch(key):
        return _span(key, asked)
    return read_point(key, asked) or _span(key, asked)


def _doubted(reading: Reading, sign: str) -> Reading:
    """The date with an EDTF qualifier on each of its ends; two different ones become `%`."""
    first_day, last_day = bounds(reading.edtf)
    start, slash, end = reading.edtf.partition("/")
    if re.fullmatch(r"[0-9]{4}-(?:2[1-9]|3[0-2])", start) and not slash:
        start, slash, end = first_day.isoformat()[:7], "/", last_day.isoformat()[:7]
    ends = [
        end if end in ("", "..") else end.rstrip("?~%") + (sign if end[-1] not in "?~%" or end[-1] == sign else "%")
        for end in (start, end)
    ]
    return replace(reading, edtf=slash.join(ends))


def _opened(word: str, inner: Reading) -> Reading:
    """An interval with one end: "before" and "after" leave the date itself out."""
    start, end = start_of(inner.edtf), end_of(inner.edtf)
    if word in ("before", "prior to"):
        edtf = f"../{_next_to(start, -1)}"
    elif word == "after":
        edtf = f"{_next_to(end, 1)}/.."
    elif word in ("since", "starting", "from", "on or after"):
        edtf = f"{start}/.."
    else:
        edtf = f"../{end}"
    return Reading(edtf, inner.basis)


def _next_to(edtf: str, step: int) -> str:
    """The year, month or day before (-1) or after (1) this one, as doubtful as this one."""
    plain = edtf.rstrip("?~%")
    doubt = edtf[len(plain) :]
    first_day, last_day = bounds(plain)
    beside = first_day - timedelta(days=1) if step < 0 else last_day + timedelta(days=1)
    size = 10 if len(plain) == 7 and int(plain[5:]) > 12 else len(plain)
    return beside.isoformat()[:size] + doubt


def _span(key: str, asked: Asked) -> Reading | None:
    """From one date to another; what one end leaves out, it has from the other."""
    for pattern in _SPANS:
        if match := pattern.fullmatch(key):
            start, end = _ends(match[1]), _ends(match[2])
            if start and end:
                return _completed(start, end, asked)
            until = read_point(match[2], asked)
            if until is None:
                continue
            is_weekday = re.fullmatch(WEEKDAY, match[1]) is not None
            near = replace(asked, dateline=bounds(until.edtf)[1]) if is_weekday else asked
            if since := read_point(match[1], near):
                return Reading(
                    f"{start_of(since.edtf)}/{end_of(until.edtf)}",
                    until.basis if until.basis != "as written" else since.basis,
                )
    return None


def _ends(text: str) -> Parts | None:
    text = re.sub(r"^(?:on|the) ", "", text)
    return next((parts_of(m) for pattern in _ENDS if (m := pattern.fullmatch(text))), None)


def _completed(start: Parts, end: Parts, asked: Asked) -> Reading | None:
    """Two ends with each other's month and year: "19–25 Oct 2020", "28 Dec – 3 Jan 2021"."""
    may_turn = start.month is not None  # only "28 Dec – 3 Jan" crosses a new year, "25–19 Oct" is wrong
    if start.day and not start.month:
        start = replace(start, month=end.month)
    if end.day and not end.month:
        end = replace(end, month=start.month)
    if (start.day and not start.month) or (end.day and not end.month):
        return None
    basis = "as written"
    if not end.year and start.year:
        end = replace(end, year=start.year)
        if _order(end) < _order(start):
            end = replace(end, year=start.year + 1)
    elif not end.year:
        read = end.dated(asked)
        end, basis = replace(end, year=int(read.edtf[:4])), read.basis
    if not start.year:
        start = replace(start, year=end.year)
        if may_turn and _order(start) > _order(end):
            start = replace(start, year=(end.year or 0) - 1)
    return Reading(f"{start.edtf}/{end.edtf}", basis)


def _order(parts: Parts) -> tuple[int, int, int]:
    return parts.year or 0, parts.month or 0, parts.day or 0
