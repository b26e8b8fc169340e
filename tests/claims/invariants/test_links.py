"""What is always true of a link between two claims, whoever writes to the database, and how."""

import pytest
from django.utils import timezone

from claims.models import Link
from claims.operations import claim as claims
from claims.operations import figure as figures
from claims.operations import link as links
from claims.relations import ACYCLIC
from tests import factories
from tests.rules import copying, updating

L = Link.State


@pytest.fixture
def statement(dossier, north):
    return factories.make_claim(dossier, side=north, status="published", figures=[{"value": 90}])


@pytest.fixture
def denial(dossier, south):
    return factories.make_claim(dossier, side=south, status="published", figures=[{"value": 12}])


@pytest.fixture
def link(statement, denial, reporter):
    """The denial, proposed by the reporter."""
    return factories.make_link(denial, statement, by=reporter)


@pytest.fixture
def figure_link(statement, denial, reporter):
    return factories.make_link(
        denial, statement, relation="disputes_figure", by=reporter,
        answer_figure=denial.figures.get(), target_figure=statement.figures.get(),
    )  # fmt: skip


@pytest.fixture
def voices(dossier, north):
    """Six published claims by one speaker."""
    speaker = factories.make_speaker(dossier, side=north)
    return [factories.make_claim(dossier, speaker=speaker, status="published") for _ in range(6)]


def deciding(link, by, state="confirmed", **columns):
    decision = {"state": state, "decided_by_id": by.pk, "decided_at": timezone.now()}
    return updating(link, **decision | columns)


# What a link joins


def test_a_claim_is_not_linked_to_itself(refuses, reporter, link):
    refuses("link_joins_two_claims", reporter, *copying(link, answer_id=link.target_id))


def test_a_link_joins_claims_of_one_dossier(refuses, reporter, editor, link):
    elsewhere = factories.make_dossier(editors=[editor], journalists=[reporter])
    foreign = factories.make_claim(elsewhere)

    refuses("link_answer_of_dossier", reporter, *copying(link, answer_id=foreign.pk))
    refuses("link_target_of_dossier", reporter, *copying(link, target_id=foreign.pk))
    other = {"relation": "rejects", "aspect": ""}
    refuses("link_answer_of_dossier", reporter, *copying(link, dossier_id=elsewhere.pk, **other))


def test_a_pair_is_linked_by_a_relation_once_from_whichever_end(refuses, reporter, link):
    refuses("link_once", reporter, *copying(link))
    refuses("link_once", reporter, *copying(link, answer_id=link.target_id, target_id=link.answer_id))


def test_a_pair_whose_link_was_rejected_or_withdrawn_may_be_linked_again(by_hand, reporter, link):
    for state in (L.REJECTED, L.WITHDRAWN, L.REJECTED):
        factories.decide(Link.objects.live().get(), state)
        by_hand(reporter, *copying(link))

    assert Link.objects.live().count() == 1


def test_two_pairs_of_figures_may_be_part_of_one_total(by_hand, refuses, reporter, dossier, north, south):
    total = factories.make_claim(dossier, side=north, figures=[{"value": 5000}])
    parts = factories.make_claim(dossier, side=south, figures=[{"value": 1166}, {"value": 39}])
    for part in parts.figures.all():
        link = factories.make_link(
            parts, total, relation="part_of", by=reporter, answer_figure=part, target_figure=total.figures.get()
        )

    assert Link.objects.count() == 2
    refuses("link_once", reporter, *copying(link))


def test_the_relation_and_its_aspect_are_of_the_list(refuses, reporter, link):
    refuses("link_aspect_fits", reporter, *copying(link, aspect=""))
    refuses("link_aspect_fits", reporter, *copying(link, aspect="correction"))
    refuses("link_aspect_fits", reporter, *copying(link, relation="rejects"))
    refuses("link_relation_known", reporter, *copying(link, relation="mocks", aspect=""))


@pytest.mark.parametrize("relation", ["contradicts", "disputes_framing", "not_comparable"])
def test_a_judgement_is_explained(refuses, reporter, link, relation):
    low, high = sorted([link.answer_id, link.target_id])
    judgement = {"relation": relation, "aspect": "", "rationale": " ", "answer_id": low, "target_id": high}

    refuses("link_explained", reporter, *copying(link, **judgement))


@pytest.mark.parametrize("relation", ["contradicts", "corroborates", "not_comparable"])
def test_a_symmetric_relation_is_stored_one_way_round(refuses, reporter, link, relation):
    low, high = sorted([link.answer_id, link.target_id])
    other_way = {"answer_id": high, "target_id": low, "relation": relation, "aspect": "", "rationale": "So."}

    refuses("link_symmetric_one_way", reporter, *copying(link, **other_way))


