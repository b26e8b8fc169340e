"""Logging over REST: one request says all that the form can say, and is answered fault by fault."""

import pytest

from claims.models import Claim
from tests import factories
from tests.claims.api.test_claims import CLAIMS


@pytest.fixture
def spokesman(north, reporter):
    return factories.make_speaker(north.dossier, side=north, name="The northern ministry", by=reporter)


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


def test_what_the_fields_say_together_is_judged_even_where_others_are_wrong(program_of, reporter, denial, world):
    wrong = {
        "kind": "assertion",
        "accused_side": world.side.pk,
        "wording": "",
        "date": "2020-13",
        "citation": {"words": "Said.", "cue": "x" * 99},
        "figures": [{"quantity": "", "bound": "range", "low": 5, "high": 2}],
    }

    answer = program_of(reporter).post(CLAIMS, denial({"claim": 10**12, "figure": 0, "aspect": ""}, **wrong))

    assert {error["path"] for error in answer.json()["errors"]} == {
        "accused_side", "wording", "date", "citation.source", "citation.cue", "figures.0.quantity", "figures.0.high",
        "links.0.claim", "links.0.figure", "links.0.aspect",
    }  # fmt: skip


def test_all_that_is_wrong_with_a_change_is_told_at_once(program_of, reporter, north, dossier):
    draft = factories.make_claim(dossier, side=north, by=reporter)
    wrong = {"wording": "", "date": "2020-13", "accused_side": north.pk, "revision": 1}

    answer = program_of(reporter).patch(f"{CLAIMS}{draft.pk}/", wrong)

    assert {error["path"] for error in answer.json()["errors"]} == {"wording", "date", "accused_side"}


@pytest.mark.parametrize(
    ("date", "paths"),
    [
        ("2020-10-29", {"side", "citation.source"}),
        ("once", {"date", "citation.source"}),
        ("last week", {"citation.source"}),
    ],
)
def test_for_whom_a_known_speaker_speaks_is_asked_once_the_day_is_known(
    date, paths, program_of, reporter, dossier, denial
):
    unaffiliated = factories.make_speaker(dossier, side=None, by=reporter)
    body = denial(speaker=unaffiliated.pk, date=date, citation={"words": "No gate was opened."})
    del body["side"]

    answer = program_of(reporter).post(CLAIMS, body)

    assert {error["path"] for error in answer.json()["errors"]} == paths


def test_a_number_is_no_string(program_of, reporter, editor, denial, world):
    wrong = {
        "speaker": {"name": 5, "aliases": ["A", 6]},
        "wording": 5,
        "citation": {"source": {"title": 7, "url": 8.5}, "words": "Said."},
        "figures": [{"quantity": 5, "low": 5}],
    }

    answer = program_of(reporter).post(CLAIMS, denial(**wrong))
    void = program_of(editor).post(f"{CLAIMS}{world.published.pk}/void/", {"reason": 5})

    assert answer.status_code == 400
    assert {error["path"] for error in answer.json()["errors"]} == {
        "speaker.name", "speaker.aliases.1", "wording", "citation.source.title", "citation.source.url",
        "figures.0.quantity",
    }  # fmt: skip
    assert (void.status_code, [error["path"] for error in void.json()["errors"]]) == (400, ["reason"])


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


def test_a_statement_that_a_second_source_carries_is_refused_with_the_claim_that_takes_the_citation(
    program_of, reporter, dossier, spokesman
):
    program = program_of(reporter)
    body = {"dossier": dossier.pk, "speaker": spokesman.pk, "kind": "denial", "wording": "No gate was opened."}
    first, second = (
        {"source": {"title": title, "dateline": "29 Oct 2020"}, "words": "No gate was opened."}
        for title in ("The first paper", "The second paper")
    )
    logged = program.post(CLAIMS, {**body, "citation": first}).json()

    again = program.post(CLAIMS, {**body, "citation": second})
    known = again.json().get("claim", {})
    cited = program.post(known["cite_at"], {"claim": known["id"], **second})

    assert (again.status_code, again.json()["code"]) == (409, "already-logged")
    assert (known["id"], known["url"]) == (logged["id"], f"{CLAIMS}{logged['id']}/")
    assert cited.status_code == 201, cited.content
    assert len(program.get(known["url"]).json()["citations"]) == 2
