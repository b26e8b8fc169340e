"""The steps taken from the page of a claim."""

import pytest

from claims.operations import claim as operations
from tests.claims.views.claim.pages import PUBLISHED, SUBMITTED, page_of, step
from tests.claims.views.reading import shown
from tests.factories import make_claim


def test_publishing_goes_back_to_the_page_and_says_so(claim, client_of, editor):
    response = client_of(editor).post(step(claim, "publish"), {"revision": claim.revision}, follow=True)

    assert response.redirect_chain == [(page_of(claim), 302)]
    assert "it stands in the ledger" in shown(response)
    claim.refresh_from_db()
    assert (claim.status, claim.published_by) == (PUBLISHED, editor)


def test_a_step_goes_on_to_a_page_of_ours_only(claim, client_of, editor):
    data = {"revision": claim.revision, "next": "https://evil.example/"}

    assert client_of(editor).post(step(claim, "publish"), data)["Location"] == page_of(claim)


@pytest.mark.parametrize("verb", ["publish", "return", "void", "grade", "ungrade"])
def test_a_journalist_takes_no_step_of_an_editor(claim, client_of, reporter, verb):
    assert client_of(reporter).post(step(claim, verb), {"revision": 1, "reason": "x"}).status_code == 403
    claim.refresh_from_db()
    assert claim.status == SUBMITTED


def test_an_editor_does_not_publish_what_they_wrote_by_a_crafted_post(dossier, client_of, editor):
    claim = make_claim(dossier, by=editor, status=SUBMITTED)

    assert "Publish" not in shown(client_of(editor).get(page_of(claim))).split("What you may do")[1].split("</div>")[0]
    response = client_of(editor).post(step(claim, "publish"), {"revision": claim.revision})

    assert response.status_code == 403
    assert "another editor must" in shown(response)


def test_an_editor_does_not_publish_what_they_worded_last(claim, client_of, editor):
    operations.edit(claim, by=editor, revision=claim.revision, wording="South opened the dam at night.")
    claim.refresh_from_db()

    assert client_of(editor).post(step(claim, "publish"), {"revision": claim.revision}).status_code == 403


@pytest.mark.parametrize("verb", ["submit", "publish", "return", "void", "respond", "unrespond", "grade", "ungrade"])
def test_a_claim_that_one_may_not_see_is_not_there(claim, client_of, outsider, verb):
    assert client_of(outsider).post(step(claim, verb), {"revision": 1}).status_code == 404


@pytest.mark.parametrize("verb", ["submit", "publish", "return", "void", "respond", "unrespond", "grade", "ungrade"])
def test_a_step_is_never_taken_by_opening_its_address(claim, client_of, editor, verb):
    assert client_of(editor).get(step(claim, verb)).status_code == 405


def test_publishing_twice_is_refused_and_the_page_stays_usable(claim, client_of, editor, second_editor):
    operations.publish(claim, by=second_editor, revision=claim.revision)

    response = client_of(editor).post(step(claim, "publish"), {"revision": claim.revision})

    assert response.status_code == 409
    assert "You cannot publish a claim that is published." in shown(response)
    assert "South opened the dam." in shown(response)


def test_whoever_read_an_older_wording_sees_both_versions_and_decides_again(claim, client_of, editor, reporter):
    operations.edit(claim, by=reporter, revision=claim.revision, wording="South opened the upper dam.")

    response = client_of(editor).post(step(claim, "publish"), {"revision": claim.revision})

    assert response.status_code == 409
    html = shown(response)
    assert "Somebody was faster" in html
    assert "As you read it" in html
    assert "<ins>upper </ins>" in html
    assert 'name="revision" value="2"' in html
    claim.refresh_from_db()
    assert claim.status == SUBMITTED


def test_a_refused_reason_is_kept(claim, client_of, editor, reporter):
    operations.edit(claim, by=reporter, revision=claim.revision, wording="South opened the upper dam.")

    response = client_of(editor).post(step(claim, "return"), {"revision": claim.revision, "reason": "Which dam is it?"})

    assert response.status_code == 409
    assert "Which dam is it?</textarea>" in shown(response)


def test_a_reason_is_kept_even_where_the_step_is_gone(claim, client_of, editor, second_editor):
    operations.publish(claim, by=second_editor, revision=claim.revision)

    response = client_of(editor).post(step(claim, "return"), {"revision": claim.revision, "reason": "Which dam is it?"})

    assert response.status_code == 409
    assert "Which dam is it?</textarea>" in shown(response)


@pytest.mark.parametrize("verb", ["return", "void"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_step_that_needs_a_reason_asks_for_it(claim, client_of, editor, verb, reason):
    response = client_of(editor).post(step(claim, verb), {"revision": claim.revision, "reason": reason})

    assert response.status_code == 400
    assert f'id="{verb}-reason"' in shown(response)
    claim.refresh_from_db()
    assert claim.status == SUBMITTED


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999"])
def test_a_post_that_names_no_revision_is_not_understood(claim, client_of, editor, revision):
    assert client_of(editor).post(step(claim, "publish"), {"revision": revision}).status_code == 400


def test_a_returned_claim_shows_why_and_can_be_submitted_again(claim, client_of, editor, reporter):
    client_of(editor).post(step(claim, "return"), {"revision": claim.revision, "reason": "Name the dam."})

    assert "Name the dam." in shown(client_of(reporter).get(page_of(claim)))
    client_of(reporter).post(step(claim, "submit"))

    claim.refresh_from_db()
    assert claim.status == SUBMITTED


def test_a_voided_claim_offers_no_step_and_stays_readable(claim, client_of, editor):
    client_of(editor).post(step(claim, "void"), {"reason": "It was logged twice."})

    html = shown(client_of(editor).get(page_of(claim)))
    assert "It was logged twice." in html
    assert "What you may do" not in html
