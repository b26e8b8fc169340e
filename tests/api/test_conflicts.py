"""Whoever read an older version is refused, and shown the record as it stands, whatever the record."""

import pytest

from config.api.schema import document

ROOT = "/api/v1/"
CHANGES = {
    "citations": {"cue": "claimed"},
    "claims": {"wording": "Said otherwise."},
    "dossiers": {"summary": "Who opened the gates?"},
    "figures": {"words": "some ninety"},
    "matters": {"place": "Barda"},
    "sides": {"short_name": "Nth"},
    "sources": {"author": "A. Writer"},
    "speakers": {"aliases": ["A. Petrova"]},
}
EDITED = [path for path, operations in document()["paths"].items() if "patch" in operations]


@pytest.mark.parametrize("path", EDITED)
def test_an_edit_of_what_somebody_changed_meanwhile_is_shown_as_it_stands(path, program_of, editor, reporter, world):
    name = path.removeprefix(ROOT).partition("/")[0]
    address = path.format(id=getattr(world, name.removesuffix("s")).pk)
    program = program_of(reporter if name == "claims" else editor)
    stands = program.get(address).json()

    by_tag = program.patch(address, CHANGES[name], if_match='"99-0"')
    by_revision = program.patch(address, {**CHANGES[name], "revision": 99})

    assert [(answer.status_code, answer.json()["current"]) for answer in (by_tag, by_revision)] == [
        (412, stands),
        (409, stands),
    ]


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("grade", {"grade": "fair", "explanation": "Both gates were filmed."}),
        ("respond", {"state": "declined"}),
    ],
)
def test_what_somebody_added_to_a_claim_meanwhile_is_shown_in_it(step, body, program_of, editor, world):
    program, address = program_of(editor), f"{ROOT}claims/{world.answer.pk}/"
    body = {**body, "side": world.side.pk} if step == "respond" else body
    added = program.post(f"{address}{step}/", body)

    late = program.post(f"{address}{step}/", {**body, "revision": 7})

    assert (added.status_code, late.status_code) == (200, 409)
    assert late.json()["current"] == program.get(address).json()
