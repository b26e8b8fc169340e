"""Single dates: as written, or counted from the source's dateline ("yesterday", "last week").

A point is one day, week, month, season, year or decade. What joins two of them or stands before
one ("between", "about", "since") is in `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from sources.dates.days import (
    WEEKDAYS,
    UnreadableDate,
    bounds,
    day_words,
    describe,
    looks_like_edtf,
)
from sources.dates.written import (
    DATES,
    NUMERIC,
    WEEKDAY,
    YEAR,
    Asked,
    Reading,
    any_of,
    in_figures,
    weekday_number,
    written_out,
)

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
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}
_COUNT = rf"(?P<count>[0-9]{{1,4}}|{any_of(_COUNTS)})"
_ORDINAL = rf"(?P<ordinal>[0-9]{{1,3}}(?:st|nd|rd|th)|{any_of(_ORDINALS)})"
_SEASON = rf"(?P<season>{any_of(_SEASONS)})"


def read_point(key: str, asked: Asked) -> Reading | None:
    """One date from a key (lower case, no "on" or "in" before it), or None if it is no such thing.

    Raises UnreadableDate for a day that is not in the calendar, and for relative words when the
    dateline is not known.
    """
    key = re.sub(r"^(?:(?:on|in|the) )+", "", key)
    if match := NUMERIC.fullmatch(key):
        return in_figures(match, asked)
    if looks_like_edtf(key.upper()):
        return Reading(key.upper()) if bounds(key.upper()) else None
    for pattern, rule in _RULES:
        if match := pattern.fullmatch(key):
            return rule(match, asked)
    return None


def _named_day(day: date, asked: Asked, note: str = "") -> Reading:
    return Reading(day.isoformat(), asked.against, f"{WEEKDAYS[day.weekday()].title()} {day_words(day)}{note}")


def _near_day(match: re.Match[str], asked: Asked) -> Reading:
    return _named_day(asked.today + timedelta(days=_OFFSETS[match[0]]), asked)


def _weekday(match: re.Match[str], asked: Asked) -> Reading:
    back = (asked.today.weekday() - weekday_number(match["weekday"])) % 7
    which = match["which"]
    if which in ("last", "past", "previous"):
        return _named_day(asked.today - timedelta(back or 7), asked, ", the latest such day before it")
    if which in ("next", "coming"):
        return _named_day(asked.today + timedelta(7 - back), asked, ", the first such day after it")
    if which == "this":
        monday = asked.today - timedelta(asked.today.weekday())
        day = monday + timedelta(weekday_number(match["weekday"]))
        return _named_day(day, asked, ", that day of its week")
    return _named_day(asked.today - timedelta(back), asked, ", the latest such day on or before it")


_STEPS = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}


def _weekday_of_week(match: re.Match[str], asked: Asked) -> Reading:
    monday = _monday(asked, _STEPS[match["which"]])
    return _named_day(monday + timedelta(weekday_number(match["weekday"])), asked)


def _monday(asked: Asked, weeks: int) -> date:
    return asked.today - timedelta(asked.today.weekday()) + timedelta(weeks=weeks)


def _days(first: date, last: date, asked: Asked, note: str = "") -> Reading:
    edtf = first.isoformat() if first == last else f"{first}/{last}"
    return Reading(edtf, asked.against, note and note.format(describe(edtf, first, last)))


def _month(asked: Asked, back: int) -> str:
    year, month = divmod(asked.today.year * 12 + asked.today.month - 1 - back, 12)
    return f"{year:04}-{month + 1:02}"


def _calendar(match: re.Match[str], asked: Asked) -> Reading:
    """The calendar week (Monday to Sunday), weekend, month or year beside the dateline's."""
    step = -2 if match["before_last"] else _STEPS[match["which"]]
    if (unit := match["unit"] or match["before_last"]) == "month":
        return Reading(_month(asked, -step), asked.against)
    if unit == "year":
        return Reading(f"{asked.today.year + step:04}", asked.against)
    monday = _monday(asked, step)
    if unit == "weekend":
        return _days(monday + timedelta(5), monday + timedelta(6), asked, "the weekend of {}")
    return _days(monday, monday + timedelta(6), asked, "the week of {}")


def _weekend(match: re.Match[str], asked: Asked) -> Reading:
    saturday = _monday(asked, 0 if asked.today.weekday() >= 5 else -1) + timedelta(5)
    return _days(saturday, saturday + timedelta(1), asked, "the weekend of {}")


def _part_of_current(match: re.Match[str], asked: Asked) -> Reading:
    """ "Earlier this week": from its beginning to the day before the dateline; "later": after it."""
    today, unit = asked.today, match["unit"]
    if unit == "week":
        first, last = _monday(asked, 0), _monday(asked, 0) + timedelta(6)
    else:
        first, last = bounds(_month(asked, 0) if unit == "month" else f"{today.year:04}")
    if match["side"] == "earlier":
        return _days(first, max(first, today - timedelta(1)), asked)
    return _days(min(last, today + timedelta(1)), last, asked)


def _count(match: re.Match[str]) -> int:
    count = match["count"] or "one"
    return int(count) if count.isdecimal() else _COUNTS[count]


