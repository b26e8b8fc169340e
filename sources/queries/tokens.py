"""What the page of tokens shows."""

from dataclasses import dataclass

from django.utils import timezone

from sources.models import Token

#: Ended ones are shown as far as anybody will look.
SHOWN = 200


@dataclass(frozen=True)
class Shown:
    token: Token
    state: str  # lives, expired or revoked


def tokens_of(user) -> list[Shown]:
    """The account's tokens, the last made first, each with whether it still opens anything."""
    now = timezone.now()
    return [Shown(token, _state(token, now)) for token in Token.objects.of(user)[:SHOWN]]


def _state(token: Token, now) -> str:
    if token.revoked_at:
        return "revoked"
    return "expired" if token.expiry <= now else "lives"
