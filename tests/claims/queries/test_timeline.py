"""When what was said, by side."""

from datetime import date

import pytest

from claims.models import Claim, Link
from claims.queries import timeline as timelines
from claims.queries.timeline import timeline
from tests.factories import day, make_claim, make_link

PUBLISHED = Claim.Status.PUBLISHED


def say(side, on, **over):
    return make_claim(side=side, **{"status": PUBLISHED} | day(on) | over)


def test_statements_stand_in_the_lane_of_their_side_the_later_further_right(dossier, north, south):
    late, early, other = say(north, "2020-10-29"), say(north, "2020-10-25"), say(south, "2020-10-27")

    found = timeline(dossier)

    assert (found.first, found.last, found.unit, found.total) == (date(2020, 10, 25), date(2020, 10, 29), "day", 3)
    upper, lower = found.lanes
    assert [mark.claim for mark in upper.marks] == [early, late]
    assert [mark.claim for mark in lower.marks] == [other]
    assert upper.marks[0].x < lower.marks[0].x < upper.marks[1].x < timelines.WIDTH
    assert upper.base < lower.marks[0].y < lower.base < found.height


def test_statements_of_one_day_do_not_lie_on_each_other(dossier, north):
    for _ in range(3):
        say(north, "2020-10-29")

    [lane] = timeline(dossier).lanes

    assert sorted(mark.y for mark in lane.marks) == [lane.base - n * timelines.STEP - 12 for n in (2, 1, 0)]


def test_rivals_are_tied_once_confirmed(dossier, north, south):
    one, other = say(north, "2020-10-25"), say(south, "2020-10-29")
    link = make_link(other, one, relation="denies", aspect="fact")
    assert timeline(dossier).ties == []

    link = make_link(say(south, "2020-10-28"), one, relation="denies", aspect="fact", state=Link.State.CONFIRMED)

    [(path, words)] = timeline(dossier).ties
    assert path.startswith("M") and words == f"{link.answer.speaker.name} denies {one.speaker.name}"


@pytest.mark.parametrize(
    ("last", "unit", "said"),
    [("2020-02-28", "day", "1 Jan 2020"), ("2021-02-28", "month", "Jan 2020"), ("2031-02-28", "year", "2020")],
)
def test_many_are_counted_by_day_month_or_year(dossier, north, south, monkeypatch, last, unit, said):
    monkeypatch.setattr(timelines, "ONE_BY_ONE", 2)
    say(north, "2020-01-01")
    say(north, "2020-01-01")
    say(south, last)

    found = timeline(dossier)

    assert not found.single and found.unit == unit
    first, *_, end = found.lines
    assert (str(first.period), first.counts) == (said, [(north, 2), (south, 0)])
    assert end.counts == [(north, 0), (south, 1)]
    tall, short = found.lanes[0].marks[0], found.lanes[1].marks[0]
    assert (tall.count, short.count, tall.height, short.height) == (2, 1, 60, 30)
    assert len(found.ticks) <= 8


def test_a_stretch_shows_what_was_said_in_it(dossier, north):
    inside = say(north, "2020-10-15")
    say(north, "2020-09-30")
    say(north, "2020-11-01")

    found = timeline(dossier, since=date(2020, 10, 1), until=date(2020, 10, 31))

    assert [mark.claim for mark in found.lanes[0].marks] == [inside]
    assert (found.first, found.last) == (date(2020, 10, 1), date(2020, 10, 31))
    assert timeline(dossier, since=date(2021, 1, 1)).lanes == []


def test_what_is_not_published_is_not_on_it(dossier, north):
    say(north, "2020-10-15", status=Claim.Status.SUBMITTED)

    assert timeline(dossier).lanes == []


def test_the_furthest_days_that_a_calendar_knows_can_be_drawn(dossier, north, monkeypatch):
    monkeypatch.setattr(timelines, "ONE_BY_ONE", 1)
    say(north, "0001-01-01")
    say(north, "9999-12-31")

    found = timeline(dossier)

    assert [line.period.first.year for line in found.lines] == [1, 9999]
    assert len(found.ticks) <= 8
