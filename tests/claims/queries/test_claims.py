"""The counts beside the filters, and the pages of the list."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from claims.filters import ClaimFilter
from claims.models import Claim, Link
from claims.queries import claims as queries
from claims.queries.counting import told
from tests.factories import day, make_claim, make_link, make_matter, make_speaker

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED


@pytest.fixture
def asked(rf, editor):
    def asked(query: str = "", user=None):
        request = rf.get(f"/claims/?{query}")
        request.user = user or editor
        return ClaimFilter(QueryDict(query), Claim.objects.visible_to(request.user), request=request)

    return asked


def counts(facet):
    return {option.label: option.count for option in facet.options}


@pytest.fixture
def closest(asked):
    """The wordings of what comes closest to a search, beside what has all of its words."""

    def closest(query, user=None):
        filters = asked(query, user)
        return [one.claim.wording for one in queries.closest(filters, queries.page(filters, QueryDict(query)))]

    return closest


def test_what_has_most_of_the_words_is_closest(closest, dossier):
    for wording in ("Two jets fell.", "Two jets fell on the weir.", "The talks were put off."):
        make_claim(dossier, wording=wording)

    assert closest("q=Two+jets+fell+at+dawn") == ["Two jets fell on the weir.", "Two jets fell."]
    assert closest("q=Two+jets+weir") == ["Two jets fell."]
    assert closest("q=zeppelins") == closest("q=talks") == closest("") == closest("q=two+jets&since=x") == []


def test_where_many_have_all_the_words_nothing_else_is_looked_for(closest, dossier):
    make_claim(dossier, wording="The jets landed.")
    for _ in range(queries.FEW):
        make_claim(dossier, wording="Two jets fell.")

    assert closest("q=jets+fell") == ["The jets landed."]

    make_claim(dossier, wording="Two jets fell.")

    assert closest("q=jets+fell") == []


def test_what_comes_closest_is_narrowed_as_the_list_is(closest, north, south, reader):
    make_claim(side=north, wording="Two jets fell.", status=PUBLISHED)
    make_claim(side=south, wording="No jets fell.", status=PUBLISHED)
    make_claim(side=north, wording="Jets fell in a draft.")

    assert closest(f"q=jets+weir&side={north.pk}", reader) == ["Two jets fell."]


def test_counts_what_each_value_would_leave(asked, dossier, north, south, matter):
    speaker = make_speaker(dossier, side=north, name="Agency for Dams")
    claim = make_claim(speaker=speaker, matter=matter, kind="accusation", accused_side=south, status=PUBLISHED)
    denial = make_claim(side=south, kind="denial", status=PUBLISHED)
    make_claim(side=south, kind="accusation", accused_side=north, status=PUBLISHED)
    make_link(denial, claim, relation="denies", state=CONFIRMED)

    count, facets = queries.facets(asked())

    assert count == 3
    assert counts(facets["side"]) == {"North": 1, "South": 2}
    assert counts(facets["kind"]) == {"Denial": 1, "Accusation": 2}
    assert counts(facets["status"]) == {"Published": 3}
    assert counts(facets["matter"]) == {"Was the dam opened?": 1}
    assert counts(facets["relation"]) == {"denies": 2}
    assert counts(facets["has_rival"]) == {"Yes": 2, "No": 1}
    assert counts(facets["unanswered"]) == {"Yes": 1, "No": 2}
    assert sum(counts(facets["contest"]).values()) == 3
    assert counts(facets["speaker"])["Agency for Dams"] == 1


def test_a_filter_that_is_set_is_counted_as_if_it_were_not(asked, north, south):
    make_claim(side=north, kind="denial")
    make_claim(side=south, kind="denial")
    make_claim(side=south)

    count, facets = queries.facets(asked(f"side={north.pk}&kind=denial"))

    assert count == 1
    assert counts(facets["side"]) == {"North": 1, "South": 1}
    assert counts(facets["kind"]) == {"Denial": 1}
    assert counts(facets["status"]) == {"Draft": 1}
    assert [option.chosen for option in facets["side"].options] == [True, False]


def test_every_count_is_what_choosing_the_value_leaves(asked, dossier, north, south, matter):
    claims = [
        make_claim(side=side, kind=kind, matter=matter, status=status)
        for side in (north, south)
        for kind in ("assertion", "accusation")
        for status in (PUBLISHED, Claim.Status.SUBMITTED)
    ]
    make_link(claims[4], claims[2], relation="denies", state=CONFIRMED)
    make_link(claims[0], claims[4], relation="corroborates", state=CONFIRMED)

    for query in ("", "kind=accusation", f"side={north.pk}&has_rival=on", "relation=denies&q=something"):
        _, facets = queries.facets(asked(query))
        for name, facet in facets.items():
            for option in facet.options:
                chosen = QueryDict(query, mutable=True)
                chosen.setlist(name, [option.value])
                assert asked(chosen.urlencode()).qs.count() == option.count, (query, name, option)


def test_only_the_commonest_speakers_are_offered_and_a_chosen_one_always(asked, dossier, north):
    rare = make_speaker(dossier, side=north, name="Zeno")
    make_claim(speaker=rare)
    for _ in range(queries.OFFERED):
        speaker = make_speaker(dossier, side=north)
        make_claim(speaker=speaker)
        make_claim(speaker=speaker)

    _, facets = queries.facets(asked())
    _, chosen = queries.facets(asked(f"speaker={rare.pk}"))

    assert len(facets["speaker"].options) == queries.OFFERED
    assert "Zeno" not in counts(facets["speaker"])
    assert counts(chosen["speaker"])["Zeno"] == 1


def test_a_chosen_value_that_leaves_nothing_is_counted_as_none(asked, dossier, north, south):
    make_claim(side=north)

    count, facets = queries.facets(asked(f"side={south.pk}"))

    assert count == 0
    assert counts(facets["side"]) == {"North": 1, "South": 0}


def test_of_many_claims_only_the_first_are_counted_and_it_is_said(asked, north, south, monkeypatch):
    monkeypatch.setattr(queries, "COUNTED", 2)
    for side in (north, south, south, south):
        make_claim(side=side)

    count, facets = queries.facets(asked())
    few, of_few = queries.facets(asked(f"side={north.pk}"))

    assert (told(count, 2), told(few, 2)) == ("2+", "1")
    assert [(option.label, option.count, option.more) for option in facets["side"].options] == [("South", 3, True)]
    assert {option.label for option in facets["status"].options} == set(Claim.Status.labels)
    assert of_few["side"].options[0].more
    assert not any(option.more for option in of_few["status"].options)


@pytest.mark.parametrize("sort", ["newest", "oldest", "logged"])
def test_pages_by_key_hold_every_claim_once_in_order_whatever_comes_between(asked, dossier, north, monkeypatch, sort):
    monkeypatch.setattr("sources.queries.paging.page_of.__kwdefaults__", {"size": 2})
    dates = ["2020-10-03", "2020-10-01", "2020-10-03", "2020-10-02", "2020-10-03"]
    claims = [make_claim(side=north, **day(date)) for date in dates]
    keys = {
        "newest": lambda claim: (claim.first_day, claim.pk),
        "oldest": lambda claim: (claim.first_day, claim.pk),
        "logged": lambda claim: claim.pk,
    }
    expected = [claim.pk for claim in sorted(claims, key=keys[sort], reverse=sort != "oldest")]

    forward, later = [], f"?sort={sort}"
    while later:
        page = queries.page(asked(f"sort={sort}"), QueryDict(later[1:]))
        forward.append([claim.pk for claim in page.rows])
        last, later = page, page.later
    back = queries.page(asked(f"sort={sort}"), QueryDict(last.earlier[1:]))

    assert forward == [expected[:2], expected[2:4], expected[4:]]
    assert [claim.pk for claim in back.rows] == expected[2:4]


def test_costs_the_same_for_one_claim_and_for_thirty(asked, dossier, north, south, editor):
    def cost():
        filters = asked()
        with CaptureQueriesContext(connection) as captured:
            queries.page(filters, QueryDict())
            queries.facets(filters)
        return len(captured)

    make_claim(side=north, status=PUBLISHED, matter=make_matter(dossier), figures=[{"value": 3}])
    one = cost()
    for _ in range(10):
        claim = make_claim(side=north, status=PUBLISHED, matter=make_matter(dossier), figures=[{"value": 3}])
        make_link(make_claim(side=south, status=PUBLISHED), claim, relation="denies", state=CONFIRMED)

    assert cost() == one
