"""Claims that have words in common with one, those that tell most first."""

import pytest

from claims.likeness import Word, sharing, together
from claims.models import Claim
from tests.factories import make_claim

WORDS = [
    Word(share, sought, word="")
    for share, sought in [
        (0.0001, "'artsakh':*"), (0.0002, "'jets'"), (0.01, "'dam'"), (0.4, "'were'"), (0.5, "'near'"), (0.9, "'the'")
    ]
]  # fmt: skip


@pytest.mark.parametrize(
    ("claims", "sought"),
    [
        (0, "'artsakh':* | 'jets' | 'dam' | 'were' | 'near' | 'the'"),
        (3_000, "'artsakh':* | 'jets' | 'dam' | 'were' | 'near' | 'the'"),
        (100_000, "'artsakh':* | 'jets' | 'dam' | ('artsakh':* | 'near') & ('jets' | 'the') & ('dam') & ('were')"),
        (1_000_000, "'artsakh':* | 'jets' | ('artsakh':* | 'near') & ('jets' | 'the') & ('dam') & ('were')"),
        (10**15, "('artsakh':*) & ('jets') & ('dam') & ('were') & ('near') & ('the')"),
    ],
)
def test_the_more_claims_there_are_the_more_words_must_be_shared(claims, sought):
    assert together(WORDS, claims) == sought


def test_a_word_that_is_rare_is_sought_even_alone():
    assert together(WORDS[:1], 10**9) == "('artsakh':*)"


@pytest.mark.django_db
class TestSharing:
    @pytest.fixture
    def told(self, dossier):
        """Claims of one dossier, by their wordings."""
        return lambda *wordings: [make_claim(dossier, wording=wording).pk for wording in wordings]

    def test_who_shares_more_comes_first_and_says_which_words(self, told):
        one, two, _ = told("Jets fell.", "Two jets fell on the weir.", "The talks were put off.")

        found = sharing(Claim.objects.all(), "Two jets fell", most=9)

        assert list(found) == [two, one]
        assert set(found[two].words) == {"Two", "jets", "fell"}
        assert found[two].part == 1 > found[one].part > 0

    def test_a_rare_word_tells_more_than_one_that_many_use(self, told):
        rare, often, *_ = told("The Su-25 was lost.", "Jets took off.", "Jets landed.", "Jets flew.", "Jets turned.")

        found = sharing(Claim.objects.all(), "Su jets", most=9)

        assert found[rare].part > found[often].part
        assert found[rare].words == ("Su",)

    def test_another_form_of_a_word_is_the_word(self, told):
        [claim] = told("The shelling went on.")

        assert sharing(Claim.objects.all(), "It was shelled", most=9)[claim].words == ("shelled",)

    def test_only_so_many_are_given_and_only_of_those_asked(self, told):
        jets = told(*["Jets fell."] * 4)

        assert len(sharing(Claim.objects.all(), "jets", most=3)) == 3
        assert set(sharing(Claim.objects.filter(pk__in=jets[:2]), "jets", most=9)) == {*jets[:2]}

    @pytest.mark.parametrize("wording", ["", "…", "'", "&|!():*", "\\", "zeppelin"])
    def test_nothing_is_shared_with_what_has_no_word_of_theirs(self, told, wording):
        told("Jets fell.")

        assert sharing(Claim.objects.all(), wording, most=9) == {}
