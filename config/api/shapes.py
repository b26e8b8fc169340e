"""What goes out and what comes in. Serializers shape and parse here; they decide nothing and write nothing."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import copy, deepcopy
from operator import attrgetter
from typing import Any, NoReturn

from django.core.exceptions import ValidationError as Refused
from django.db import models
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import SkipField, empty, get_error_detail

from config.keys import LARGEST
from config.lines import with_line_feeds


class Shape(serializers.Serializer):
    """A row as programs get it: the fields' values as they are, which orjson writes as they should be.

    The fields also document the answer. Many times cheaper than DRF's own way of shaping a row.
    Parts that are left out for some readers are `required=False`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "required" not in kwargs:  # DRF counts what is read only as always there
            kwargs.setdefault("read_only", True)
        super().__init__(*args, **kwargs)

    def to_representation(self, row: Any) -> dict[str, Any]:
        return {name: shaped(row) for name, shaped in self._plan()}

    def _plan(self) -> list[tuple[str, Callable[[Any], Any]]]:
        if not hasattr(self, "_planned"):
            self._planned = [(name, _reader(field)) for name, field in self.fields.items()]
        return self._planned


def _reader(field: Any) -> Callable[[Any], Any]:
    """How to read a field off a row."""
    if isinstance(field, serializers.SerializerMethodField):
        return field.to_representation
    get = attrgetter(field.source)
    if isinstance(field, serializers.ListSerializer):
        child: Any = field.child
        inner = child.to_representation
        return lambda row: [inner(one) for one in _rows(get(row))]
    if isinstance(field, Shape):
        return lambda row: None if (one := get(row)) is None else field.to_representation(one)
    return get


def _rows(found: Any) -> Any:
    return found.all() if isinstance(found, models.Manager) else found


class Given(serializers.Serializer):
    """What a program sends. A name that is not asked for is refused, so that a misspelt one is not lost."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """The declared fields, each for this request: to make them anew costs more than to read with them.

        A list knows the field that is its parent from within, and so is made anew.
        """
        declared = self._declared_fields.items()
        return {name: deepcopy(field) if hasattr(field, "child") else copy(field) for name, field in declared}

    def run_validation(self, data: Any = empty) -> Any:
        """What the object says. Raises Wrong, which names all that is wrong with it, not only the first."""
        is_empty, data = self.validate_empty_values(data)
        if is_empty:
            return data
        given, wrong = self._read(object_of(data))
        told = {name: refused.detail for name, refused in wrong.items()} | _unknown(set(data) - set(self.fields))
        faults = Faults(told)
        if not faults.told:
            with faults.noted():
                return self.validate({**given})
        self.judge({**given}, wrong, faults)
        raise Wrong(faults.told, given)

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: "Faults") -> None:
        """Note what is wrong with the fields that could be read, taken together, where something is wrong already.

        It bears with whatever is missing from `given`: `wrong` are the fields that could not be read. `validate`
        reads those of which nothing is wrong, and may stop at the first fault that it finds.
        """

    def _read(self, data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, ValidationError]]:
        """The fields that can be read, and why the others cannot."""
        given: dict[str, Any] = {}
        wrong: dict[str, ValidationError] = {}
        for field in self._writable_fields:
            name = str(field.field_name)
            check = getattr(self, f"validate_{name}", None)
            try:
                value = field.run_validation(field.get_value(data))
                given[name] = check(value) if check else value
            except ValidationError as refused:
                wrong[name] = refused
            except Refused as refused:
                wrong[name] = ValidationError(get_error_detail(refused))
            except SkipField:
                pass
        return given, wrong


class Wrong(ValidationError):
    """All that is wrong with an object; `given` is what could be read of it."""

    def __init__(self, told: Any, given: Mapping[str, Any]) -> None:
        super().__init__(told)
        self.given = given


class Faults:
    """What is wrong with an object, by name. What was told of a field first stays."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Go on after a refusal, and tell it with the others."""
        try:
            yield
        except (ValidationError, Refused) as refused:
            for name, said in serializers.as_serializer_error(refused).items():
                self.told.setdefault(name, said)


class Text(serializers.CharField):
    """A string, and no number that could be written as one. `verbatim` keeps the ends of its lines as they are sent."""

    def __init__(self, *, verbatim: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.verbatim = verbatim

    def to_internal_value(self, data: str) -> str:
        text = super().to_internal_value(data)
        return text if self.verbatim else with_line_feeds(text)

    def run_validation(self, data: Any = empty) -> Any:
        if not (data is empty or data is None or isinstance(data, str)):
            self.fail("invalid")
        return super().run_validation(data)


class Choice(serializers.ChoiceField):
    """One of a closed list. A refusal names what there is to choose from."""

    default_error_messages = {"invalid_choice": "“{input}” is none of: {choices}."}

    def fail(self, key: str, **values: Any) -> NoReturn:
        if "input" in values:
            values["input"] = str(values["input"])[:80]
        super().fail(key, choices=", ".join(filter(None, map(str, self.choices))), **values)


class Address(Text, serializers.URLField):
    """The address of a page."""


class Flag(serializers.BooleanField):
    """true or false, and no word or number that could mean it."""

    default_error_messages = {"invalid": "Send true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Whole(serializers.IntegerField):
    """A whole number, and no string that spells one. 5.0 is one, as JSON Schema has it."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not (isinstance(data, int) or (isinstance(data, float) and data.is_integer())):
            self.fail("invalid")
        return int(data)


class Number(serializers.DecimalField):
    """A number to the last digit: as a number, or as a string, since many programs read long numbers inexactly."""


class Key(Whole):
    """The key of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": LARGEST} | options)


class ReadRevision(Whole):
    """Which version of the record a change was made upon."""

    def __init__(self) -> None:
        super().__init__(min_value=1, required=False, help_text="The one you read. Needed unless If-Match names it.")


def object_of(data: Any) -> Mapping[str, Any]:
    """What was sent, where it is an object. Raises ValidationError where it is anything else."""
    if not isinstance(data, Mapping):
        raise ValidationError({"non_field_errors": ["Send one JSON object: {…}."]})
    return data


def _unknown(names: Collection[Any]) -> dict[str, list[str]]:
    return {name[:80]: ["There is no such field here."] for name in sorted(map(str, names))[:20]}
