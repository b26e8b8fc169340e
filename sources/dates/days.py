"""The days an EDTF date stands for, and its words for people (EDTF = ISO 8601-2, levels 0 to 2).

Plain shapes are worked out here, because the edtf package takes about ten milliseconds for any
date; every other shape goes through the package, and counts only if both its bounds come out.
Qualifiers (`?`, `~`, `%`) do not widen the bounds: they are for sorting, the doubt stays in words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from math import isinf

from edtf import parse_edtf

OPEN_START = date(1, 1, 1)
"""The first day of an interval that has no beginning ("before …")."""

OPEN_END = date(9999, 12, 31)
"""The last day of an interval that has no end ("since …")."""

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SHAPE = re.compile(r"[0-9X?~%/.,\[\]{}-]{4,64}")
_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?")
_ROUND_YEAR = re.compile(r"([0-9]{3}X|[0-9]{2}XX)[?~%]?")
_HALF_OPEN = re.compile(r"-[0-9]X|-X[0-9]")  # 2026-03-0X: read by the package, which then fails on it
_DOUBT = re.compile(r"[?~%]")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_SEASON_STARTS = {
    21: 3,
    22: 6,
    23: 9,
    24: 12,
    25: 3,
    26: 6,
    27: 9,
    28: 12,
    29: 9,
    30: 12,
    31: 3,
    32: 6,
}


class UnreadableDate(ValueError):
    """The words are no date we can read; the message says what to type instead."""


def looks_like_edtf(text: str) -> bool:
    """Whether the text has only the signs of EDTF, so that it is worth asking `bounds`."""
    return _SHAPE.fullmatch(text) is not None


def bounds(edtf: str) -> tuple[date, date]:
    """The first and the last day that an EDTF date can mean, 0001-01-01 and 9999-12-31 if open.

    A winter runs from December of its year to the end of February: ISO 8601-2 leaves that open.
    Raises UnreadableDate if it is not EDTF, if a bound cannot be worked out (2026-03-0X), if it
    lies outside the years 1 to 9999, or if it ends before it begins.
    """
    if not looks_like_edtf(edtf):
        raise UnreadableDate(_no_edtf(edtf))
    start, slash, end = edtf.partition("/")
    if not slash:
        return _point_bounds(edtf)
    if not all(half in ("", "..") or _PLAIN.fullmatch(half) for half in (start, end)):
        if any("X" in half and not _ROUND_YEAR.fullmatch(half) for half in (start, end)):
            raise UnreadableDate(_no_edtf(edtf))
        return _point_bounds(edtf)
    if start in ("", "..") and end in ("", ".."):
        raise UnreadableDate("That interval has neither a beginning nor an end. Give one of them.")
    first = OPEN_START if start in ("", "..") else _point_bounds(start)[0]
    last = OPEN_END if end in ("", "..") else _point_bounds(end)[1]
    if first > last:
        raise UnreadableDate(f"{edtf} ends before it begins. Put the earlier date first: {end}/{start}.")
    return first, last


def describe(edtf: str, first_day: date, last_day: date) -> str:
    """The date for people: "29 Oct 2020", "19–25 Oct 2020", "about Oct 2020", "before 27 Sep 2020".

    Takes the bounds that are stored beside the EDTF, so that a list of dates parses nothing.
    """
    plain = _DOUBT.sub("", edtf)
    about = "about " if "~" in edtf or "%" in edtf else ""
    doubt = " (uncertain)" if "?" in edtf or "%" in edtf else ""
    return f"{about}{_span_words(plain, first_day, last_day)}{doubt}"


def day_words(day: date) -> str:
    """A day for people, the same in every locale: "29 Oct 2020"."""
    return f"{day.day} {month_words(day)}"


def month_words(day: date) -> str:
    """A month for people: "Oct 2020"."""
    return f"{MONTHS[day.month - 1][:3].title()} {day.year}"


def is_doubtful(edtf: str) -> bool:
    """Whether the date carries one of EDTF's qualifiers: `?`, `~` or `%`."""
    return _DOUBT.search(edtf) is not None


