"""What each side counts, what the parts add up to, and the chart."""

import pytest

from claims.models import Claim, Link
from tests.claims.queries.test_ledger import ledger
from tests.factories import make_claim, make_link, make_matter

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED


def counting(side, matter, **over):
    status = over.pop("status", PUBLISHED)
    return make_claim(side=side, matter=matter, status=status, figures=[over])


def part(claim, total, state=CONFIRMED):
    return make_link(
        claim, total, relation="part_of", state=state,
        answer_figure=claim.figures.get(), target_figure=total.figures.get(),
    )  # fmt: skip


@pytest.fixture
def toll(matter, north, south, mediators):
    """1,166 + 39 + at least 90 of about 5,000, and one number withheld."""
    total = counting(mediators, matter, population="people", bound="about", value=5000)
    parts = [
        counting(north, matter, population="troops", affected_side=north, value=1166),
        counting(north, matter, population="civilians", affected_side=north, value=39),
        counting(south, matter, population="civilians", affected_side=south, bound="at_least", value=90),
        counting(south, matter, population="troops", affected_side=south, bound="withheld"),
    ]
    for claim in parts:
        part(claim, total)
    return total, parts


def test_the_declared_parts_are_added_up_and_the_gap_to_the_total_is_named(toll, matter, editor):
    [total] = ledger(editor, matter).board.totals

    assert total.declared == "at least 1,295"
    assert total.figure.amount == "about 5,000"
    assert total.gap == "about 3,705"
    assert total.sum.unknown == 1
    assert total.by_side == ["1,205", "at least 90 + withheld", ""]


def test_a_total_is_no_row_of_the_board_and_no_rival(toll, matter, editor):
    found = ledger(editor, matter)

    assert len(found.board.rows) == 4
    assert found.matter.contest == "no_rival_known"


def test_figures_that_count_the_same_share_a_row_and_others_do_not(matter, north, south, editor):
    counting(north, matter, population="soldiers", affected_side=south, value=10)
    counting(south, matter, population="troops", affected_side=south, value=4)
    counting(south, matter, population="troops", affected_side=north, value=4)

    rows = ledger(editor, matter).board.rows

    assert [[len(cell) for cell in row.cells] for row in rows] == [[1, 1], [0, 1]]
    assert rows[0].what == "Troops killed" or rows[0].what == "Soldiers killed"
    assert rows[0].scope == f"of {south.short_name}"


def test_what_waits_for_review_and_proposed_parts_are_not_added_up(matter, north, south, editor):
    total = counting(south, matter, population="people", value=100)
    part(counting(north, matter, population="troops", value=10), total)
    part(counting(north, matter, population="civilians", value=20), total, state="proposed")
    counting(north, matter, population="police", value=5, status=Claim.Status.SUBMITTED)

    board = ledger(editor, matter).board

    assert board.totals[0].declared == "10"
    assert board.totals[0].gap == "90"
    assert [row.what for row in board.rows] == ["Troops killed", "Civilians killed"]


def test_a_part_in_another_matter_is_added_up_too(dossier, matter, north, south, editor):
    total = counting(south, matter, population="people", value=100)
    elsewhere = counting(north, make_matter(dossier), population="troops", value=30)
    part(elsewhere, total)

    board = ledger(editor, matter).board

    assert board.totals[0].declared == "30"
    assert set(board.sides) == {north, south}


def test_the_figures_of_a_superseded_claim_give_way(matter, north, editor):
    old = counting(north, matter, value=10)
    new = make_claim(speaker=old.speaker, side=north, matter=matter, status=PUBLISHED, figures=[{"value": 12}])
    make_link(new, old, relation="supersedes", state=CONFIRMED)

    [row] = ledger(editor, matter).board.rows

    assert [figure.amount for figure in row.cells[0]] == ["12"]


def test_the_chart_places_figures_on_one_axis_and_names_what_is_withheld(toll, matter, editor):
    [chart] = ledger(editor, matter).board.charts

    assert [label for _, label in chart.ticks] == ["0", "1,000", "2,000", "3,000", "4,000", "5,000"]
    assert [(mark.figure.amount, mark.at) for mark in chart.marks] == [
        ("withheld", ""),
        ("39", "0.78%"),
        ("at least 90", "1.80%"),
        ("1,166", "23.32%"),
        ("about 5,000", "100.00%"),
    ]
    assert chart.marks[-1].leftward


@pytest.mark.parametrize(
    ("figures", "charts"),
    [
        ([], 0),
        ([{"value": 3}], 0),
        ([{"value": 3}, {"value": 4, "quantity": "injured"}], 0),
        ([{"value": 0}, {"value": 0}], 0),
        ([{"value": 3}, {"bound": "range", "low": 2, "high": 9}], 1),
        ([{"value": 1}, {"value": 999_999_999_999_999}], 1),
        ([{"value": "0.001"}, {"bound": "at_most", "value": "0.005"}], 1),
    ],
)
def test_there_is_a_chart_where_two_numbers_can_be_compared(matter, north, editor, figures, charts):
    for figure in figures:
        counting(north, matter, **figure)

    assert len(ledger(editor, matter).board.charts) == charts


def test_the_axis_reaches_beyond_the_largest_number(matter, north, editor):
    for value in (90, 1166):
        counting(north, matter, value=value)

    [chart] = ledger(editor, matter).board.charts

    assert chart.ticks[-1][1] == "1,500"
    assert [mark.at for mark in chart.marks] == ["6.00%", "77.73%"]


def test_miles_and_kilometres_share_no_axis_and_no_row(matter, north, south, editor):
    for side, value, unit in ((north, 3, "miles"), (north, 4, "mile"), (south, 5, "km"), (south, 6, "kilometres")):
        counting(side, matter, quantity="distance", population="", value=value, unit=unit)

    board = ledger(editor, matter).board

    assert [len(chart.marks) for chart in board.charts] == [2, 2]
    assert [[len(cell) for cell in row.cells] for row in board.rows] == [[2, 0], [0, 2]]
