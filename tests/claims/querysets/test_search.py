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


SAID = (
    "Two Su-25 and an S-300 were lost over Karabakh/Artsakh, U.S. officials told example.org; COVID-19 cost 3.5 million"
    " or 2.75%, and 1,166 men of Ter-Petrosyan’s went at 90 km/h."
)


@pytest.mark.parametrize(
    "words",
    [
        *("Su-25", "su-2", "SU-25 lost", "25", "S-300", "S-3", "COVID-19", "3.5", "3.5 million", "2.75%", "2.75"),
        *("Artsakh", "Karabakh", "Karabakh/Artsakh", "km/h", "90 km/h", "example.org", "U.S.", "U.S. officials"),
        *("1166", "1,166", "1,166 men", "Ter-Petrosyan", "Ter-Petrosyan's", "Petrosyan", "Su–25", "Su-25!", "(S-300)"),
    ],
)
def test_search_splits_what_is_typed_as_it_splits_what_was_said(dossier, words):
    claim = factories.make_claim(dossier, wording=SAID)

    assert list(Claim.objects.matching(words)) == [claim]
    if words not in ("su-2", "S-3", "SU-25 lost"):
        assert list(Claim.objects.matching(f'"{words}"')) == [claim]


@pytest.mark.parametrize("words", ["Su-26", "25 Su", "S-30-0", "3.6", "35", "19-COVID", "2 75 3", "U.K."])
def test_parts_of_a_word_are_sought_in_a_row(dossier, words):
    factories.make_claim(dossier, wording=SAID)

    assert list(Claim.objects.matching(f"{words.replace(' ', '-')}")) == []


@pytest.mark.parametrize(
    "words", ["½", "²", "€", "_", "'", "-", '"-"', "a-", "-a", "<->", ":*", "\\", "%", "ა", "ั", "𝟓", "1e5"]
)
def test_nothing_that_can_be_typed_breaks_the_search(dossier, words):
    factories.make_claim(dossier, wording=SAID)

    list(Claim.objects.matching(words))
    list(Claim.objects.matching(f'"{words}" {words}'))


def test_claims_worded_alike_are_found_likeliest_first(dossier):
    near = factories.make_claim(dossier, wording="Two jets were brought down near the dam.")
    nearest = factories.make_claim(dossier, wording="Two jets were shot down near the dam.")
    factories.make_claim(dossier, wording="The talks in Geneva were put off.")

    assert list(Claim.objects.resembling("Two jets were shot down at the dam.")) == [nearest, near]


@pytest.mark.parametrize(
    "typed",
    [
        "two jet shot down near the dams",
        "Near the dam, two jets were shot down!",
        "The jets shot down near the dam were two.",
        "Two jets were shooting down near the damm.",
    ],
)
def test_a_wording_is_known_in_other_forms_and_another_order(dossier, typed):
    claim = factories.make_claim(dossier, wording="Two jets were shot down near the dam.")
    factories.make_claim(dossier, wording="The talks in Geneva were put off.")

    assert list(Claim.objects.resembling(typed)) == [claim]


@pytest.mark.parametrize("words", ["", " ", "…", "½", "'", "O'Neill's \\ reply", "-", "%", "ა", "𝟓", "<->", "a" * 2000])
def test_any_wording_can_be_compared(dossier, words):
    factories.make_claim(dossier, wording=SAID)

    assert list(Claim.objects.resembling(words)) == []
