"""Two steps that overlap leave no document behind the ledger, whichever commits first."""

import json
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from claims.documents import refreshing, verifying
from claims.models import Claim, ClaimDocument, Link
from claims.operations import claim as claims
from claims.operations import link as links
from claims.operations import speaker as speakers
from config.history import recorded
from sources.operations import source as sources
from sources.operations import speaker as speaker_steps
from tests import factories
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def documents_are_true():
    yield
    assert [claim for step in verifying.differing() for claim in step] == []


@pytest.fixture
def link(dossier, north, south):
    """A proposal between two claims that nobody published yet."""
    return factories.make_link(factories.make_claim(dossier, side=south), factories.make_claim(dossier, side=north))


def edited(claim, by, wording):
    return lambda: claims.edit(claim, by=by, revision=claim.revision, wording=wording)


def document(claim):
    return json.loads(ClaimDocument.objects.get(claim=claim).document)


def test_both_ends_of_a_link_are_edited_at_once(link, reporter, editor):
    """Each edit shows in both documents. The second waits for the documents, not for the claim, and computes after."""
    second = race(edited(link.answer, editor, "The one."), edited(link.target, reporter, "The other."))

    assert isinstance(second, Claim), second
    assert document(link.answer)["rivals"][0]["claim"]["wording"] == "The other."
    assert document(link.target)["rivals"][0]["claim"]["wording"] == "The one."


def test_without_the_lock_the_second_edit_would_store_what_was(link, reporter, editor, monkeypatch):
    """The guard of the test above is the lock that comes first: without it a document stays behind the ledger."""
    unlocked = refreshing._LOCK.replace("ORDER BY claim_id FOR UPDATE", "")
    monkeypatch.setattr(refreshing, "_LOCK", unlocked)

    race(edited(link.answer, editor, "The one."), edited(link.target, reporter, "The other."))

    assert [claim for step in verifying.differing() for claim in step] != []
    verifying.repair()


def test_a_claim_is_edited_while_it_is_linked(link, north, reporter, editor):
    third = factories.make_claim(link.dossier, side=north)

    def propose():
        links.propose(link.answer, target=third, relation="contradicts", rationale="Both cannot be.", by=reporter)

    race(propose, edited(link.answer, editor, "The one."))

    assert document(third)["rivals"][0]["claim"]["wording"] == "The one."


def test_a_link_is_proposed_while_a_claim_is_edited(link, north, reporter, editor):
    third = factories.make_claim(link.dossier, side=north)

    def propose():
        return links.propose(
            link.answer, target=third, relation="contradicts", rationale="Both cannot be.", by=reporter
        )

    race(edited(link.answer, editor, "The one."), propose)

    assert document(third)["rivals"][0]["claim"]["wording"] == "The one."


def test_a_link_is_decided_on_while_a_claim_is_edited(link, reporter, editor, second_editor):
    second = race(
        lambda: links.reject(link, by=editor, reason="Two different days."),
        edited(link.answer, second_editor, "The one."),
    )

    assert isinstance(second, Claim), second
    assert document(link.target)["rivals"] == []


def test_a_speaker_is_renamed_while_a_link_to_their_claim_is_proposed(dossier, north, south, reporter, editor):
    """The rival's document is not among those of the speaker when the rename begins, and is told all the same."""
    speaker = factories.make_speaker(dossier, side=north)
    said = factories.make_claim(dossier, side=north, speaker=speaker)
    rival = factories.make_claim(dossier, side=south)

    def propose():
        links.propose(rival, target=said, relation="contradicts", rationale="Both cannot be.", by=reporter)

    race(propose, lambda: speaker_steps.edit(speaker, by=reporter, revision=1, name="The Ministry of Water"))

    assert document(rival)["rivals"][0]["claim"]["speaker"]["name"] == "The Ministry of Water"


