"""What comes closest to some words, also by who said it."""

import pytest

from claims.models import Claim
from claims.queries.alike import LISTED, NAMESAKES, alike
from tests.factories import day, make_claim, make_speaker, publish


@pytest.fixture
def orban(dossier):
    return make_speaker(dossier, name="Viktor Orbán", aliases=["The Premier"])


def keys(text, claims=None):
    return [one.claim.pk for one in alike(Claim.objects.all() if claims is None else claims, text)]


def test_it_is_told_how_much_is_shared_and_which_words(dossier):
    claim = make_claim(dossier, wording="Two jets fell on the weir.")

    [whole] = alike(Claim.objects.all(), "two jets fell on the weir")
    [some] = alike(Claim.objects.all(), "jets over the capital")

    assert (whole.claim, whole.part) == (claim, pytest.approx(1))
    assert some.words == ("jets",)
    assert 0 < some.part < 1


def test_what_shares_far_less_than_the_closest_is_left_out(dossier):
    close = make_claim(dossier, wording="Two jets fell on the weir at dawn.")
    make_claim(dossier, wording="The talks were put off at dawn.")

    assert keys("two jets fell on the weir at dawn") == [close.pk]


@pytest.mark.parametrize("words", ["Orbán jets", "jets orban", "Vikt jets", "premier jets"])
def test_what_was_said_by_whom_the_words_name_comes_first(dossier, orban, words):
    others = make_claim(dossier, wording="Jets fell. Jets fell.")
    theirs = make_claim(speaker=orban, wording="Nobody lost two jets, or any plane, on that day in the hills.")
    make_claim(speaker=orban, wording="The talks were put off.")

    assert keys(words) == [theirs.pk, others.pk]


def test_a_name_alone_finds_what_they_said_newest_first(orban):
    old, new = (make_claim(speaker=orban, **day(date)) for date in ("2020-10-01", "2020-10-05"))

    assert keys("Viktor Orban") == [new.pk, old.pk]


def test_who_has_more_of_the_name_is_meant(dossier, orban):
    make_claim(speaker=make_speaker(dossier, name="Viktor Petrov"), wording="Jets fell.")
    theirs = make_claim(speaker=orban, wording="A weir broke.")

    assert keys("Viktor Orban") == [theirs.pk]


def test_a_word_in_the_names_of_many_names_nobody(dossier):
    said = make_claim(dossier, wording="The ministry was hit.")
    make_claim(speaker=make_speaker(dossier, name="Ministry 0"), wording="A weir broke.")
    for number in range(NAMESAKES):
        make_speaker(dossier, name=f"Ministry {number + 1}")

    assert keys("ministry") == [said.pk]


def test_only_what_may_be_seen_is_found(dossier, orban, reader):
    seen = publish(make_claim(speaker=orban, wording="Jets fell."))
    make_claim(speaker=orban, wording="Jets landed.")

    for words in ("orban", "orban jets", "jets"):
        assert keys(words, Claim.objects.visible_to(reader)) == [seen.pk]


def test_only_so_many_are_listed(orban):
    for _ in range(LISTED + 1):
        make_claim(speaker=orban, wording="Jets fell.")

    for words in ("orban", "orban jets", "jets"):
        assert len(keys(words)) == LISTED


@pytest.mark.parametrize(
    "text", ["(((", "a.*b", "\\m", "½", "⑴⑵⑶", "'", "& | !", "Ω" * 500, "aaa " * 125, "ﷺ" * 500, "x1" * 250]
)
def test_any_text_can_be_looked_for(orban, text):
    make_claim(speaker=orban, wording="Jets fell.")

    assert keys(text) == []
