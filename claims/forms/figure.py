"""Figures as they are typed, and those that were read out of words and wait to be confirmed."""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from claims import figures
from claims.counts import ReadFigure
from claims.forms.review import LARGEST
from claims.forms.said import Dateline
from claims.forms.sides import SideField
from claims.models import Bound, Figure
from sources.dates.days import UnreadableDate
from sources.dates.reading import read_date
from sources.models import Side

_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")

#: More rows than any statement has figures.
MOST_ROWS = 40


class Number(forms.DecimalField):
    """A number as people write it: 1,166 or 1 166. Neither NaN nor infinity."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=18, decimal_places=3, min_value=0, widget=forms.TextInput, **options)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = "".join(sign for sign in value if not sign.isspace())
            if "," in value and not _GROUPED.fullmatch(value):
                raise ValidationError("Part thousands with commas and decimals with a point: 1,166 or 1.5.")
            value = value.replace(",", "")
        return super().to_python(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.to_python(initial), data)


class FigureForm(forms.Form):
    """How many of what. One number, or two for a range; none when it was withheld."""

    use_required_attribute = False

    bound = forms.ChoiceField(choices=Bound.choices, label="How firmly", initial=Bound.EXACT)
    number = Number(required=False, label="Number", help_text="Needed, unless it is withheld.")
    upto = Number(required=False, label="and", help_text="Needed for “between”, and only there.")
    unit = forms.CharField(required=False, max_length=40, help_text="Such as aircraft, km.")
    quantity = forms.CharField(max_length=80, label="What happened", help_text="Such as killed, injured, shot down.")
    population = forms.CharField(required=False, max_length=80, label="To whom", help_text="Such as civilians, troops.")
    affected_side = SideField(required=False, nobody="not said", label="Of which side")
    place = forms.CharField(required=False, max_length=120)
    period = forms.CharField(
        required=False, max_length=200, help_text="Such as 27 Sep – 28 Oct 2020, or since 27 Sep 2020."
    )
    cumulative = forms.BooleanField(required=False, label="A running total, not one incident")
    words = forms.CharField(required=False, max_length=200, label="As the source puts it")

    def __init__(self, *args: Any, sides: Iterable[Side], dateline: Dateline | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.dateline = dateline or Dateline()
        self.fields["affected_side"].offer(sides)
        # Whether they may be empty hangs on the bound, which may change on the page: the help says so, not a mark.
        self.fields["number"].depends = self.fields["upto"].depends = True
        if not self.is_bound and not self.prefix:
            self.fields["bound"].widget.attrs["autofocus"] = True

    def clean_period(self) -> str:
        words = self.cleaned_data["period"]
        if not words.strip():
            return ""
        try:
            return read_date(words, dateline=self.dateline.day).edtf
        except UnreadableDate as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Put the numbers where the bound wants them, as `low` and `high`."""
        cleaned = self.cleaned_data
        if {"bound", "number", "upto"} <= set(cleaned):
            self._fit(cleaned["bound"], cleaned["number"], cleaned["upto"])
        return cleaned

    def _fit(self, bound: str, number: Decimal | None, upto: Decimal | None) -> None:
        if bound == Bound.WITHHELD:
            if number is not None:
                self.add_error("number", "A withheld figure has no number: leave it empty, or choose another bound.")
            low = high = None
        elif number is None:
            self.add_error("number", "How many? Choose “withheld” if no number was given.")
            return
        elif bound == Bound.RANGE:
            if upto is None or upto <= number:
                self.add_error("upto", "A range ends above its first number.")
            low, high = number, upto
        else:
            low = None if bound == Bound.AT_MOST else number
            high = None if bound == Bound.AT_LEAST else number
        if bound != Bound.RANGE and upto is not None:
            self.add_error("upto", "Only a range has a second number: choose “between”.")
        self.cleaned_data |= {"low": low, "high": high}

    def figure(self) -> dict[str, Any]:
        """The fields of the Figure."""
        names = ("quantity", "population", "affected_side", "place", "period", "cumulative", "bound", "unit", "words")
        return {name: self.cleaned_data[name] for name in (*names, "low", "high")}


