"""What the newsroom adds to a claim: whether a reply was sought, and how well it stands."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.models import Grading
from claims.operations import assessment
from config.rows import Outdated, WrongState
from tests import factories


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
