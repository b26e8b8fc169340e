"""What an operation says when it refuses. Each becomes a 409 at both doors (`config.errors`)."""

from typing import Any

from config.errors import DomainError


class NotComparable(DomainError):
    """A figure link was asked for between figures that do not count the same thing."""

    code = "not-comparable"


class RelationDoesNotHold(DomainError):
    """The relation's condition is not met by these two claims."""

    code = "relation-does-not-hold"


class AlreadyLinked(DomainError):
    """The two claims are joined by this relation already, one way round or the other."""

    code = "already-linked"


class AlreadyLogged(DomainError):
    """The same statement was logged from the same words. `claim` is what it was logged as."""

    code = "already-logged"

    def __init__(self, message: str, *, claim: Any = None) -> None:
        super().__init__(message)
        self.claim = claim
