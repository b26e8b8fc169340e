"""Claims found by their words, and by words like theirs."""

import pytest

from claims.models import Claim
from tests import factories


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sluice", True),
        ("slui", True),
        ("SLUICES opened", True),
        ("opened sluices", True),
        ('"sluices were opened"', True),
        ('"opened sluices"', False),
        ("Sluıces", True),
        ("fermée", True),
        ("fermee", True),
        ("sluice shut", False),
        ("Naghdal", True),
        ("& | ! ( ) : * '", True),
        ("\\ ' <->", True),
        ("", True),
    ],
)
def test_search_finds_words_in_any_language_accents_aside(dossier, north, words, found):
    speaker = factories.make_speaker(dossier, name="Anna Naghdalyan", side=north)
    claim = factories.make_claim(
        speaker=speaker, wording="The sluices were opened at night.", own_words="Elle n'était pas fermée."
    )

    assert Claim.objects.matching(words).filter(pk=claim.pk).exists() == found


def test_claims_worded_alike_are_found_likeliest_first(dossier):
    near = factories.make_claim(dossier, wording="Two jets were brought down near the dam.")
    nearest = factories.make_claim(dossier, wording="Two jets were shot down near the dam.")
    factories.make_claim(dossier, wording="The talks in Geneva were put off.")

    assert list(Claim.objects.resembling("Two jets were shot down at the dam.")) == [nearest, near]
