"""What comes closest to some words, for programs."""

from urllib.parse import urlencode

import pytest

from claims.models import Claim
from tests.factories import make_claim

PUBLISHED = Claim.Status.PUBLISHED


@pytest.fixture
def asked(program_of, reader):
    return lambda **parameters: program_of(reader).get(f"/api/v1/claims/alike/?{urlencode(parameters)}")


def test_the_closest_are_told_as_claims_are_with_what_they_share(asked, program_of, reader, north):
    claim = make_claim(side=north, wording="Two jets fell.", status=PUBLISHED)
    make_claim(side=north, wording="The talks were put off.", status=PUBLISHED)

    [found] = asked(q="Officials said that two jets fell on the weir at dawn.").json()["results"]

    assert list(found) == ["claim", "part", "words"]
    assert found["claim"] == program_of(reader).get(f"/api/v1/claims/{claim.pk}/").json()
    assert (0 < found["part"] <= 1, set(found["words"])) == (True, {"two", "jets", "fell"})


def test_the_filters_of_the_list_narrow_what_is_found(asked, north, south):
    one, other = (make_claim(side=side, wording="Two jets fell.", status=PUBLISHED) for side in (north, south))

    def keys(**parameters):
        return {row["claim"]["id"] for row in asked(q="jets at dawn", **parameters).json()["results"]}

    assert (keys(), keys(side=north.pk), keys(kind="denial")) == ({one.pk, other.pk}, {one.pk}, set())


def test_what_cannot_be_asked_is_named(asked):
    for wrong, paths in (
        ({}, ["q"]),
        ({"q": "?!"}, ["q"]),
        ({"q": "a" * 501}, ["q"]),
        ({"q": "jets", "sort": "logged"}, ["sort"]),
        ({"q": "jets", "side": "x"}, ["side"]),
        ({"q": "jets", "limit": 5}, ["limit"]),
    ):
        answer = asked(**wrong)

        assert answer.status_code == 400
        assert [error["path"] for error in answer.json()["errors"]] == paths
