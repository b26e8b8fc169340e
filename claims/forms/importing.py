"""Statements as the rows of a table: which columns there are, and what each row would be logged as."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django import forms
from django.core.exceptions import ValidationError
from rest_framework.fields import BooleanField

from claims.api.serializers.entry import ClaimEntry
from claims.forms.columns import CITATION, CLAIM, COLUMNS, FIGURE, FIGURES, LONG, NEEDED, PACKED, PARTS, PATHS, STATUS
from claims.forms.figure import Number
from claims.forms.tables import LONGEST, MOST, Table
from claims.models import Claim, Figure
from claims.queries import suggest
from config.api.problems import errors_of
from config.errors import Problem, problem_for
from sources.dates import days
from sources.models import Dossier, Source, Speaker


class UploadForm(forms.Form):
    use_required_attribute = False

    upload = forms.FileField(
        label="The table",
        help_text=f"A .csv or .xlsx with a row for each statement, {MOST:,} at most.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


#: What to do about a date that cannot be read, where there is nothing to tick.
KEEP = "write “true” in the column date_uncertain"
_TRUTHS = dict.fromkeys(BooleanField.TRUE_VALUES, True) | dict.fromkeys(BooleanField.FALSE_VALUES, False)
EDITED = 50
"""Rows with errors whose cells can be put right on the page; more are better put right in the file."""


@dataclass
class Row:
    """One row of the table: its cells by column, and what it would be logged as, or why not."""

    number: int
    cells: dict[str, str]
    entry: dict[str, Any] | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)
    known: Claim | None = None
    left_out: str = ""

    @property
    def counts(self) -> bool:
        """Is it to be logged?"""
        return not (self.errors or self.left_out)

    @property
    def speaker(self) -> tuple[str, bool]:
        """Who speaks, and whether they are new to the dossier."""
        return _name(self.entry, "speaker", "name", Speaker) if self.entry else (self.cells.get("speaker", ""), False)

    @property
    def source(self) -> tuple[str, bool]:
        if not self.entry:
            return self.cells.get("source") or self.cells.get("source_url", ""), False
        return _name(self.entry, "source", "title", Source)

    @property
    def matter(self) -> tuple[str, bool]:
        if not self.entry or not self.entry.get("matter"):
            return "", False
        matter = self.entry["matter"]
        return (matter["question"], True) if isinstance(matter, Mapping) else (matter.question, False)

    @property
    def kind(self) -> str:
        return str(Claim.Kind(self.entry["kind"]).label) if self.entry else self.cells.get("kind", "")

    @property
    def side(self) -> str:
        return self.entry["side"].name if self.entry else self.cells.get("side", "")

    @property
    def said(self) -> str:
        if read := self.entry:
            return days.describe(read["date_edtf"], read["first_day"], read["last_day"])
        return self.cells.get("date", "")

    @property
    def figures(self) -> list[str]:
        read = (self.entry or {}).get("figures", ())
        return [_figure_in_words(figure) for figure in read]

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What is wrong, by column, each with its cell as it stands; and the cell that keeps an unreadable date."""
        told = {column: " ".join(said) for column, said in self.errors.items()}
        if KEEP in told.get("date", ""):
            told.setdefault("date_uncertain", "")
        return [
            {"column": column, "said": said, "cell": self.cells.get(column, ""), "long": column in LONG}
            for column, said in told.items()
        ]


def _name(entry: Mapping[str, Any], name: str, called: str, model: type) -> tuple[str, bool]:
    found = entry.get(name)
    if isinstance(found, model):
        return str(getattr(found, called)), False
    return (str(found[called]), True) if found else ("", False)


def _figure_in_words(read: Mapping[str, Any]) -> str:
    side = read.get("affected_side")
    return f"{Figure(**read)}{f' · {side}' if side else ''}"


# From the file to rows, and from the page back to them


def rows_of(table: Table) -> tuple[list[Row], list[str]]:
    """The rows of a table, and the columns that mean nothing here.

    Raises ValidationError where the head does not name those that are needed.
    """
    head = [re.sub(r"\W+", "_", name.strip().casefold()).strip("_") for name in table.head]
    if missing := [name for name in NEEDED if name not in head]:
        raise ValidationError(
            f"The first row has to name the columns. There is no {' and no '.join(missing)}: look at the template."
        )
    if twice := {name for name in head if name in COLUMNS and head.count(name) > 1}:
        raise ValidationError(f"There are two columns named {', '.join(sorted(twice))}.")
    rows = []
    for number, cells in table.rows:
        named = {name: cell for name, cell in zip(head, cells, strict=False) if cell and name in COLUMNS}
        rows.append(Row(number, named))
    if not rows:
        raise ValidationError("There is no statement under the head.")
    return rows, [name for name, given in zip(head, table.head, strict=True) if given and name not in COLUMNS]