def _ago(match: re.Match[str], asked: Asked) -> Reading:
    """So many days ago is a day; weeks, months and years ago are counted only roughly."""
    count, unit = _count(match), match["unit"]
    if unit == "month":
        return Reading(f"{_month(asked, count)}~", asked.against)
    if unit == "year":
        return Reading(f"{asked.today.year - count:04}~", asked.against)
    if unit == "day":
        return _named_day(asked.today - timedelta(count), asked)
    day = asked.today - timedelta(weeks=count * (2 if unit == "fortnight" else 1))
    return Reading(f"{day.isoformat()}~", asked.against)


def _trailing(match: re.Match[str], asked: Asked) -> Reading:
    """The stretch that ends on the dateline: "the past 24 hours", "the last two weeks"."""
    count, unit = _count(match), match["unit"] or match["single"]
    days = {"hour": -(-count // 24), "day": count, "week": 7 * count, "month": 30 * count}
    first = asked.today - timedelta(days.get(unit, 365 * count))
    return _days(first, asked.today, asked, "{}, counted back from it")


def _overnight(match: re.Match[str], asked: Asked) -> Reading:
    return _days(asked.today - timedelta(1), asked.today, asked)


def _nth_since(match: re.Match[str], asked: Asked) -> Reading | None:
    """The fifth week since a day: the first week begins on that day itself."""
    since = read_point(match["date"], asked)
    if since is None:
        return None
    ordinal = match["ordinal"]
    number = _ORDINALS.get(ordinal) or int(ordinal[:-2])
    size = 7 if match["unit"] == "week" else 1
    beginning = bounds(since.edtf)[0]
    first = beginning + timedelta(size * (number - 1))
    last = first + timedelta(size - 1)
    edtf = first.isoformat() if size == 1 else f"{first}/{last}"
    basis = f"by counting {match['unit']}s from {day_words(beginning)}"
    return Reading(edtf, basis, f"{match['unit']} {number} is {describe(edtf, first, last)}")


_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}


def _third(match: re.Match[str], asked: Asked) -> Reading | None:
    """Early, mid or late in a week, month or year, roughly: thirds of ten days, of four months."""
    whole = read_point(match["date"], asked)
    if whole is None:
        return None
    (first, last), third = bounds(whole.edtf), _THIRDS[match["third"]]
    if first == last:
        return whole
    if re.fullmatch(r"[0-9]{4}", whole.edtf):
        edtf = f"{whole.edtf}-{4 * third + 1:02}~/{whole.edtf}-{4 * third + 4:02}~"
        return Reading(edtf, whole.basis)
    if last - first > timedelta(31):
        raise UnreadableDate(
            f"“{asked.short}”: early, mid and late are read of a week, a month or a year. "
            "Type two dates, such as 19–25 Oct 2020."
        )
    starts, size = ((0, 2, 4), 3) if last - first == timedelta(6) else ((0, 10, 20), 10)
    begin = first + timedelta(starts[third])
    finish = last if third == 2 else begin + timedelta(size - 1)
    return Reading(f"{begin}~/{finish}~", whole.basis)


def _season(match: re.Match[str], asked: Asked) -> Reading:
    number, which = _SEASONS[match["season"]], match["which"]
    if match["year"]:
        return Reading(f"{match['year']}-{number}")
    year = asked.today.year
    while which != "this" and bounds(f"{year:04}-{number}")[which == "last"] > asked.today:
        year -= 1
    return Reading(f"{year:04}-{number}", asked.against)


def _decade(match: re.Match[str], asked: Asked) -> Reading:
    return Reading(f"{match[1]}X")


_Rule = Callable[[re.Match[str], Asked], Reading | None]
_TIME_OF_DAY = r"(?: (?:morning|afternoon|evening|night))?"
_UNIT = r"(?P<unit>hour|day|week|month|year)"
_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        *((pattern, written_out) for pattern in DATES),
        (any_of(_OFFSETS), _near_day),
        (r"(?:earlier|later) (?P<today>today)", lambda m, asked: _named_day(asked.today, asked)),
        (r"overnight", _overnight),
        (rf"(?:(?P<which>last|past|previous|this|next|coming) )?{WEEKDAY}{_TIME_OF_DAY}", _weekday),
        (rf"{WEEKDAY}{_TIME_OF_DAY},? (?:of )?(?P<which>last|this|next) week", _weekday_of_week),
        (rf"(?P<which>last|this|next) week,? (?:on )?{WEEKDAY}{_TIME_OF_DAY}", _weekday_of_week),
        (
            rf"(?P<which>{any_of(_STEPS)}) (?P<unit>week|weekend|month|year)"
            r"|(?P<before_last>week|weekend|month|year) before last",
            _calendar,
        ),
        (r"weekend", _weekend),
        (r"(?P<side>earlier|later) (?:this|in the) (?P<unit>week|month|year)", _part_of_current),
        (rf"{_COUNT} (?P<unit>day|week|fortnight|month|year)s? ago", _ago),
        (
            rf"(?:past|last|previous) (?:{_COUNT} {_UNIT}s?)|past (?P<single>day|week|month|year)",
            _trailing,
        ),
        (
            rf"{_ORDINAL} (?P<unit>day|week) (?:of (?:the )?[a-z-]+ )?(?:since|after|from) (?P<date>.+)",
            _nth_since,
        ),
        (r"(?P<third>early|mid|late) (?:in |on )?(?P<date>.+)", _third),
        (r"(?P<third>beginning|start|middle|end) of (?P<date>.+)", _third),
        (rf"(?:(?P<which>last|this) )?{_SEASON}(?:,? (?:of )?{YEAR})?", _season),
        (r"(?P<decade>[0-9]{3})0s", _decade),
    )
)
