"""What a form does when an operation refuses it: say so beside the fields, and keep what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from config.errors import DomainError, problem_for
from config.lines import with_line_feeds

#: What an operation may refuse with; `refused` says it on the form.
REFUSALS = (ValidationError, DomainError, IntegrityError)


class Prose(forms.CharField):
    """Text over several lines."""

    widget = forms.Textarea(attrs={"rows": 3})


class Verbatim(Prose):
    """Text that is kept to the letter, the spaces at its ends included."""

    widget = forms.Textarea(attrs={"rows": 12})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


#: Typed with a record's fields, yet said of the step that saves them: nothing of the record to compare.
OF_THE_STEP = frozenset({"reason"})


@dataclass(frozen=True)
class Difference:
    """One field of a record that two people changed: what is being saved, and what stands now."""

    label: str
    yours: str
    theirs: str


def refused(form: forms.Form, error: Exception) -> int:
    """Put the messages of an operation beside the fields they name, the others at the top. Gives the status.

    Raises the error again if it is no refusal but a bug.
    """
    problem = problem_for(error)
    if problem is None or problem.status >= 500:
        raise error
    if not isinstance(error, ValidationError):
        form.add_error(None, problem.detail)
        return problem.status
    messages = error.error_dict if hasattr(error, "error_dict") else {"__all__": error.error_list}
    for name, errors in messages.items():
        form.add_error(name if name in form.fields else None, errors)
    return problem.status


def conflicts(form: forms.Form, current: Mapping[str, Any], revision: int | str) -> list[Difference]:
    """Where what was typed differs from the record as somebody else saved it meanwhile.

    `current` is the record in the form's own terms (as the form's `initial`). The form is moved on to
    `revision`, so that saving again, after comparing, is a choice and not an accident.
    """
    data = form.data.copy()
    data["revision"] = str(revision)
    form.data = data
    return [
        Difference(str(form[name].label), yours, theirs)
        for name, field in form.fields.items()
        if name not in OF_THE_STEP
        and not form[name].is_hidden
        and (yours := _shown(field, form[name].value()))
        != (theirs := _shown(field, field.prepare_value(current.get(name))))
    ]


def _shown(field: forms.Field, value: Any) -> str:
    """A value as a person reads it: the label of a choice, a row's name, plain text."""
    value = getattr(value, "pk", value)
    for key, label in getattr(field, "choices", ()):
        if str(key) == str(value):
            return str(label)
    return "" if value is None else with_line_feeds(str(value))