def packed(rows: Iterable[Row]) -> str:
    """The rows as they travel with the preview."""
    return orjson.dumps([[row.number, row.cells] for row in rows]).decode()


def unpacked(text: str, edits: Mapping[str, str]) -> list[Row]:
    """The rows that came back with the preview, with the cells that were put right there: “cell-7-side”.

    They are trusted no more than a file is. Raises ValidationError where they are no rows.
    """
    try:
        found = orjson.loads(text)
        rows = [Row(number, dict(cells)) for number, cells in found]
    except (orjson.JSONDecodeError, TypeError, ValueError):
        rows = []
    if not 1 <= len(rows) <= MOST or not all(_whole(row) for row in rows):
        raise ValidationError("The table did not come back whole. Upload the file again.")
    for row in rows:
        for column in COLUMNS:
            if (cell := edits.get(f"cell-{row.number}-{column}")) is not None:
                row.cells[column] = cell.strip()[:LONGEST]
    return rows


def _whole(row: Row) -> bool:
    return type(row.number) is int and all(
        column in COLUMNS and isinstance(cell, str) and len(cell) <= LONGEST for column, cell in row.cells.items()
    )


# From rows to statements


class Import:
    """The rows of a table, read for one dossier, for somebody who would log them."""

    def __init__(self, rows: list[Row], *, dossier: Dossier, by: Any) -> None:
        self.rows, self.dossier, self.by = rows, dossier, by
        self._sides: dict[str, int] = {}
        self._known_sides = ", ".join(side.name for side in dossier.sides.all()) or "none yet"
        for side in dossier.sides.all():
            self._sides |= {side.short_name.casefold(): side.pk, side.name.casefold(): side.pk}
        self._side_of_new: dict[str, str] = {}
        seen: set[tuple[str, ...]] = set()
        for row in rows:
            self._look(row, seen)

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if row.errors]

    @property
    def editable(self) -> list[Row]:
        return self.wrong[:EDITED]

    @property
    def counted(self) -> list[Row]:
        return [row for row in self.rows if row.counts]

    @property
    def left_out(self) -> list[Row]:
        return [row for row in self.rows if row.left_out]

    def new(self, what: str) -> int:
        """How many speakers, sources or matters come in with it."""
        return len({name for row in self.counted for name, is_new in [getattr(row, what)] if is_new})

    @property
    def news(self) -> dict[str, int]:
        return {what: number for what in ("speaker", "source", "matter") if (number := self.new(what))}

    def read(self, row: Row) -> dict[str, Any]:
        """The row as `operations.entry.enter` takes it. Raises ValidationError by column."""
        given, told = self._given(row.cells)
        entry = ClaimEntry(data=given, context={"dossier": self.dossier, "keep": KEEP})
        if not entry.is_valid():
            columns, already = _columns_of(row), {*told}
            for error in errors_of(entry.errors):
                if (column := _column_at(error["path"], columns)) not in already:
                    told.setdefault(column, []).append(error["message"])
        if told:
            raise ValidationError(told)
        return dict(entry.validated_data)

    def refuse(self, row: Row, problem: Problem) -> None:
        """Say beside its cells why a row was not logged."""
        if problem.code == "already-logged":
            row.left_out = "Logged already"
            return
        columns = _columns_of(row)
        for error in [*errors_of(problem.fields)] or [{"path": "", "message": problem.detail}]:
            row.errors.setdefault(_column_at(error["path"], columns), []).append(error["message"])

    def _look(self, row: Row, seen: set[tuple[str, ...]]) -> None:
        if row.cells.get(STATUS, "").casefold() == Claim.Status.VOIDED:
            row.left_out = "Voided where it comes from"
            return
        try:
            row.entry = self.read(row)
        except Exception as error:
            problem = problem_for(error)
            if problem is None or problem.status >= 500:
                raise
            self.refuse(row, problem)
            return
        names = ("speaker", "wording", "date", "passage")
        same = tuple(row.cells.get(name, "").casefold() for name in names)
        row.known = self._logged_already(row.entry)
        if row.known or same in seen:
            row.left_out = "Logged already" if row.known else "Twice in this table"
        seen.add(same)
        speaker = row.entry["speaker"]
        if isinstance(speaker, Mapping):
            self._side_of_new.setdefault(speaker["name"].casefold(), speaker["side"].name)

    def _logged_already(self, entry: Mapping[str, Any]) -> Claim | None:
        if not isinstance(entry["speaker"], Speaker):
            return None
        return Claim.objects.visible_to(self.by).logged_alike(entry, entry["words"].strip()).first()

    def _given(self, cells: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
        """A row as programs send a statement, and what is wrong in its columns before anybody reads that."""
        cells = {column: cell for column, cell in cells.items() if cell}
        if not cells.get("side") and (side := self._side_of_new.get(cells.get("speaker", "").casefold())):
            cells["side"] = side
        faults: dict[str, list[str]] = {}
        given: dict[str, Any] = {"submit": True}
        for column, path in PATHS.items():
            if column in cells and column not in FIGURES:
                _put(given, path, self._value(column, cells[column], faults))
        if not cells.get("passage"):
            faults["passage"] = ["Quote the words that say it: a statement in review cites its passage."]
        if not (cells.get("source") or cells.get("source_url")):
            faults["source"] = ["Name the source by its title or its address."]
        given.setdefault("kind", suggest.guess_kind(*(cells.get(name, "") for name in ("cue", "wording", "passage"))))
        if counted := self._figures(cells, faults):
            given["figures"] = counted
        return given, faults

    def _value(self, column: str, cell: str, faults: dict[str, list[str]]) -> Any:
        if column.startswith(("side", "accused_side", "affected_side")):
            key = self._sides.get(cell.casefold())
            if key is None:
                faults[column] = [self._no_side(cell)]
            return key
        if column in ("kind", "speaker_kind", "source_kind") or column.startswith("bound"):
            return cell.casefold()
        if column.startswith(("low", "high")):
            return _number(column, cell, faults)
        if column in ("date_uncertain", "direct") or column.startswith("cumulative"):
            if cell.casefold() not in _TRUTHS:
                faults[column] = ["Write true or false."]
            return _TRUTHS.get(cell.casefold())
        return cell

    def _no_side(self, name: str) -> str:
        return f"This dossier has no side called “{name[:80]}”. It has: {self._known_sides}."

    def _figures(self, cells: Mapping[str, str], faults: dict[str, list[str]]) -> list[dict[str, Any]]:
        if PACKED in cells:
            return self._unpacked_figures(cells[PACKED], faults)
        found: dict[int, dict[str, Any]] = {}
        for column, path in FIGURES.items():
            if column in cells:
                _, at, name = path.split(".")
                found.setdefault(int(at), {})[name] = self._value(column, cells[column], faults)
        return [found[at] for at in sorted(found)]

    def _unpacked_figures(self, cell: str, faults: dict[str, list[str]]) -> list[dict[str, Any]]:
        try:
            found = [dict(figure) for figure in orjson.loads(cell)]
        except (orjson.JSONDecodeError, TypeError, ValueError):
            faults[PACKED] = ["These are no figures as an export writes them. Empty the cell, and use the columns."]
            return []
        for figure in found:
            if side := figure.get("affected_side"):
                key = self._sides.get(str(side).casefold())
                if key is None:
                    faults[PACKED] = [self._no_side(str(side))]
                figure["affected_side"] = key
        return found


def _put(given: dict[str, Any], path: str, value: Any) -> None:
    *outer, name = path.split(".")
    for part in outer:
        given = given.setdefault(part, {})
    given[name] = value


def _number(column: str, cell: str, faults: dict[str, list[str]]) -> str:
    """A number as people write it, as programs do."""
    try:
        return str(Number().to_python(cell) or cell)
    except ValidationError as error:
        faults[column] = error.messages
        return cell


def _columns_of(row: Row) -> dict[str, str]:
    """The columns by their paths, the figures counted as they were given."""
    columns = {path: column for column, path in (CLAIM | CITATION).items()}
    if PACKED in row.cells:
        return columns
    used = sorted({int(path.split(".")[1]) for column, path in FIGURES.items() if row.cells.get(column)})
    named = {path: column for column, path in FIGURES.items()}
    return columns | {
        f"figures.{place}.{name}": named[f"figures.{at}.{name}"] for place, at in enumerate(used) for name in FIGURE
    }


def _column_at(path: str, columns: Mapping[str, str]) -> str:
    """Where to say what is wrong at a path; of the whole row it is said of the wording."""
    if found := columns.get(path) or (path if path in COLUMNS else ""):
        return found
    for part, column in PARTS.items():
        if path == part or path.startswith(f"{part}."):
            return columns.get("figures.0.quantity", PACKED) if column == PACKED else column
    return "wording"