def test_a_symmetric_link_of_figures_is_stored_one_way_round(refuses, reporter, figure_link):
    other_way = {
        "answer_id": figure_link.target_id,
        "target_id": figure_link.answer_id,
        "answer_figure_id": figure_link.target_figure_id,
        "target_figure_id": figure_link.answer_figure_id,
    }
    assert figure_link.answer_id < figure_link.target_id

    refuses("link_symmetric_one_way", reporter, *copying(figure_link, **other_way))


# Figures


def test_a_link_between_figures_names_both_and_others_name_none(refuses, reporter, link, figure_link):
    refuses("link_names_figures", reporter, *copying(figure_link, answer_figure_id=None))
    refuses("link_names_figures", reporter, *copying(figure_link, answer_figure_id=None, target_figure_id=None))
    its_figures = {"answer_figure_id": link.answer.figures.get().pk, "target_figure_id": link.target.figures.get().pk}
    refuses("link_names_figures", reporter, *copying(link, **its_figures))


def test_the_figures_of_a_link_are_those_of_its_claims(refuses, reporter, dossier, figure_link):
    foreign = factories.make_figure(factories.make_claim(dossier), value=1)

    refuses("link_figures_of_claims", reporter, *copying(figure_link, answer_figure_id=foreign.pk))


def test_a_figure_that_was_struck_out_is_not_linked(refuses, reporter, statement, figure_link):
    figures.void(statement.figures.get(), by=statement.logged_by, reason="Misheard.")

    refuses("link_figures_of_claims", reporter, *copying(figure_link))


@pytest.mark.parametrize(
    "other",
    [
        {"population": "troops"},
        {"quantity": "injured"},
        {"place": "Barda"},
        {"period": "2020-10"},
        {"cumulative": True},
        {"value": 90},
        {"bound": "at_least", "value": 80},
        {"bound": "about", "value": 99},
        {"bound": "withheld"},
    ],
)
def test_figures_are_disputed_only_when_they_count_the_same_and_cannot_both_hold(
    refuses, reporter, dossier, north, south, other
):
    one = factories.make_claim(dossier, side=north, figures=[{"value": 90}])
    another = factories.make_claim(dossier, side=south, figures=[{"value": 12} | other])
    both = {"answer_figure": one.figures.get(), "target_figure": another.figures.get()}
    link = factories.make_link(one, another, relation="part_of", by=reporter, **both)

    refuses("link_figures_comparable", reporter, *copying(link, relation="disputes_figure"))


# Circles


@pytest.mark.parametrize("relation", ACYCLIC)
@pytest.mark.parametrize("length", [3, 6])
def test_what_replaces_or_repeats_never_comes_round_to_itself(refuses, reporter, voices, relation, length):
    ring = voices[:length]
    for later, earlier in zip(ring, ring[1:], strict=False):
        link = factories.make_link(later, earlier, relation=relation, by=reporter)

    closing = {"answer_id": ring[-1].pk, "target_id": ring[0].pk}
    refuses("link_no_circle", reporter, *copying(link, **closing))


def test_a_circle_counts_links_that_wait_for_another_look(refuses, reporter, voices):
    factories.make_link(voices[0], voices[1], relation="supersedes", state=L.NEEDS_REVIEW, by=reporter)
    link = factories.make_link(voices[1], voices[2], relation="supersedes", by=reporter)

    refuses("link_no_circle", reporter, *copying(link, answer_id=voices[2].pk, target_id=voices[0].pk))


def test_no_circle_is_closed_by_way_of_a_rejected_link(by_hand, reporter, voices):
    factories.make_link(voices[0], voices[1], relation="supersedes", state=L.REJECTED, by=reporter)
    link = factories.make_link(voices[1], voices[2], relation="supersedes", by=reporter)

    by_hand(reporter, *copying(link, answer_id=voices[2].pk, target_id=voices[0].pk))

    assert Link.objects.live().count() == 2


def test_two_relations_make_no_circle_between_them(by_hand, reporter, voices):
    link = factories.make_link(voices[0], voices[1], relation="supersedes", by=reporter)

    by_hand(reporter, *copying(link, answer_id=voices[1].pk, target_id=voices[0].pk, relation="repeats", aspect=""))

    assert Link.objects.live().count() == 2


# States and four eyes


