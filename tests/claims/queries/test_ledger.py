"""Columns, rows, cells and ties of a matter."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Link
from claims.queries import ledger as queries
from tests.factories import day, make_claim, make_link, make_matter, make_side

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED


def ledger(user, matter, as_of=None, query=""):
    return queries.ledger(user, matter, QueryDict(query), as_of)


def said(side, matter, **over):
    return make_claim(side=side, matter=matter, **{"status": PUBLISHED} | over)


def shape(row):
    """A row in words: the claims by key, what stands in the empty cells, ties as “<relation>”."""
    words = []
    for cell in row.cells:
        if cell.kind == "claim":
            words.append(cell.claim.pk)
        elif cell.kind == "tie":
            words.append(f"<{' '.join(tie.link.relation for tie in cell.ties)}>x{cell.span}")
        elif cell.kind != "gutter":
            words.append(cell.kind)
    return words


def remarks(found):
    return {
        (cell.claim.pk, remark.link.pk)
        for row in found.rows
        for cell in row.cells
        if cell.kind == "claim"
        for remark in cell.claim.remarks
    }


def width(row):
    """Columns of the table that the row fills, gutters and all."""
    return sum(cell.span for cell in row.cells)


def test_rivals_stand_in_one_row_with_the_tie_pointing_at_what_is_answered(matter, north, south, editor):
    accused, denial = said(north, matter), said(south, matter)
    make_link(denial, accused, relation="denies", state=CONFIRMED)

    found = ledger(editor, matter)

    assert [column.side for column in found.columns] == [north, south]
    assert [shape(row) for row in found.rows] == [[accused.pk, "<denies>x1", denial.pk]]
    assert found.rows[0].cells[1].ties[0].direction == "to-left"
    assert found.matter.contest == "denied"


def test_a_symmetric_tie_points_both_ways(matter, north, south, editor):
    make_link(said(north, matter), said(south, matter), relation="contradicts", state=CONFIRMED)

    assert ledger(editor, matter).rows[0].cells[1].ties[0].direction == "both"


def test_a_proposed_tie_is_drawn_for_those_who_work_on_it_and_never_counted(matter, north, south, editor, reader):
    make_link(said(south, matter), said(north, matter), relation="denies")

    seen, by_reader = ledger(editor, matter), ledger(reader, matter)

    assert seen.rows[0].cells[1].ties[0].link.state == "proposed"
    assert seen.matter.contest == "no_rival_known"
    assert [len(shape(row)) for row in by_reader.rows] == [2, 2]
    assert not any(cell.ties for row in by_reader.rows for cell in row.cells)


def test_a_line_crosses_the_empty_cells_of_sides_between(matter, north, south, mediators, editor):
    first, last = said(north, matter), said(mediators, matter)
    middle, end = said(south, matter, **day("2020-10-30")), said(mediators, matter, **day("2020-10-30"))
    more = said(north, matter, **day("2020-10-30"))
    make_link(last, first, relation="denies", state=CONFIRMED)
    for answer, target in ((middle, more), (end, middle)):
        for relation in ("denies", "contradicts"):
            make_link(answer, target, relation=relation, state=CONFIRMED)

    found = ledger(editor, matter)

    assert shape(found.rows[0]) == [first.pk, "<denies>x3", last.pk]
    assert {width(row) for row in found.rows} == {5}


def test_no_line_crosses_a_statement_and_its_tie_is_told_below_both_cards(matter, north, south, mediators, editor):
    first, middle, last = said(north, matter), said(south, matter), said(mediators, matter)
    make_link(middle, first, relation="denies", state=CONFIRMED)
    make_link(last, middle, relation="denies", state=CONFIRMED)
    across = make_link(last, first, relation="corroborates", state=CONFIRMED)

    found = ledger(editor, matter)

    assert [shape(row) for row in found.rows] == [[first.pk, "<denies>x1", middle.pk, "<denies>x1", last.pk]]
    assert remarks(found) == {(first.pk, across.pk), (last.pk, across.pk)}


def test_sides_that_answer_or_accuse_each_other_stand_side_by_side(matter, north, south, mediators, editor):
    accusation = said(north, matter, kind="accusation", accused_side=south)
    counter = said(mediators, matter, kind="accusation", accused_side=north)
    make_link(counter, accusation, relation="counter_accuses", state=CONFIRMED)

    found = ledger(editor, matter)

    assert [column.side for column in found.columns] == [south, north, mediators]
    assert [shape(row) for row in found.rows] == [["none", accusation.pk, "<counter_accuses>x1", counter.pk]]
    assert found.rows[0].cells[1].told == "unanswered"


def test_no_line_hides_the_silence_of_a_side_that_is_accused(matter, north, south, mediators, editor):
    accusation = said(north, matter, kind="accusation", accused_side=south)
    for side in (mediators, south):
        answer = said(side, matter, **day("2020-10-30"))
        make_link(answer, said(north, matter, **day("2020-10-30")), relation="contradicts", state=CONFIRMED)
    denial = said(mediators, matter)
    tie = make_link(denial, accusation, relation="denies", state=CONFIRMED)

    found = ledger(editor, matter)

    drawn = {drawn.link for row in found.rows for cell in row.cells for drawn in cell.ties}
    told = {link for _, link in remarks(found)}
    assert (tie in drawn) or (tie.pk in told)
    assert any(cell.called for cell in found.rows[0].cells)


def test_a_row_names_its_silent_sides_but_not_one_that_is_accused_or_withholds(
    dossier, matter, north, south, mediators, editor
):
    accusation = said(north, matter, kind="accusation", accused_side=south, figures=[{"value": 39}])
    said(mediators, matter, kind="withheld", figures=[{"bound": "withheld"}])
    said(mediators, matter, figures=[{"value": 41}])
    others = [make_side(dossier) for _ in range(2)]
    for side in others:
        said(side, matter, **day("2020-11-01"))

    row = next(row for row in ledger(editor, matter).rows if row.first == accusation)

    assert set(row.silent) == set(others)


def test_a_side_that_a_line_crosses_is_silent_too(matter, north, south, mediators, editor):
    first, last = said(north, matter), said(mediators, matter)
    said(south, matter, **day("2020-10-30"))
    for relation in ("denies", "contradicts"):
        make_link(last, first, relation=relation, state=CONFIRMED)

    found = ledger(editor, matter)

    assert [set(row.silent) for row in found.rows] == [{south}, {north, mediators}]


def test_any_other_side_is_no_silent_side(matter, north, editor):
    said(north, matter)

    assert ledger(editor, matter).rows[0].silent == []


def test_two_ties_of_one_pair_share_a_gutter(matter, north, south, editor):
    one, other = said(north, matter), said(south, matter)
    make_link(other, one, relation="denies", state=CONFIRMED)
    make_link(one, other, relation="contradicts", state=CONFIRMED)

    assert shape(ledger(editor, matter).rows[0]) == [one.pk, "<denies contradicts>x1", other.pk]


def test_what_answers_a_claim_that_has_its_rival_already_stands_in_a_row_of_its_own(matter, north, south, editor):
    accused, first, second = said(north, matter), said(south, matter), said(south, matter)
    make_link(first, accused, relation="denies", state=CONFIRMED)
    again = make_link(second, accused, relation="denies", state=CONFIRMED)

    found = ledger(editor, matter)

    assert [shape(row) for row in found.rows] == [[accused.pk, "<denies>x1", first.pk], ["none", second.pk]]
    assert remarks(found) == {(accused.pk, again.pk), (second.pk, again.pk)}


def test_ties_of_one_side_and_to_other_matters_are_told_in_words(matter, dossier, north, south, editor):
    claim, detail = said(north, matter), said(north, matter)
    elsewhere = said(south, make_matter(dossier))
    own = make_link(detail, claim, relation="elaborates", state=CONFIRMED)
    far = make_link(elsewhere, claim, relation="denies", state=CONFIRMED)

    found = ledger(editor, matter)

    assert remarks(found) == {(claim.pk, own.pk), (detail.pk, own.pk), (claim.pk, far.pk)}
    assert [column.side for column in found.columns] == [north, None]


def test_rejected_and_withdrawn_links_are_not_told(matter, north, south, editor):
    one, other = said(north, matter), said(south, matter)
    make_link(other, one, relation="denies", state=Link.State.REJECTED)
    make_link(one, other, relation="contradicts", state=Link.State.WITHDRAWN)

    found = ledger(editor, matter)

    assert len(found.rows) == 2
    assert remarks(found) == set()


def test_an_accused_side_that_is_silent_has_a_column_and_the_gutter_says_unanswered(matter, north, south, editor):
    said(north, matter, kind="accusation", accused_side=south)

    found = ledger(editor, matter)

    assert [column.side for column in found.columns] == [north, south]
    assert found.rows[0].cells[1].told == "unanswered"
    assert found.rows[0].cells[2].called


def test_exchanges_are_told_in_the_order_in_which_they_began(matter, north, south, editor):
    late = said(north, matter, **day("2020-10-30"))
    early = said(south, matter, **day("2020-10-02"))
    answer = said(south, matter, **day("2020-10-31"))
    make_link(answer, late, relation="denies", state=CONFIRMED)

    assert [row.first.pk for row in ledger(editor, matter).rows] == [early.pk, late.pk]


@pytest.mark.parametrize("sides", [2, 3, 5])
def test_every_row_fills_every_column(dossier, matter, editor, sides):
    speaking = [make_side(dossier) for _ in range(sides)]
    claims = [said(side, matter) for side in speaking]
    make_link(claims[-1], claims[0], relation="denies", state=CONFIRMED)

    found = ledger(editor, matter)

    assert {column.side for column in found.columns} == set(speaking)
    assert {width(row) for row in found.rows} == {2 * sides - 1}


def test_a_withheld_figure_stands_beside_the_figure_that_the_other_side_gives(matter, north, south, mediators, editor):
    given = said(north, matter, figures=[{"population": "soldiers", "value": 1166}])
    kept = said(south, matter, kind="withheld", figures=[{"population": "troops", "bound": "withheld"}])
    also = said(mediators, matter, figures=[{"population": "troops", "value": 900}])

    found = ledger(editor, matter)

    assert [shape(row) for row in found.rows] == [[given.pk, kept.pk, "none"], ["none", "withheld", also.pk]]
    assert found.rows[1].cells[2].withheld.claim == kept


def test_a_figure_of_something_else_is_not_called_withheld(matter, north, south, editor):
    said(north, matter, figures=[{"population": "civilians", "value": 39}])
    said(south, matter, kind="withheld", figures=[{"population": "troops", "bound": "withheld"}])

    assert [cell.kind for row in ledger(editor, matter).rows for cell in row.cells].count("none") == 2


def test_as_of_a_day_nothing_later_is_shown_or_counted(matter, north, south, editor):
    accusation = said(north, matter, kind="accusation", accused_side=south, **day("2020-10-01"))
    denial = said(south, matter, **day("2020-10-20"))
    make_link(denial, accusation, relation="denies", state=CONFIRMED)

    before, after = ledger(editor, matter, date(2020, 10, 19)), ledger(editor, matter, date(2020, 10, 20))

    assert (before.matter.contest, after.matter.contest) == ("unanswered", "denied")
    assert [shape(row) for row in before.rows] == [[accusation.pk, "none"]]
    assert before.rows[0].cells[0].claim.is_unanswered
    assert (before.statements, before.sides) == (1, 1)


def test_a_tie_across_a_statement_that_came_later_than_the_day_is_not_told(matter, north, south, editor):
    claim = said(north, matter, **day("2020-10-01"))
    make_link(said(south, matter, **day("2020-10-20")), claim, relation="denies", state=CONFIRMED)

    assert remarks(ledger(editor, matter, date(2020, 10, 5))) == set()


def test_readers_see_what_is_published_only(matter, north, south, editor, reader, reporter):
    shown = said(north, matter)
    said(south, matter, status=Claim.Status.SUBMITTED)
    said(south, matter, status=Claim.Status.VOIDED)

    found, working = ledger(reader, matter), ledger(editor, matter)

    assert [shape(row) for row in found.rows] == [[shown.pk, "none"]]
    assert (found.statements, found.waiting) == (1, 0)
    assert (working.statements, working.waiting) == (1, 1)


def test_drafts_are_seen_by_whoever_wrote_them(matter, north, reporter, second_reporter):
    draft = said(north, matter, status=Claim.Status.DRAFT, by=reporter)

    assert [row.first.pk for row in ledger(reporter, matter).rows] == [draft.pk]
    assert ledger(second_reporter, matter).rows == []


def test_nobody_sees_a_matter_of_a_dossier_that_is_closed_to_them(matter, north, outsider):
    said(north, matter)

    for person in (outsider, AnonymousUser()):
        assert ledger(person, matter).rows == []


def test_counts_statements_sides_and_sources(matter, north, south, editor):
    said(north, matter)
    said(north, matter)
    said(south, matter)

    found = ledger(editor, matter)

    assert (found.statements, found.sides, found.sources) == (3, 2, 3)
    assert [column.published for column in found.columns] == [2, 1]


def test_costs_the_same_for_one_exchange_and_for_many(dossier, north, south, editor):
    small, large = make_matter(dossier), make_matter(dossier)
    for matter, size in ((small, 1), (large, 8)):
        for _ in range(size):
            one = said(north, matter, figures=[{"value": 3}])
            make_link(said(south, matter), one, relation="denies", state=CONFIRMED)

    def cost(matter):
        with CaptureQueriesContext(connection) as queries:
            ledger(editor, matter)
        return len(queries)

    assert cost(large) == cost(small)


def test_a_long_matter_is_read_page_by_page(matter, north, south, editor, monkeypatch):
    monkeypatch.setattr(queries, "SIZE", 2)
    first, second, third = (said(north, matter, **day(f"2020-10-0{n}")) for n in (1, 2, 3))
    across = make_link(said(south, matter, **day("2020-10-04")), first, relation="denies", state=CONFIRMED)

    earlier = ledger(editor, matter)
    later = ledger(editor, matter, query=earlier.page.later.removeprefix("?"))
    back = ledger(editor, matter, query=later.page.earlier.removeprefix("?"))

    assert [row.first for row in earlier.rows] == [row.first for row in back.rows] == [first, second]
    assert [row.first for row in later.rows] == [third, across.answer]
    assert remarks(earlier) == {(first.pk, across.pk)}
    assert remarks(later) == {(across.answer_id, across.pk)}
    assert (earlier.page.earlier, later.page.later) == ("", "")
    for page in (earlier, later):
        assert (page.statements, page.sides, page.sources) == (4, 2, 4)
    assert [(column.side, column.published) for column in later.columns] == [(north, 3), (south, 1)]


def test_the_board_counts_what_stands_on_other_pages_too(matter, north, south, editor, monkeypatch):
    for side, number in ((north, 3), (south, 5), (north, 7)):
        said(side, matter, figures=[{"value": number}])
    whole = ledger(editor, matter).board
    monkeypatch.setattr(queries, "SIZE", 1)

    first = ledger(editor, matter)

    assert len(first.rows) == 1
    assert first.board.rows == whole.rows
    assert {side.pk for side in first.board.sides} == {north.pk, south.pk}


def test_the_pages_of_a_matter_keep_the_day_that_it_is_read_as_of(matter, north, editor, monkeypatch):
    monkeypatch.setattr(queries, "SIZE", 1)
    for n in (1, 2, 3):
        said(north, matter, **day(f"2020-10-0{n}"))

    found = ledger(editor, matter, date(2020, 10, 2), query="as_of=2020-10-02")

    assert "as_of=2020-10-02" in found.page.later
    assert found.statements == 2
