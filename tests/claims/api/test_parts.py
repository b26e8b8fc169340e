"""Figures, citations, responses, links, matters and merges over REST."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Link
from tests import factories

ROOT = "/api/v1/"
NAMES = ("figures", "citations", "responses", "links", "matters", "merges")
KEYS = {
    "figures": "id quantity population affected_side place period cumulative bound withheld low high unit words "
    "revision claim",
    "citations": "id cue direct origin revision passage source publisher claim",
    "responses": "id side state note recorded_at revision claim",
    "links": "id url dossier answer relation target aspect rationale answer_figure target_figure state decision_reason "
    "proposed_at decided_at",
    "matters": "id url page dossier question place date first_day last_day note revision opened_at contest",
    "merges": "id url dossier kept merged aliases merged_at undone_at",
}


@pytest.mark.parametrize("name", NAMES)
def test_each_has_exactly_these_keys_in_lists_and_by_itself(name, program_of, reporter, world):
    program = program_of(reporter)

    row = program.get(f"{ROOT}{name}/").json()["results"][0]

    assert " ".join(row) == KEYS[name]
    assert program.get(f"{ROOT}{name}/{row['id']}/").json() == row


@pytest.mark.parametrize("name", ["figures", "citations", "links", "matters"])
def test_a_list_costs_the_same_for_one_and_for_many(name, program_of, reporter, dossier, world):
    program = program_of(reporter)
    few = _cost(program, name)

    for number in range(4):
        claim = factories.make_claim(dossier, side=world.side, by=reporter, figures=[{"affected_side": world.side}])
        factories.make_link(claim, world.claim, relation="elaborates", by=reporter)
        factories.make_matter(dossier, question=f"Who opened gate {number}?")

    assert _cost(program, name) == few


def _cost(program, name):
    with CaptureQueriesContext(connection) as queries:
        assert program.get(f"{ROOT}{name}/").status_code == 200
    return len(queries)


def test_a_figure_is_added_edited_and_struck_out(program_of, reporter, world):
    program = program_of(reporter)

    added = program.post(f"{ROOT}figures/", {"claim": world.claim.pk, "quantity": "injured", "low": 2.5})
    at = f"{ROOT}figures/{added.json()['id']}/"
    ranged = program.patch(at, {"bound": "range", "low": 2, "high": 4, "revision": 1})
    moved = program.patch(at, {"bound": "at_most", "high": 4}, if_match=ranged["ETag"])
    unfit = program.patch(at, {"bound": "withheld", "low": 4, "revision": 3})
    void = program.post(f"{at}void/", {"reason": "It was never said."})

    assert (added.status_code, added.json()["low"], added.json()["high"]) == (201, 2.5, 2.5)
    assert (ranged.json()["low"], ranged.json()["high"]) == (2, 4)
    assert (moved.json()["low"], moved.json()["high"], moved.json()["revision"]) == (None, 4, 3)
    assert (unfit.status_code, unfit.json()["errors"][0]["path"]) == (400, "low")
    assert void.status_code == 200
    assert program.get(at).status_code == 404
    assert Claim.objects.get(pk=world.claim.pk).revision == 5


def test_a_passage_is_added_and_how_it_says_it_corrected(program_of, reporter, world):
    program = program_of(reporter)

    added = program.post(
        f"{ROOT}citations/",
        {"claim": world.claim.pk, "source": {"title": "A bulletin"}, "words": "Shut.", "cue": "said"},
    )
    twice = program.post(
        f"{ROOT}citations/", {"claim": world.claim.pk, "passage": added.json()["passage"]["id"], "cue": "said"}
    )
    edited = program.patch(f"{ROOT}citations/{added.json()['id']}/", {"direct": True, "revision": 1})

    assert (added.status_code, added.json()["source"]["title"], added.json()["direct"]) == (201, "A bulletin", False)
    assert twice.status_code == 400
    assert (edited.json()["direct"], edited.json()["cue"]) == (True, "said")


def test_four_eyes_confirm_a_link(program_of, reporter, editor, second_editor, world):
    mine, other = program_of(editor), program_of(second_editor)
    body = {
        "answer": world.answer.pk,
        "target": world.published.pk,
        "relation": "contradicts",
        "rationale": "Both days.",
    }

    proposed = mine.post(f"{ROOT}links/", body)
    at = f"{ROOT}links/{proposed.json()['id']}/"
    read = {"answer_revision": 1, "target_revision": 1}
    own = mine.post(f"{at}confirm/", read)
    stale = other.post(f"{at}confirm/", {"answer_revision": 1, "target_revision": 7})
    confirmed = other.post(f"{at}confirm/", read)
    silent = other.post(f"{at}withdraw/")
    withdrawn = other.post(f"{at}withdraw/", {"reason": "They speak of two days."})

    assert proposed.status_code == 201
    assert own.status_code == 403
    assert (stale.status_code, stale.json()["code"]) == (409, "outdated")
    assert confirmed.json()["state"] == "confirmed"
    assert (silent.status_code, [error["path"] for error in silent.json()["errors"]]) == (400, ["reason"])
    assert withdrawn.json()["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"relation": "denies"}, "aspect"),
        ({"relation": "rejects", "aspect": "fact"}, "aspect"),
        ({"relation": "contradicts"}, "rationale"),
        ({"relation": "disputes_figure"}, "answer_figure"),
        ({"relation": "rejects", "target_figure": 1}, "target_figure"),
        ({"relation": "adores"}, "relation"),
    ],
)
def test_a_link_says_what_its_relation_needs_and_nothing_else(body, path, program_of, reporter, world):
    answer = program_of(reporter).post(
        f"{ROOT}links/", {"answer": world.answer.pk, "target": world.published.pk} | body
    )

    assert answer.status_code == 400
    assert path in {error["path"] for error in answer.json()["errors"]}
    assert Link.objects.count() == 1


def test_the_same_link_proposed_twice_is_refused(program_of, reporter, world):
    body = {"answer": world.answer.pk, "target": world.published.pk, "relation": "denies", "aspect": "fact"}

    answer = program_of(reporter).post(f"{ROOT}links/", body)

    assert (answer.status_code, answer.json()["code"]) == (409, "already-linked")


def test_the_note_of_a_question_is_for_those_who_work_on_it(program_of, reporter, editor, reader, dossier):
    body = {"dossier": dossier.pk, "question": "Who opened the gate?", "note": "Ask the dam's keeper."}
    made = program_of(reporter).post(f"{ROOT}matters/", body).json()
    address = f"{ROOT}matters/{made['id']}/"

    seen = {person: program_of(person).get(address).json()["note"] for person in (reporter, editor, reader)}
    followed = [
        change["record"]["note"]
        for person in (editor, reader)
        for change in program_of(person).get(f"{ROOT}changes/").json()["results"]
        if change["resource"] == "matters"
    ]

    assert made["note"] == body["note"]
    assert seen == {reporter: body["note"], editor: body["note"], reader: ""}
    assert followed == [body["note"], ""]


def test_a_question_is_asked_once_and_reworded_by_an_editor(program_of, reporter, editor, dossier):
    body = {"dossier": dossier.pk, "question": "Who opened  the gate?", "date": "Oct 2020"}

    asked = program_of(reporter).post(f"{ROOT}matters/", body)
    twice = program_of(reporter).post(f"{ROOT}matters/", body)
    reworded = program_of(editor).patch(
        f"{ROOT}matters/{asked.json()['id']}/", {"place": "Barda"}, if_match=asked["ETag"]
    )

    assert (asked.status_code, asked.json()["question"]) == (201, "Who opened the gate?")
    assert (asked.json()["date"], asked.json()["first_day"]) == ("2020-10", "2020-10-01")
    assert twice.status_code == 400
    assert (reworded.json()["place"], reworded.json()["date"]) == ("Barda", "2020-10")


def test_two_speakers_become_one_and_two_again(program_of, editor, dossier, north):
    one, other = (factories.make_speaker(dossier, side=north) for _ in range(2))
    program = program_of(editor)

    merged = program.post(f"{ROOT}speakers/{one.pk}/merge/", {"other": other.pk, "reason": "The same face."})
    undone = program.post(f"{ROOT}merges/{merged.json()['id']}/undo/", {"reason": "Twins."})
    again = program.post(f"{ROOT}merges/{merged.json()['id']}/undo/", {"reason": "Twins."})

    assert (merged.status_code, merged.json()["kept"], merged.json()["aliases"]) == (201, one.pk, [other.name])
    assert undone.json()["undone_at"]
    assert again.status_code == 409
