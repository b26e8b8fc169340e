"""What programs read and write about dossiers, speakers and sources, beside the sides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.operations import passage as passages
from tests import factories

V1 = "/api/v1/"


def test_a_journalist_opens_a_dossier_with_an_editor_and_sides(program_of, reporter, editor, dossier):
    body = {"name": "The bridge", "editors": [editor.pk], "sides": [{"name": "East"}, {"name": "West"}]}

    answer = program_of(reporter).post(f"{V1}dossiers/", body)

    assert answer.status_code == 201
    assert answer.json()["visibility"] == "members"
    sides = program_of(editor).get(f"{V1}sides/?dossier={answer.json()['id']}").json()["results"]
    assert [side["name"] for side in sides] == ["East", "West"]


def test_a_journalist_opens_none_without_an_editor(program_of, reporter, dossier):
    answer = program_of(reporter).post(f"{V1}dossiers/", {"name": "The bridge"})

    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == ["editors"]


def test_members_are_seen_by_members(program_of, reader, outsider, dossier):
    names = [
        member["name"] for member in program_of(reader).get(f"{V1}members/?dossier={dossier.pk}").json()["results"]
    ]

    assert "Nora Reporter" in names
    assert program_of(outsider).get(f"{V1}members/").json()["results"] == []


def test_a_role_that_was_not_read_is_not_overwritten(program_of, editor, reporter, dossier):
    member = dossier.members.get(user=reporter)
    program = program_of(editor)

    stale = program.post(
        f"{V1}members/", {"dossier": dossier.pk, "user": reporter.pk, "role": "reader", "was": "editor"}
    )
    ended = program.post(f"{V1}members/{member.pk}/end/", {"was": "journalist"})

    assert (stale.status_code, stale.json()["current"]["role"]) == (409, "journalist")
    assert ended.status_code == 200


def test_a_speaker_has_exactly_these_fields(program_of, reporter, dossier, north):
    body = {
        "dossier": dossier.pk,
        "name": "Anna Petrov",
        "side": north.pk,
        "office": "spokeswoman",
        "aliases": ["A. P."],
    }

    speaker = program_of(reporter).post(f"{V1}speakers/", body).json()

    assert speaker.pop("id") and speaker["affiliations"][0].pop("id")
    assert speaker == {
        "dossier": dossier.pk, "kind": "person", "name": "Anna Petrov", "aliases": ["A. P."], "note": "",
        "merged_into": None, "revision": 1, "affiliations": [
            {"side": north.pk, "office": "spokeswoman", "first_day": None, "last_day": None}
        ],
    }  # fmt: skip


def test_whom_a_speaker_speaks_for_is_recorded_and_taken_back(program_of, reporter, dossier, south):
    speaker = factories.make_speaker(dossier, side=south)
    program = program_of(reporter)

    added = program.post(f"{V1}speakers/{speaker.pk}/affiliate/", {"side": south.pk, "office": "envoy"})
    key = added.json()["affiliations"][0]["id"]
    ended = program.post(f"{V1}affiliations/{key}/end/", {"reason": "Another person."})

    assert [len(answer.json()["affiliations"]) for answer in (added, ended)] == [2, 1]
    assert program.post(f"{V1}affiliations/{key}/end/").status_code == 409


def test_whom_a_speaker_speaks_for_is_not_recorded_twice(program_of, reporter, dossier, south):
    speaker = factories.make_speaker(dossier, side=south)

    again = program_of(reporter).post(f"{V1}speakers/{speaker.pk}/affiliate/", {"side": south.pk})

    assert again.status_code == 400
    assert again.json()["errors"] == [
        {"path": "side", "message": "“South” is recorded already: name other days, or take that back."}
    ]


def test_a_source_keeps_its_dateline_as_edtf_with_its_days(program_of, reporter, dossier):
    body = {"dossier": dossier.pk, "title": "Row", "dateline": "Oct 2020", "publisher": "The Daily Ledger"}

    source = program_of(reporter).post(f"{V1}sources/", body).json()

    assert (source["dateline"], source["first_day"], source["last_day"]) == ("2020-10", "2020-10-01", "2020-10-31")
    assert source["publisher"]["name"] == "The Daily Ledger"


@pytest.mark.parametrize(
    ("field", "value"), [("dateline", "whenever"), ("url", "javascript:alert(1)"), ("language", "!"), ("kind", "blog")]
)
def test_what_a_source_cannot_be_is_refused_by_field(program_of, reporter, dossier, field, value):
    answer = program_of(reporter).post(f"{V1}sources/", {"dossier": dossier.pk, "title": "Row", field: value})

    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == [field]


def test_a_text_is_for_those_who_work_on_it(program_of, reporter, reader, source, north):
    passage = passages.quote(source, by=reporter, words="The dam was shut.")
    factories.make_claim(source.dossier, side=north, passage=passage, status="published")
    address = f"{V1}captures/{passage.capture_id}/"

    assert program_of(reporter).get(address).json()["text"] == "The dam was shut."
    assert program_of(reader).get(address).json()["text"] is None


def test_a_text_is_kept_to_the_letter(program_of, reporter, source):
    answer = program_of(reporter).post(f"{V1}captures/", {"source": source.pk, "text": " The dam.\r\n\n"})

    assert answer.status_code == 201
    assert answer.json()["text"] == " The dam.\r\n\n"


def test_a_passage_is_marked_by_its_offsets(program_of, reporter, source):
    capture = passages.capture(source, by=reporter, text="The dam 🌊 was shut.", how="pasted")

    answer = program_of(reporter).post(f"{V1}passages/", {"capture": capture.pk, "start": 8, "end": 13})

    assert answer.status_code == 201
    assert (answer.json()["exact"], answer.json()["prefix"], answer.json()["suffix"]) == (
        "🌊 was",
        "The dam ",
        " shut.",
    )


@pytest.mark.parametrize(
    "name", ["dossiers", "members", "sides", "speakers", "publishers", "sources", "captures", "passages"]
)
def test_a_list_costs_the_same_for_one_row_and_for_many(program_of, reporter, dossier, north, name):
    def grow(times):
        for _ in range(times):
            source = factories.make_source(dossier, publisher=f"Paper {next(factories._number)}")
            passages.quote(source, by=reporter, words="The dam was shut.")
            factories.make_speaker(dossier, side=north)
            factories.make_side(dossier)

    program = program_of(reporter)
    grow(1)
    program.get(f"{V1}{name}/")
    with CaptureQueriesContext(connection) as few:
        program.get(f"{V1}{name}/")
    grow(4)
    with CaptureQueriesContext(connection) as many:
        program.get(f"{V1}{name}/")

    assert len(many) == len(few)
