"""Dates as they are typed into a form: read against a dateline, and shown as they were read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from claims.models import Claim
from sources.dates import days
from sources.dates.days import UnreadableDate
from sources.dates.reading import ReadDate, read_date

LONGEST_REASONING = 400


@dataclass(frozen=True)
class Dateline:
    """The day that words such as “last week” count from: that of the source."""

    edtf: str = ""
    first_day: date | None = None
    last_day: date | None = None

    @classmethod
    def of(cls, source) -> "Dateline":
        return cls(source.dateline, source.first_day, source.last_day)

    @classmethod
    def read(cls, words: str) -> "Dateline":
        """Raises ValidationError, which says what to type."""
        if not words.strip():
            return cls()
        try:
            read = read_date(words)
        except UnreadableDate as error:
            raise ValidationError(str(error)) from error
        return cls(read.edtf, read.first_day, read.last_day)

    @property
    def day(self) -> date | None:
        """The day itself; None where the dateline is no single day, and so nothing counts from it."""
        return self.first_day if self.first_day == self.last_day else None

    @classmethod
    def of_claim(cls, claim: Claim) -> "Dateline":
        """That of the source which the claim cites first."""
        citation = claim.citations.live().select_related("passage__capture__source").first()
        return cls.of(citation.passage.capture.source) if citation else cls()

    def __str__(self) -> str:
        """For people, as `read` reads it back."""
        return shown(self.edtf, self.first_day, self.last_day)

    @property
    def fields(self) -> dict[str, Any]:
        """As a source keeps it."""
        return {"dateline": self.edtf, "first_day": self.first_day, "last_day": self.last_day}


def shown(edtf: str, first_day: date | None, last_day: date | None) -> str:
    """A stored date for a form: in words where those are read back as the same date, else as EDTF."""
    if not edtf or first_day is None or last_day is None:
        return ""
    words = days.describe(edtf, first_day, last_day)
    try:
        return words if read_date(words).edtf == edtf else edtf
    except UnreadableDate:
        return edtf


def said(
    words: str, dateline: Dateline, *, uncertain: bool = False, keep: str = "tick “uncertain”"
) -> dict[str, Any]:  # fmt: skip
    """The date fields of a claim: from the words, or from the dateline where there are none.

    Words that cannot be read are kept when somebody marks the date as uncertain (`keep` says how): then it was
    said on the dateline or before it. Raises ValidationError, which says what to type.
    """
    words = words.strip()
    if not words:
        if not dateline.edtf:
            raise ValidationError("When was it said? Type a date here, or give the source its dateline.")
        doubted = _doubted(dateline.edtf) if uncertain else dateline.edtf
        return _fields(read_date(doubted), "", "The dateline of the source.", uncertain)
    try:
        read = read_date(words, dateline=dateline.day)
    except UnreadableDate as error:
        if not (uncertain and dateline.edtf and dateline.last_day):
            hint = "" if uncertain else f" Or {keep} to keep the words as they are."
            raise ValidationError(f"{error}{hint if dateline.edtf else ''}") from error
        read = read_date(f"../{dateline.last_day.isoformat()}")
        why = (
            f"“{words}” could not be read: it was said on or before {days.day_words(dateline.last_day)}, the dateline."
        )
        return _fields(read, words, why, True)
    if uncertain and not read.uncertain:
        return _fields(read_date(_doubted(read.edtf)), words, f"{read.reasoning} (uncertain)", True)
    return _fields(read, words, read.reasoning, uncertain)


@dataclass(frozen=True)
class Explained:
    """How a date that somebody is typing is read, or what to type instead."""

    when: str = ""
    reasoning: str = ""
    error: str = ""


def explained(words: Any, dateline: Any, uncertain: Any = False) -> Explained:
    """For people who are typing; never raises."""
    words, dateline = str(words or ""), str(dateline or "")
    try:
        against = Dateline.read(dateline)
    except ValidationError as error:
        return Explained(error=f"The dateline: {error.messages[0]}")
    if not words.strip() and not against.edtf:
        return Explained()
    try:
        read = said(words, against, uncertain=bool(uncertain))
    except ValidationError as error:
        return Explained(error=error.messages[0])
    when = days.describe(read["date_edtf"], read["first_day"], read["last_day"])
    return Explained(when, "" if words.strip() == when else read["date_reasoning"])


def _doubted(edtf: str) -> str:
    """The date with EDTF's mark of doubt on each of its ends, where it can carry one."""
    doubted = "/".join(end if end in ("", "..") or end[-1] in "?~%" else f"{end}?" for end in edtf.split("/"))
    try:
        return read_date(doubted).edtf
    except UnreadableDate:
        return edtf


def _fields(read: ReadDate, words: str, reasoning: str, uncertain: bool) -> dict[str, Any]:
    return {
        "date_edtf": read.edtf,
        "first_day": read.first_day,
        "last_day": read.last_day,
        "date_words": words,
        "date_reasoning": reasoning[:LONGEST_REASONING],
        "date_uncertain": uncertain or read.uncertain,
    }
