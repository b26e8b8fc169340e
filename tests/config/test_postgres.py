"""A connection that is kept between requests is looked at before it is used again."""

from datetime import date

import psycopg
import pytest
from django.db import connection
from psycopg.pq import TransactionStatus

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


STATEMENT = """
    SELECT 'é'::text, %(key)s::bigint, %(key)s::bigint %% 4 = 3, '2020-10-29'::date, NULL::text, %(word)s::text
"""


@pytest.mark.parametrize("prepare", [True, False])
def test_rows_asked_directly_are_those_that_a_cursor_gives(other, prepare):
    values = {"key": 7, "word": "50 % 'é'"}
    expected = ("é", 7, True, date(2020, 10, 29), None, "50 % 'é'")
    assert other.kept_cursor().execute(STATEMENT, values).fetchall() == [expected]

    for _ in range(2):
        assert other.direct().rows(STATEMENT, values, prepare=prepare) == [expected]
        raw = other.direct(raw=True).rows(STATEMENT, values, prepare=prepare)
        assert raw == [("é".encode(), *expected[1:5], "50 % 'é'".encode())]


def test_what_is_asked_directly_begins_the_transaction_that_it_is_part_of(other):
    other.set_autocommit(False)

    other.direct().rows("SELECT pg_current_xact_id()", {})

    assert other.connection.info.transaction_status == TransactionStatus.INTRANS
    other.rollback()
    assert other.direct().rows("SELECT 1", {}) == [(1,)]


def test_a_direct_statement_that_is_refused_says_why_and_spoils_nothing(other):
    for _ in range(2):
        with pytest.raises(psycopg.errors.DivisionByZero):
            other.direct().rows("SELECT 1 / %(by)s::int", {"by": 0})
    with pytest.raises(psycopg.errors.SyntaxError):
        other.direct().rows("SELEKT 1", {})

    assert other.direct().rows("SELECT 1 / %(by)s::int", {"by": 1}) == [(1,)]


def test_statements_that_the_server_was_told_to_forget_are_planned_again(other):
    for _ in range(2):
        assert other.direct().rows("SELECT %(key)s::int", {"key": 1}) == [(1,)]

    with other.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    for _ in range(2):
        assert other.direct().rows("SELECT %(key)s::int", {"key": 2}) == [(2,)]


def test_a_connection_that_ended_is_told_as_one_and_the_next_asks_anew(other, as_owner):
    other.direct().rows("SELECT 1", {})
    as_owner("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid])

    with pytest.raises(psycopg.OperationalError):
        other.direct().rows("SELECT 1", {})

    other.close()
    assert other.direct().rows("SELECT 1", {}) == [(1,)]
