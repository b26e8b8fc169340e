"""Making and ending what programs sign in with."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from config.history import recorded
from config.rows import WrongState, lock, save
from sources.models import Token


def make(*, by, name: str, days: int, read_only: bool = False) -> tuple[Token, str]:
    """A token for the account, and its text, which nobody can show again: only its digest is kept."""
    digest, text = get_digest_token()
    with recorded(by, "make_token"):
        now = timezone.now()
        token = Token(
            digest=digest,
            token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH],
            user=by,
            name=name,
            read_only=read_only,
            expiry=now + timedelta(days=days),
        )
        return save(token), text


def revoke(token: Token, *, by) -> Token:
    """End a token before its time. Raises WrongState the second time, PermissionDenied for somebody else's."""
    with recorded(by, "revoke_token"):
        token = lock(token)
        if token.user_id != by.pk:
            raise PermissionDenied("This token belongs to somebody else.")
        if token.revoked_at:
            raise WrongState("This token was revoked already.")
        token.revoked_at = timezone.now()
        return save(token)