def test_a_rival_is_told_that_was_linked_while_the_rename_waited(dossier, north, south, reporter, monkeypatch):
    """As above, but only to the documents that the rename knew of when it began: the rival stays behind."""
    test = test_a_speaker_is_renamed_while_a_link_to_their_claim_is_proposed
    looked = refreshing._WRITE.replace("SELECT id FROM showing EXCEPT", "SELECT id FROM showing WHERE false EXCEPT")
    monkeypatch.setattr(refreshing, "_WRITE", looked)

    with pytest.raises(AssertionError):
        test(dossier, north, south, reporter, None)

    verifying.repair()


def test_two_merges_of_one_speaker_and_an_edit(dossier, north, south, reporter, editor):
    kept, merged = (factories.make_speaker(dossier, side=north) for _ in range(2))
    said = factories.make_claim(dossier, side=north, speaker=merged)
    rival = factories.make_claim(dossier, side=south)
    factories.make_link(rival, said)

    race(lambda: speakers.merge(kept, merged=merged, by=editor), edited(said, reporter, "Said anew."))

    assert document(rival)["rivals"][0]["claim"]["speaker"]["id"] == kept.pk
    assert document(rival)["rivals"][0]["claim"]["wording"] == "Said anew."


def test_a_merge_waits_for_an_edit_of_a_rival(dossier, north, south, reporter, editor):
    kept, merged = (factories.make_speaker(dossier, side=north) for _ in range(2))
    said = factories.make_claim(dossier, side=north, speaker=merged)
    rival = factories.make_claim(dossier, side=south)
    factories.make_link(rival, said)

    race(edited(rival, reporter, "Denied."), lambda: speakers.merge(kept, merged=merged, by=editor))

    assert document(said)["rivals"][0]["claim"]["wording"] == "Denied."
    assert document(rival)["rivals"][0]["claim"]["speaker"]["id"] == kept.pk


def test_a_source_is_renamed_while_a_claim_comes_to_cite_it(dossier, north, source, reporter):
    """The claim is no secret kept from the rename: to cite a passage holds its source as it is."""
    passage = factories.make_passage(source)

    race(
        lambda: sources.edit(source, by=reporter, revision=1, title="The dam, again"),
        lambda: factories.make_claim(dossier, side=north, by=reporter, passage=passage),
    )

    assert document(Claim.objects.get())["citations"][0]["source"]["title"] == "The dam, again"


def test_debts_are_paid_while_claims_are_edited(dossier, north, reporter, editor, monkeypatch):
    speaker = factories.make_speaker(dossier, side=north)
    said = [factories.make_claim(dossier, side=north, speaker=speaker) for _ in range(4)]
    monkeypatch.setattr(refreshing, "AT_ONCE", 2)
    speaker_steps.edit(speaker, by=reporter, revision=1, name="The Ministry of Water")

    race(edited(said[1], reporter, "Said anew."), lambda: refreshing.pay(2))
    verifying.repair()

    assert {document(claim)["speaker"]["name"] for claim in said} == {"The Ministry of Water"}
    assert document(said[1])["wording"] == "Said anew."


def test_edits_of_many_linked_claims_end_without_a_deadlock(dossier, north, south, reporter, editor):
    """Everything is linked to everything, and four people edit it all, each in an order of their own."""
    said = [factories.make_claim(dossier, side=side) for side in (north, south) for _ in range(3)]
    for answer in said[3:]:
        for target in said[:3]:
            factories.make_link(answer, target, relation="contradicts", by=reporter)
    troubles: list[Exception] = []
    start = Event()

    def edit(order):
        start.wait(10)
        for claim in order:
            try:
                with recorded(editor, "edit"), transaction.atomic():
                    current = Claim.objects.get(pk=claim.pk)
                    claims.edit(current, by=editor, revision=current.revision, wording=f"Edited {order[0].pk}.")
            except Exception as error:  # noqa: BLE001 - whatever it is, the test wants to see it
                if "Somebody changed" not in str(error):
                    troubles.append(error)
        connection.close()

    orders = [said, said[::-1], said[1::2] + said[::2], said[3:] + said[:3]]
    threads = [Thread(target=edit, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    start.set()
    for thread in threads:
        thread.join(30)

    assert troubles == []
    assert Link.objects.count() == 9