class EditFigureForm(FigureForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    reason = forms.CharField(required=False, max_length=400, label="Why it changes", help_text="Kept in the history.")

    @property
    def says_something_new(self) -> bool:
        return bool(set(self.changed_data) - {"reason", "revision"})


def typed(figure: Figure | ReadFigure) -> dict[str, Any]:
    """A figure in the form's own terms."""
    low, high = figure.low, figure.high
    return {
        "bound": figure.bound,
        "number": figures.number(high if figure.bound == Bound.AT_MOST else low),
        "upto": figures.number(high) if figure.bound == Bound.RANGE else "",
        "unit": figure.unit,
        "quantity": figure.quantity,
        "population": figure.population,
        "cumulative": figure.cumulative,
        "words": figure.words,
    }


def typed_row(figure: Figure) -> dict[str, Any]:
    """A stored figure in the form's own terms."""
    return typed(figure) | {
        "affected_side": figure.affected_side_id,
        "place": figure.place,
        "period": figure.period,
        "revision": figure.revision,
    }


def counted(figure: Figure) -> str:
    """What a stored figure counts, in a line: “killed, civilians, of Azerbaijan, in Barda, as one incident”."""
    return ", ".join(
        filter(
            None,
            (
                figure.quantity,
                figure.population,
                f"of {figure.affected_side.name}" if figure.affected_side else "of no side named",
                f"in {figure.place}" if figure.place else "",
                f"over {figure.period}" if figure.period else "",
                "as a running total" if figure.cumulative else "in one incident",
            ),
        )
    )


class FigureRow(FigureForm):
    """A figure that is saved only when it is ticked; until then nobody asks it to be right."""

    use = forms.BooleanField(required=False, label="Save this figure")
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def ticked(self) -> bool:
        return bool(self["use"].value())

    def full_clean(self) -> None:
        if self.ticked:
            return super().full_clean()
        self._errors, self.cleaned_data = ErrorDict(), {}

    @property
    def content(self) -> dict[str, str]:
        """What stands in the row now."""
        names = [name for name in self.fields if name not in ("use", "was")]
        values = {name: self[name].value() for name in names}
        return {name: "" if value in (None, False) else str(value) for name, value in values.items()}

    @property
    def whose(self) -> Side | None:
        """The side that it happened to, as it stands in the row."""
        return self.fields["affected_side"].sides.get(str(self["affected_side"].value() or ""))

    @property
    def untouched(self) -> bool:
        """Still as it was read, and not ticked: it may be read anew."""
        return not self.ticked and self["was"].value() == _snapshot(self.content)

    @property
    def said(self) -> str:
        """The figure in a few words, for the label of its tick."""
        content = self.content
        bound = dict(Bound.choices).get(content["bound"], "")
        number = f"{content['number']} and {content['upto']}" if content["upto"] else content["number"]
        amount = (
            "withheld:" if content["bound"] == Bound.WITHHELD else f"{'' if bound == 'exactly' else bound} {number}"
        )
        unit = "" if content["population"] or content["bound"] == Bound.WITHHELD else content["unit"]
        return " ".join(f"{amount} {unit} {content['population']} {content['quantity']}".split())


def _key(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two readings the same figure: the wording and the passage both tell it."""
    return (values["bound"], values["number"], values["upto"], figures.normalise(values["quantity"]))


def _snapshot(content: Mapping[str, str]) -> str:
    return json.dumps([content[name] for name in sorted(content)], ensure_ascii=False)


class FigureRows:
    """The rows of figures on the log form: read out of the words, or added by hand."""

    PREFIX = "figures"

    def __init__(
        self, data: Mapping[str, Any] | None, *, sides: Iterable[Side], dateline: Dateline | None = None
    ) -> None:
        self.sides, self.dateline = list(sides), dateline
        self.rows = [self._bound(data, number) for number in range(self._total(data))] if data else []

    @classmethod
    def _total(cls, data: Mapping[str, Any]) -> int:
        total = str(data.get(f"{cls.PREFIX}-total", ""))
        return min(int(total), MOST_ROWS) if total.isascii() and total.isdecimal() and len(total) < 6 else 0

    def _bound(self, data: Mapping[str, Any], number: int) -> FigureRow:
        return FigureRow(data, prefix=f"{self.PREFIX}-{number}", sides=self.sides, dateline=self.dateline)

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def errors(self) -> bool:
        """Whether any ticked row is wrong; every one of them is asked."""
        return bool([row for row in self.ticked if row.errors])

    @property
    def ticked(self) -> list[FigureRow]:
        return [row for row in self.rows if row.ticked]

    def is_valid(self) -> bool:
        return not self.errors

    def figures(self) -> list[dict[str, Any]]:
        """The fields of each figure that was confirmed."""
        return [row.figure() for row in self.ticked]

    def offer(self, texts: Iterable[Iterable[ReadFigure]]) -> bool:
        """Offer the figures read in each text beside what was ticked or touched. Says whether anything changed.

        What a later text tells again is not offered twice.
        """
        before = [row.content for row in self.rows]
        kept = [row for row in self.rows if not row.untouched]
        known = {row.content["words"].strip() for row in kept} | {_key(row.content) for row in kept}
        offered = []
        for read in texts:
            new = [v for v in map(typed, read) if v["words"].strip() not in known and _key(v) not in known]
            known |= {_key(values) for values in new}
            offered += new
        self._renumber([self._values(row) for row in kept] + [self._read(values) for values in offered])
        return before != [row.content for row in self.rows]

    def fill(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Start with these rows, each in the form's own terms; `use` ticks one."""
        self._renumber([{"was": "", **values} for values in rows])

    def add(self) -> None:
        """One more row, to be filled in by hand."""
        blank = {"use": "on", "bound": Bound.EXACT, "was": ""}
        self._renumber([*(self._values(row) for row in self.rows), blank])

    def _read(self, values: dict[str, Any]) -> dict[str, Any]:
        row = FigureRow(initial=values, sides=self.sides)
        return values | {"was": _snapshot(row.content)}

    def _values(self, row: FigureRow) -> dict[str, Any]:
        return row.content | {"use": "on" if row.ticked else "", "was": row["was"].value() or ""}

    def _renumber(self, rows: list[dict[str, Any]]) -> None:
        rows = rows[:MOST_ROWS]
        data = {
            f"{self.PREFIX}-{number}-{name}": value
            for number, values in enumerate(rows)
            for name, value in values.items()
            if value not in (None, "", False)
        }
        self.rows = [self._bound(data, number) for number in range(len(rows))]

    def forgive(self) -> None:
        """Say nothing yet about what is missing: the form was sent to be looked at, not to be saved."""
        for row in self.rows:
            row.errors.clear()
