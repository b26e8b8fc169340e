"""Dates written out ("29 October 2020") or in figures (29.10.2020), and what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sources.dates.days import (
    MONTHS,
    WEEKDAYS,
    UnreadableDate,
    bounds,
    day_words,
    describe,
    month_bounds,
)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_ORDINAL_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
_MONTH = rf"(?P<month>{any_of([*MONTHS, *(name[:3] for name in MONTHS), 'sept'])})"
YEAR = r"(?P<year>[0-9]{4})"
WEEKDAY = rf"(?P<weekday>{any_of([*WEEKDAYS, *(name[:3] for name in WEEKDAYS), 'tues', 'thur', 'thurs'])})"


@dataclass(frozen=True)
class Asked:
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
class Reading:
    """One way to read the words: the date, on which ground, and what it came to if not obvious."""

    edtf: str
    basis: str = "as written"
    gloss: str = ""


@dataclass(frozen=True)
class Parts:
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
            raise UnreadableDate(f"There is no month {month}. The day is read first: type 29/10/2020 or 29 Oct 2020.")
        if day is None:
            return f"{year:04}-{month:02}"
        name, size = MONTHS[month - 1].title(), month_bounds(year, month)[1].day
        if not 1 <= day <= size:
            raise UnreadableDate(
                f"There is no {day} {name} {year}: that month has {size} days. Type the right day, "
                f"or only {name} {year}."
            )
        actual = date(year, month, day)
        if self.weekday and not WEEKDAYS[actual.weekday()].startswith(self.weekday[:3]):
            raise UnreadableDate(
                f"{day_words(actual)} was a {WEEKDAYS[actual.weekday()].title()}, not a "
                f"{WEEKDAYS[weekday_number(self.weekday)].title()}. Check the date, or leave the "
                "weekday out."
            )
        return actual.isoformat()

    def dated(self, asked: Asked) -> Reading:
        """The date with its missing year (or month) taken as the latest on or before the dateline."""
        if self.year is not None:
            return Reading(self.edtf)
        today = asked.today
        for back in range(0, 12 * 9):
            year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
            if year < 1 or (self.month or month + 1) != month + 1:
                continue
            if self.day and self.day > month_bounds(year, month + 1)[1].day:
                continue
            edtf = replace(self, year=year, month=month + 1, weekday="").edtf
            if bounds(edtf)[0] <= today:
                return Reading(
                    replace(self, year=year, month=month + 1).edtf,
                    asked.against,
                    f"{describe(edtf, *bounds(edtf))}, the latest such date on or before it",
                )
        return Reading(replace(self, year=today.year).edtf)


NUMERIC = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<sign>[./-])(?P<month>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})"
    r"|(?P<day2>[0-9]{1,2})[./](?P<month2>[0-9]{1,2})"
    r"|(?P<month3>[0-9]{1,2})[./-](?P<year3>[0-9]{4})"
    r"|(?P<year4>[0-9]{4})[./](?P<month4>[0-9]{1,2})(?:[./](?P<day4>[0-9]{1,2}))?"
    r"|(?P<year5>[0-9]{4})-(?P<month5>[0-9])(?:-(?P<day5>[0-9]{1,2}))?"
    r"|(?P<year6>[0-9]{4})-(?P<month6>[0-9]{2})-(?P<day6>[0-9])"
    r"|[0-9]{1,2}(?P<short>[./-])[0-9]{1,2}(?P=short)[0-9]{2}"
    r"|[0-9]{4}-[0-9]{4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}-[0-9]{2}-[0-9]{2}"
)
_NAMED_WEEKDAY = rf"(?:{WEEKDAY},? (?:the )?)?"
DATES = (
    rf"{_NAMED_WEEKDAY}{DAY}[ -]?(?:of )?{_MONTH}(?:(?:,? |-|,){YEAR})?",
    rf"{_NAMED_WEEKDAY}{_MONTH}[ -]?(?:the )?{DAY}(?:(?:,? |,){YEAR})?",
    rf"{_MONTH}(?:(?:,? |-| of ){YEAR})?",
    rf"{YEAR}(?:,? |-){_MONTH}(?:[ -]{DAY})?",
    rf"{_NAMED_WEEKDAY}{_ORDINAL_DAY}",
)


def parts_of(match: re.Match[str]) -> Parts:
    given = {re.sub("[0-9]", "", name): value for name, value in match.groupdict().items() if value}
    month = given.get("month", "")
    return Parts(
        day=int(given["day"]) if "day" in given else None,
        month=_month_number(month) if month else None,
        year=int(given["year"]) if "year" in given else None,
        weekday=given.get("weekday", ""),
    )


def _month_number(month: str) -> int:
    if month.isdecimal():
        return int(month)
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month[:3]))


def weekday_number(weekday: str) -> int:
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(weekday[:3]))


def start_of(edtf: str) -> str:
    """The beginning of a date, as a year, a month, a season or a day."""
    first = edtf.partition("/")[0]
    return bounds(edtf)[0].isoformat()[:4] if "X" in first else first


def end_of(edtf: str) -> str:
    last = edtf.rpartition("/")[2]
    return bounds(edtf)[1].isoformat()[:4] if "X" in last else last


def in_figures(match: re.Match[str], asked: Asked) -> Reading | None:
    if match["short"]:
        raise UnreadableDate(
            f"“{asked.short}” leaves the century open. Write the year with four digits, such as 29/10/2020."
        )
    parts = parts_of(match)
    if not parts.month:
        return None
    reading = parts.dated(asked)
    day_first = match["day"] or match["day2"]
    return replace(reading, basis="day first") if day_first and parts.year else reading


def written_out(match: re.Match[str], asked: Asked) -> Reading:
    return parts_of(match).dated(asked)
