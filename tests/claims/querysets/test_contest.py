"""What the ledger computes from published claims and confirmed links."""

from datetime import date

import pytest

from claims.models import Claim, Link, Matter
from claims.operations import claim as claims
from tests import factories

S, L = Claim.Status, Link.State


def state_of(claim, as_of=None) -> Claim:
    return Claim.objects.with_contest(as_of).get(pk=claim.pk)


def figures_of(one, other) -> dict:
    return {"answer_figure": one.figures.get(), "target_figure": other.figures.get()}


# Contest


def test_a_claim_that_nobody_answered_has_no_rival_known(say):
    statement = state_of(say())

    assert (statement.contest, statement.has_rival, statement.standing) == ("no_rival_known", False, "standing")


@pytest.mark.parametrize(
    ("relation", "kind", "contest"),
    [
        ("denies", "assertion", "denied"),
        ("contradicts", "assertion", "denied"),
        ("rejects", "demand", "denied"),
        ("disputes_framing", "assertion", "framing_disputed"),
    ],
)
def test_a_confirmed_rival_contests_a_claim(say, tie, south, relation, kind, contest):
    statement = say(kind=kind)
    tie(say(south), relation, statement)

    assert state_of(statement).contest == contest
    assert state_of(statement).has_rival


def test_figures_that_differ_are_disputed_at_both_ends(say, tie, south):
    one, other = say(figures=[{"value": 90}]), say(south, figures=[{"value": 12}])
    tie(other, "disputes_figure", one, **figures_of(other, one))

    assert state_of(one).contest == state_of(other).contest == "figure_disputed"


@pytest.mark.parametrize(("aspect", "contest"), [("whole", "conceded"), ("part", "conceded_in_part")])
def test_what_the_accused_side_admits_is_conceded(say, tie, south, aspect, contest):
    accusation = say(kind="accusation", accused_side=south)
    admission = say(south, kind="admission")
    tie(admission, "concedes", accusation, aspect=aspect)

    assert state_of(accusation).contest == contest
    assert not state_of(accusation).has_rival
    assert state_of(admission).contest == "no_rival_known", "conceding contests nothing of its own"


def test_several_kinds_of_contest_are_mixed(say, tie, south, mediators):
    statement = say()
    tie(say(south), "denies", statement)
    tie(say(mediators), "disputes_framing", statement)

    assert state_of(statement).contest == "mixed"


def test_two_denials_are_denied_and_not_mixed(say, tie, south, mediators):
    statement = say()
    tie(say(south), "denies", statement)
    tie(say(mediators), "denies", statement)

    assert state_of(statement).contest == "denied"


@pytest.mark.parametrize("relation", ["corroborates", "elaborates", "repeats", "not_comparable"])
def test_other_ties_contest_nothing(say, tie, north, relation):
    one, other = say(), say()
    tie(other, relation, one)

    assert (state_of(one).contest, state_of(one).has_rival) == ("no_rival_known", False)


def test_a_part_is_no_rival_of_its_total(say, tie, south):
    total, part = say(figures=[{"value": 5000}]), say(south, figures=[{"value": 39}])
    tie(part, "part_of", total, **figures_of(part, total))

    for claim in (total, part):
        assert (state_of(claim).contest, state_of(claim).has_rival) == ("no_rival_known", False)


@pytest.mark.parametrize("kind", ["opinion", "prediction"])
def test_opinions_and_predictions_are_never_contested(say, tie, south, matter, kind):
    opinion = say(kind=kind)
    tie(say(south), "disputes_framing", opinion)

    assert state_of(opinion).contest == "no_rival_known"
    assert Matter.objects.with_contest().get(pk=matter.pk).contest == "no_rival_known"


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "voided"])
def test_an_accusation_that_is_not_published_is_not_unanswered(say, south, status):
    accusation = say(kind="accusation", accused_side=south, status=status)

    found = state_of(accusation)
    assert (found.contest, found.is_unanswered) == ("no_rival_known", False)


@pytest.mark.parametrize("state", [L.PROPOSED, L.NEEDS_REVIEW, L.REJECTED, L.WITHDRAWN])
def test_only_confirmed_links_count(say, tie, south, matter, state):
    accusation = say(kind="accusation", accused_side=south)
    tie(say(south), "denies", accusation, state=state)

    found = state_of(accusation)
    assert (found.contest, found.has_rival, found.is_unanswered) == ("unanswered", False, True)
    assert Matter.objects.with_contest().get(pk=matter.pk).contest == "unanswered"
    assert not Claim.objects.with_contest().filter(has_rival=True).exists()


