"""Claims over REST: lists and details are the stored documents, and logging is what the form does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim
from claims.operations import assessment
from tests import factories

CLAIMS = "/api/v1/claims/"


@pytest.fixture
def spokesman(north, reporter):
    return factories.make_speaker(north.dossier, side=north, name="The northern ministry", by=reporter)


def test_a_claim_has_exactly_these_keys(program_of, reporter, world):
    claim = program_of(reporter).get(f"{CLAIMS}{world.published.pk}/").json()

    assert ",".join(claim) == (
        "id,url,page,dossier,matter,speaker,office,side,accused_side,kind,wording,own_words,language,translation,date,"
        "status,status_reason,revision,standing,contest,has_rival,unanswered,figures,citations,rivals,links,responses,"
        "grading,logged_at,published_at,updated_at,logged_by,worded_by,published_by"
    )


def test_logging_with_everything_that_the_form_can_say(program_of, reporter, dossier, north, south):
    answer = program_of(reporter).post(
        CLAIMS,
        {
            "dossier": dossier.pk,
            "speaker": {"name": "The southern ministry"},
            "side": south.pk,
            "office": "Ministry of Water",
            "kind": "accusation",
            "wording": "Northern troops opened the dam last week, killing at least 90 civilians.",
            "own_words": "They opened it.",
            "language": "en",
            "translation": "",
            "date": "last week",
            "accused_side": north.pk,
            "matter": {"question": "Who opened the dam?"},
            "citation": {
                "source": {
                    "title": "Row over the dam",
                    "url": "https://news.example/dam",
                    "publisher": "The Example",
                    "kind": "release",
                    "dateline": "29 Oct 2020",
                },
                "words": "They opened it, killing at least 90 civilians.",
                "cue": "said",
                "direct": True,
                "origin": "a radio station",
            },
            "figures": [
                {"quantity": "killed", "population": "civilians", "affected_side": south.pk, "bound": "at_least",
                 "low": 90, "unit": "people", "words": "at least 90 civilians"},
            ],
            "submit": True,
        },
    )  # fmt: skip

    assert answer.status_code == 201, answer.content
    claim = Claim.objects.get()
    told = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"http://testserver{CLAIMS}{claim.pk}/"
    assert told["status"] == "submitted"
    assert told["speaker"]["name"] == "The southern ministry"
    assert told["speaker"]["kind"] == "organisation"
    assert told["date"]["edtf"] == "2020-10-19/2020-10-25"
    assert told["date"]["words"] == "last week"
    assert told["matter"]["question"] == "Who opened the dam?"
    assert told["citations"][0]["passage"]["exact"] == "They opened it, killing at least 90 civilians."
    assert told["citations"][0]["source"]["kind"] == "release"
    assert told["citations"][0]["publisher"]["name"] == "The Example"
    assert told["citations"][0]["direct"] is True
    assert (told["figures"][0]["low"], told["figures"][0]["high"]) == (90, None)
    assert told["accused_side"]["id"] == north.pk


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


# Writing


def test_rows_may_be_named_by_key(program_of, reporter, dossier, matter, source, spokesman):
    passage = factories.make_passage(source, words="No gate was opened.")

    answer = program_of(reporter).post(
        CLAIMS,
        {
            "dossier": dossier.pk,
            "speaker": spokesman.pk,
            "kind": "denial",
            "wording": "No gate was opened.",
            "matter": matter.pk,
            "citation": {"passage": passage.pk},
        },
    )

    told = answer.json()
    assert answer.status_code == 201, answer.content
    assert told["side"]["name"] == "North"
    assert (told["date"]["edtf"], told["date"]["reasoning"]) == ("2020-10-29", "The dateline of the source.")
    assert told["citations"][0]["passage"]["id"] == passage.pk
    assert told["status"] == "draft"


@pytest.fixture
def denial(dossier, south, source):
    """A statement with what it answers, but for the key of that."""

    def made(*links, **over):
        return {
            "dossier": dossier.pk,
            "speaker": {"name": "The southern ministry"},
            "side": south.pk,
            "kind": "denial",
            "wording": "No gate was opened.",
            "citation": {"source": source.pk, "words": "No gate was opened."},
            "links": [{"relation": "denies", "aspect": "fact", **link} for link in links],
        } | over

    return made


def test_a_statement_is_logged_together_with_what_it_answers(program_of, reporter, denial, world):
    answer = program_of(reporter).post(CLAIMS, denial({"claim": world.published.pk, "rationale": "The same gate."}))

    (tie,) = answer.json()["rivals"]
    assert answer.status_code == 201
    assert (tie["claim"]["id"], tie["direction"], tie["state"]) == (world.published.pk, "out", "proposed")
    assert (tie["relation"], tie["aspect"], tie["rationale"]) == ("denies", "fact", "The same gate.")


def test_a_statement_may_be_the_one_that_is_answered(program_of, reporter, denial, world):
    answer = program_of(reporter).post(CLAIMS, denial({"claim": world.answer.pk, "direction": "in"}))

    assert [tie["direction"] for tie in answer.json()["rivals"]] == ["in"]


def test_a_link_of_figures_names_the_one_that_is_sent_by_its_number(program_of, reporter, denial, world, south):
    theirs = factories.make_claim(world.dossier, side=world.side, by=reporter, figures=[{"value": 90}]).figures.get()
    counted = {name: getattr(theirs, name) for name in ("quantity", "population", "unit")}
    figures = [{"quantity": "lost", "low": 3}, counted | {"low": 120}]
    link = {"claim": theirs.claim_id, "relation": "disputes_figure", "aspect": "", "other_figure": theirs.pk}

    answer = program_of(reporter).post(CLAIMS, denial(link | {"figure": 1}, figures=figures))
    beyond = program_of(reporter).post(CLAIMS, denial(link | {"figure": 2}, figures=figures))

    (tie,), mine = answer.json()["rivals"], answer.json()["figures"][1]
    assert (tie["figure"], tie["other_figure"]) == (mine["id"], theirs.pk)
    assert [error["path"] for error in beyond.json()["errors"]] == ["links.0.figure"]


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ({"claim": 10**12}, "links.0.claim"),
        ({"aspect": ""}, "links.0.aspect"),
        ({"relation": "contradicts", "aspect": ""}, "links.0.rationale"),
        ({"relation": "disputes_figure", "aspect": "", "figure": 0}, "links.0.other_figure"),
        ({"figure": 0}, "links.0.figure"),
        ({"direction": "up"}, "links.0.direction"),
        ({"target": 1}, "links.0.target"),
    ],
)
def test_what_is_wrong_with_a_link_is_named_by_its_path(link, path, program_of, reporter, denial, world):
    answer = program_of(reporter).post(CLAIMS, denial({"claim": world.published.pk} | link))

    assert answer.status_code == 400
    assert path in {error["path"] for error in answer.json()["errors"]}


def test_a_link_that_cannot_be_keeps_its_claim_from_being_logged(program_of, reporter, denial, world):
    link = {"claim": world.published.pk, "relation": "counter_accuses", "aspect": ""}

    answer = program_of(reporter).post(CLAIMS, denial(link))

    assert (answer.status_code, answer.json()["code"]) == (409, "relation-does-not-hold")
    assert not Claim.objects.filter(wording="No gate was opened.").exists()


def test_who_is_known_by_name_is_not_added_again(program_of, reporter, dossier, matter, source, spokesman):
    answer = program_of(reporter).post(
        CLAIMS,
        {
            "dossier": dossier.pk,
            "speaker": {"name": "the NORTHERN ministry"},
            "kind": "denial",
            "wording": "No gate was opened.",
            "matter": {"question": "was the dam opened?"},
            "citation": {"source": {"title": "row over the dam"}, "words": "No gate was opened."},
        },
    )

    told = answer.json()
    assert answer.status_code == 201, answer.content
    assert told["speaker"]["id"] == spokesman.pk
    assert told["matter"]["id"] == matter.pk
    assert told["citations"][0]["source"]["id"] == source.pk


def test_each_fault_is_named_by_its_path(program_of, reporter, dossier):
    answer = program_of(reporter).post(
        CLAIMS,
        {
            "dossier": dossier.pk,
            "speaker": {"nmae": "A"},
            "side": 10**12,
            "kind": "denial",
            "wording": "",
            "citation": {"words": "Said."},
            "figures": [
                {"quantity": "killed", "low": 1},
                {"quantity": "killed", "bound": "range", "low": 5, "high": 2},
            ],
        },
    )

    assert answer.status_code == 400
    assert {error["path"] for error in answer.json()["errors"]} == {
        "speaker.name",
        "speaker.nmae",
        "side",
        "wording",
        "citation.source",
        "figures.1.high",
    }
    assert not Claim.objects.exists()


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


def test_a_statement_sent_twice_under_one_key_is_logged_once(program_of, reporter, dossier, spokesman, source):
    program = program_of(reporter)
    body = {
        "dossier": dossier.pk,
        "speaker": spokesman.pk,
        "kind": "denial",
        "wording": "No gate was opened.",
        "citation": {"source": source.pk, "words": "No gate was opened."},
    }

    first = program.post(CLAIMS, body, idempotency_key="a-1")
    second = program.post(CLAIMS, body, idempotency_key="a-1")
    without = program.post(CLAIMS, body)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert (without.status_code, without.json()["code"]) == (409, "already-logged")
