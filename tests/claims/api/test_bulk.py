"""Many statements in one request: all or none, or each by itself."""

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, ClaimDocument
from sources.models import Speaker
from tests.factories import make_matter


def send(program, dossier, rows, query="", **headers):
    body = b"\n".join(row if isinstance(row, bytes) else orjson.dumps(row) for row in rows)
    return program.client.post(
        f"/api/v1/dossiers/{dossier.pk}/claims/{query}",
        body,
        content_type="application/x-ndjson",
        headers=program.headers | headers,
    )


@pytest.fixture
def row(north, source):
    """A statement by a ministry that nobody has entered yet."""

    def made(number=1, **over):
        return {
            "speaker": {"name": "The northern ministry"},
            "side": north.pk,
            "kind": "assertion",
            "wording": f"Gate {number} was shut.",
            "date": "2020-10-29",
            "citation": {"source": source.pk, "words": f"Gate {number} was shut, the ministry said."},
        } | over

    return made


def test_what_one_row_adds_the_next_one_names(program_of, reporter, dossier, row):
    answer = send(program_of(reporter), dossier, [row(n) for n in range(3)])

    told = answer.json()
    assert answer.status_code == 200
    assert (told["logged"], told["refused"]) == (3, 0)
    assert [result["status"] for result in told["results"]] == [201, 201, 201]
    assert [result["id"] for result in told["results"]] == list(
        Claim.objects.order_by("pk").values_list("pk", flat=True)
    )
    assert Speaker.objects.get().claims.count() == 3
    assert ClaimDocument.objects.count() == 3


def test_what_many_rows_name_is_looked_for_once(program_of, reporter, dossier, north, row):
    matter = make_matter(dossier)
    rows = [row(n, matter={"question": matter.question}) for n in range(4)]

    with CaptureQueriesContext(connection) as asked:
        answer = send(program_of(reporter), dossier, rows)

    assert answer.json()["logged"] == 4
    for table in ("sources_side", "claims_matter"):
        looked = [one for one in asked if (one["sql"] or "").startswith(f'SELECT "{table}"."id"')]
        assert len(looked) == 1, [one["sql"] for one in asked]


def test_one_refusal_leaves_nothing_and_every_fault_is_named(program_of, reporter, dossier, row):
    rows = [row(1), row(2, wording=""), row(3, kind="rumour"), b"{", row(4)]

    answer = send(program_of(reporter), dossier, rows)

    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == ["1.wording", "2.kind", "3"]
    assert not Claim.objects.exists()
    assert not Speaker.objects.exists()


def test_where_none_is_logged_a_row_names_the_claim_that_it_was_logged_as(program_of, reporter, dossier, row):
    known = send(program_of(reporter), dossier, [row(1)]).json()["results"][0]

    answer = send(program_of(reporter), dossier, [row(2), row(1), row(3, wording="")])

    logged, worded = answer.json()["results"]
    assert (answer.status_code, Claim.objects.count()) == (400, 1)
    assert (logged["row"], logged["status"], logged["problem"]["code"]) == (1, 409, "already-logged")
    assert logged["problem"]["claim"] == {"id": known["id"], "url": known["url"], "cite_at": "/api/v1/citations/"}
    assert (worded["row"], worded["status"], worded["problem"]["errors"][0]["path"]) == (2, 400, "wording")
    assert [error["path"] for error in answer.json()["errors"]] == ["1", "2.wording"]


def test_where_none_is_logged_a_row_that_repeats_another_names_that_row(program_of, reporter, dossier, row):
    answer = send(program_of(reporter), dossier, [row(1), row(2), row(2)])

    problem = answer.json()["results"][0]["problem"]
    assert (answer.status_code, problem["code"]) == (400, "already-logged")
    assert problem["detail"] == "Row 1 says the same: send it once."
    assert "claim" not in problem
    assert not Claim.objects.exists()


def test_each_by_itself_logs_what_can_be(program_of, reporter, dossier, row):
    rows = [row(1), row(2, wording=""), row(1), row(3, submit=True, citation={})]
    del rows[3]["citation"]

    answer = send(program_of(reporter), dossier, rows, "?atomic=false")

    told = answer.json()
    assert answer.status_code == 200
    assert (told["logged"], told["refused"]) == (1, 3)
    assert [result["status"] for result in told["results"]] == [201, 400, 409, 409]
    assert told["results"][1]["problem"]["errors"][0]["path"] == "wording"
    assert told["results"][2]["problem"]["code"] == "already-logged"
    assert told["results"][2]["problem"]["claim"]["id"] == told["results"][0]["id"]
    assert Claim.objects.get().wording == "Gate 1 was shut."


def test_sent_again_under_one_key_nothing_is_logged_twice(program_of, reporter, dossier, row):
    program = program_of(reporter)

    first = send(program, dossier, [row(1), row(2)], **{"Idempotency-Key": "morning"})
    second = send(program, dossier, [row(1), row(2)], **{"Idempotency-Key": "morning"})

    assert second.json() == first.json()
    assert Claim.objects.count() == 2


def test_a_refused_request_may_be_mended_under_its_key(program_of, reporter, dossier, row):
    program = program_of(reporter)
    send(program, dossier, [row(1, kind="rumour")], **{"Idempotency-Key": "morning"})

    assert send(program, dossier, [row(1)], **{"Idempotency-Key": "morning"}).status_code == 200


def test_more_than_a_thousand_rows_or_none_are_refused(program_of, reporter, dossier):
    program = program_of(reporter)

    assert send(program, dossier, [b"{}"] * 1001).status_code == 400
    assert send(program, dossier, []).status_code == 400


def test_other_types_of_body_are_refused(program_of, reporter, dossier):
    assert program_of(reporter).post(f"/api/v1/dossiers/{dossier.pk}/claims/", {}).status_code == 415


def test_all_that_is_wrong_with_a_row_is_told_at_once(program_of, reporter, dossier):
    wrong = {
        "speaker": {"name": "X"}, "side": 999, "kind": "denial", "wording": "ok", "date": "2020-13", "submit": True,
    }  # fmt: skip

    answer = send(program_of(reporter), dossier, [wrong, [], None])

    assert answer.status_code == 400
    assert {error["path"] for error in answer.json()["errors"]} == {"0.side", "0.date", "1", "2"}
    assert [error["message"] for error in answer.json()["errors"]][-2:] == ["Send one JSON object: {…}."] * 2


@pytest.mark.parametrize(("words", "logged"), [("on", 0), ("YES", 0), ("1", 0), ("off", 1), ("no", 1), ("0", 1)])
def test_atomic_is_said_in_the_words_that_lists_take(program_of, reporter, dossier, row, words, logged):
    answer = send(program_of(reporter), dossier, [row(1), row(2, wording="")], f"?atomic={words}")

    assert (answer.status_code, Claim.objects.count()) == (200 if logged else 400, logged)
    assert "1.wording" in answer.text or logged


def test_atomic_in_other_words_is_refused(program_of, reporter, dossier, row):
    answer = send(program_of(reporter), dossier, [row()], "?atomic=perhaps")

    assert (answer.status_code, [error["path"] for error in answer.json()["errors"]]) == (400, ["atomic"])
    assert not Claim.objects.exists()
