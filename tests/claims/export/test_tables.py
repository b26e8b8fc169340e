"""Three tables that any reader of CSV takes apart as they were put together, and no spreadsheet runs."""

import csv
import io

import pytest

from claims.export.tables import CLAIMS, FIGURES, LINKS, safe
from claims.models import Link
from tests import factories

pytestmark = pytest.mark.django_db


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True))


def test_claims_come_back_as_they_are(statements, export, reporter, hostile, door):
    first, answer, draft, voided = rows(export(reporter, "csv", door=door))

    assert tuple(first) == CLAIMS
    assert first["wording"] == "The dam was opened."
    assert first["own_words"] == f"'{hostile}".strip()
    assert first["source_urls"] == "https://news.example/dam?a=1&b=2"
    assert first["url"] == f"http://testserver/claims/{statements['first'].pk}/"
    assert (first["contest"], first["has_rival"], first["rivals"]) == ("denied", "true", answer["id"])
    assert (first["grade"], first["grade_explanation"]) == ("weak", "One source only.")
    assert answer["wording"] == "'=It was shut."
    assert [row["status"] for row in (first, answer, draft, voided)] == ["published", "published", "draft", "voided"]


def test_figures_come_back_as_they_are(statements, export, reporter, north):
    factories.make_figure(statements["draft"], bound="range", low="1166.5", high="1200", words="-1,166", place="@home")

    first, second = rows(export(reporter, "csv", table="figures"))

    assert tuple(first) == FIGURES
    assert (first["claim_id"], first["bound"], first["low"], first["high"]) == (
        str(statements["first"].pk), "exact", "90", "90",
    )  # fmt: skip
    assert (second["low"], second["high"], second["words"], second["place"]) == ("1166.5", "1200", "'-1,166", "'@home")
    assert (second["side"], second["cumulative"]) == ("North", "false")


def test_links_come_back_as_they_are(statements, export, reporter):
    denial, proposal = rows(export(reporter, "csv", table="links"))

    assert tuple(denial) == LINKS
    assert (denial["relation"], denial["state"], denial["answer_side"], denial["target_side"]) == (
        "denies", "confirmed", "South", "North",
    )  # fmt: skip
    assert denial["answer_wording"] == "'=It was shut."
    assert (proposal["relation"], proposal["state"], proposal["decided_at"]) == ("corroborates", "proposed", "")


def test_readers_get_confirmed_links_and_figures_of_what_is_published(statements, export, reader, outsider, door):
    factories.make_figure(statements["draft"])

    assert [row["relation"] for row in rows(export(reader, "csv", door=door, table="links"))] == ["denies"]
    assert [row["claim_id"] for row in rows(export(reader, "csv", door=door, table="figures"))] == [
        str(statements["first"].pk)
    ]
    for table in ("claims", "figures", "links"):
        assert rows(export(outsider, "csv", door=door, table=table)) == []


def test_a_link_with_one_end_in_the_filter_is_there(statements, export, reader, north, south):
    for side in (north, south):
        assert len(rows(export(reader, "csv", table="links", side=side.pk))) == 1
    assert rows(export(reader, "csv", table="links", q="satire")) == []


def test_links_that_were_turned_down_are_left_out(statements, export, reporter):
    link = factories.make_link(statements["draft"], statements["first"], relation="corroborates", state="rejected")

    assert str(link.pk) not in {row["id"] for row in rows(export(reporter, "csv", table="links"))}
    assert Link.objects.visible_to(reporter).filter(pk=link.pk).exists()


@pytest.mark.parametrize("table", ["claims", "figures", "links"])
def test_a_broken_table_is_taken_up_without_loss_or_repetition(table, statements, export, reporter):
    factories.make_figure(statements["draft"])
    whole = export(reporter, "csv", table=table)
    read = list(csv.reader(io.StringIO(whole.decode(), newline="")))

    for n in range(1, len(read)):
        rest = export(reporter, "csv", table=table, after=int(read[n][0]))
        assert read[: n + 1] + list(csv.reader(io.StringIO(rest.decode(), newline=""))) == read


def test_lines_end_as_the_standard_says(statements, client_of, reader):
    answer = client_of(reader).get("/claims/export/?format=csv&table=links")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="links.csv"'
    assert b"".join(answer).count(b"\r\n") == 2


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", "\t="])
def test_no_cell_begins_as_a_formula_does(sign):
    assert safe(f"{sign}1+1") == f"'{sign}1+1"


def test_other_cells_stay_as_they_are():
    assert [safe(value) for value in ("1 = 1", "", "'=", 7, None, True)] == ["1 = 1", "", "'=", 7, None, "true"]
