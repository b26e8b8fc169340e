"""Two rival statements side by side, and who joined them."""

import re

import pytest

from claims.models import Claim, Link
from claims.queries.claim import claim_screen
from claims.templatetags.ties import joined, opposed
from tests.factories import make_claim, make_link

EVIL = "<b>It was closed</b>"
C = Claim.Status.PUBLISHED


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.fixture
def tied(north, south, editor):
    def made(**link):
        said = make_claim(side=north, status=C, wording="It was opened.")
        denied = make_claim(side=south, status=C, wording=EVIL, kind="denial")
        return make_link(denied, said, relation="denies", aspect="fact", **link)

    return made


def tie_of(user, claim):
    return claim_screen(user, claim.pk).rivals[0]


def test_the_statement_of_the_page_stands_before_its_rival(tied, editor):
    link = tied(state=Link.State.CONFIRMED)

    shown = words(opposed(tie_of(editor, link.target)))

    assert shown.index("It was opened.") < shown.index("It was closed")
    assert f"{link.answer.speaker.name} denies {link.target.speaker.name}" in shown


def test_it_says_who_denies_whom_from_either_page(tied, editor):
    link = tied(state=Link.State.CONFIRMED)
    said = f"{link.answer.speaker.name} denies {link.target.speaker.name}"

    there, here = opposed(tie_of(editor, link.target)), opposed(tie_of(editor, link.answer))

    assert said in words(there)
    assert said in words(here)
    assert "to-left" in there
    assert "to-right" in here


def test_what_is_only_proposed_says_so(tied, editor):
    assert "<small>proposed</small>" in opposed(tie_of(editor, tied().target))
    assert "<small>" not in opposed(tie_of(editor, tied(state=Link.State.CONFIRMED).target))


def test_a_wording_is_words_and_no_markup(tied, editor):
    link = tied(state=Link.State.CONFIRMED)

    assert EVIL not in opposed(tie_of(editor, link.answer))
    assert EVIL not in opposed(tie_of(editor, link.target))


def test_who_joined_them_is_named_to_those_who_signed_in(tied):
    link = tied()

    assert joined(link, named=True).startswith(f"Proposed by {link.proposed_by.get_full_name()}, ")
    assert joined(link, named=False).startswith("Proposed by the newsroom, ")


def test_a_decision_is_told_with_its_reason(tied):
    link = tied(state=Link.State.REJECTED)
    link.decision_reason = "Not about the dam."

    assert "; rejected by " in joined(link, named=True)
    assert joined(link, named=True).endswith(". “Not about the dam.”")


def test_of_a_link_in_doubt_the_confirmation_is_told_without_the_reason_of_the_doubt(tied):
    link = tied(state=Link.State.NEEDS_REVIEW)
    link.decision_reason = "A statement was changed."

    assert "; confirmed by " in joined(link, named=True)
    assert "changed" not in joined(link, named=True)
