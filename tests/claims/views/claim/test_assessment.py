"""What came of asking a side, and the grade of a claim: shown and recorded on its page."""

import pytest

from claims.models import Grading, Response
from claims.operations import claim as operations
from tests.claims.views.claim.pages import PUBLISHED, page_of, step
from tests.claims.views.reading import shown
from tests.factories import make_claim, make_link


def test_responses_tell_what_came_of_asking_each_side_that_is_named(claim, client_of, reporter, editor, south):
    assert "not sought" in shown(client_of(reporter).get(page_of(claim)))

    response = client_of(reporter).post(
        step(claim, "respond"), {"side": south.pk, "state": "declined", "note": "By telephone."}
    )

    assert response.status_code == 302
    assert Response.objects.get(claim=claim).recorded_by == reporter
    html = shown(client_of(reporter).get(page_of(claim)))
    assert "declined" in html
    assert "By telephone." in html


def test_answered_is_derived_from_a_confirmed_link(claim, client_of, editor, south):
    operations.publish(claim, by=editor, revision=claim.revision)
    make_link(make_claim(side=south, status=PUBLISHED), claim, state="confirmed")

    assert "pill answered" in shown(client_of(editor).get(page_of(claim)))


def test_a_counter_accusation_leaves_it_unanswered(claim, client_of, editor, south, north):
    operations.publish(claim, by=editor, revision=claim.revision)
    other = make_claim(side=south, status=PUBLISHED, kind="accusation", accused_side=north)
    make_link(other, claim, relation="counter_accuses", state="confirmed")

    html = shown(client_of(editor).get(page_of(claim)))

    assert "pill answered" not in html
    assert "pill not_sought" in html


def test_grading_needs_its_explanation_and_keeps_the_grade_chosen(claim, client_of, editor):
    operations.publish(claim, by=editor, revision=claim.revision)

    refused = client_of(editor).post(step(claim, "grade"), {"grade": "weak", "explanation": " ", "revision": 0})
    taken = client_of(editor).post(step(claim, "grade"), {"grade": "weak", "explanation": "No witness.", "revision": 0})

    assert refused.status_code == 400
    assert 'value="weak" ' in shown(refused)
    assert taken.status_code == 302
    assert Grading.objects.get(claim=claim).explanation == "No witness."


def test_two_editors_who_grade_at_once_do_not_overwrite_each_other(claim, client_of, editor, second_editor):
    operations.publish(claim, by=editor, revision=claim.revision)
    client_of(second_editor).post(step(claim, "grade"), {"grade": "fair", "explanation": "Footage.", "revision": 0})

    response = client_of(editor).post(
        step(claim, "grade"), {"grade": "weak", "explanation": "No witness.", "revision": 0}
    )

    assert response.status_code == 409
    html = shown(response)
    assert "No witness.</textarea>" in html
    assert "Footage." in html
    assert Grading.objects.get(claim=claim).grade == "fair"
    again = client_of(editor).post(step(claim, "grade"), {"grade": "weak", "explanation": "No witness.", "revision": 1})
    assert 'name="revision" value="1"' in html
    assert again.status_code == 302


def test_two_who_record_what_came_of_asking_a_side_do_not_overwrite_each_other(
    claim, client_of, reporter, editor, south
):
    sent = {"side": south.pk, "state": "sought", "note": "By letter.", "revision": ""}
    client_of(editor).post(step(claim, "respond"), sent | {"state": "declined", "note": "By telephone."})

    response = client_of(reporter).post(step(claim, "respond"), sent)

    html = shown(response)
    assert response.status_code == 409
    assert "By letter.</textarea>" in html
    assert "By telephone." in html
    assert Response.objects.get(claim=claim).state == "declined"
    assert f'name="revision" value="{south.pk}:1"' in html
    again = client_of(reporter).post(step(claim, "respond"), sent | {"revision": f"{south.pk}:1"})
    assert again.status_code == 302
    assert Response.objects.get(claim=claim).note == "By letter."


def test_a_response_that_is_shown_may_be_changed(claim, client_of, reporter, editor, south):
    client_of(editor).post(step(claim, "respond"), {"side": south.pk, "state": "sought"})
    page = shown(client_of(reporter).get(page_of(claim)))

    response = client_of(reporter).post(
        step(claim, "respond"), {"side": south.pk, "state": "declined", "revision": f"{south.pk}:1"}
    )

    assert f'name="revision" value="{south.pk}:1"' in page
    assert response.status_code == 302


@pytest.mark.parametrize("read", ["x", "1", "1:2:3", "1:" + "9" * 400, "-1:1"])
def test_what_was_read_of_the_responses_is_refused_where_it_makes_no_sense(claim, client_of, reporter, south, read):
    sent = {"side": south.pk, "state": "sought", "revision": read}

    assert client_of(reporter).post(step(claim, "respond"), sent).status_code == 400
    assert not Response.objects.exists()