def _point_bounds(edtf: str) -> tuple[date, date]:
    try:
        if match := _PLAIN.fullmatch(edtf):
            if bound := _plain_bounds(*match.groups()):
                return bound
        elif match := _ROUND_YEAR.fullmatch(edtf):
            low, high = match[1].replace("X", "0"), match[1].replace("X", "9")
            return date(int(low), 1, 1), date(int(high), 12, 31)
        return _package_bounds(edtf)
    except (ValueError, OverflowError) as problem:
        raise UnreadableDate(_no_edtf(edtf)) from problem


def _plain_bounds(year: str, month: str | None, day: str | None) -> tuple[date, date] | None:
    """Bounds of a year, month, season or day; None for what the package should judge."""
    number = int(year)
    if month is None:
        return date(number, 1, 1), date(number, 12, 31)
    if day is not None:
        return (only := date(number, int(month), int(day))), only
    if starts := _SEASON_STARTS.get(int(month)):
        ends = starts + 2
        return date(number, starts, 1), month_bounds(number + ends // 13, (ends - 1) % 12 + 1)[1]
    return month_bounds(number, int(month)) if int(month) <= 12 else None


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _package_bounds(edtf: str) -> tuple[date, date]:
    if _HALF_OPEN.search(edtf):
        raise ValueError(edtf)
    try:
        parsed = parse_edtf(edtf)
        low, high = parsed.lower_strict(), parsed.upper_strict()
    except Exception as problem:  # the package fails in many ways on dates it does not foresee
        raise ValueError(edtf) from problem
    first = OPEN_START if isinstance(low, float) and isinf(low) else date(*low[:3])
    last = OPEN_END if isinstance(high, float) and isinf(high) else date(*high[:3])
    if first > last:
        raise ValueError(edtf)
    return first, last


def _no_edtf(edtf: str) -> str:
    return (
        f"{edtf[:40]} is written as a date, but stands for no day, month or year that we can "
        "work out (years run from 0001 to 9999). Type a day such as 2020-10-29, a month such as "
        "2020-10, or an interval such as 2020-10-19/2020-10-25."
    )


def _span_words(plain: str, first_day: date, last_day: date) -> str:
    start, slash, end = plain.partition("/")
    if not slash:
        return _point_words(plain, first_day, last_day)
    if start == "..":
        following = min(last_day, OPEN_END - timedelta(days=1)) + timedelta(days=1)
        return f"before {_point_words(_cut(following, end), following, following)}"
    if start == "":
        return f"until {_point_words(end, last_day, last_day)} (beginning unknown)"
    if end == "..":
        return f"since {_point_words(start, first_day, first_day)}"
    if end == "":
        return f"from {_point_words(start, first_day, first_day)} (end unknown)"
    return _between(_point_words(start, first_day, first_day), _point_words(end, last_day, last_day))


def _cut(day: date, like: str) -> str:
    """A day as EDTF at the precision of another date: "before 2020-10", not "before 2020-10-01"."""
    size = len(like) if len(like) in (4, 7, 10) and like.replace("-", "").isdecimal() else 10
    seasonal = size == 7 and int(like[5:]) > 12
    return day.isoformat()[: 10 if seasonal else size]


def _point_words(plain: str, first_day: date, last_day: date) -> str:
    match = _PLAIN.fullmatch(plain)
    if match and match[3]:
        return day_words(first_day)
    if match and not match[2]:
        return str(int(match[1]))
    if match and int(match[2]) <= 12:
        return month_words(first_day)
    if match and int(match[2]) in _SEASONS:
        return f"{_SEASONS[int(match[2])]} {int(match[1])}"
    if re.fullmatch(r"[0-9]{3}X", plain):
        return f"the {int(plain[:3])}0s"
    return f"within {_between(day_words(first_day), day_words(last_day))}"


def _between(start: str, end: str) -> str:
    """Two dates as one span, saying what they share once: "19–25 Oct 2020", "28 Sep – 3 Oct 2020"."""
    if start == end:
        return start
    left, right = start.split(), end.split()
    alike = len(left) == len(right)
    while alike and len(left) > 1 and left[-1] == right[len(left) - 1]:
        left.pop()
    tight = alike and len(left) == 1
    return f"{' '.join(left)}{'–' if tight else ' – '}{end}"
