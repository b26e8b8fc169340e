"""The changes over REST: a program that follows them holds exactly what the server shows it."""

import pytest

from claims.models import Claim
from claims.operations import citation as citations
from claims.operations import claim as claims
from claims.operations import link as links
from sources.operations import side as sides
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES = "/api/v1/changes/"
RESOURCES = ("dossiers", "sides", "matters", "speakers", "publishers", "sources", "claims", "links")


class Copy:
    """What a program holds that follows the changes, page by page."""

    def __init__(self, program, limit=3):
        self.program, self.records = program, {}
        self.next = f"{CHANGES}?limit={limit}"

    def page(self):
        answer = self.program.get(self.next)
        assert answer.status_code == 200, answer.content
        told = answer.json()
        for change in told["results"]:
            if change["gone"]:
                assert change["record"] is None
                self.records.pop((change["resource"], change["id"]), None)
            else:
                self.records[change["resource"], change["id"]] = change["record"]
        self.next = told["next"]
        return told

    def follow(self):
        while self.page()["more"]:
            pass
        return self.records


def shown(program):
    """Everything that the lists show, as the changes would tell it."""
    records = {}
    for resource in RESOURCES:
        address = f"/api/v1/{resource}/"
        while address:
            told = program.get(address).json()
            records |= {(resource, row["id"]): row for row in told["results"]}
            address = told["next"]
    for (resource, _), row in records.items():
        if resource == "matters":
            del row["contest"]
    return records


@pytest.fixture
def dispute(dossier, north, south, matter, reporter):
    """Two published claims and a confirmed link between them."""
    common = {"dossier": dossier, "matter": matter, "by": reporter, "status": Claim.Status.PUBLISHED}
    answer = factories.make_claim(side=south, **common)
    return factories.make_link(answer, factories.make_claim(side=north, **common), state="confirmed")


@pytest.mark.parametrize("role", ["reporter", "reader"])
def test_a_follower_holds_what_the_lists_show(role, request, program_of, dispute, reporter, editor, dossier, north):
    program = program_of(request.getfixturevalue(role))
    copy = Copy(program)
    assert copy.follow() == shown(program)
    claim = Claim.objects.get(pk=dispute.answer_id)

    steps = [
        lambda: claims.edit(claim, by=reporter, revision=1, wording="It was said otherwise."),
        lambda: factories.publish(claim),
        lambda: factories.confirm(dispute),
        lambda: factories.make_claim(dossier, side=north, by=reporter),
        lambda: sides.edit(north, by=editor, revision=1, name="The North"),
        lambda: citations.void(claim.citations.get(), by=reporter, reason="It stands elsewhere."),
        lambda: claims.void(claim, by=editor, reason="It was never said."),
    ]
    for step in steps:
        step()
        assert copy.follow() == shown(program)


def test_what_a_reader_may_not_see_any_more_is_told_as_gone(program_of, dispute, reader, reporter):
    copy = Copy(program_of(reader), limit=100)
    copy.follow()

    claims.edit(Claim.objects.get(pk=dispute.answer_id), by=reporter, revision=1, wording="It was said otherwise.")

    told = {(row["resource"], row["id"]): row for row in copy.page()["results"]}
    assert told["claims", dispute.answer_id] == {
        "resource": "claims",
        "id": dispute.answer_id,
        "gone": True,
        "record": None,
    }
    assert told["links", dispute.pk]["gone"] is True
    assert told["claims", dispute.target_id]["record"]["rivals"] == []


def test_what_was_voided_is_told_as_such(program_of, dispute, reader, editor):
    copy = Copy(program_of(reader))
    copy.follow()

    claims.void(Claim.objects.get(pk=dispute.answer_id), by=editor, reason="It was never said.")

    assert copy.follow()["claims", dispute.answer_id]["status"] == "voided"


def test_a_follower_that_died_goes_on_from_its_cursor(program_of, dispute, reporter):
    program = program_of(reporter)
    copy = Copy(program, limit=2)
    copy.page()
    saved, held = copy.next, dict(copy.records)
    copy.page()

    again = Copy(program)
    again.next, again.records = saved, held

    assert again.follow() == shown(program)


def test_there_is_always_a_next_place(program_of, dispute, reader):
    copy = Copy(program_of(reader))
    copy.follow()
    place = copy.next

    told = copy.page()

    assert (told["results"], told["more"], told["next"]) == ([], False, place)


def test_a_link_that_was_withdrawn_stays_with_those_who_work_on_it(program_of, dispute, reporter, editor, reader):
    working, reading = Copy(program_of(reporter)), Copy(program_of(reader))
    working.follow(), reading.follow()

    links.withdraw(dispute, by=editor, reason="They speak of two days.")

    assert working.follow()["links", dispute.pk]["state"] == "withdrawn"
    assert ("links", dispute.pk) not in reading.follow()


def test_a_cursor_of_another_person_is_over(program_of, dispute, reader, outsider):
    copy = Copy(program_of(reader))
    copy.follow()

    answer = program_of(outsider).get(copy.next)

    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"


def test_what_is_no_cursor_is_refused(program_of, reader):
    answer = program_of(reader).get(f"{CHANGES}?since=yesterday")

    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == ["since"]


def test_a_page_costs_the_same_for_many_changes(program_of, dossier, north, reporter, django_assert_num_queries):
    program = program_of(reporter)
    factories.make_claim(dossier, side=north, by=reporter)
    few = _queries(program)

    for _ in range(5):
        factories.make_claim(dossier, side=north, by=reporter)

    assert _queries(program) == few


def _queries(program):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert program.get(f"{CHANGES}?limit=1000").status_code == 200
    return len(queries)