def test_a_side_of_another_dossier_cannot_be_asked(claim, client_of, reporter):
    elsewhere = make_claim().side

    response = client_of(reporter).post(step(claim, "respond"), {"side": elsewhere.pk, "state": "sought"})

    assert response.status_code == 400
    assert not Response.objects.exists()


def test_a_note_is_kept_with_the_same_ends_of_lines_by_both_doors(
    claim, client_of, program_of, reporter, south, mediators
):
    note = {"state": "sought", "note": "By telephone.\r\n\r\nNobody answered."}

    client_of(reporter).post(step(claim, "respond"), {"side": south.pk} | note)
    program_of(reporter).post(f"/api/v1/claims/{claim.pk}/respond/", {"side": mediators.pk} | note)

    notes = set(claim.responses.values_list("note", flat=True))
    assert notes == {"By telephone.\n\nNobody answered."}


def test_the_form_says_who_will_read_the_note(claim, client_of, reporter):
    page = client_of(reporter).get(f"/claims/{claim.pk}/").text

    assert "Whoever may read the statement reads this too, once it is published." in page


def test_what_was_recorded_by_mistake_is_taken_back_with_a_reason(claim, client_of, reporter, second_reporter, south):
    client_of(second_reporter).post(step(claim, "respond"), {"side": south.pk, "state": "declined"})
    sent = {"side": south.pk, "revision": 1, "reason": "It was East that declined."}

    refused = client_of(reporter).post(step(claim, "unrespond"), sent | {"reason": " "})
    taken = client_of(reporter).post(step(claim, "unrespond"), sent)

    assert refused.status_code == 400
    assert taken.status_code == 302
    html = shown(client_of(reporter).get(page_of(claim)))
    assert "pill not_sought" in html
    assert "took back what was recorded" in html
    assert "It was East that declined." in html
    assert step(claim, "unrespond") not in html


def test_taking_back_what_changed_meanwhile_is_refused_and_keeps_the_reason_typed(
    claim, client_of, reporter, editor, south
):
    client_of(editor).post(step(claim, "respond"), {"side": south.pk, "state": "sought"})
    client_of(editor).post(step(claim, "respond"), {"side": south.pk, "state": "declined", "revision": f"{south.pk}:1"})
    sent = {"side": south.pk, "revision": 1, "reason": "It was East."}

    late = client_of(reporter).post(step(claim, "unrespond"), sent)
    client_of(editor).post(step(claim, "unrespond"), sent | {"revision": 2})
    later = client_of(reporter).post(step(claim, "unrespond"), sent | {"revision": 2})

    assert (late.status_code, later.status_code) == (409, 409)
    assert "It was East.</textarea>" in shown(late)
    assert 'name="revision" value="2"' in shown(late)
    assert "It was East.</textarea>" in shown(later)
    assert "taken back already" in shown(later)


def test_a_grade_is_taken_back_with_a_reason_and_the_claim_may_be_graded_anew(claim, client_of, editor):
    operations.publish(claim, by=editor, revision=claim.revision)
    graded = {"grade": "weak", "explanation": "No witness.", "revision": 0}
    client_of(editor).post(step(claim, "grade"), graded)

    refused = client_of(editor).post(step(claim, "ungrade"), {"revision": 1, "reason": " "})
    taken = client_of(editor).post(step(claim, "ungrade"), {"revision": 1, "reason": "Meant for another claim."})

    assert (refused.status_code, taken.status_code) == (400, 302)
    assert 'id="ungrade-reason"' in shown(refused)
    html = shown(client_of(editor).get(page_of(claim)))
    assert "Not graded." in html
    assert "Meant for another claim." in html
    assert step(claim, "ungrade") not in html
    assert client_of(editor).post(step(claim, "grade"), graded).status_code == 302


def test_the_page_offers_to_take_back_only_what_is_there(claim, client_of, editor):
    operations.publish(claim, by=editor, revision=claim.revision)

    html = shown(client_of(editor).get(page_of(claim)))

    assert step(claim, "ungrade") not in html
    assert step(claim, "unrespond") not in html


def test_whoever_grades_what_was_ungraded_meanwhile_sees_that_and_decides_again(
    claim, client_of, editor, second_editor
):
    operations.publish(claim, by=editor, revision=claim.revision)
    client_of(editor).post(step(claim, "grade"), {"grade": "weak", "explanation": "No witness.", "revision": 0})
    client_of(second_editor).post(step(claim, "ungrade"), {"revision": 1, "reason": "Meant for another claim."})

    late = client_of(editor).post(step(claim, "grade"), {"grade": "fair", "explanation": "One.", "revision": 1})

    assert late.status_code == 409
    assert "Ungraded" in shown(late)
    assert 'name="revision" value="2"' in shown(late)
