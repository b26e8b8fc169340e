"""Pages by key, there and back."""

import json
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict

from sources.models import Speaker
from sources.queries.paging import page_of
from tests.factories import make_speaker


@pytest.fixture
def names(dossier):
    for name in ["Dora", "Ábel", "Carl", "bela", "Emil"]:
        make_speaker(dossier, name=name)
    return ["Ábel", "bela", "Carl", "Dora", "Emil"]


def _page(query):
    return page_of(Speaker.objects.all(), QueryDict(query.lstrip("?")), "name_folded", "pk", size=2)


def test_pages_follow_each_other_without_gap_or_repetition(names):
    first = _page("")
    second = _page(first.later)
    third = _page(second.later)

    assert [row.name for page in (first, second, third) for row in page.rows] == names
    assert (first.earlier, third.later) == ("", "")


def test_the_way_back_leads_over_the_same_pages(names):
    third = _page(_page(_page("").later).later)
    second = _page(third.earlier)
    first = _page(second.earlier)

    assert [row.name for page in (first, second) for row in page.rows] == names[:4]
    assert first.earlier == ""
    assert first.later


def test_the_other_choices_stay_in_the_address(names):
    later = _page('kind=person&after=["a",1]').later

    assert parse_qs(later[1:])["kind"] == ["person"]
    assert len(parse_qs(later[1:])["after"]) == 1


@pytest.mark.parametrize(
    "place",
    ["x", "1", "[]", "[1]",
     '["a", "b"]', '["a", 1, 2]', '["\\u0000", 1]', '["\\ud800", 1]', '["a", 1e400]', '["a", -1]',
     '["a", 99999999999999999999]', '[["a"], 1]', "[" * 100_000],
)  # fmt: skip
def test_a_made_up_place_is_refused(db, place):
    query = QueryDict(mutable=True)
    query["after"] = place

    with pytest.raises(BadRequest):
        page_of(Speaker.objects.all(), query, "name_folded", "pk")


def test_a_place_behind_the_last_row_is_an_empty_page(names):
    query = QueryDict(mutable=True)
    query["after"] = json.dumps(["zzz", 1])

    assert page_of(Speaker.objects.all(), query, "name_folded", "pk").rows == []
