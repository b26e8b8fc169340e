"""Claims over REST: lists and details are the stored documents, and edits and steps are what the pages do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.operations import assessment
from tests import factories

CLAIMS = "/api/v1/claims/"


def test_a_claim_has_exactly_these_keys(program_of, reporter, world):
    claim = program_of(reporter).get(f"{CLAIMS}{world.published.pk}/").json()

    assert ",".join(claim) == (
        "id,url,page,dossier,matter,speaker,office,side,accused_side,kind,wording,own_words,language,translation,date,"
        "status,status_reason,revision,standing,contest,has_rival,unanswered,figures,citations,rivals,links,responses,"
        "grading,logged_at,published_at,updated_at,logged_by,worded_by,published_by"
    )


def test_a_public_reader_is_given_no_staff_and_nothing_in_review(program_of, reader, world):
    told = program_of(reader).get(CLAIMS).json()["results"]

    assert {claim["id"] for claim in told} == {world.published.pk, world.answer.pk}
    assert not any({"logged_by", "worded_by", "published_by"} & set(claim) for claim in told)
    assert not any(claim["links"] or claim["rivals"] for claim in told)


def test_one_request_says_who_says_what_against_whom(program_of, reader, world):
    factories.confirm(world.link)

    (told,) = program_of(reader).get(f"{CLAIMS}?has_rival=on&side={world.answer.side_id}").json()["results"]

    (rival,) = told["rivals"]
    assert (rival["id"], rival["relation"], rival["direction"], rival["state"]) == (
        world.link.pk,
        "denies",
        "out",
        "confirmed",
    )
    assert rival["claim"]["id"] == world.published.pk
    assert rival["claim"]["side"]["name"] == "North"
    assert (told["contest"], told["has_rival"]) == ("denied", True)


def test_pages_follow_each_other_while_rows_are_added(program_of, reporter, dossier, north):
    made = [factories.make_claim(dossier, side=north, by=reporter).pk for _ in range(5)]
    program = program_of(reporter)

    first = program.get(f"{CLAIMS}?limit=2&sort=logged").json()
    factories.make_claim(dossier, side=north, by=reporter)
    second = program.get(first["next"]).json()
    third = program.get(second["next"]).json()

    assert [claim["id"] for page in (first, second, third) for claim in page["results"]] == made[::-1]
    assert third["next"] is None


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("colour=red", "colour"),
        ("after=1", "after"),
        ("kind=rumour", "kind"),
        ("cursor=x", "cursor"),
        ("limit=0", "limit"),
        ("since=yester", "since"),
        ("unanswered=perhaps", "unanswered"),
        ("sort=best", "sort"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(query, path, program_of, reader, dossier):
    answer = program_of(reader).get(f"{CLAIMS}?{query}")

    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == [path]


def test_whoever_has_a_page_is_told_that_nothing_changed(program_of, reader, world, reporter):
    program = program_of(reader)
    tag = program.get(CLAIMS)["ETag"]

    same = program.get(CLAIMS, **{"If-None-Match": tag})
    assessment.respond(
        world.published, by=reporter, side=world.answer.side, state="declined", revision=world.response.revision
    )
    other = program.get(CLAIMS, **{"If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert (other.status_code, other["ETag"] == tag) == (200, False)


def test_a_page_with_another_behind_it_is_another_page(program_of, reporter, dossier, north):
    program = program_of(reporter)
    factories.make_claim(dossier, side=north, by=reporter)
    last = program.get(f"{CLAIMS}?sort=oldest&limit=1")

    factories.make_claim(dossier, side=north, by=reporter)

    assert program.get(f"{CLAIMS}?sort=oldest&limit=1", **{"If-None-Match": last["ETag"]}).status_code == 200


def test_a_list_costs_the_same_for_one_and_for_many(program_of, reporter, dossier, north):
    program = program_of(reporter)
    factories.make_link(state="proposed")
    factories.make_claim(dossier, side=north, by=reporter, figures=[{}])
    few = _queries(program, CLAIMS)

    for _ in range(8):
        factories.make_claim(dossier, side=north, by=reporter, figures=[{}, {"quantity": "injured"}])

    assert _queries(program, CLAIMS) == few


def _queries(program, address):
    with CaptureQueriesContext(connection) as queries:
        assert program.get(address).status_code == 200
    return [query["sql"][:60] for query in queries]


def test_an_edit_changes_what_is_sent_and_nothing_else(program_of, reporter, world):
    before = program_of(reporter).get(f"{CLAIMS}{world.claim.pk}/").json()

    answer = program_of(reporter).patch(f"{CLAIMS}{world.claim.pk}/", {"wording": "Said otherwise.", "revision": 1})

    after = answer.json()
    assert answer.status_code == 200
    assert {key for key in after if after[key] != before[key]} == {"wording", "revision", "updated_at"}


def test_an_edit_that_says_nothing_new_is_no_revision(program_of, reporter, world):
    answer = program_of(reporter).patch(
        f"{CLAIMS}{world.claim.pk}/", {"wording": world.claim.wording, "speaker": world.speaker.pk, "revision": 1}
    )

    assert (answer.status_code, answer.json()["revision"]) == (200, 1)


def test_the_second_of_two_edits_is_shown_the_first(program_of, reporter, world):
    program = program_of(reporter)
    address = f"{CLAIMS}{world.claim.pk}/"
    tag = program.get(address)["ETag"]
    program.patch(address, {"wording": "Mine."}, if_match=tag)

    by_tag = program.patch(address, {"wording": "Yours."}, if_match=tag)
    by_revision = program.patch(address, {"wording": "Yours.", "revision": 1})

    assert (by_tag.status_code, by_tag.json()["current"]["wording"]) == (412, "Mine.")
    assert (by_revision.status_code, by_revision.json()["current"]["wording"]) == (409, "Mine.")


def test_the_life_of_a_claim_by_steps(program_of, reporter, editor, world, south):
    mine, theirs = program_of(reporter), program_of(editor)
    at = f"{CLAIMS}{world.claim.pk}/"

    returned = theirs.post(f"{at}return/", {"revision": 1, "reason": "Name the place."})
    submitted = mine.post(f"{at}submit/")
    own = mine.post(f"{at}publish/", {"revision": 1})
    published = theirs.post(f"{at}publish/", if_match=submitted["ETag"])
    asked = mine.post(f"{at}respond/", {"side": south.pk, "state": "declined", "note": "By telephone."})
    graded = theirs.post(f"{at}grade/", {"grade": "weak", "explanation": "One source."})
    voided = theirs.post(f"{at}void/", {"reason": "It was never said."})
    twice = theirs.post(f"{at}void/", {"reason": "It was never said."})

    assert (returned.json()["status"], returned.json()["status_reason"]) == ("returned", "Name the place.")
    assert submitted.json()["status"] == "submitted"
    assert own.status_code == 403
    assert published.json()["status"] == "published"
    assert asked.json()["responses"][0]["state"] == "declined"
    assert graded.json()["grading"]["grade"] == "weak"
    assert voided.json()["status"] == "voided"
    assert (twice.status_code, twice.json()["code"]) == (409, "wrong-state")


def test_a_grade_and_a_response_are_taken_back_and_the_claim_stands_without_them(
    program_of, world, reporter, editor, south
):
    mine, theirs = program_of(reporter), program_of(editor)
    at = f"{CLAIMS}{world.published.pk}/"
    theirs.post(f"{at}grade/", {"grade": "weak", "explanation": "One source."})

    unnamed = theirs.post(f"{at}ungrade/", {})
    not_mine = mine.post(f"{at}ungrade/", {"revision": 1, "reason": "Another claim."})
    ungraded = theirs.post(f"{at}ungrade/", {"revision": 1, "reason": "Another claim."})
    unasked = mine.post(f"{at}unrespond/", {"side": south.pk, "revision": 1, "reason": "It was East."})
    twice = mine.post(f"{at}unrespond/", {"side": south.pk, "revision": 2, "reason": "It was East."})

    assert {one["path"] for one in unnamed.json()["errors"]} == {"revision", "reason"}
    assert not_mine.status_code == 403
    assert (ungraded.status_code, ungraded.json()["grading"]) == (200, None)
    assert (unasked.status_code, unasked.json()["responses"]) == (200, [])
    assert (twice.status_code, twice.json()["code"]) == (409, "wrong-state")
    assert mine.get(f"/api/v1/responses/{world.response.pk}/").json()["state"] == "not_sought"
    assert mine.get("/api/v1/responses/?state=sought").json()["results"] == []


@pytest.mark.parametrize(
    ("step", "body"), [("grade", {"grade": "ungraded", "explanation": "So."}), ("respond", {"state": "not_sought"})]
)
def test_nothing_is_taken_back_by_recording_that_it_is_not(program_of, world, editor, south, step, body):
    body = {**body, "side": south.pk} if step == "respond" else body

    answer = program_of(editor).post(f"{CLAIMS}{world.published.pk}/{step}/", body)

    assert answer.status_code == 400
