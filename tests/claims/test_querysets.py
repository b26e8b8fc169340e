"""What the ledger computes from published claims and confirmed links, and who sees which claim and link."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from claims.models import Claim, Link, Matter
from claims.operations import citation as citations
from claims.operations import claim as claims
from sources.models import Capture, Passage, Publisher, Source
from sources.operations import dossier as dossiers
from tests import factories

S, L = Claim.Status, Link.State


@pytest.fixture
def say(dossier, north, matter):
    """A published claim about the dam: `say(south, kind="denial")`."""

    def published(side=north, **over):
        return factories.make_claim(side=side, **{"matter": matter, "status": S.PUBLISHED} | over)

    return published


@pytest.fixture
def tie(dossier):
    """A confirmed link: `tie(denial, "denies", statement)`."""

    def confirmed(answer, relation, target, **over):
        over = {"state": L.CONFIRMED} | over
        return factories.make_link(answer, target, relation=relation, **over)

    return confirmed


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


@pytest.mark.parametrize("state", [L.PROPOSED, L.NEEDS_REVIEW, L.REJECTED, L.WITHDRAWN])
def test_only_confirmed_links_count(say, tie, south, matter, state):
    accusation = say(kind="accusation", accused_side=south)
    tie(say(south), "denies", accusation, state=state)

    found = state_of(accusation)
    assert (found.contest, found.has_rival, found.is_unanswered) == ("unanswered", False, True)
    assert Matter.objects.with_contest().get(pk=matter.pk).contest == "unanswered"
    assert not Claim.objects.having_rival().exists()


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
    assert set(Claim.objects.having_rival(before)) == set()
    assert set(Claim.objects.having_rival(after)) == {accusation, denial}
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


# Who sees what


@pytest.fixture
def people(request):
    names = ("outsider", "reader", "reporter", "second_reporter", "editor")
    return {name: request.getfixturevalue(name) for name in names} | {"anonymous": AnonymousUser()}


EVERYBODY = {"anonymous", "outsider", "reader", "reporter", "second_reporter", "editor"}
WORKING = {"reporter", "second_reporter", "editor"}


@pytest.mark.parametrize(
    ("visibility", "status", "seen_by"),
    [
        ("public", S.PUBLISHED, EVERYBODY),
        ("newsroom", S.PUBLISHED, EVERYBODY - {"anonymous"}),
        ("members", S.PUBLISHED, WORKING | {"reader"}),
        ("public", S.DRAFT, WORKING),
        ("public", S.SUBMITTED, WORKING),
        ("public", S.RETURNED, WORKING),
        ("public", S.VOIDED, WORKING),
        ("members", S.SUBMITTED, WORKING),
    ],
)
def test_a_claim_and_all_of_it_is_seen_by_whom_it_may(people, dossier, editor, visibility, status, seen_by):
    dossiers.edit(dossier, by=editor, revision=1, visibility=visibility)
    claim = factories.make_claim(dossier, status=status, figures=[{}])

    for rows in (Claim.objects, type(claim.figures.get()).objects, type(claim.citations.get()).objects):
        assert {name for name, person in people.items() if rows.visible_to(person).exists()} == seen_by


def test_what_was_published_and_then_voided_stays_readable(people, dossier, editor):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    claim = factories.make_claim(dossier, status=S.PUBLISHED)

    claims.void(claim, by=editor, reason="Satire.")

    assert {name for name, person in people.items() if Claim.objects.visible_to(person).exists()} == EVERYBODY


def test_what_went_back_to_review_is_out_of_sight_until_it_is_published_again(people, dossier, editor):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    claim = factories.make_claim(dossier, status=S.PUBLISHED)

    claims.edit(claim, by=claim.logged_by, revision=1, wording="It was shut.")

    assert {name for name, person in people.items() if Claim.objects.visible_to(person).exists()} == WORKING


@pytest.mark.parametrize(("state", "seen_by"), [(L.CONFIRMED, EVERYBODY), (L.PROPOSED, WORKING), (L.REJECTED, WORKING)])
def test_a_link_is_seen_by_all_once_it_is_confirmed(people, dossier, editor, say, tie, south, state, seen_by):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    tie(say(south), "denies", say(), state=state)

    assert {name for name, person in people.items() if Link.objects.visible_to(person).exists()} == seen_by


# Queues


def test_a_queue_holds_what_this_person_may_decide(dossier, north, editor, second_editor, reporter, reader):
    own = factories.make_claim(dossier, by=editor, status=S.SUBMITTED)
    others = factories.make_claim(dossier, by=reporter, status=S.SUBMITTED)
    factories.make_claim(dossier, by=reporter)

    assert set(Claim.objects.reviewable_by(editor)) == {others}
    assert set(Claim.objects.reviewable_by(second_editor)) == {own, others}
    assert not Claim.objects.reviewable_by(reporter).exists()
    assert not Claim.objects.reviewable_by(reader).exists()


def test_a_queue_of_links_leaves_out_ones_own_proposals(dossier, editor, second_editor, reporter):
    link = factories.make_link(factories.make_claim(dossier), factories.make_claim(dossier), by=editor)

    assert not Link.objects.decidable_by(editor).exists()
    assert not Link.objects.decidable_by(reporter).exists()
    assert set(Link.objects.decidable_by(second_editor)) == {link}


# Search


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


SEES_ALL = ("reporter", "editor")
SEES_CITED = ("reader", "outsider", "anonymous")


@pytest.mark.parametrize("person", [*SEES_ALL, *SEES_CITED])
@pytest.mark.parametrize(
    ("state", "cited"),
    [("draft", False), ("submitted", False), ("published", True), ("voided after", True), ("voided before", False)]
    + [("struck out", False)],
)
def test_a_source_is_shown_once_something_published_cites_it(request, db, editor, dossier, north, person, state, cited):
    dossiers.edit(dossier, by=editor, revision=1, visibility="public")
    user = AnonymousUser() if person == "anonymous" else request.getfixturevalue(person)
    source = factories.make_source(dossier, publisher="The Daily Ledger")
    passage = factories.make_passage(source)
    claim = factories.make_claim(side=north, passage=passage, status=state if " " not in state else "submitted")
    if state in ("voided after", "struck out"):
        claim = factories.publish(claim)
    if state == "struck out":
        citations.add(claim, by=editor, passage=factories.make_passage(factories.make_source(dossier)))
        citations.void(claim.citations.get(passage=passage), by=editor, reason="Another day.")
        factories.publish(claim)
    if state.startswith("voided"):
        claims.void(claim, by=editor, reason="Satire.")

    seen = Source.objects.visible_to(user).filter(pk=source.pk).count()

    assert seen == (cited or person in SEES_ALL)
    assert Capture.objects.visible_to(user).filter(source=source).count() == seen
    assert Passage.objects.visible_to(user).filter(pk=passage.pk).count() == seen
    assert Publisher.objects.visible_to(user).count() == seen
