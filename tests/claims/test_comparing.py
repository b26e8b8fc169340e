"""Pages and database agree on which figures dispute each other: what the one lets through, the other does."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import figures
from claims.models import Figure
from sources.models import Side

TERMS = ["killed", "dead", "Deaths", "injured", "wounded", "displaced", "shot down", "houses burnt", "the houses burnt"]
PEOPLE = ["", "civilians", "Civilian", "troops", "soldiers", "servicemen", "people", "Su-25 jets", "children"]
PLACES = ["", "Barda", "barda", " Barda ", "Bárda", "Barda.", "Barda district", "Barda districts", "Şuşa", "Susa"]
UNITS = ["", "people", "aircraft", "miles", "Mile", "km", "kilometres", "%", "per cent", "square km", "sq kilometers"]
ANY_TERM, ANY_PEOPLE, ANY_PLACE = map(st.sampled_from, (TERMS, PEOPLE, PLACES))
PERIODS = ["", "2020-10-29", "2020-09-27/2020-10-29", "2020-10~"]
SIDES = [None, Side(pk=1, name="North"), Side(pk=2, name="South")]
NUMBERS = st.decimals(min_value=0, max_value=10**6, places=3) | st.sampled_from(
    [Decimal(n) for n in (0, 90, 99, 100, 110)]
)


@st.composite
def counted(draw, terms=ANY_TERM, people=ANY_PEOPLE, places=ANY_PLACE):
    """A figure as it would be stored, of one of few things so that many are comparable."""
    bound = draw(st.sampled_from(Figure.Bound.values))
    low, high = sorted([draw(NUMBERS), draw(NUMBERS)])
    ends = {"withheld": (None, None), "at_least": (low, None), "at_most": (None, high), "range": (low, high + 1)}
    low, high = ends.get(bound, (low, low))
    figure = Figure(
        quantity=draw(terms), population=draw(people), place=draw(places), period=draw(st.sampled_from(PERIODS)),
        affected_side=draw(st.sampled_from(SIDES)), cumulative=draw(st.booleans()), bound=bound, low=low, high=high,
        unit=draw(st.sampled_from(UNITS)),
    )  # fmt: skip
    figure.clean()
    return figure


def database_lets_through(one: Figure, other: Figure) -> bool:
    """The rule of `link_figures_comparable`, on figures that are not stored."""
    scope = "figure_scope(%s, %s, %s, %s, %s, %s, %s)"
    span = "figure_span(%s, %s, %s)"
    statement = f"""
        WITH a AS (SELECT {scope} AS scope, {span} AS span), b AS (SELECT {scope} AS scope, {span} AS span)
        SELECT NOT (a.scope <> b.scope OR a.span && b.span OR isempty(a.span) OR isempty(b.span)) FROM a, b
    """
    values = [
        value
        for f in (one, other)
        for value in (
            f.quantity_key, f.population_key, f.affected_side_id, f.place, f.period, f.cumulative,
            f.unit_key, f.bound, f.low, f.high,
        )
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


quickly = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.django_db
@quickly
@given(one=counted(), other=counted(), alike=st.booleans())
def test_pages_and_database_let_the_same_figures_dispute_each_other(one, other, alike):
    if alike:
        for name in ("quantity", "population", "place", "period", "affected_side", "cumulative", "unit"):
            setattr(other, name, getattr(one, name))
        other.clean()

    assert (figures.why_not_rivals(one, other) == []) == database_lets_through(one, other)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)


@pytest.mark.django_db
@quickly
@given(
    one=counted(words, words, words), other=counted(words, words, words), cased=st.sampled_from([str.upper, str.title])
)
def test_what_pages_let_through_in_any_script_the_database_does(one, other, cased):
    for name in ("period", "affected_side", "cumulative", "unit"):
        setattr(other, name, getattr(one, name))
        other.clean()
    for name in ("quantity", "population", "place"):
        setattr(other, name, cased(getattr(one, name)))
    other.clean()

    if not figures.why_not_rivals(one, other):
        assert database_lets_through(one, other)
