"""A connection that is kept between requests is looked at before it is used again."""

import pytest
from django.db import connection

from config.postgres.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other():
    """A connection of its own, open as after a request."""
    wrapper = DatabaseWrapper(connection.settings_dict, alias="default")
    wrapper.ensure_connection()
    yield wrapper
    wrapper.close()


def test_a_connection_that_nobody_closed_is_used_again(other):
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert other.is_usable()


def test_a_connection_that_the_server_ended_is_not(other, as_owner):
    assert as_owner("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid]) == [(True,)]

    assert not other.is_usable()


def test_a_connection_that_we_closed_is_not(other):
    other.connection.close()

    assert not other.is_usable()
