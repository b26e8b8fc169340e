"""Who is signed in: the session and its account, each read by a statement that is planned once (config.prepared)."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from config.prepared import Given, GivenText, prepared


class SessionStore(db.SessionStore):
    """Sessions in the database, as Django keeps them (SESSION_ENGINE)."""

    def _get_session_from_db(self) -> Session | None:
        found = _standing(key=self.session_key)
        if not found:
            self._session_key = None
        return found[0] if found else None


class Accounts(AuthenticationBackend):
    """Signs in by name or mail address and password (AUTHENTICATION_BACKENDS)."""

    def get_user(self, user_id: Any) -> User | None:
        return next(iter(_active(account=user_id)), None)


@prepared
def _standing():
    return Session.objects.filter(session_key=GivenText("key"), expire_date__gt=Now())


@prepared
def _active():
    return User.objects.filter(pk=Given("account"), is_active=True)
