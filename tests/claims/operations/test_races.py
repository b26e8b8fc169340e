"""Two people take a step on the same claims and links at the same moment."""

import pytest
from django.db import IntegrityError

from claims.errors import AlreadyLinked, RelationDoesNotHold
from claims.models import Claim, Link
from claims.operations import assessment
from claims.operations import citation as citations
from claims.operations import claim as claims
from claims.operations import figure as figures
from claims.operations import link as links
from claims.operations import matter as matters
from claims.operations import speaker as speakers
from config.rows import Outdated, WrongState, lock
from tests import factories
from tests.races import meanwhile, race

pytestmark = pytest.mark.django_db(transaction=True)

S, L = Claim.Status, Link.State


@pytest.fixture
def claim(dossier, north):
    """A claim in review with a figure."""
    return factories.make_claim(dossier, side=north, status=S.SUBMITTED, figures=[{"value": 90}])


@pytest.fixture
def link(dossier, north, south, reporter):
    """A proposal between two published claims."""
    statement = factories.make_claim(dossier, side=north, status=S.PUBLISHED)
    return factories.make_link(factories.make_claim(dossier, side=south, status=S.PUBLISHED), statement, by=reporter)


def steps_on(row) -> list[str]:
    return list(row.events.order_by("pgh_id").values_list("pgh_context__step", flat=True))


# The same step twice


def test_a_claim_is_submitted_once(dossier, reporter, editor):
    draft = factories.make_claim(dossier, by=reporter)

    second = race(lambda: claims.submit(draft, by=reporter), lambda: claims.submit(draft, by=editor))

    assert isinstance(second, WrongState)
    assert steps_on(draft) == ["log", "submit"]


def test_a_claim_is_published_once(claim, editor, second_editor):
    second = race(
        lambda: claims.publish(claim, by=editor, revision=1),
        lambda: claims.publish(claim, by=second_editor, revision=1),
    )

    assert isinstance(second, WrongState)
    assert steps_on(claim) == ["log", "submit", "publish"]
    assert Claim.objects.get().published_by == editor


def test_a_claim_is_published_or_returned_but_not_both(claim, editor, second_editor):
    second = race(
        lambda: claims.send_back(claim, by=editor, revision=1, reason="Which dam?"),
        lambda: claims.publish(claim, by=second_editor, revision=1),
    )

    assert isinstance(second, WrongState)
    assert Claim.objects.get().status == S.RETURNED


def test_a_claim_is_voided_once(claim, editor, second_editor):
    second = race(
        lambda: claims.void(claim, by=editor, reason="Satire."),
        lambda: claims.void(claim, by=second_editor, reason="A joke."),
    )

    assert isinstance(second, WrongState)
    assert Claim.objects.get().status_reason == "Satire."


@pytest.mark.parametrize(
    ("row_of", "edit"),
    [
        (lambda claim: claim, lambda row, by: claims.edit(row, by=by, revision=1, wording=f"So {by} says.")),
        (
            lambda claim: claim.figures.get(),
            lambda row, by: figures.edit(row, by=by, revision=1, words=f"So {by} says."),
        ),
        (
            lambda claim: claim.citations.get(),
            lambda row, by: citations.edit(row, by=by, revision=1, cue=f"So {by} says."),
        ),
        (
            lambda claim: factories.make_matter(claim.dossier),
            lambda row, by: matters.edit(row, by=by, revision=1, note=f"So {by} says."),
        ),
    ],
    ids=["claim", "figure", "citation", "matter"],
)
def test_of_two_edits_the_second_sees_the_first_and_overwrites_nothing(claim, editor, second_editor, row_of, edit):
    row = row_of(claim)

    second = race(lambda: edit(row, editor), lambda: edit(row, second_editor))

    assert isinstance(second, Outdated)
    assert second.current.revision == 2
    row.refresh_from_db()
    assert "So emma says." in vars(row).values()


def test_two_first_grades_do_not_overwrite_each_other(claim, editor, second_editor):
    factories.publish(claim)

    def grade(by):
        return lambda: assessment.grade(claim, by=by, grade="fair", explanation=f"So {by} says.")

    assert isinstance(race(grade(editor), grade(second_editor)), Outdated)


@pytest.mark.parametrize("revision", [0, 1], ids=["first records", "changes"])
def test_two_who_ask_the_same_side_do_not_overwrite_each_other(claim, south, reporter, editor, revision):
    for _ in range(revision):
        assessment.respond(claim, by=reporter, side=south, state="sought")

    def ask(by, state):
        return lambda: assessment.respond(claim, by=by, side=south, state=state, revision=revision)

    second = race(ask(reporter, "unreachable"), ask(editor, "declined"))

    assert isinstance(second, Outdated)
    assert second.current == claim.responses.get()
    assert claim.responses.get().state == "unreachable"


