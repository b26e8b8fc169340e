"""A table that somebody hands in, CSV or XLSX: its head and its cells as text, and nothing run, fetched or trusted."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from claims.export.tables import CONTROLS, FORMULAS
from sources.texts.decoding import decoded

MOST = 1_000
"""Statements in one table."""
LARGEST = 5 * 2**20
"""Bytes of a file."""
UNPACKED = 60 * 2**20
"""Bytes that a workbook may come to once it is unpacked."""
COLUMNS = 200
LONGEST = 10_000
"""Signs in one cell."""
ALL_SIGNS = 1_500_000
"""Signs in all cells: they travel with the preview."""
LOOKED_AT = 20_000
"""Rows of a sheet that are looked at, empty ones included."""
FORMULAS_NAMED = 10

_DELIMITERS = (",", ";", "\t", "|")
_XML_MARKS = [
    mark.encode(alphabet) for mark in ("<!DOCTYPE", "<!ENTITY") for alphabet in ("utf-8", "utf-16-le", "utf-16-be")
]
_XLSX = b"PK\x03\x04"


@dataclass(frozen=True)
class Table:
    """`head` as it was written; `rows` with their numbers as the spreadsheet shows them, empty ones left out."""

    head: list[str]
    rows: list[tuple[int, list[str]]]


def read(body: bytes) -> Table:
    """Raises ValidationError, which says what is wrong with the file."""
    if len(body) > LARGEST:
        raise ValidationError(f"This file is larger than {LARGEST // 2**20} MiB. Split it.")
    if not body.strip():
        raise ValidationError("This file is empty.")
    numbered = enumerate(_workbook(body) if body.startswith(_XLSX) else _lines(body), start=1)
    filled = ((at, [cell.strip() for cell in cells]) for at, cells in numbered if any(map(str.strip, cells)))
    first = next(filled, None)
    if first is None:
        raise ValidationError("This file has no row in it.")
    rows = list(islice(filled, MOST + 1))
    if len(rows) > MOST:
        raise ValidationError(f"These are more than {MOST:,} statements. Split the table.")
    _require_bounded(rows)
    return Table(first[1], rows)


def _require_bounded(rows: Iterable[tuple[int, list[str]]]) -> None:
    signs = 0
    for at, cells in rows:
        if long := next((cell for cell in cells if len(cell) > LONGEST), None):
            raise ValidationError(f"Row {at} has a cell with {len(long):,} signs: {LONGEST:,} are the most.")
        signs += sum(map(len, cells))
    if signs > ALL_SIGNS:
        raise ValidationError(f"This table holds {signs:,} signs: {ALL_SIGNS:,} are the most. Split it.")


def unguarded(cell: str) -> str:
    """A cell as it was before an export put an apostrophe before it, so that no spreadsheet runs it."""
    rest = cell[1:]
    guarded = cell.startswith("'") and (rest.lstrip().startswith(FORMULAS) or rest.startswith(CONTROLS))
    return rest if guarded else cell


# CSV


def _lines(body: bytes) -> Iterator[list[str]]:
    text = decoded(body)
    if "\ufffd" in text and "\ufffd".encode() not in body:
        text = body.decode("cp1252", "replace")  # a few signs that are no UTF-8: as spreadsheets on Windows write them
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [unguarded(cell) for cell in cells[:COLUMNS]]
    except csv.Error as error:
        raise ValidationError(f"This is no CSV that can be read: {error}.") from None


# XLSX


def _workbook(body: bytes) -> Iterator[list[str]]:
    try:
        _require_harmless(body)
        book = load_workbook(io.BytesIO(body), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = list(islice(sheet.iter_rows(max_col=COLUMNS), LOOKED_AT))
    except ValidationError:
        raise
    except Exception:  # noqa: BLE001 - a broken workbook breaks the library in many ways
        raise ValidationError("This workbook cannot be read. Save it again as .xlsx, or as CSV.") from None
    formulas = [cell.coordinate for row in rows for cell in row if getattr(cell, "data_type", "") == "f"]
    if formulas:
        more = " and others" if len(formulas) > FORMULAS_NAMED else ""
        raise ValidationError(
            f"There are formulas in {', '.join(formulas[:FORMULAS_NAMED])}{more}. They are not worked out here: "
            "paste their values in their place."
        )
    for row in rows:
        yield [_text(cell.value) for cell in row]


def _require_harmless(body: bytes) -> None:
    """Raises ValidationError for a workbook that is a bomb: too large once unpacked, or with definitions in its XML."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = packed.infolist()
        # A part gives no more than it says it does.
        if sum(part.file_size for part in parts) > UNPACKED:
            raise ValidationError(f"This workbook unpacks to more than {UNPACKED // 2**20} MiB.")
        for part in parts:
            content = packed.read(part)
            if any(mark in content for mark in _XML_MARKS):
                raise ValidationError("This workbook has definitions in it that no spreadsheet writes.")


def _text(value: Any) -> str:
    """What stands in a cell, as somebody would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
    return unguarded(str(value))
