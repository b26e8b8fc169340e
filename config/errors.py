"""What can go wrong, and the one table that turns it into an HTTP answer.

Operations raise; both doors (pages and REST) ask `problem_for` and so give the same
status and the same code for the same refusal.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import IntegrityError, InterfaceError, OperationalError
from django.db.models import BaseConstraint
from django.http import Http404
from rest_framework import exceptions as rest

# SQLSTATEs that mean "somebody else holds it now": deadlock, serialization failure, lock not available.
BUSY = {"40P01", "40001", "55P03"}


class DomainError(Exception):
    """A newsroom rule forbids this step now: the state is wrong, or somebody was faster.

    `code` is the stable name that programs see; `str(error)` is the sentence for people.
    """

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code or self.code

    @property
    def members(self) -> dict[str, Any]:
        """What programs are told beyond the sentence (extension members of RFC 9457)."""
        return {}


class Gone(DomainError):
    """What is asked for was there once, and will not be again: 410."""

    code = "gone"


@dataclass(frozen=True)
class Problem:
    """A refusal as both doors show it (the members of RFC 9457 that vary)."""

    status: int
    code: str
    detail: str
    fields: dict[str, Any] = field(default_factory=dict)  # messages by name; nested as the request was
    members: dict[str, Any] = field(default_factory=dict)  # what programs are told besides

    @property
    def title(self) -> str:
        """The heading above the detail: one for each status."""
        return TITLES[self.status]

    def become(self, status: int) -> "Problem":
        """The same refusal under another status."""
        return replace(self, status=status)


TITLES = {
    400: "Please look again",
    401: "Who are you?",
    403: "Not yours to do",
    404: "Nothing here",
    405: "Not in that way",
    409: "That cannot be done now",
    410: "No longer here",
    412: "It has changed meanwhile",
    413: "Too much at once",
    415: "Not in that form",
    429: "Too often",
    500: "Something broke on our side",
    503: "One moment, please",
}
NOT_FOUND = Problem(404, "not-found", "There is nothing here, or nothing that you may see.")
BROKEN = Problem(500, "error", "It has been logged, and nothing was half saved. Go back and try again.")
UNCLEAR = Problem(400, "bad-request", "This request could not be understood.")
NOT_SO = Problem(405, "method-not-allowed", "This address takes a step and shows nothing. Open the page it belongs to.")
FORBIDDEN = Problem(403, "forbidden", "You may not do this.")


def problem_for(exc: Exception) -> Problem | None:
    """Say how an exception is answered, or None when it is a bug and must surface as a 500."""
    match exc:
        case Gone():
            return Problem(410, exc.code, str(exc))
        case DomainError():
            return Problem(409, exc.code, str(exc), members=exc.members)
        case PermissionDenied():
            return Problem(403, "forbidden", str(exc)) if str(exc) else FORBIDDEN
        case ValidationError():
            fields = exc.message_dict if hasattr(exc, "error_dict") else {"__all__": exc.messages}
            return Problem(400, "invalid", "Please correct the marked fields.", fields)
        case Http404():
            return NOT_FOUND
        case RequestDataTooBig():
            return Problem(413, "too-large", "That is more text than one request may carry.")
        case BadRequest() | SuspiciousOperation():
            return Problem(400, "bad-request", str(exc)) if str(exc) else UNCLEAR
        case rest.APIException():
            return _of_interface(exc)
        case IntegrityError():
            return _broken_rule(exc)
        case OperationalError() | InterfaceError():
            return _database_trouble(exc)
    return None


def _of_interface(error: rest.APIException) -> Problem | None:
    """What the REST door refuses before a step is even reached."""
    if isinstance(error, rest.ValidationError):
        told = getattr(error, "members", {})
        return Problem(400, "invalid", "Please correct what “errors” names.", _by_name(error.detail), told)
    if isinstance(error, rest.Throttled):
        seconds = int(getattr(error, "wait", None) or 1)
        return Problem(429, "throttled", f"That was too often. Ask again in {seconds} seconds.")
    if error.status_code not in TITLES:
        return None
    codes = error.get_codes()
    code = codes if isinstance(codes, str) else error.default_code
    return Problem(error.status_code, code.replace("_", "-"), str(error.detail))


def _by_name(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {"__all__": found}


def _broken_rule(error: IntegrityError) -> Problem | None:
    """The database kept an invariant: give its sentence, or None if no rule of ours was named."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if not name:
        return None
    return Problem(409, name.replace("_", "-"), _sentence_of(name) or _raised_sentence(diagnosis) or _unnamed(name))


def _sentence_of(name: str) -> str | None:
    """The human message that a model gave to the constraint of this name."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message != _untold(constraint):
                return str(constraint.violation_error_message)
    return None


def _untold(constraint: BaseConstraint) -> str:
    return str(constraint.default_violation_error_message) % {"name": constraint.name}


def _raised_sentence(diagnosis) -> str | None:
    """The message of a trigger of ours, which RAISEs sentences written for people."""
    raised = "RAISE" in (diagnosis.context or "")
    return diagnosis.message_primary if raised else None


def _unnamed(name: str) -> str:
    return f"This would break a rule that the ledger keeps: {re.sub('_+', ' ', name)}."


def _database_trouble(error: Exception) -> Problem:
    if getattr(error.__cause__, "sqlstate", None) in BUSY:
        return Problem(409, "busy", "Somebody else is changing the same records. Please try again.")
    return Problem(503, "database-unavailable", "The database does not answer. Nothing was saved; please try again.")
