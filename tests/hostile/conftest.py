"""One newsroom for a whole module of hostile input: each test starts from it, and its changes are undone."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test import Client

from config import database
from tests import factories
from tests.hostile.stock import stocked


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """`here`, where the editor works, and `elsewhere`, a dossier of other people; one of each thing in both."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {database.WEB}")
        emma = factories.make_user("emma", full_name="Emma Editor", is_staff=True)
        nora = factories.make_user("nora", full_name="Nora Reporter")
        here = factories.make_dossier(editors=[emma], journalists=[nora], visibility="public")
        yield SimpleNamespace(
            emma=emma, nora=nora, here=stocked(here, nora, emma), elsewhere=stocked(factories.make_dossier())
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
    client = Client(raise_request_exception=False)
    client.force_login(newsroom.emma, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def nora(newsroom, db):
    """The reporter's browser."""
    client = Client(raise_request_exception=False)
    client.force_login(newsroom.nora, backend="django.contrib.auth.backends.ModelBackend")
    return client
