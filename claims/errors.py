"""What an operation says when it refuses. Each becomes a 409 at both doors (`config.errors`)."""

from typing import Any

from django.urls import reverse

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
    """The same statement was logged from the same words. `key` is that of what it was logged as.

    `claim` is that claim where somebody logged it from the same proposal, and so was faster.
    """

    code = "already-logged"

    def __init__(self, message: str, *, claim: Any = None, key: int | None = None) -> None:
        super().__init__(message)
        self.claim, self.key = claim, claim.pk if claim else key

    @property
    def members(self) -> dict[str, Any]:
        """The claim, and where another source that carries it is added to it."""
        if self.key is None:
            return {}
        address = reverse("claims_api:claim", args=[self.key])
        return {"claim": {"id": self.key, "url": address, "cite_at": reverse("claims_api:citations")}}
