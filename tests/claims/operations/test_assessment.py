"""What the newsroom adds to a claim: whether a reply was sought, and how well it stands."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.documents.verifying import differing
from claims.models import Delivery, Grading
from claims.operations import assessment
from claims.operations import claim as claims
from config.rows import Outdated, WrongState
from tests import factories
from tests.steps import last_step


@pytest.fixture
def claim(dossier, north):
    return factories.make_claim(dossier, side=north, status="published")


def test_recording_a_response_says_who_asked_and_what_came_of_it(claim, south, reporter):
    response = assessment.respond(claim, by=reporter, side=south, state="sought", note="By letter.")

    assert (response.state, response.note, response.recorded_by) == ("sought", "By letter.", reporter)
    context = response.events.get().pgh_context
    assert (context["user"], context["step"], context["reason"]) == (reporter.pk, "respond", "By letter.")


def test_the_side_that_says_it_is_not_asked_about_it(claim, north, reporter):
    with pytest.raises(ValidationError) as refused:
        assessment.respond(claim, by=reporter, side=north, state="sought")

    assert list(refused.value.message_dict) == ["side"]
    assert not claim.responses.exists()


def test_what_came_of_asking_replaces_that_a_reply_was_sought_and_the_history_keeps_both(claim, south, reporter):
    assessment.respond(claim, by=reporter, side=south, state="sought")

    response = assessment.respond(claim, by=reporter, side=south, state="declined", revision=1)

    assert claim.responses.get() == response
    assert [event.state for event in response.events.order_by("pgh_id")] == ["sought", "declined"]


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_what_somebody_else_recorded_meanwhile_is_not_overwritten(claim, south, reporter, editor, revision):
    assessment.respond(claim, by=editor, side=south, state="sought")
    assessment.respond(claim, by=editor, side=south, state="declined", note="By telephone.", revision=1)

    with pytest.raises(Outdated):
        assessment.respond(claim, by=reporter, side=south, state="unreachable", revision=revision)

    assert claim.responses.get().note == "By telephone."


def test_an_answer_is_linked_and_not_recorded(claim, south, reporter):
    with pytest.raises(ValidationError):
        assessment.respond(claim, by=reporter, side=south, state="answered")


@pytest.mark.parametrize("status", ["draft", "returned", "voided"])
def test_nobody_is_asked_about_what_is_not_before_the_editors(dossier, south, editor, status):
    claim = factories.make_claim(dossier, status=status)

    with pytest.raises(WrongState):
        assessment.respond(claim, by=editor, side=south, state="sought")


@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_only_who_works_on_a_dossier_records_a_response(request, claim, south, person):
    with pytest.raises(PermissionDenied):
        assessment.respond(claim, by=request.getfixturevalue(person), side=south, state="sought")


def test_a_grade_comes_with_its_explanation(claim, editor):
    grading = assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")

    assert (grading.grade, grading.graded_by) == ("fair", editor)
    context = grading.events.get().pgh_context
    assert (context["user"], context["step"], context["reason"]) == (editor.pk, "grade", "Two saw it.")
    with pytest.raises(ValidationError, match="needs its explanation"):
        assessment.grade(claim, by=editor, grade="weak", explanation=" ", revision=1)


def test_the_second_of_two_grades_is_refused(claim, editor, second_editor):
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")

    with pytest.raises(Outdated):
        assessment.grade(claim, by=second_editor, grade="weak", explanation="They are brothers.")

    assert Grading.objects.get().grade == "fair"


def test_a_grade_that_was_read_is_changed(claim, editor, second_editor):
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")

    changed = assessment.grade(claim, by=second_editor, grade="weak", explanation="They are brothers.", revision=1)

    assert (changed.grade, changed.graded_by, changed.revision) == ("weak", second_editor, 2)


@pytest.mark.parametrize("person", ["reporter", "reader", "outsider"])
def test_only_an_editor_grades(request, claim, person):
    with pytest.raises(PermissionDenied):
        assessment.grade(claim, by=request.getfixturevalue(person), grade="fair", explanation="So.")


def test_only_what_is_published_is_graded(dossier, editor):
    claim = factories.make_claim(dossier, status="submitted")

    with pytest.raises(WrongState):
        assessment.grade(claim, by=editor, grade="fair", explanation="So.")


def test_a_response_that_was_recorded_by_mistake_is_taken_back_and_the_history_keeps_it(
    claim, south, reporter, second_reporter
):
    assessment.respond(claim, by=reporter, side=south, state="declined", note="By telephone.")

    response = assessment.unrespond(claim, by=second_reporter, side=south, revision=1, reason="It was East.")

    assert (response.state, response.note, response.recorded_by) == ("not_sought", "", second_reporter)
    assert [event.state for event in response.events.order_by("pgh_id")] == ["declined", "not_sought"]
    assert last_step(response) == (second_reporter.pk, "unrespond", "It was East.")
    assert not any(differing())


def test_a_side_is_asked_anew_after_what_was_recorded_of_it_was_taken_back(claim, south, reporter):
    assessment.respond(claim, by=reporter, side=south, state="declined")
    assessment.unrespond(claim, by=reporter, side=south, revision=1, reason="It was East.")

    response = assessment.respond(claim, by=reporter, side=south, state="sought")

    assert (response.state, response.revision) == ("sought", 3)


def test_nothing_is_taken_back_where_nothing_is_recorded(claim, south, reporter):
    with pytest.raises(WrongState, match="Nothing is recorded"):
        assessment.unrespond(claim, by=reporter, side=south, revision=1, reason="It was East.")
    assessment.respond(claim, by=reporter, side=south, state="declined")
    assessment.unrespond(claim, by=reporter, side=south, revision=1, reason="It was East.")

    with pytest.raises(WrongState, match="Nothing is recorded"):
        assessment.unrespond(claim, by=reporter, side=south, revision=2, reason="It was East.")


def test_what_changed_since_it_was_read_is_not_taken_back(claim, south, reporter, editor):
    assessment.respond(claim, by=reporter, side=south, state="sought")
    assessment.respond(claim, by=reporter, side=south, state="declined", revision=1)
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")
    assessment.grade(claim, by=editor, grade="weak", explanation="They are brothers.", revision=1)

    with pytest.raises(Outdated):
        assessment.unrespond(claim, by=editor, side=south, revision=1, reason="It was East.")
    with pytest.raises(Outdated):
        assessment.ungrade(claim, by=editor, revision=1, reason="Another claim.")


def test_whoever_read_a_response_or_grade_that_was_taken_back_since_is_told(claim, south, reporter, editor):
    assessment.respond(claim, by=reporter, side=south, state="sought")
    assessment.unrespond(claim, by=editor, side=south, revision=1, reason="It was East.")
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")
    assessment.ungrade(claim, by=editor, revision=1, reason="Another claim.")

    with pytest.raises(Outdated):
        assessment.respond(claim, by=reporter, side=south, state="declined", revision=1)
    with pytest.raises(Outdated):
        assessment.grade(claim, by=editor, grade="weak", explanation="So.", revision=1)


def test_to_take_back_is_a_step_of_its_own(claim, south, editor):
    with pytest.raises(ValidationError, match="say why"):
        assessment.respond(claim, by=editor, side=south, state="not_sought")
    with pytest.raises(ValidationError, match="say why"):
        assessment.grade(claim, by=editor, grade="ungraded", explanation="So.")


def test_programs_elsewhere_are_told_that_a_response_was_taken_back(claim, south, reporter, editor):
    factories.make_webhook(claim.dossier, by=editor, tells=["response.recorded"])
    response = assessment.respond(claim, by=reporter, side=south, state="sought")

    assessment.unrespond(claim, by=reporter, side=south, revision=1, reason="It was East.")

    assert [row.key for row in Delivery.objects.all()] == [response.pk, response.pk]


def test_a_claim_whose_grade_is_taken_back_is_ungraded_and_the_history_keeps_the_grade(claim, editor, second_editor):
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")

    grading = assessment.ungrade(claim, by=second_editor, revision=1, reason="It was meant for another claim.")

    assert (grading.stands, grading.graded_by) == (False, second_editor)
    assert [event.grade for event in grading.events.order_by("pgh_id")] == ["fair", "ungraded"]
    assert last_step(grading) == (second_editor.pk, "ungrade", "It was meant for another claim.")
    assert not any(differing())


def test_a_claim_is_graded_anew_after_its_grade_was_taken_back(claim, editor):
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")
    assessment.ungrade(claim, by=editor, revision=1, reason="It was meant for another claim.")

    grading = assessment.grade(claim, by=editor, grade="weak", explanation="They are brothers.")

    assert (grading.grade, grading.revision) == ("weak", 3)


def test_no_grade_is_taken_back_where_there_is_none(claim, editor):
    with pytest.raises(WrongState, match="not graded"):
        assessment.ungrade(claim, by=editor, revision=1, reason="So.")
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")
    assessment.ungrade(claim, by=editor, revision=1, reason="So.")

    with pytest.raises(WrongState, match="taken back already"):
        assessment.ungrade(claim, by=editor, revision=2, reason="So.")


@pytest.mark.parametrize("person", ["reporter", "reader", "outsider"])
def test_only_an_editor_takes_a_grade_back(request, claim, editor, person):
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")

    with pytest.raises(PermissionDenied):
        assessment.ungrade(claim, by=request.getfixturevalue(person), revision=1, reason="So.")


@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_only_who_works_on_a_dossier_takes_a_response_back(request, claim, south, reporter, person):
    assessment.respond(claim, by=reporter, side=south, state="sought")

    with pytest.raises(PermissionDenied):
        assessment.unrespond(claim, by=request.getfixturevalue(person), side=south, revision=1, reason="So.")


def test_a_grade_comes_off_while_its_claim_is_in_review_again(claim, editor):
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")
    claims.edit(claim, by=editor, revision=1, wording="It was not so.")

    assert not assessment.ungrade(claim, by=editor, revision=1, reason="They saw something else.").stands
