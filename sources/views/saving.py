"""What a form page does when its step is taken, refused, or outrun by somebody else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from config.errors import DomainError, problem_for
from config.forms import Difference, conflicts, refused
from config.rows import Outdated


@dataclass(frozen=True)
class Attempt:
    """`row` is what was saved; without one, the page is shown again with `status` and what was typed."""

    row: Any = None
    conflicts: list[Difference] | None = None
    status: int = 200


def attempt(
    form: forms.Form, write: Callable[[], Any], initial_of: Callable[[Any], Mapping[str, Any]] | None = None
) -> Attempt:
    """Take the step if the form can be read. `initial_of` gives a row in the form's terms, for conflicts."""
    if not form.is_valid():
        return Attempt(status=400 if form.is_bound else 200)
    try:
        return Attempt(row=write())
    except ValidationError as error:
        refused(form, error)
        return Attempt(status=400)
    except Outdated as outdated:
        if initial_of is None:
            raise
        differences = conflicts(form, initial_of(outdated.current), outdated.current.revision)
        return Attempt(conflicts=differences, status=409)
    except (DomainError, IntegrityError) as error:
        problem = problem_for(error)
        if problem is None:
            raise
        form.add_error(None, problem.detail)
        return Attempt(status=problem.status)
