"""Editing a claim: what changes, what it does to its standing, and two people at once."""

import pytest
from django.urls import reverse

from claims.models import Claim, Matter
from sources.models import Speaker
from tests import factories


@pytest.fixture
def claim(north, south, source, reporter, matter):
    speaker = factories.make_speaker(name="Anna Varga", side=north, office="Minister")
    return factories.make_claim(
        speaker=speaker, matter=matter, wording="The dam stayed shut.", by=reporter, office="Minister",
        passage=factories.make_passage(source, words="It stayed shut, she said."),
    )  # fmt: skip


def address(claim) -> str:
    return reverse("claims:edit", args=[claim.pk])


def as_served(response) -> dict:
    """What a browser sends back when nothing was touched."""
    form = response.context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, False)}


def edit(client, claim, **changes):
    return client.post(address(claim), as_served(client.get(address(claim))) | changes)


def test_the_wording_is_changed_as_the_next_revision_with_its_reason(nora, claim):
    response = edit(nora, claim, wording="The dam stayed shut that night.", reason="More exact.")

    assert response.url == claim.get_absolute_url()
    claim.refresh_from_db()
    assert (claim.wording, claim.revision) == ("The dam stayed shut that night.", 2)
    assert claim.events.order_by("pgh_id").last().pgh_context["reason"] == "More exact."


def test_saving_without_a_change_leaves_the_claim_as_it_is(nora, claim, client_of, editor):
    factories.publish(claim)

    edit(client_of(editor), claim)

    claim.refresh_from_db()
    assert (claim.revision, claim.status) == (1, Claim.Status.PUBLISHED)


def test_the_page_says_that_a_published_claim_goes_back_to_review_and_it_does(nora, claim):
    factories.publish(claim)

    page = nora.get(address(claim))
    edit(nora, claim, wording="Something else.")

    assert b"sends it back to review" in page.content
    claim.refresh_from_db()
    assert claim.status == Claim.Status.SUBMITTED


def test_a_returned_claim_is_saved_and_submitted_in_one(nora, claim):
    factories.take(claim, Claim.Status.RETURNED)

    edit(nora, claim, wording="Mended.", do="submit")

    claim.refresh_from_db()
    assert claim.status == Claim.Status.SUBMITTED


def test_a_date_left_alone_keeps_its_reading_and_another_is_read_anew(nora, claim):
    edit(nora, claim, wording="First change.")
    claim.refresh_from_db()
    untouched = (claim.date_edtf, claim.date_words)
    edit(nora, claim, date="yesterday")

    claim.refresh_from_db()
    assert untouched == ("2020-10-29", "")
    assert (claim.date_edtf, claim.date_words) == ("2020-10-28", "yesterday")


def test_another_speaker_brings_their_own_side_and_office(nora, claim, south):
    factories.make_speaker(name="Boris Dahl", side=south, office="Spokesman")

    edit(nora, claim, speaker="Boris Dahl")

    claim.refresh_from_db()
    assert (claim.speaker.name, claim.side, claim.office) == ("Boris Dahl", south, "Minister")


def test_a_new_speaker_and_a_new_matter_are_added_with_the_edit_or_not_at_all(nora, claim, south):
    asked = edit(nora, claim, speaker="Chamber", matter="Who opened it?")
    new = {"speaker": "Chamber", "speaker_asked": "Chamber", "speaker_choice": "new", "side": south.pk}
    refused = edit(nora, claim, **new, matter="Who opened it?", language="x" * 36)
    before = (Speaker.objects.count(), Matter.objects.count())
    edit(nora, claim, **new, matter="Who opened it?")

    assert asked.status_code == refused.status_code == 400
    assert before == (1, 1)
    claim.refresh_from_db()
    assert (claim.speaker.name, claim.matter.question) == ("Chamber", "Who opened it?")


def test_the_second_of_two_sees_both_versions_and_loses_nothing(nora, claim, client_of, editor):
    mine = as_served(nora.get(address(claim))) | {"speaker_kind": ""}
    edit(client_of(editor), claim, wording="Theirs, saved first.")

    conflict = nora.post(address(claim), mine | {"wording": "Mine, typed meanwhile.", "reason": "Nearer to the words."})

    assert conflict.status_code == 409
    shown = [(one.label, one.yours, one.theirs) for one in conflict.context["conflicts"]]
    assert shown == [("Wording", "Mine, typed meanwhile.", "Theirs, saved first.")]
    again = as_served(conflict)
    assert (again["wording"], again["reason"]) == ("Mine, typed meanwhile.", "Nearer to the words.")
    assert nora.post(address(claim), again).status_code == 302
    claim.refresh_from_db()
    assert claim.wording == "Mine, typed meanwhile."


def test_a_refused_edit_keeps_every_character(nora, claim):
    long = "<b>‮x</b> " + "ж" * 2000

    response = edit(nora, claim, wording=long)

    assert response.status_code == 400
    assert response.context["form"]["wording"].value() == long


@pytest.mark.parametrize("revision", ["", "0", "-1", "x", "9" * 40])
def test_an_odd_revision_is_refused_not_broken(nora, claim, revision):
    assert edit(nora, claim, wording="Other.", revision=revision).status_code in (400, 409)


def test_only_its_author_and_editors_edit_a_claim(claim, client_of, second_reporter, editor, reader, outsider):
    statuses = [client_of(user).get(address(claim)).status_code for user in (second_reporter, editor, reader, outsider)]

    assert statuses == [403, 200, 404, 404]


def test_a_voided_claim_is_not_edited(nora, claim):
    factories.take(claim, Claim.Status.VOIDED)

    assert nora.get(address(claim)).status_code == 409
