"""The seed article, where it is at hand: what is proposed, beside what two people marked in it."""

import json

import pytest

from claims.relations import RIVAL, Relation
from tests.claims.proposals.dossiers import ARMENIA, AZERBAIJAN, KARABAKH, RUSSIA, SEED_ARTICLE, filled

GOLD = SEED_ARTICLE.parents[1] / "eval/seed-article-gold.json"
SIDES = {"armenian": {ARMENIA, KARABAKH}, "azerbaijani": {AZERBAIJAN}, "third_party": {RUSSIA}}
pytestmark = pytest.mark.skipif(not (SEED_ARTICLE.exists() and GOLD.exists()), reason="The article is not here.")


@pytest.fixture(scope="module")
def found():
    """Each statement of the gold list with the form that covers it best."""
    forms = filled(SEED_ARTICLE.read_text(encoding="utf-8"), speakers=(), matters=())
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    pairs = {said["id"]: (said, max(forms, key=lambda form: _shared(said, form))) for said in gold["statements"]}
    return pairs, gold["rivals"]


def _shared(said, form) -> int:
    return sum(
        max(0, min(end, span.end) - max(start, span.start))
        for start, end in said["content_span"]
        for span in form.marks
    )


def test_every_statement_is_proposed(found):
    assert [key for key, (said, form) in found[0].items() if not _shared(said, form)] == []


def test_every_statement_is_for_the_right_side(found):
    wrong = [
        key
        for key, (said, form) in found[0].items()
        if not ({form.side.value, *(form.mutual or ())} & SIDES[said["side"]])
    ]

    assert wrong == []


def test_nearly_every_statement_is_of_the_right_kind(found):
    alike = {"figure": "assertion", "refusal": "denial"}
    wrong = [
        key
        for key, (said, form) in found[0].items()
        if alike.get(form.kind, form.kind) not in {alike.get(kind, kind) for kind in [said["kind"], *said["also"]]}
    ]

    assert len(wrong) <= 2, wrong


def test_every_true_rival_comes_with_its_link_and_nothing_else_does(found):
    pairs, rivals = found
    true = {(pairs[tie["a"]][1].position, pairs[tie["b"]][1].position) for tie in rivals if tie["grade"] == 2}
    proposed = {
        (form.position, rival.position)
        for _, form in pairs.values()
        for rival in form.rivals
        if rival.answers and rival.relation in RIVAL
    }
    both_ways = {(form.position, form.position) for _, form in pairs.values() if form.mutual}

    assert proposed | both_ways == true


def test_every_part_of_a_total_comes_with_its_link_and_nothing_else_does(found):
    pairs, ties = found
    true = {(pairs[tie["a"]][1].position, pairs[tie["b"]][1].position) for tie in ties if tie["type"] == "part_of"}
    proposed = {
        (form.position, rival.position)
        for _, form in pairs.values()
        for rival in form.rivals
        if rival.answers and rival.relation == Relation.PART_OF
    }

    assert proposed == true


def test_relative_dates_are_read_or_marked_uncertain(found):
    pairs, _ = found

    assert pairs["s14"][1].date == "last week"
    assert all(form.uncertain for said, form in pairs.values() if said["date"] is None)
