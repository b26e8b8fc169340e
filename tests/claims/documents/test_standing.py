"""As long as what a page stands on is the same, the page is; and whoever has it is told so without looking."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser

from claims.documents import listing
from claims.documents.standing import standing
from claims.models import Debt
from claims.operations import claim as claims
from sources.models import Member
from sources.operations import member as members
from sources.operations import speaker as speakers
from tests import factories
from tests.races import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/api/v1/claims/"
PATIENCE = 20
"""Seconds for which a transaction elsewhere on the server may run."""


@pytest.fixture
def claim(dossier, north, reporter):
    return factories.make_claim(dossier, side=north, by=reporter)


def settled(user):
    end = time.monotonic() + PATIENCE
    while not (found := standing(user)):
        assert time.monotonic() < end, "Nothing settles."
        time.sleep(0.01)
    return found


def edit(claim, by, wording="Something else."):
    claims.edit(claim, by=by, revision=claim.revision, wording=wording)


def test_it_stays_the_same_while_nothing_changes(claim, reporter):
    assert settled(reporter) == settled(reporter)


def test_another_claim_and_another_name_change_it(claim, dossier, north, reporter):
    first = settled(reporter)
    edit(claim, reporter)
    second = settled(reporter)
    speaker = claim.speaker
    speakers.edit(speaker, by=reporter, revision=speaker.revision, name="The other ministry")

    assert len({first, second, settled(reporter)}) == 3


def test_where_a_person_belongs_changes_it(claim, dossier, editor, reader):
    first = settled(reader)

    members.set_role(dossier, user=reader, role="journalist", by=editor, was="reader")

    assert settled(reader) != first


def test_it_cannot_be_told_while_a_change_is_not_committed_that_began_before_the_last(
    claim, dossier, south, reporter, editor
):
    other = factories.make_claim(dossier, side=south, by=reporter)
    before = settled(reporter)
    told = []

    def another_change():
        edit(other, editor, "Committed first.")
        told.append(standing(reporter))

    meanwhile(lambda: edit(claim, reporter, "Committed last."), another_change)

    assert told == [""]
    assert settled(reporter) != before


def test_it_cannot_be_told_while_a_debt_stands(claim, reporter):
    settled(reporter)

    Debt.objects.create(kind="claim", key=claim.pk)

    assert standing(reporter) == ""


def test_the_second_time_nobody_looks_for_a_page_that_did_not_change(claim, reporter, program_of, monkeypatch):
    program = program_of(reporter)
    tag = program.get(LIST)["ETag"]
    settled(reporter)
    assert program.get(LIST, **{"If-None-Match": tag}).status_code == 304

    monkeypatch.setattr(listing, "page", None)

    again = program.get(LIST, **{"If-None-Match": tag})
    assert (again.status_code, again["ETag"], again.content) == (304, tag, b"")


def test_a_page_that_changed_is_looked_for_and_sent(claim, reporter, program_of):
    program = program_of(reporter)
    tag = program.get(LIST)["ETag"]
    settled(reporter)
    for _ in range(2):
        assert program.get(LIST, **{"If-None-Match": tag}).status_code == 304

    edit(claim, reporter, "Changed meanwhile.")

    changed = program.get(LIST, **{"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.json()["results"][0]["wording"] == "Changed meanwhile."


def test_whoever_may_see_no_more_is_told_nothing_of_the_page(claim, dossier, reporter, editor, program_of):
    program = program_of(reporter)
    tag = program.get(LIST)["ETag"]
    settled(reporter)
    for _ in range(2):
        assert program.get(LIST, **{"If-None-Match": tag}).status_code == 304

    members.end(Member.objects.get(dossier=dossier, user=reporter), by=editor, was="journalist")

    assert program.get(LIST, **{"If-None-Match": tag}).json()["results"] == []


def test_what_is_known_of_one_page_and_person_is_not_said_of_another(claim, reporter, editor, program_of):
    program = program_of(reporter)
    tag = program.get(LIST)["ETag"]
    settled(reporter)
    for _ in range(2):
        assert program.get(LIST, **{"If-None-Match": tag}).status_code == 304

    assert program.get(f"{LIST}?status=published", **{"If-None-Match": tag}).status_code == 200
    assert program.get(LIST, **{"If-None-Match": '"another"'}).status_code == 200
    assert program_of().get(LIST, **{"If-None-Match": tag}).status_code == 200


def test_a_search_is_looked_for_each_time(claim, reporter, program_of, monkeypatch):
    program = program_of(reporter)
    address = f"{LIST}?q={claim.wording.split()[0]}"
    tag = program.get(address)["ETag"]
    settled(reporter)
    asked = []
    page = listing.page
    monkeypatch.setattr(listing, "page", lambda *given, **named: asked.append(1) or page(*given, **named))

    for _ in range(3):
        assert program.get(address, **{"If-None-Match": tag}).status_code == 304

    assert len(asked) == 3


def test_a_stranger_has_a_standing_too(claim):
    assert settled(AnonymousUser()) == settled(AnonymousUser())
