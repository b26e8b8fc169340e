"""A statement as a card."""

import re

from claims.models import Claim
from claims.queries.cards import cards_of
from claims.templatetags.cards import card, chip
from tests.factories import make_claim, make_figure

PUBLISHED = Claim.Status.PUBLISHED
EVIL = '<script>alert("1")</script>\''


def carded(claim):
    return cards_of([claim.pk])[claim.pk]


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_a_card_says_who_said_what_for_whom_and_when(north, south, matter):
    claim = carded(
        make_claim(
            side=north, matter=matter, kind="accusation", accused_side=south, status=PUBLISHED, office="Minister",
            wording="South opened the dam.", own_words="They opened it.", language="en", figures=[{"value": 90}],
        )
    )  # fmt: skip

    markup = card(claim, with_matter=True)

    said = words(markup)
    for part in (
        claim.speaker.name, ", Minister", "29 Oct 2020", "South opened the dam.", "They opened it.",
        "90 civilians killed", "Accusation", "on Was the dam opened?", f"accuses {south.short_name}", "1 source ",
        "Published", "unanswered",
    ):  # fmt: skip
        assert part in said
    assert f'href="/claims/{claim.pk}/"' in markup
    assert f'href="/speakers/{claim.speaker_id}/"' in markup
    assert f'href="/matters/{matter.pk}/"' in markup
    assert '<q lang="en">' in markup


def test_a_card_leaves_out_what_its_place_says(north, matter):
    claim = carded(make_claim(side=north, matter=matter, status=PUBLISHED, wording="It was opened."))

    assert north.name in card(claim)
    assert north.name not in card(claim, quiet=True)
    assert matter.question not in card(claim)
    assert '<p class="wording large" dir="auto">It was opened.</p>' in card(claim, large=True)
    assert 'class="claim s1 published plain"' in card(claim, plain=True)


def test_what_people_typed_is_never_markup_on_a_card(north, matter):
    claim = make_claim(side=north, matter=matter, status=PUBLISHED, wording=EVIL, own_words=EVIL, office=EVIL)
    make_figure(claim, quantity=EVIL, population="<i>")

    markup = card(carded(claim), with_matter=True)

    assert "<script" not in markup
    assert "<i>" not in markup
    assert "&lt;script&gt;" in markup


def test_a_figure_is_a_chip_with_all_that_it_counts_in_short(north, south):
    claim = make_claim(side=north)
    figure = make_figure(claim, affected_side=south, cumulative=True, bound="withheld")

    assert words(chip(figure)) == f"withheld civilians killed · {south.short_name} · total"
    assert 'class="chip withheld"' in chip(figure)
