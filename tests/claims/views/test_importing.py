"""Statements from a table: how each row is read, what is wrong where, and that all are logged or none."""

import csv
import html
import io
import re
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from claims.forms import tables
from claims.models import Claim
from tests import factories

HEAD = ["speaker", "side", "wording", "kind", "date", "source", "source_url", "dateline", "passage", "cue"]
ROW = {
    "speaker": "Ministry of Defence", "side": "North", "wording": "Two boats were stopped.", "kind": "assertion",
    "date": "2020-10-28", "source": "Row over the dam", "source_url": "https://news.example/1",
    "dateline": "2020-10-29", "passage": "“We stopped two boats,” the ministry said.", "cue": "said",
}  # fmt: skip


def as_csv(*rows, head=None, delimiter=",", encoding="utf-8"):
    text = io.StringIO(newline="")
    head = head or list(dict.fromkeys([*HEAD, *(name for row in rows for name in row)]))
    writer = csv.DictWriter(text, head, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(file)
    return file.getvalue()


@pytest.fixture
def page(dossier, north, south, reporter, client_of):
    """What the reporter's page does: `page.upload(body)` shows, `page.send(shown)` logs."""
    return Page(client_of(reporter), f"/dossiers/{dossier.pk}/import/")


class Page:
    def __init__(self, client, address):
        self.client, self.address = client, address

    def upload(self, body):
        return self.client.post(self.address, {"upload": SimpleUploadedFile("statements", body)})

    def send(self, shown, do="import", **cells):
        (rows,) = re.findall(r'name="rows" value="([^"]*)"', shown.text)
        return self.client.post(self.address, {"rows": html.unescape(rows), "do": do, **cells})


def test_a_table_is_shown_and_then_logged(page, dossier, north, reporter):
    second = {**ROW, "speaker": "Ann Low", "wording": "One boat was stopped.", "passage": "Ann Low saw one."}

    shown = page.upload(as_csv(ROW, second))

    assert shown.status_code == 200
    assert "2 statements to log" in shown.text
    assert "2 new speakers" in shown.text
    assert not Claim.objects.exists()
    answer = page.send(shown)

    assert answer.headers["Location"] == f"/claims/?dossier={dossier.pk}&status=submitted"
    first, last = Claim.objects.order_by("pk")
    assert (first.speaker.name, first.side, first.status, first.logged_by) == (
        "Ministry of Defence", north, "submitted", reporter,
    )  # fmt: skip
    assert (first.date_edtf, first.kind) == ("2020-10-28", "assertion")
    citation = first.citations.get()
    assert citation.passage.exact == ROW["passage"]
    assert citation.passage.capture.source == last.citations.get().passage.capture.source


@pytest.mark.parametrize(
    "body",
    [
        as_csv(ROW, delimiter=";"),
        as_csv(ROW, delimiter="\t", encoding="utf-16"),
        as_csv(ROW, encoding="utf-8-sig"),
        as_csv(ROW, encoding="cp1252"),
        as_xlsx(ROW, ROW.values()),
        as_xlsx([name.upper().replace("_", " ") for name in ROW], [], [*ROW.values(), None]),
        as_xlsx(ROW, {**ROW, "date": date(2020, 10, 28), "dateline": datetime(2020, 10, 29)}.values()),  # noqa: DTZ001
    ],
    ids=["semicolons", "tabs in UTF-16", "with a mark", "Windows", "workbook", "head in capitals", "real dates"],
)
def test_tables_are_read_as_spreadsheets_write_them(page, body):
    page.send(page.upload(body))

    claim = Claim.objects.get()
    assert (claim.wording, claim.date_edtf) == (ROW["wording"], "2020-10-28")
    assert claim.citations.get().passage.exact == ROW["passage"]


def test_figures_come_in_columns(page, north):
    figures = {"quantity": "stopped", "low": "1,166", "unit": "boats", "quantity_2": "killed", "bound_2": "Withheld",
               "affected_side_2": "south", "quantity_3": "killed", "low_3": "90", "population_3": "troops",
               "unit_3": "people"}  # fmt: skip

    shown = page.upload(as_csv(ROW | figures))
    assert "1,166 boats stopped" in shown.text and "90 troops killed" in shown.text
    page.send(shown)

    first, second, _ = Claim.objects.get().figures.order_by("pk")
    assert (first.bound, first.low, first.quantity) == ("exact", 1166, "stopped")
    assert (second.bound, second.affected_side.name) == ("withheld", "South")


@pytest.mark.parametrize(
    ("over", "column", "said"),
    [
        ({"side": "West"}, "side", "no side called “West”. It has: North, South"),
        ({"side": "", "speaker": "Bo High"}, "side", "For which side does Bo High speak?"),
        ({"date": "in a while"}, "date", "Or write “true” in the column date_uncertain"),
        ({"dateline": "some day"}, "dateline", ""),
        ({"kind": "rumour"}, "kind", "“rumour” is none of: assertion, denial, accusation,"),
        ({"kind": "accusation", "accused_side": "North"}, "accused_side", "That is the side that speaks"),
        ({"passage": ""}, "passage", "Quote the words"),
        ({"source": "", "source_url": ""}, "source", "Name the source"),
        ({"source_url": "ftp://x"}, "source_url", "valid URL"),
        ({"wording": ""}, "wording", "required"),
        ({"speaker": ""}, "speaker", "required"),
        ({"wording": "x" * 2001}, "wording", "2000"),
        ({"quantity": "killed", "low": "many"}, "low", "Enter a number."),
        ({"quantity": "killed", "low": "1,16"}, "low", "Part thousands with commas and decimals with a point"),
        ({"quantity_2": "killed", "bound_2": "range", "low_2": "5", "high_2": "4"}, "high_2", "A range ends above"),
        ({"low": "4"}, "quantity", "required"),
        ({"figures": "90 killed"}, "figures", "no figures as an export writes them"),
        ({"date_uncertain": "perhaps"}, "date_uncertain", "Write true or false"),
        ({"quantity_2": "killed", "low_2": "5", "cumulative_2": "so far"}, "cumulative_2", "Write true or false"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column_and_nothing_is_logged(page, over, column, said):
    fine = {**ROW, "wording": "One boat was stopped.", "passage": "One."}

    shown = page.upload(as_csv(fine, ROW | over))

    assert shown.status_code == 400
    assert "1 row to put right first" in shown.text
    (fault,) = re.findall(rf'id="why-3-{column}"><li>([^<]+)', shown.text)
    assert said in html.unescape(fault)
    assert page.send(shown).status_code == 400
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("over", "columns"),
    [
        (
            {"side": "Nowhere", "kind": "lie", "wording": "", "date": "2020-13", "source": "", "source_url": "",
             "dateline": "", "passage": ""},
            "side kind wording date source passage",
        ),
        ({"side": "", "speaker": "Bo High", "date": "2020-13", "kind": "lie"}, "side date kind"),
        ({"side": "", "speaker": "Bo High", "date": "last week", "source": "", "source_url": ""}, "side source"),
        ({"date": "", "dateline": "", "passage": ""}, "date passage"),
        ({"date": "", "dateline": "", "source": "", "source_url": ""}, "source"),
        ({"date": "", "passage": ""}, "passage"),
        ({"date": "last week", "dateline": "some day"}, "dateline"),
        ({"accused_side": "North", "date": "2020-13"}, "accused_side date"),
        ({"low": "many", "quantity_2": "killed", "bound_2": "range", "low_2": "5", "high_2": "4", "wording": ""},
         "low quantity high_2 wording"),
        ({"quantity": "killed", "low": "1", "affected_side": "West", "kind": "lie"}, "affected_side kind"),
        ({"figures": "90 killed", "wording": ""}, "figures wording"),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_a_row_is_told_at_once(page, over, columns):
    shown = page.upload(as_csv(ROW | over))

    assert set(re.findall(r'id="why-2-(\w+)"', shown.text)) == set(columns.split())


def test_a_cell_that_was_put_right_on_the_page_counts(page, south):
    shown = page.send(page.upload(as_csv(ROW | {"side": "Soth"})), "check", **{"cell-2-side": "South"})

    assert shown.status_code == 200
    assert "1 statement to log" in shown.text
    page.send(shown)
    assert Claim.objects.get().side == south


def test_a_date_that_nobody_can_read_is_kept_as_uncertain_from_the_page(page):
    shown = page.upload(as_csv(ROW | {"date": "once upon a time"}))
    assert 'name="cell-2-date_uncertain"' in shown.text and 'id="why-2-date_uncertain"' not in shown.text

    shown = page.send(shown, "check", **{"cell-2-date_uncertain": "true"})

    assert "1 statement to log" in shown.text
    page.send(shown)
    assert Claim.objects.get().date_words == "once upon a time"


def test_what_is_typed_in_a_cell_stays_while_another_is_still_wrong(page):
    shown = page.upload(as_csv(ROW | {"side": "Soth", "date": "once"}))

    shown = page.send(shown, "check", **{"cell-2-side": "North", "cell-2-date": "some day"})

    assert 'value="some day"' in shown.text
    assert "cell-2-side" not in shown.text


def test_the_same_table_is_not_logged_twice(page):
    other = {**ROW, "wording": "One boat was stopped.", "passage": "One."}
    page.send(page.upload(as_csv(ROW)))

    shown = page.upload(as_csv(ROW, other, other))

    assert "1 statement to log" in shown.text
    assert "Logged already" in shown.text
    assert "Twice in this table" in shown.text
    page.send(shown)
    assert sorted(Claim.objects.values_list("wording", flat=True)) == [other["wording"], ROW["wording"]]


def test_what_a_colleague_has_logged_is_not_logged_again(page, editor, client_of):
    page.send(page.upload(as_csv(ROW)))

    shown = Page(client_of(editor), page.address).upload(as_csv(ROW))

    assert "Nothing to log" in shown.text
    assert "Logged already" in shown.text


def test_what_somebody_logs_while_the_preview_is_open_is_refused_and_the_rest_is_not_half_logged(
    page, dossier, reporter
):
    other = {**ROW, "wording": "One boat was stopped.", "passage": "One."}
    shown = page.upload(as_csv(ROW, other))
    page.send(page.upload(as_csv(other)))

    again = page.send(shown)

    assert Claim.objects.count() == 2 or again.status_code == 409
    assert Claim.objects.filter(wording=other["wording"]).count() == 1


def test_a_row_that_is_refused_in_the_end_leaves_nothing_of_the_others(page, monkeypatch):
    shown = page.upload(as_csv(ROW, {**ROW, "wording": "One boat was stopped.", "source": "Row " + "x" * 400}))

    assert page.send(shown).status_code == 400
    assert not Claim.objects.exists()


def test_a_speaker_who_comes_in_with_the_table_is_one_and_the_same(page):
    second = {**ROW, "side": "", "wording": "One boat was stopped.", "passage": "One."}

    page.send(page.upload(as_csv(ROW, second)))

    first, last = Claim.objects.order_by("pk")
    assert first.speaker == last.speaker
    assert first.side == last.side


def test_an_export_is_imported_into_another_dossier(page, dossier, north, south, reporter, client_of):
    other = factories.make_dossier(journalists=[reporter])
    theirs, west = (factories.make_side(other, name=name) for name in ("North", "West"))
    source = factories.make_source(other, title="=Two boats", url="https://news.example/2", publisher="The Ledger")
    factories.make_side(dossier, name="West")
    kept = {
        "wording": "=They sank two boats.", "own_words": "-We sank “two”.", "language": "hy", "office": "Minister",
        "kind": "accusation", "accused_side": west, "side": theirs, "date_edtf": "2020-10~", "first_day": "2020-10-01",
        "last_day": "2020-10-31", "date_uncertain": True,
    }  # fmt: skip
    claim = factories.make_claim(
        other, **kept, by=reporter, matter=factories.make_matter(other, question="Were they sunk?"), cue="said",
        directness="direct", passage=factories.make_passage(source, words="They sank, it said,\ntwo boats."),
        figures=[{"value": "1166.5", "affected_side": west, "unit": "t"}, {"bound": "at_least", "value": 90}],
    )  # fmt: skip
    factories.make_claim(other, side=theirs, status="voided", by=reporter)
    exported = client_of(reporter).get(f"/claims/export/?format=csv&dossier={other.pk}").getvalue()

    shown = page.upload(exported)
    assert "Voided where it comes from" in shown.text
    answer = page.send(shown)

    assert answer.status_code == 302, answer.text
    copy = Claim.objects.get(dossier=dossier)
    names = (
        "wording",
        "own_words",
        "language",
        "office",
        "kind",
        "date_edtf",
        "first_day",
        "last_day",
        "date_uncertain",
    )
    stored = Claim.objects.get(pk=claim.pk)
    assert [getattr(copy, name) for name in names] == [getattr(stored, name) for name in names]
    assert (copy.speaker.name, copy.side, copy.accused_side.name) == (claim.speaker.name, north, "West")
    assert copy.matter.question == "Were they sunk?"
    citation = copy.citations.get()
    assert (citation.cue, citation.directness, citation.passage.exact) == (
        "said", "direct", "They sank, it said,\ntwo boats.",
    )  # fmt: skip
    assert citation.passage.capture.source.title == "=Two boats"
    assert citation.passage.capture.source.publisher.name == "The Ledger"
    counted = ("quantity", "population", "bound", "low", "high", "unit", "affected_side__name")
    assert [*copy.figures.order_by("pk").values_list(*counted)] == [*claim.figures.order_by("pk").values_list(*counted)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_can_be_handed_in_as_it_is(page, form):
    template = page.client.get(f"{page.address}template/?format={form}")

    assert template.headers["Content-Disposition"] == f'attachment; filename="statements.{form}"'
    page.send(page.upload(template.content))
    assert Claim.objects.get().figures.get().low == 2


# Files that are no tables, or worse


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (tables.UNPACKED + 1))
    return file.getvalue()


def with_definitions():
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(ROW, ROW.values()))) as good, zipfile.ZipFile(file, "w") as bad:
        for part in good.infolist():
            content = good.read(part)
            if part.filename == "xl/workbook.xml":
                content = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            bad.writestr(part, content)
    return file.getvalue()


def workbook_to(row):
    """A workbook whose only other cell stands far below."""
    book, file = Workbook(), io.BytesIO()
    book.active.append(list(ROW))
    book.active.cell(row, 1, "Ann Low")
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"\x00\x01\x02\x03" * 99, "There is no speaker"),
        (b"speaker,wording\r\n", "no statement under the head"),
        (b"name,said\r\nAnn,It rains.\r\n", "There is no speaker and no wording"),
        (b"speaker,wording,wording\r\nAnn,It rains.,No.\r\n", "two columns named wording"),
        (b'speaker,wording\r\n"Ann,It rains.\r\n', "no CSV that can be read"),
        (b"PK\x03\x04 and no more", "cannot be read"),
        (as_csv(*[ROW] * 1001), "more than 1,000"),
        (as_csv(ROW | {"wording": "x" * 10_001}), "10,001 signs"),
        (as_csv(*[ROW | {"own_words": "x" * 9_000}] * 200), "signs: 1,500,000 are the most"),
        (as_xlsx(ROW, {**ROW, "wording": "=1+1"}.values()), "There are formulas in C2"),
        (bomb(), "unpacks to more than"),
        (with_definitions(), "definitions in it"),
        (workbook_to(1_048_576), "no statement under the head"),
    ],
    ids=["empty", "blank", "binary", "head alone", "other head", "twice", "open quote", "no zip", "many rows",
         "long cell", "much in all", "formula", "bomb", "definitions", "far below"],
)  # fmt: skip
def test_a_file_that_is_no_table_of_statements_is_refused_in_words(page, body, said):
    refused = page.upload(body)

    assert refused.status_code == 400
    assert said in html.unescape(refused.text)


@pytest.mark.parametrize(
    "rows",
    ["", "no JSON", "[]", "{}", "[1]", '[["2", {}]]', '[[2, {"wording": 1}]]', '[[2, {"id": "1"}]]', "[[2, [1]]]",
     "[" + ",".join(["[2,{}]"] * 1001) + "]", '[[2, {"wording": "%s"}]]' % ("x" * 10_001)],
)  # fmt: skip
def test_rows_that_do_not_come_back_whole_are_refused(page, rows):
    answer = page.client.post(page.address, {"rows": rows, "do": "import"})

    assert answer.status_code == 400
    assert "did not come back whole" in answer.text


def test_what_is_signed_to_no_dossier_of_theirs_is_refused(dossier, reader, client_of):
    answer = client_of(reader).post(f"/dossiers/{dossier.pk}/import/", {"rows": '[[2, {"wording": "x"}]]'})

    assert answer.status_code == 403