@pytest.mark.parametrize(
    ("parts", "void"), [("figures", figures.void), ("citations", citations.void)], ids=["figure", "citation"]
)
def test_a_part_of_a_claim_is_struck_out_once(claim, editor, second_editor, parts, void):
    part = getattr(claim, parts).get()

    second = race(
        lambda: void(part, by=editor, reason="Misheard."), lambda: void(part, by=second_editor, reason="Another day.")
    )

    assert isinstance(second, WrongState)
    assert steps_on(part) == ["log", f"void_{parts[:-1]}"]


# Publishing what somebody is changing


def test_a_claim_that_is_being_edited_is_not_published_unread(claim, editor):
    second = race(
        lambda: claims.edit(claim, by=claim.logged_by, revision=1, wording="It was shut."),
        lambda: claims.publish(claim, by=editor, revision=1),
    )

    assert isinstance(second, Outdated)
    assert Claim.objects.get().status == S.SUBMITTED


def test_an_edit_that_waits_for_the_publication_sends_the_claim_back_to_review(claim, editor):
    second = race(
        lambda: claims.publish(claim, by=editor, revision=1),
        lambda: claims.edit(claim, by=claim.logged_by, revision=1, wording="It was shut."),
    )

    assert (second.status, second.revision) == (S.SUBMITTED, 2)
    assert steps_on(claim) == ["log", "submit", "publish", "edit"]


@pytest.mark.parametrize(
    "change",
    [
        lambda claim, by: citations.void(claim.citations.get(), by=by, reason="Another day."),
        lambda claim, by: figures.void(claim.figures.get(), by=by, reason="Misheard."),
        lambda claim, by: figures.add(claim, by=by, **factories.figure_fields(value=7, place="Terter")),
    ],
    ids=["void citation", "void figure", "add figure"],
)
def test_a_claim_whose_parts_are_being_changed_is_not_published_unread(claim, editor, change):
    second = race(lambda: change(claim, claim.logged_by), lambda: claims.publish(claim, by=editor, revision=1))

    assert isinstance(second, Outdated)
    assert Claim.objects.get().status == S.SUBMITTED


def test_a_claim_that_is_being_voided_is_not_published(claim, editor, second_editor):
    second = race(
        lambda: claims.void(claim, by=editor, reason="Satire."),
        lambda: claims.publish(claim, by=second_editor, revision=1),
    )

    assert isinstance(second, WrongState)
    assert Claim.objects.get().status == S.VOIDED


# Links


def test_two_who_link_a_pair_from_both_ends_leave_one_link(link, reporter, editor):
    links.withdraw(link, by=reporter)

    def propose(answer, target, by):
        return lambda: links.propose(answer, target=target, relation="denies", aspect="fact", by=by)

    second = race(propose(link.answer, link.target, reporter), propose(link.target, link.answer, editor))

    assert isinstance(second, AlreadyLinked)
    assert Link.objects.live().count() == 1


@pytest.mark.parametrize("order", ["confirm first", "withdraw first"])
def test_a_link_is_confirmed_or_withdrawn(link, reporter, editor, order):
    def confirm():
        return links.confirm(link, by=editor, revisions=(1, 1))

    def withdraw():
        return links.withdraw(link, by=reporter)

    second = race(confirm, withdraw) if order == "confirm first" else race(withdraw, confirm)

    assert isinstance(second, Exception)
    assert Link.objects.get().state == (L.CONFIRMED if order == "confirm first" else L.WITHDRAWN)
    assert len(steps_on(link)) == 2


def test_a_link_is_confirmed_or_rejected_but_not_both(link, editor, second_editor):
    second = race(
        lambda: links.reject(link, by=editor, reason="Two dams."),
        lambda: links.confirm(link, by=second_editor, revisions=(1, 1)),
    )

    assert isinstance(second, WrongState)
    assert Link.objects.get().state == L.REJECTED


@pytest.mark.parametrize("end", ["answer", "target"])
def test_a_link_to_a_claim_that_is_being_edited_is_not_confirmed_unread(link, editor, end):
    claim = getattr(link, end)

    second = race(
        lambda: claims.edit(claim, by=claim.logged_by, revision=1, wording="It was shut."),
        lambda: links.confirm(link, by=editor, revisions=(1, 1)),
    )

    assert isinstance(second, Outdated)
    assert Link.objects.get().state == L.PROPOSED


