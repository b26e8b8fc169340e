"""Who asks: a program by its token, or a browser by its session."""

import functools
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone
from knox.auth import TokenAuthentication as Knox
from knox.crypto import hash_token
from knox.models import get_token_model
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


class TokenAuthentication(Knox):
    """`Authorization: Bearer <token>` (RFC 6750). Only the digest of a token is kept, and it is found by it.

    Whoever shows something that is no token of ours is refused, never served as nobody.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        words = get_authorization_header(request).split()
        if not words:
            return None
        if len(words) != 2 or words[0].lower() != self.authenticate_header(request).lower().encode():
            raise AuthenticationFailed("Send your token as “Authorization: Bearer <token>”.")
        return self.authenticate_credentials(words[1])

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        user, shown = _found(hash_token(token.decode("utf-8", "replace"))) or (None, None)
        if user is None or shown is None or shown.revoked_at or not user.is_active:
            raise AuthenticationFailed("There is no such token, or it was revoked.")
        if shown.expiry <= timezone.now():
            raise AuthenticationFailed("This token has expired.")
        return user, shown


class Shown(NamedTuple):
    """What is known of the token that was shown."""

    read_only: bool
    expiry: datetime
    revoked_at: datetime | None


def _found(digest: str) -> tuple[Any, Shown] | None:
    """The account that the token of this digest is of, and the token.

    Every request asks this, so the statement is written once and planned once a connection: to have the ORM
    put it together costs more than all the rest of the admission.
    """
    statement, of_user = _statement()
    with connection.wrap_database_errors:
        rows = connection.direct().rows(statement, {"digest": digest})  # type: ignore[attr-defined]  # our wrapper's
    if not rows:
        return None
    told, row = len(Shown._fields), rows[0]
    return get_user_model().from_db(connection.alias, of_user, row[told:]), Shown(*row[:told])


@functools.cache
def _statement() -> tuple[str, list[str]]:
    """The statement, and the fields of the account that it gives behind those of the token."""
    token, user = get_token_model(), get_user_model()
    untold = {"password", "last_login", "date_joined"}  # fetched by who asks for them
    of_user = [field.attname for field in user._meta.concrete_fields if field.name not in untold]
    columns = [f't."{name}"' for name in Shown._fields] + [f'u."{name}"' for name in of_user]
    return (
        f'SELECT {", ".join(columns)} FROM "{token._meta.db_table}" t'  # noqa: S608 - names of our own tables
        f' JOIN "{user._meta.db_table}" u ON u.id = t.user_id WHERE t.digest = %(digest)s',
        of_user,
    )


class Admitted(BasePermission):
    """Reading is open to nobody-in-particular where the operator allows it; writing is for people who are known.

    What a person may see and do is not decided here: that is `visible_to` and the permissions.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        reads = request.method in SAFE_METHODS
        if not request.user.is_authenticated:
            return reads and (settings.API_PUBLIC or getattr(view, "open_to_all", False))
        if not reads and getattr(request.auth, "read_only", False):
            raise PermissionDenied("This token may only read.", code="read-only-token")
        return True
