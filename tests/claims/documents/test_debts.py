"""What more documents show than one step refreshes is owed, paid in bounded steps, and right meanwhile."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.documents import reading, refreshing, verifying
from claims.models import Claim, ClaimDocument, Debt
from claims.operations import matter as matters
from claims.operations import speaker as speakers
from config.history import recorded
from sources.operations import dossier as dossiers
from sources.operations import side as sides
from sources.operations import source as sources
from sources.operations import speaker as speaker_steps
from tests import factories, worker
from tests.rules import copying

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(refreshing, "AT_ONCE", 3)


@pytest.fixture
def speaker(dossier, north):
    return factories.make_speaker(dossier, side=north, name="The ministry")


@pytest.fixture
def said(dossier, north, speaker):
    """Five statements of the speaker."""
    return [factories.make_claim(dossier, side=north, speaker=speaker).pk for _ in range(5)]


def names(claims) -> set[str]:
    stored = ClaimDocument.objects.filter(claim__in=claims).values_list("document", flat=True)
    return {json.loads(document)["speaker"]["name"] for document in stored}


def names_read(claims, user) -> set[str]:
    return {document["speaker"]["name"] for document in json.loads(reading.page(claims, user))}


def wrong() -> list[int]:
    return [claim for step in verifying.differing() for claim in step]


def test_renaming_a_speaker_of_many_claims_is_owed_and_read_right_meanwhile(said, speaker, reporter):
    speaker_steps.edit(speaker, by=reporter, revision=1, name="The Ministry of Water")

    assert names(said) == {"The ministry"}
    assert names_read(said, reporter) == {"The Ministry of Water"}
    assert worker.asked_for() == [("settle_debts", {})]


def test_a_debt_is_paid_in_bounded_steps(said, speaker, reporter):
    speaker_steps.edit(speaker, by=reporter, revision=1, name="The Ministry of Water")

    assert refreshing.pay(2)

    assert names(said[:2]) == {"The Ministry of Water"}
    assert names(said[2:]) == {"The ministry"}
    assert names_read(said, reporter) == {"The Ministry of Water"}
    assert refreshing.pay(2)
    assert refreshing.pay(2)
    assert not refreshing.pay(2)
    assert wrong() == []
    assert not Debt.objects.exists()


def test_the_worker_pays_what_is_owed(said, speaker, reporter):
    speaker_steps.edit(speaker, by=reporter, revision=1, name="The Ministry of Water")

    worker.work()

    assert names(said) == {"The Ministry of Water"}
    assert wrong() == []


def test_a_name_that_few_claims_show_is_told_to_them_and_their_rivals_at_once(dossier, north, south, speaker, reporter):
    said = factories.make_claim(dossier, side=north, speaker=speaker)
    rival = factories.make_claim(dossier, side=south)
    factories.make_link(rival, said)

    speaker_steps.edit(speaker, by=reporter, revision=1, name="The Ministry of Water")

    document = json.loads(ClaimDocument.objects.get(claim=rival).document)
    assert document["rivals"][0]["claim"]["speaker"]["name"] == "The Ministry of Water"
    assert not Debt.objects.exists()


@pytest.mark.parametrize(
    "record", ["dossier", "side", "accused", "affected", "matter", "source", "publisher", "person"]
)
def test_whatever_a_document_shows_may_be_renamed(
    dossier, north, south, matter, source, reporter, editor, record, as_web
):
    """Once for few claims and once for many: each shows the new name, read at once and stored after payment."""
    sources.edit(source, by=reporter, revision=1, publisher="The Daily Ledger")
    passage = factories.make_passage(source)

    def log():
        return factories.make_claim(
            dossier, side=north, matter=matter, by=reporter, passage=passage, kind="accusation", accused_side=south,
            figures=[{"affected_side": south}],
        )  # fmt: skip

    claims = [log()]
    for new in ("Renamed once", "Renamed again"):
        if record == "dossier":
            dossier.refresh_from_db()
            dossiers.edit(dossier, by=editor, revision=dossier.revision, name=new)
        elif record in ("side", "accused", "affected"):
            side = north if record == "side" else south
            side.refresh_from_db()
            sides.edit(side, by=editor, revision=side.revision, short_name=new)
        elif record == "matter":
            matter.refresh_from_db()
            matters.edit(matter, by=editor, revision=matter.revision, question=new)
        elif record == "source":
            source.refresh_from_db()
            sources.edit(source, by=reporter, revision=source.revision, title=new)
        elif record == "publisher":
            with recorded(editor, "rename"):
                as_web("UPDATE sources_publisher SET name = %s", [new])
        else:
            with recorded(editor, "rename"):
                as_web("UPDATE auth_user SET last_name = %s WHERE id = %s", [new, reporter.pk])
        assert all(new in reading.one(claim.pk, reporter).decode() for claim in claims)
        worker.work()
        assert wrong() == []
        assert not Debt.objects.exists()
        claims += [log() for _ in range(3)]


def test_merging_speakers_of_many_claims_is_owed(dossier, north, said, speaker, reporter, editor):
    kept = factories.make_speaker(dossier, side=north, name="The Ministry of Water")

    record = speakers.merge(kept, merged=speaker, by=editor)

    assert names_read(said, reporter) == {"The Ministry of Water"}
    assert Debt.objects.count() == len(said)
    worker.work()
    assert names(said) == {"The Ministry of Water"}
    speakers.unmerge(record, by=editor)
    assert names_read(said, reporter) == {"The ministry"}


def test_what_is_changed_past_the_operations_is_owed_too(said, by_hand, editor, reporter):
    by_hand(editor, "UPDATE claims_claim SET status = 'voided', status_reason = 'By hand.' WHERE id = %s", [said[0]])

    assert json.loads(reading.one(said[0], reporter))["status"] == "voided"
    assert Debt.objects.get().key == said[0]
    verifying.repair()
    assert wrong() == []
    assert Claim.objects.get(pk=said[0]).stored.version


def copy(claim, times):
    """Log a claim again and again, in one statement of one step."""
    statement, values = copying(claim)
    with recorded(claim.logged_by, "copy"), connection.cursor() as cursor:
        cursor.execute(
            statement.replace(" VALUES (", " SELECT ").removesuffix(")") + f" FROM generate_series(1, {times})", values
        )


def test_what_the_list_of_the_stale_does_not_hold_is_owed(dossier, north, speaker, monkeypatch):
    monkeypatch.setattr(refreshing, "AT_ONCE", 100_000)

    copy(factories.make_claim(dossier, side=north, speaker=speaker, cited=False), 3700)

    assert worker.asked_for() == [("settle_debts", {})]
    assert Debt.objects.count() >= 3700
    worker.work()
    assert wrong() == []
    assert not Debt.objects.exists()


def test_a_rename_costs_the_same_statements_however_many_claims_show_it(dossier, north, speaker, reporter, monkeypatch):
    """Two thousand claims, copied by hand; the rename notes one debt, and payment takes bounded steps."""
    monkeypatch.setattr(refreshing, "AT_ONCE", 500)
    copied = factories.make_claim(dossier, side=north, speaker=speaker, cited=False)
    copy(copied, 2000)
    verifying.repair(500)
    small = factories.make_speaker(dossier, side=north, name="The agency")
    factories.make_claim(dossier, side=north, speaker=small)

    with CaptureQueriesContext(connection) as few:
        speaker_steps.edit(small, by=reporter, revision=1, name="The Agency for Water")
    with CaptureQueriesContext(connection) as many:
        speaker_steps.edit(speaker, by=reporter, revision=1, name="The Ministry of Water")

    assert len(many) <= len(few) + 6  # the debt and its job
    assert Debt.objects.filter(kind="speaker").count() == 1
    claims = list(Claim.objects.filter(speaker=speaker).values_list("pk", flat=True))
    assert len(claims) == 2001
    steps = 0
    while refreshing.pay(500):
        steps += 1
        assert names_read([claims[0], claims[700], claims[-1]], reporter) == {"The Ministry of Water"}
    assert steps == 5
    assert names(claims) == {"The Ministry of Water"}
    assert wrong() == []
