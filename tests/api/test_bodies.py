"""What comes as a body: an object and nothing else, and strings that are strings."""

import pytest
from jsonschema import Draft202012Validator
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import BooleanField, CharField, DecimalField, IntegerField, ListField, ListSerializer

from claims.api.serializers.naming import KnownOrNew
from config.api.schema import document
from config.api.shapes import Flag, Given, Number, Text, Whole

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


def kinds_of(field):
    """The field, and what it is a list of."""
    yield field
    if isinstance(field, ListField | ListSerializer):
        yield from kinds_of(field.child)


def test_whatever_takes_true_or_false_or_a_number_takes_no_string():
    fields = [(kind, name, field) for kind in {*all_given()} for name, field in kind().get_fields().items()]
    strict = {BooleanField: Flag, IntegerField: Whole, DecimalField: Number}

    assert [
        f"{kind.__name__}.{name}"
        for kind, name, field in fields
        for one in kinds_of(field)
        for loose, tight in strict.items()
        if isinstance(one, loose) and not isinstance(one, tight)
    ] == []


@pytest.mark.parametrize("value", ["true", "on", "", 1, 0, 1.0, [], {}])
def test_what_only_means_true_or_false_is_neither(value):
    with pytest.raises(ValidationError, match="Send true or false"):
        Flag().run_validation(value)


@pytest.mark.parametrize("value", ["5", "5.0", "", True, 5.5, float("inf"), [], {}])
def test_what_only_spells_a_whole_number_is_none(value):
    with pytest.raises(ValidationError, match="valid integer"):
        Whole().run_validation(value)


@pytest.mark.parametrize("sent", [90, 90.0, "90", "90.000"])
def test_a_number_may_be_spelled_out_so_that_no_digit_is_lost_and_the_document_says_so(sent):
    assert Number(max_digits=18, decimal_places=3).run_validation(sent) == 90

    low = document()["components"]["schemas"]["NewFigure"]["properties"]["low"]
    assert Draft202012Validator(low).is_valid(sent)
    assert Draft202012Validator(low).is_valid(None)
    assert not Draft202012Validator(low).is_valid("ninety")


def test_a_whole_number_may_be_written_with_a_point():
    assert Whole().run_validation(5.0) == 5
