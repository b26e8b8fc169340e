"""One newsroom for a whole module of hostile input: each test starts from it, and its changes are undone."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from config.database import logins
from tests import factories
from tests.hostile.stock import stocked


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """`here`, where the editor works, and `elsewhere`, a dossier of other people; one of each thing in both."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {logins.WEB}")
        emma = factories.make_user("emma", full_name="Emma Editor", is_staff=True)
        nora = factories.make_user("nora", full_name="Nora Reporter")
        here = factories.make_dossier(editors=[emma], journalists=[nora], visibility="public")
        yield SimpleNamespace(
            emma=emma,
            here=stocked(here, nora, emma),
            elsewhere=stocked(factories.make_dossier()),
            sessions={user.username: _session_of(user) for user in (emma, nora)},
        )
        transaction.set_rollback(True)


@pytest.fixture
def here(newsroom, db):
    return newsroom.here


@pytest.fixture
def elsewhere(newsroom, db):
    return newsroom.elsewhere


@pytest.fixture
def emma(newsroom, db):
    """The editor's browser. A bug shows as a 500, as in production."""
    return _browser(newsroom.sessions["emma"])


@pytest.fixture
def nora(newsroom, db):
    """The reporter's browser."""
    return _browser(newsroom.sessions["nora"])


@pytest.fixture
def careful(newsroom, db):
    """The editor's browser, where Django asks for the token of every form as it does in production."""
    return _browser(newsroom.sessions["emma"], enforce_csrf_checks=True)


def _session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _browser(session, **options):
    client = Client(raise_request_exception=False, **options)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client
