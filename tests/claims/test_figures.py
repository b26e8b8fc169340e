"""Comparing, describing and adding up figures: like only with like."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.figures import (
    Scope,
    describe,
    differences,
    in_words,
    ledger_term,
    normalise,
    overlap,
    reconcile,
    span,
    why_not_rivals,
)


def amount(bound, low=None, high=None):
    """An amount; exact and about need only one number."""
    if bound in ("exact", "about"):
        high = low
    return SimpleNamespace(bound=bound, low=_decimal(low), high=_decimal(high))


def _decimal(value):
    return None if value is None else Decimal(str(value))


CIVILIANS_KILLED = Scope("killed", "civilians", "Azerbaijan", "Goranboy", "2020-10", cumulative=True)

SAME = [
    ("soldiers", "troops"),
    ("Servicemen", "their  troops"),
    ("military personnel", "service members"),
    ("the dead", "fatalities"),
    ("deaths", "killed"),
    ("wounded", "hurt"),
    ("injuries", "injured"),
    ("civilian", "civilians"),
    ("houses", "House"),
    ("churches", "church"),
    ("buses", "bus"),
    ("Şuşa", "Susa"),
    ("Su‑25 jets", "su-25 planes"),
    ("Azerbaijani soldiers", "azerbaijani service members"),
]
UNLIKE = [("civilians", "troops"), ("killed", "injured"), ("killed", "casualties"), ("tanks", "jets"), ("", "people")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_words_for_the_same_thing_have_one_normal_form(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_words_for_different_things_stay_apart(one, other):
    assert normalise(one) != normalise(other)


@given(st.text())
def test_normalising_twice_changes_nothing(term):
    assert normalise(normalise(term)) == normalise(term)


def test_the_ledger_keeps_its_own_term_and_otherwise_the_words():
    assert ledger_term("soldiers") == "troops"
    assert ledger_term("  Su-25   jets ") == "Su-25 jets"


def test_figures_that_count_the_same_thing_have_no_differences():
    worded_otherwise = replace(CIVILIANS_KILLED, quantity="Deaths", population="civilian", place="GORANBOY ")

    assert differences(CIVILIANS_KILLED, worded_otherwise) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quantity": "injured"}, "one counts killed, the other injured"),
        ({"population": "troops"}, "one counts civilians, the other troops"),
        ({"affected_side": "Armenia"}, "one counts Azerbaijan, the other Armenia"),
        ({"place": ""}, "only one says the place (Goranboy)"),
        ({"period": "2020-11"}, "one counts 2020-10, the other 2020-11"),
        ({"unit": "km"}, "only one says the unit (km)"),
        ({"cumulative": False}, "one is a running total, the other counts a single event"),
    ],
)
def test_each_part_of_the_scope_can_keep_two_figures_apart(change, reason):
    assert differences(CIVILIANS_KILLED, replace(CIVILIANS_KILLED, **change)) == [reason]


def test_three_miles_and_five_kilometres_are_not_compared():
    miles = Scope("distance", "troops", unit="miles")

    assert differences(miles, replace(miles, unit="kilometres")) == ["one is in miles, the other in km"]
    assert differences(miles, replace(miles, unit="Mile")) == []


@pytest.mark.parametrize(
    ("population", "one", "other"),
    [
        ("civilians", "people", ""),
        ("", "people", ""),
        ("Su-25 jets", "aircraft", ""),
        ("tanks", "vehicles", ""),
        ("", "percent", "per cent"),
        ("", "sq km", "square kilometres"),
        ("", "$", "dollars"),
    ],
)
def test_a_unit_in_another_spelling_or_that_only_counts_is_no_difference(population, one, other):
    assert differences(Scope("lost", population, unit=one), Scope("lost", population, unit=other)) == []


def test_a_side_that_is_a_record_is_compared_as_one_and_named_by_its_words():
    class Side(str):
        __slots__ = ()

    one = replace(CIVILIANS_KILLED, affected_side=None)
    other = replace(CIVILIANS_KILLED, affected_side=Side("Armenia"))

    assert differences(one, one) == []
    assert differences(one, other) == ["only one says the side affected (Armenia)"]


@pytest.mark.parametrize(
    ("of", "low", "high"),
    [
        (amount("exact", 90), 90, 90),
        (amount("at_least", 90), 90, None),
        (amount("at_most", None, 20), None, 20),
        (amount("about", 5000), 4500, 5500),
        (amount("range", 10, 15), 10, 15),
    ],
)
def test_a_bound_stands_for_a_range(of, low, high):
    assert span(of.bound, of.low, of.high) == (low, high)


def test_a_withheld_figure_stands_for_no_range():
    assert span("withheld", None, None) is None


@pytest.mark.parametrize(
    "of",
    [
        amount("range", 15, 10),
        amount("range", 10),
        amount("withheld", 1, 1),
        amount("at_least"),
        amount("nearly", 1, 1),
    ],
)
def test_numbers_that_do_not_fit_the_bound_are_refused(of):
    with pytest.raises(ValueError, match="do not fit"):
        span(of.bound, of.low, of.high)


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        (amount("exact", 90), amount("exact", 90), True),
        (amount("exact", 90), amount("exact", 91), False),
        (amount("at_least", 90), amount("exact", 91), True),
        (amount("at_least", 90), amount("exact", 89), False),
        (amount("at_most", None, 20), amount("at_least", 20), True),
        (amount("at_most", None, 20), amount("at_least", 21), False),
        (amount("about", 5000), amount("exact", 5500), True),
        (amount("about", 5000), amount("exact", 5501), False),
        (amount("range", 10, 15), amount("range", 15, 20), True),
        (amount("withheld"), amount("exact", 1), True),
    ],
)
def test_ranges_overlap_when_one_number_satisfies_both(one, other, meets):
    spans = [span(of.bound, of.low, of.high) for of in (one, other)]

    assert overlap(*spans) is meets
    assert overlap(*reversed(spans)) is meets


@pytest.mark.parametrize(
    ("of", "unit", "words"),
    [
        (amount("exact", 1166), "", "1,166"),
        (amount("at_least", 90), "", "at least 90"),
        (amount("at_most", None, 20), "", "at most 20"),
        (amount("about", "5000.000"), "", "about 5,000"),
        (amount("range", 10, 15), "km", "10–15 km"),
        (amount("exact", "5.5"), "%", "5.5%"),
        (amount("exact", "1E+6"), "", "1,000,000"),
        (amount("exact", 0), "", "0"),
        (amount("withheld"), "people", "withheld"),
    ],
)
def test_an_amount_is_described_for_people(of, unit, words):
    assert describe(of.bound, of.low, of.high, unit) == words


def figure(of, **scope):
    return SimpleNamespace(**vars(replace(CIVILIANS_KILLED, **scope)), **vars(of))


def test_figures_are_rivals_when_they_count_the_same_and_cannot_both_be_right():
    assert why_not_rivals(figure(amount("exact", 90)), figure(amount("exact", 120))) == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (figure(amount("exact", 90)), figure(amount("exact", 90), population="troops"), "One counts civilians,"),
        (figure(amount("exact", 90)), figure(amount("withheld")), "withheld disputes no other"),
        (figure(amount("at_least", 90)), figure(amount("exact", 120)), "Both can be right: at least 90 and 120."),
    ],
)
def test_figures_are_no_rivals_for_a_reason_people_can_read(one, other, reason):
    assert reason in " ".join(why_not_rivals(one, other))


def test_the_declared_dead_leave_3705_of_about_5000_unaccounted_for():
    parts = [amount("exact", 1166), amount("exact", 39), amount("at_least", 90), amount("withheld")]

    board = reconcile(amount("about", 5000), parts)

    assert board.declared == 1295
    assert board.gap == 3705
    assert board.declared_bound == "at_least"
    assert not board.gap_is_exact
    assert board.unknown == 1
    assert board.describe() == "at least 1,295 declared, about 3,705 not accounted for, 1 part withheld"


@pytest.mark.parametrize(
    ("total", "parts", "declared", "bound", "gap", "exact"),
    [
        (amount("exact", 10), [amount("exact", 4), amount("exact", 6)], 10, "exact", 0, True),
        (amount("exact", 10), [amount("exact", 12)], 12, "exact", -2, True),
        (amount("exact", 10), [amount("about", 4)], 4, "about", 6, False),
        (amount("exact", 10), [amount("at_most", None, 4)], 0, "at_least", 10, False),
        (amount("withheld"), [amount("exact", 4)], 4, "exact", None, False),
        (None, [], 0, "exact", None, False),
    ],
)
def test_a_sum_says_how_sure_it_is(total, parts, declared, bound, gap, exact):
    board = reconcile(total, parts)

    assert (board.declared, board.declared_bound, board.gap, board.gap_is_exact) == (declared, bound, gap, exact)
    assert board.describe()


@pytest.mark.parametrize(
    ("number", "population", "quantity", "unit", "said"),
    [
        (1166, "troops", "killed", "people", "1,166 troops killed"),
        (1, "troops", "killed", "people", "1 soldier killed"),
        (1, "civilians", "killed", "people", "1 civilian killed"),
        (1, "Su-25 jets", "shot down", "aircraft", "1 Su-25 jet shot down"),
        (1, "citizens of Laos", "killed", "people", "1 citizens of Laos killed"),
        (1, "", "attacks", "", "1 attack"),
        (1, "", "killed", "people", "1 person killed"),
        (90, "", "killed", "people", "90 people killed"),
        (1, "", "front advance", "km", "1 km front advance"),
    ],
)
def test_a_figure_is_said_in_its_number_and_once(number, population, quantity, unit, said):
    figure = SimpleNamespace(
        bound="exact", low=Decimal(number), high=Decimal(number), population=population, quantity=quantity, unit=unit
    )

    assert in_words(figure) == said


def test_a_range_that_begins_with_one_is_of_several():
    figure = SimpleNamespace(
        bound="range", low=Decimal(1), high=Decimal(3), population="civilians", quantity="killed", unit=""
    )

    assert in_words(figure) == "1–3 civilians killed"
