"""Sides over REST: the same rules as on the pages."""

from sources.models import Side
from tests import factories

SIDES = "/api/v1/sides/"


def test_a_side_has_exactly_these_fields(program_of, reader, north):
    answer = program_of(reader).get(f"{SIDES}{north.pk}/")

    assert answer.json() == {
        "id": north.pk,
        "dossier": north.dossier_id,
        "name": "North",
        "short_name": "North",
        "slot": 1,
        "marker": "◆",
        "revision": 1,
    }


def test_sides_are_listed_by_page_and_filter(program_of, reader, dossier, north, south, mediators):
    factories.make_side(factories.make_dossier(journalists=[reader]), name="Elsewhere")
    program = program_of(reader)

    first = program.get(f"{SIDES}?dossier={dossier.pk}&limit=2").json()
    second = program.get(first["next"]).json()

    assert [side["name"] for side in first["results"] + second["results"]] == ["North", "South", "Mediators"]
    assert second["next"] is None


def test_what_may_not_be_seen_is_not_there(program_of, outsider, north):
    program = program_of(outsider)

    assert program.get(SIDES).json()["results"] == []
    assert program.get(f"{SIDES}{north.pk}/").status_code == 404


def test_a_journalist_adds_a_side(program_of, reporter, dossier):
    answer = program_of(reporter).post(SIDES, {"dossier": dossier.pk, "name": "East"})

    side = Side.objects.get(name="East")
    assert answer.status_code == 201
    assert answer["Location"] == f"http://testserver{SIDES}{side.pk}/"
    assert answer.json()["short_name"] == "East"


def test_a_reader_adds_none(program_of, reader, dossier):
    answer = program_of(reader).post(SIDES, {"dossier": dossier.pk, "name": "East"})

    assert answer.status_code == 403
    assert not Side.objects.filter(name="East").exists()


def test_an_editor_changes_what_is_sent_and_nothing_else(program_of, editor, north):
    answer = program_of(editor).patch(f"{SIDES}{north.pk}/", {"name": "The North", "revision": 1})

    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["short_name"], answer.json()["revision"]) == ("The North", "North", 2)


def test_a_change_of_what_was_not_read_is_refused_with_the_current_version(program_of, editor, north):
    program = program_of(editor)
    program.patch(f"{SIDES}{north.pk}/", {"name": "The North", "revision": 1})

    answer = program.patch(f"{SIDES}{north.pk}/", {"name": "Northerners", "revision": 1})

    assert answer.status_code == 409
    assert answer.json()["code"] == "outdated"
    assert answer.json()["current"]["name"] == "The North"


def test_each_wrong_field_is_named(program_of, reporter, dossier):
    answer = program_of(reporter).post(SIDES, {"dossier": dossier.pk, "name": "", "slot": 9, "nmae": "x"})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert {error["path"] for error in answer.json()["errors"]} == {"name", "slot", "nmae"}