def test_an_edit_that_waits_for_a_confirmation_sends_the_link_back_to_review(link, editor):
    second = race(
        lambda: links.confirm(link, by=editor, revisions=(1, 1)),
        lambda: claims.edit(link.target, by=link.target.logged_by, revision=1, wording="It was shut."),
    )

    assert second.revision == 2
    assert Link.objects.get().state == L.NEEDS_REVIEW


def test_two_edits_at_both_ends_of_a_link_do_not_lock_each_other_out(link, editor):
    factories.confirm(link)

    second = meanwhile(
        lambda: lock(link.answer),
        lambda: claims.edit(link.target, by=editor, revision=1, wording="It was open."),
    )

    assert second.revision == 2
    assert Link.objects.get().state == L.NEEDS_REVIEW


def test_voiding_a_claim_and_withdrawing_its_link_do_not_lock_each_other_out(link, reporter):
    second = meanwhile(lambda: lock(link.target), lambda: links.withdraw(link, by=reporter))

    assert second.state == L.WITHDRAWN


def test_a_claim_that_is_being_voided_is_not_linked(link, editor, reporter):
    links.withdraw(link, by=reporter)

    second = race(
        lambda: claims.void(link.target, by=editor, reason="Satire."),
        lambda: links.propose(link.answer, target=link.target, relation="denies", aspect="fact", by=reporter),
    )

    assert isinstance(second, WrongState)
    assert not Link.objects.live().exists()


def test_two_halves_of_a_circle_do_not_pass_each_other(dossier, north, reporter, editor):
    speaker = factories.make_speaker(dossier, side=north)
    a, b, c, d = (factories.make_claim(speaker=speaker) for _ in range(4))
    replaces = {"relation": "supersedes", "aspect": "update"}
    factories.make_link(a, b, **replaces)
    factories.make_link(c, d, **replaces)

    second = race(
        lambda: links.propose(b, target=c, by=reporter, **replaces),
        lambda: links.propose(d, target=a, by=editor, **replaces),
    )

    assert isinstance(second, IntegrityError)
    assert second.__cause__.diag.constraint_name == "link_no_circle"
    assert Link.objects.count() == 3


# Speakers


def test_what_is_logged_for_a_speaker_while_it_is_merged_is_logged_for_the_one_that_stands(dossier, north, editor):
    kept, merged = (factories.make_speaker(dossier, side=north) for _ in range(2))

    second = race(
        lambda: speakers.merge(kept, merged=merged, by=editor),
        lambda: factories.make_claim(speaker=merged),
    )

    assert second.speaker == kept


def test_what_is_being_logged_is_moved_by_the_merge_that_waits_for_it(dossier, north, editor):
    kept, merged = (factories.make_speaker(dossier, side=north) for _ in range(2))

    second = race(
        lambda: factories.make_claim(speaker=merged),
        lambda: speakers.merge(kept, merged=merged, by=editor),
    )

    claim = Claim.objects.get()
    assert claim.speaker == kept
    assert second.claim_ids == [claim.pk]


def test_two_speakers_are_merged_one_way_only(dossier, editor, second_editor):
    one, other = (factories.make_speaker(dossier) for _ in range(2))

    second = race(
        lambda: speakers.merge(one, merged=other, by=editor),
        lambda: speakers.merge(other, merged=one, by=second_editor),
    )

    assert isinstance(second, WrongState)


def test_a_merge_is_undone_once(dossier, editor, second_editor):
    kept, merged = (factories.make_speaker(dossier) for _ in range(2))
    record = speakers.merge(kept, merged=merged, by=editor)

    second = race(lambda: speakers.unmerge(record, by=editor), lambda: speakers.unmerge(record, by=second_editor))

    assert isinstance(second, WrongState)


def test_a_link_is_not_confirmed_between_two_speakers_who_become_one(link, editor, second_editor):
    kept, merged = link.target.speaker, link.answer.speaker

    second = race(
        lambda: speakers.merge(kept, merged=merged, by=editor),
        lambda: links.confirm(link, by=second_editor, revisions=(1, 1)),
    )

    assert isinstance(second, RelationDoesNotHold)


def test_a_link_that_is_being_confirmed_is_unsettled_by_the_merge_that_waits_for_it(link, editor, second_editor):
    kept, merged = link.target.speaker, link.answer.speaker

    race(
        lambda: links.confirm(link, by=second_editor, revisions=(1, 1)),
        lambda: speakers.merge(kept, merged=merged, by=editor),
    )

    link.refresh_from_db()
    assert link.state == L.NEEDS_REVIEW