def test_a_link_starts_as_a_proposal_in_the_proposers_name(refuses, reporter, editor, link):
    links.reject(link, by=editor, reason="No.")

    for state in (L.CONFIRMED, L.NEEDS_REVIEW, L.REJECTED, L.WITHDRAWN):
        refuses("link_starts_proposed", editor, *copying(link, state=state, decided_by_id=editor.pk))
    refuses("link_proposed_by_signer", editor, *copying(link))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (L.PROPOSED, L.NEEDS_REVIEW),
        (L.CONFIRMED, L.PROPOSED),
        (L.CONFIRMED, L.REJECTED),
        (L.NEEDS_REVIEW, L.PROPOSED),
        (L.REJECTED, L.PROPOSED),
        (L.REJECTED, L.CONFIRMED),
        (L.WITHDRAWN, L.PROPOSED),
        (L.WITHDRAWN, L.CONFIRMED),
        (L.PROPOSED, "lost"),
    ],
)
def test_a_link_takes_no_step_that_is_not_one(missteps, editor, statement, denial, before, after):
    link = factories.make_link(denial, statement, state=before)

    missteps(editor, *deciding(link, editor, after, decision_reason="Because."))


def test_nobody_confirms_a_link_that_they_proposed(refuses, editor, statement, denial):
    link = factories.make_link(denial, statement, by=editor)

    refuses("link_four_eyes", editor, *deciding(link, editor))


def test_nobody_confirms_a_link_again_that_they_proposed(refuses, editor, statement, denial):
    link = factories.make_link(denial, statement, by=editor, state=L.NEEDS_REVIEW)

    refuses("link_four_eyes", editor, *deciding(link, editor))


@pytest.mark.parametrize("person", ["second_reporter", "reader", "outsider"])
def test_only_an_editor_of_the_dossier_confirms(refuses, request, link, person):
    person = request.getfixturevalue(person)

    refuses("link_confirmed_by_editor", person, *deciding(link, person))


def test_nobody_confirms_in_an_editors_name(refuses, reporter, editor, link):
    refuses("link_confirmed_by_signer", reporter, *deciding(link, editor))


def test_a_confirmed_link_says_when(refuses, editor, link):
    refuses("link_confirmed_has_decider", editor, *deciding(link, editor, decided_at=None))


@pytest.mark.parametrize("status", ["draft", "submitted", "returned"])
def test_a_link_is_confirmed_between_published_claims_only(refuses, editor, dossier, south, statement, status):
    waiting = factories.make_claim(dossier, side=south, status=status)
    link = factories.make_link(waiting, statement)

    refuses("link_confirmed_between_published", editor, *deciding(link, editor))


def test_a_link_is_rejected_with_a_reason(refuses, editor, link):
    refuses("link_reason_given", editor, *deciding(link, editor, "rejected", decision_reason=" "))


def test_what_a_link_says_never_changes(refuses, editor, dossier, link):
    other = factories.make_claim(dossier)
    for column, value in [
        ("answer_id", other.pk),
        ("target_id", other.pk),
        ("relation", "concedes"),
        ("aspect", "characterisation"),
        ("rationale", "It always said so."),
    ]:
        refuses("link_ends_stay", editor, *updating(link, **{column: value}))


def test_who_proposed_a_link_and_who_decided_on_it_never_changes(refuses, editor, second_editor, statement, denial):
    link = factories.make_link(denial, statement, state=L.CONFIRMED)

    refuses("link_proposer_stays", editor, *updating(link, proposed_by_id=editor.pk))
    refuses("link_decision_stays", second_editor, *updating(link, decided_by_id=second_editor.pk))
    refuses("link_decision_stays", editor, *updating(link, decision_reason="I had another."))


# What happens to a link when its claims change


def test_a_change_at_either_end_sends_a_confirmed_link_back_to_review(statement, denial):
    link = factories.make_link(denial, statement, state=L.CONFIRMED)
    for claim in (statement, denial):
        figures.add(claim, by=claim.logged_by, **factories.figure_fields(value=7, place="Terter"))

        assert Link.objects.get().state == L.NEEDS_REVIEW

        factories.publish(claim)
        factories.confirm(link)


def test_unpublishing_by_hand_unsettles_a_confirmed_link_too(by_hand, editor, statement, denial):
    factories.make_link(denial, statement, state=L.CONFIRMED)

    by_hand(editor, *updating(statement, status="submitted"))

    assert Link.objects.get().state == L.NEEDS_REVIEW


@pytest.mark.parametrize("state", [L.PROPOSED, L.CONFIRMED, L.NEEDS_REVIEW])
def test_voiding_a_claim_withdraws_its_links_with_the_reason(editor, statement, denial, state):
    link = factories.make_link(denial, statement, state=state)

    claims.void(link.target, by=editor, reason="Not said.")

    link.refresh_from_db()
    assert (link.state, link.decision_reason) == (L.WITHDRAWN, "One of its claims was voided.")
    assert link.events.latest("pgh_id").pgh_context["user"] == editor.pk


def test_what_was_decided_before_stays_decided_when_a_claim_is_voided(editor, statement, denial):
    link = factories.make_link(denial, statement, state=L.REJECTED)

    claims.void(link.target, by=editor, reason="Not said.")

    link.refresh_from_db()
    assert (link.state, link.decision_reason) == (L.REJECTED, "They speak of two different days.")
