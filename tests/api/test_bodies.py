"""What comes as a body: an object and nothing else, and strings that are strings."""

import pytest
from rest_framework.serializers import CharField, ListField, ListSerializer

from claims.api.serializers.naming import KnownOrNew
from config.api.schema import document
from config.api.shapes import Given, Text

GATHERED = [path for path, ways in document()["paths"].items() if "post" in ways and "{" not in path]


def refused(answer):
    return answer.status_code, answer["Content-Type"], answer.json()["errors"]


NO_OBJECT = (400, "application/problem+json", [{"path": "", "message": "Send one JSON object: {…}."}])


@pytest.mark.parametrize("body", ["[]", "[1, 2]", '"x"', "null", "5", ""])
def test_a_body_that_is_no_object_is_refused_as_such(body, program_of, editor, world):
    program = program_of(editor)

    for path in [*GATHERED, f"/api/v1/claims/{world.published.pk}/void/"]:
        assert refused(program.post(path, body)) == NO_OBJECT, path


@pytest.mark.parametrize("body", ["[]", '"x"', "null"])
def test_a_change_that_is_no_object_is_refused_as_such(body, program_of, editor, world):
    assert refused(program_of(editor).patch(f"/api/v1/sides/{world.side.pk}/", body)) == NO_OBJECT


def test_a_step_that_needs_no_word_needs_no_body(program_of, reporter, world):
    answer = program_of(reporter).post(f"/api/v1/links/{world.link.pk}/withdraw/", "")

    assert answer.status_code == 200, answer.text


def all_given(kind=Given):
    for below in kind.__subclasses__():
        yield below
        yield from all_given(below)


def lax(field):
    """Does it take numbers for strings?"""
    if isinstance(field, ListField | ListSerializer):
        return lax(field.child)
    return isinstance(field, CharField) and not isinstance(field, Text)


def test_whatever_takes_a_string_takes_no_number():
    fields = [(kind, name, field) for kind in {*all_given()} for name, field in kind().get_fields().items()]

    assert any(isinstance(field, KnownOrNew) for _, _, field in fields)
    assert [f"{kind.__name__}.{name}" for kind, name, field in fields if lax(field)] == []