@pytest.mark.parametrize("end", ["answer", "target"])
def test_a_voided_end_counts_no_more(say, tie, south, editor, end):
    statement, denial = say(), say(south)
    tie(denial, "denies", statement)
    gone, left = {"answer": (denial, statement), "target": (statement, denial)}[end]

    claims.void(gone, by=editor, reason="Satire.")

    assert (state_of(left).contest, state_of(left).has_rival) == ("no_rival_known", False)


def test_a_claim_that_went_back_to_review_counts_no_more(say, tie, south):
    statement, denial = say(), say(south)
    tie(denial, "denies", statement)

    claims.edit(denial, by=denial.logged_by, revision=1, wording="It was never shut.")

    assert state_of(statement).contest == "no_rival_known"


# Standing


@pytest.mark.parametrize(("relation", "standing"), [("supersedes", "superseded"), ("retracts", "retracted")])
def test_what_the_speaker_replaced_or_took_back_no_longer_stands(say, tie, relation, standing):
    earlier = say()
    later = say(speaker=earlier.speaker)
    tie(later, relation, earlier)

    assert (state_of(earlier).standing, state_of(later).standing) == (standing, "standing")


# Unanswered


def unanswered(as_of=None) -> set:
    return set(Claim.objects.unanswered(as_of))


def test_an_accusation_is_unanswered_until_the_accused_side_replies(say, tie, south, mediators):
    accusation = say(kind="accusation", accused_side=south)
    assert unanswered() == {accusation}

    tie(say(mediators), "denies", accusation)
    assert unanswered() == {accusation}, "a third party's denial is no reply of the accused"

    tie(say(south), "denies", accusation)
    assert unanswered() == set()


@pytest.mark.parametrize("relation", ["denies", "disputes_framing", "concedes"])
def test_a_denial_another_framing_or_an_admission_is_a_reply(say, tie, south, relation):
    accusation = say(kind="accusation", accused_side=south)
    tie(say(south), relation, accusation)

    assert unanswered() == set()
    assert not state_of(accusation).is_unanswered


def test_a_counter_accusation_is_a_rival_and_leaves_the_accusation_unanswered(say, tie, north, south, matter):
    accusation = say(kind="accusation", accused_side=south)
    in_return = say(south, kind="accusation", accused_side=north)
    tie(in_return, "counter_accuses", accusation)

    for claim in (accusation, in_return):
        found = state_of(claim)
        assert (found.contest, found.has_rival, found.is_unanswered) == ("unanswered", True, True)
    assert unanswered() == {accusation, in_return}
    assert Matter.objects.with_contest().get(pk=matter.pk).contest == "unanswered"


def test_only_published_accusations_wait_for_an_answer(say, south):
    for status in (S.DRAFT, S.SUBMITTED, S.VOIDED):
        say(kind="accusation", accused_side=south, status=status)
    say(kind="assertion")

    assert unanswered() == set()


# As of a day


def test_a_dispute_is_as_it_stood_on_a_day(say, tie, south, matter):
    accusation = say(kind="accusation", accused_side=south, **factories.day("2020-10-20"))
    denial = say(south, **factories.day("2020-10-25"))
    tie(denial, "denies", accusation)
    before, after = date(2020, 10, 24), date(2020, 10, 25)

    assert (state_of(accusation, before).contest, state_of(accusation, after).contest) == ("unanswered", "denied")
    assert (unanswered(before), unanswered(after)) == ({accusation}, set())
    assert set(Claim.objects.published(before)) == {accusation}
    assert set(Claim.objects.with_contest(before).filter(has_rival=True)) == set()
    assert set(Claim.objects.with_contest(after).filter(has_rival=True)) == {accusation, denial}
    contests = [Matter.objects.with_contest(day).get(pk=matter.pk).contest for day in (before, after)]
    assert contests == ["unanswered", "denied"]
    assert Matter.objects.with_contest(date(2020, 10, 1)).get(pk=matter.pk).contest == "no_rival_known"


def test_a_claim_replaced_later_stood_before(say, tie):
    earlier = say(**factories.day("2020-10-20"))
    tie(say(speaker=earlier.speaker, **factories.day("2020-10-25")), "supersedes", earlier)

    assert state_of(earlier, date(2020, 10, 24)).standing == "standing"
    assert state_of(earlier, date(2020, 10, 25)).standing == "superseded"


# Matters


def test_a_matter_is_contested_as_its_claims_are(say, tie, south, matter):
    assert Matter.objects.with_contest().get(pk=matter.pk).contest == "no_rival_known"

    tie(say(south), "denies", say())
    assert Matter.objects.with_contest().get(pk=matter.pk).contest == "denied"

    tie(say(south), "disputes_framing", say())
    assert Matter.objects.with_contest().get(pk=matter.pk).contest == "mixed"
