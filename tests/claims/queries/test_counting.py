"""How many there are is told up to a point."""

import pytest

from claims.models import Claim
from claims.queries.counting import count, counted, told
from sources.models import Dossier
from tests.factories import make_claim

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("n", "words"), [(0, "0"), (5_000, "5,000"), (5_001, "5,000+")], ids=["none", "as many as are told", "more"]
)
def test_a_number_is_told_as_far_as_it_was_counted(n, words):
    assert told(n) == words


def test_no_more_are_counted_than_are_told_and_one(dossier, north):
    for _ in range(4):
        make_claim(dossier, side=north)
    claims = Claim.objects.filter(dossier=dossier)

    assert [count(claims, most) for most in (9, 4, 2)] == [4, 4, 3]
    assert Dossier.objects.annotate(n=counted(claims, 2)).get().n == 3
    assert told(count(claims, 2), 2) == "2+"
