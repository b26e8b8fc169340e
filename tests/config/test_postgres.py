"""A connection that is kept between requests is looked at before it is used again."""

from datetime import date

import psycopg
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


def test_one_cursor_serves_all_statements_of_a_connection_and_another_one_the_next(other):
    kept = other.kept_cursor()
    assert kept.execute("SELECT %s::int", [3]).fetchall() == [(3,)]
    assert other.kept_cursor() is kept

    other.close()

    assert other.kept_cursor() is not kept
    assert other.kept_cursor().execute("SELECT 4").fetchall() == [(4,)]


def test_a_statement_that_was_refused_spoils_nothing_for_the_next(other):
    with pytest.raises(psycopg.errors.DivisionByZero):
        other.kept_cursor().execute("SELECT 1 / %s::int", [0])

    assert other.kept_cursor().execute("SELECT 1").fetchall() == [(1,)]


def test_raw_rows_hold_text_as_bytes_and_all_else_as_it_is(other):
    statement = "SELECT 'é'::text, 7::bigint, true, '2020-10-29'::date, NULL::text"

    assert other.kept_cursor(raw=True).execute(statement).fetchall() == [
        ("é".encode(), 7, True, date(2020, 10, 29), None)
    ]
    assert other.kept_cursor().execute("SELECT 'é'::text").fetchall() == [("é",)]
