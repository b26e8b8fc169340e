"""Ties between claims: proposed by one person, decided by another."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.errors import AlreadyLinked, NotComparable, RelationDoesNotHold
from claims.models import Claim, Link
from claims.operations import claim as claims
from claims.operations import link as links
from config.rows import Outdated, WrongState
from tests import factories
from tests.steps import last_step

L = Link.State


@pytest.fixture
def statement(dossier, north):
    return factories.make_claim(dossier, side=north, status="published")


@pytest.fixture
def denial(dossier, south):
    return factories.make_claim(dossier, side=south, kind="denial", status="published")


@pytest.fixture
def link(statement, denial, reporter):
    return factories.make_link(denial, statement, by=reporter)


def as_read(link) -> tuple[int, int]:
    return (link.answer.revision, link.target.revision)


# Proposing


def test_proposing_ties_the_answer_to_its_target(statement, denial, reporter):
    link = links.propose(
        denial, target=statement, relation="denies", aspect="fact", rationale="Of the dam too.", by=reporter
    )

    assert (link.answer, link.relation, link.target, link.aspect) == (denial, "denies", statement, "fact")
    assert (link.state, link.proposed_by) == (L.PROPOSED, reporter)
    assert last_step(link) == (reporter.pk, "propose", "Of the dam too.")


@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_only_who_works_on_a_dossier_proposes(request, statement, denial, person):
    with pytest.raises(PermissionDenied):
        links.propose(denial, target=statement, relation="rejects", by=request.getfixturevalue(person))


@pytest.mark.parametrize("end", ["answer", "target"])
def test_a_voided_claim_is_not_linked(statement, denial, editor, reporter, end):
    claims.void({"answer": denial, "target": statement}[end], by=editor, reason="It was satire.")

    with pytest.raises(WrongState):
        links.propose(denial, target=statement, relation="denies", aspect="fact", by=reporter)


def test_a_claim_is_not_linked_to_itself(statement, reporter):
    with pytest.raises(RelationDoesNotHold, match="itself"):
        links.propose(statement, target=statement, relation="corroborates", by=reporter)


def test_claims_of_two_dossiers_are_not_linked(statement, editor, reporter):
    elsewhere = factories.make_dossier(editors=[editor], journalists=[reporter])
    foreign = factories.make_claim(elsewhere)

    with pytest.raises(RelationDoesNotHold, match="one dossier"):
        links.propose(foreign, target=statement, relation="denies", aspect="fact", by=reporter)


def test_a_pair_is_linked_once_from_either_end(statement, denial, reporter, editor):
    tie = {"relation": "denies", "aspect": "fact"}
    links.propose(denial, target=statement, by=reporter, **tie)

    for answer, target in [(denial, statement), (statement, denial)]:
        with pytest.raises(AlreadyLinked):
            links.propose(answer, target=target, by=editor, **tie)


def test_a_symmetric_link_is_the_same_from_both_ends(statement, denial, reporter):
    first, second = sorted([statement, denial], key=lambda claim: claim.pk)

    link = links.propose(second, target=first, relation="contradicts", rationale="Not both.", by=reporter)

    assert (link.answer, link.target) == (first, second)


def test_a_judgement_needs_its_rationale(statement, denial, reporter):
    with pytest.raises(ValidationError, match="Say why"):
        links.propose(denial, target=statement, relation="contradicts", by=reporter)


def test_a_denial_says_what_it_denies(statement, denial, reporter):
    with pytest.raises(ValidationError, match="aspects"):
        links.propose(denial, target=statement, relation="denies", by=reporter)


def test_a_rejected_pair_may_be_proposed_again(statement, denial, link, editor):
    links.reject(link, by=editor, reason="Two dams.")

    again = factories.make_link(denial, statement)

    assert again.state == L.PROPOSED


# Figures


@pytest.fixture
def count(dossier, north, reporter):
    return lambda side=north, **figure: factories.make_claim(dossier, side=side, by=reporter, figures=[figure])


def dispute(one, other, by):
    figures = {"answer_figure": one.figures.get(), "target_figure": other.figures.get()}
    return links.propose(one, target=other, relation="disputes_figure", by=by, **figures)


def test_two_figures_of_the_same_thing_are_disputed(count, south, reporter):
    one, other = count(value=90), count(south, value=12)

    link = dispute(other, one, reporter)

    assert (link.answer_figure, link.target_figure) == (one.figures.get(), other.figures.get()), "turned with the ends"


def test_figures_of_unlike_things_are_refused_with_every_reason(count, south, reporter):
    one, other = count(value=90), count(south, value=12, population="soldiers", cumulative=True)

    with pytest.raises(NotComparable) as refusal:
        dispute(one, other, reporter)

    assert "civilians" in str(refusal.value)
    assert "running total" in str(refusal.value)


def test_figures_that_can_both_be_right_are_not_disputed(count, south, reporter):
    with pytest.raises(NotComparable, match="Both can be right"):
        dispute(count(value=90), count(south, value=80, bound="at_least"), reporter)


def test_a_withheld_figure_disputes_nothing(count, south, reporter):
    with pytest.raises(NotComparable, match="withheld"):
        dispute(count(value=90), count(south, bound="withheld"), reporter)


def test_a_part_counts_another_thing_than_its_total(count, south, reporter):
    total, part = count(value=5000, population="people"), count(south, value=1166, population="troops")

    link = links.propose(
        part, target=total, relation="part_of", by=reporter,
        answer_figure=part.figures.get(), target_figure=total.figures.get(),
    )  # fmt: skip

    assert link.answer_figure.low == 1166


def test_a_link_of_figures_without_its_figures_is_refused(count, south, reporter):
    with pytest.raises(ValidationError, match="names both"):
        links.propose(count(value=90), target=count(south, value=12), relation="disputes_figure", by=reporter)


# When a relation holds


@pytest.mark.parametrize(
    ("relation", "answer", "target", "said"),
    [
        ("denies", {}, {"kind": "opinion"}, "Opinions and predictions are not denied"),
        ("denies", {"speaker": "same"}, {}, "The same speaker said both"),
        ("contradicts", {"kind": "prediction"}, {}, "never counted as contested"),
        ("counter_accuses", {}, {}, "Both claims must be accusations"),
        ("rejects", {}, {}, "Only a demand or proposal"),
        ("disputes_framing", {"speaker": "same"}, {}, "The same speaker"),
        ("concedes", {"side": "same"}, {}, "A side concedes what another side says"),
        ("elaborates", {}, {}, "same side"),
        ("supersedes", {}, {}, "Only the same speaker"),
        ("retracts", {"speaker": "same", "day": "2020-10-28"}, {}, "the earlier one"),
        ("repeats", {"day": "2020-10-28"}, {}, "the earlier one"),
    ],
)
def test_a_relation_that_does_not_hold_is_refused_with_the_reason(
    dossier, north, south, reporter, relation, answer, target, said
):
    def make(fields, side):
        fields = dict(fields)
        date = fields.pop("day", "2020-10-29")
        return factories.make_claim(dossier, side=fields.pop("side", side), **fields | factories.day(date))

    second = make(target, north)
    same = {"speaker": second.speaker, "side": north}
    answer = {key: same[key] if value == "same" else value for key, value in answer.items()}
    first = make(({"side": north} if "speaker" in answer else {}) | answer, south)

    with pytest.raises(RelationDoesNotHold, match=said):
        links.propose(first, target=second, relation=relation, by=reporter)


def test_only_the_accused_side_concedes(dossier, north, south, mediators, reporter):
    accusation = factories.make_claim(dossier, side=north, kind="accusation", accused_side=south)
    onlooker = factories.make_claim(dossier, side=mediators, kind="admission")

    with pytest.raises(RelationDoesNotHold, match="Only the accused side"):
        links.propose(onlooker, target=accusation, relation="concedes", aspect="whole", by=reporter)


def test_an_accused_side_may_answer_by_accusing_an_ally_of_the_accuser(dossier, north, south, mediators, reporter):
    accusation = factories.make_claim(dossier, side=north, kind="accusation", accused_side=south)
    in_return = factories.make_claim(dossier, side=south, kind="accusation", accused_side=mediators)
    onlooker = factories.make_claim(dossier, side=mediators, kind="accusation", accused_side=south)

    assert factories.make_link(in_return, accusation, relation="counter_accuses").state == L.PROPOSED
    with pytest.raises(RelationDoesNotHold, match="must come from the accused side"):
        links.propose(onlooker, target=accusation, relation="counter_accuses", by=reporter)


# Deciding


def test_confirming_lets_a_link_count(link, editor):
    confirmed = links.confirm(link, by=editor, revisions=as_read(link))

    assert (confirmed.state, confirmed.decided_by) == (L.CONFIRMED, editor)
    assert last_step(confirmed) == (editor.pk, "confirm", "")
    assert Link.objects.counted().get() == link


def test_nobody_confirms_what_they_proposed(statement, denial, editor, second_editor):
    own = factories.make_link(denial, statement, by=editor)

    with pytest.raises(PermissionDenied, match="Nobody confirms a link that they proposed"):
        links.confirm(own, by=editor, revisions=as_read(own))

    assert links.confirm(own, by=second_editor, revisions=as_read(own)).state == L.CONFIRMED


@pytest.mark.parametrize("person", ["second_reporter", "reader", "outsider"])
def test_nobody_decides_but_an_editor(request, link, person):
    person = request.getfixturevalue(person)

    with pytest.raises(PermissionDenied):
        links.confirm(link, by=person, revisions=as_read(link))
    with pytest.raises(PermissionDenied):
        links.reject(link, by=person, reason="Two dams.")
    with pytest.raises(PermissionDenied):
        links.withdraw(link, by=person, reason="Two dams.")


@pytest.mark.parametrize("end", ["answer", "target"])
def test_a_link_is_confirmed_as_both_claims_were_read(link, editor, end):
    read = as_read(link)
    claim = Claim.objects.get(pk=getattr(link, f"{end}_id"))
    claims.edit(claim, by=claim.logged_by, revision=claim.revision, wording="It was shut.")
    factories.publish(claim)

    with pytest.raises(Outdated):
        links.confirm(link, by=editor, revisions=read)


def test_a_link_to_what_is_not_published_is_not_confirmed(dossier, statement, south, editor):
    waiting = factories.make_claim(dossier, side=south, status="submitted")
    link = factories.make_link(waiting, statement)

    with pytest.raises(WrongState, match="Publish both claims first"):
        links.confirm(link, by=editor, revisions=as_read(link))


def test_a_link_that_needs_review_is_confirmed_again(statement, denial, editor):
    link = factories.make_link(denial, statement, state=L.NEEDS_REVIEW)

    assert links.confirm(link, by=editor, revisions=as_read(link)).state == L.CONFIRMED


def test_rejecting_keeps_the_reason(link, editor):
    rejected = links.reject(link, by=editor, reason="Two dams.")

    assert (rejected.state, rejected.decision_reason) == (L.REJECTED, "Two dams.")
    assert last_step(rejected) == (editor.pk, "reject", "Two dams.")


def test_rejecting_without_a_reason_is_refused(link, editor):
    with pytest.raises(ValidationError, match="Say why"):
        links.reject(link, by=editor, reason=" ")


def test_whoever_proposed_a_link_takes_it_back(link, reporter):
    withdrawn = links.withdraw(link, by=reporter)

    assert withdrawn.state == L.WITHDRAWN
    assert last_step(withdrawn) == (reporter.pk, "withdraw", "")


def test_a_link_that_stood_is_withdrawn_by_an_editor_with_a_reason(statement, denial, reporter, editor):
    link = factories.make_link(denial, statement, state=L.CONFIRMED, by=reporter)

    with pytest.raises(PermissionDenied):
        links.withdraw(link, by=reporter, reason="Two dams.")
    with pytest.raises(ValidationError, match="Say why"):
        links.withdraw(link, by=editor)

    assert links.withdraw(link, by=editor, reason="Two dams.").decision_reason == "Two dams."


@pytest.mark.parametrize("state", [L.CONFIRMED, L.REJECTED, L.WITHDRAWN])
def test_what_is_decided_is_not_confirmed_or_rejected(statement, denial, editor, state):
    link = factories.make_link(denial, statement, state=state)

    with pytest.raises(WrongState):
        links.confirm(link, by=editor, revisions=as_read(link))
    with pytest.raises(WrongState):
        links.reject(link, by=editor, reason="Two dams.")
