"""Who asks: a program by its token, or a browser by its session."""

from typing import Any

from django.conf import settings
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
        digest = hash_token(token.decode("utf-8", "replace"))
        found = get_token_model().objects.select_related("user").filter(digest=digest).first()
        if found is None or found.revoked_at or not found.user.is_active:
            raise AuthenticationFailed("There is no such token, or it was revoked.")
        if found.expiry and found.expiry <= timezone.now():
            raise AuthenticationFailed("This token has expired.")
        return found.user, found


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
