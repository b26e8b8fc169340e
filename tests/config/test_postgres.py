"""A connection that is kept between requests is looked at before it is used again."""

from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest
from django.db import connection
from psycopg.pq import TransactionStatus

from config.postgres.base import DatabaseWrapper
from config.prepared import run

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


def test_what_asks_directly_is_kept_as_long_as_its_connection(other):
    kept = other.direct()
    assert kept.rows("SELECT %s::int", [3]) == [(3,)]
    assert other.direct() is kept

    other.close()

    assert other.direct() is not kept
    assert other.direct().rows("SELECT 4", {}) == [(4,)]


STATEMENT = """
    SELECT 'é'::text, %(key)s::bigint, %(key)s::bigint %% 4 = 3, '2020-10-29'::date, NULL::text, %(word)s::text,
        %(none)s::text, %(many)s::text[], %(at)s::timestamptz, %(share)s::numeric, %(on)s::boolean
"""
VALUES = {
    "key": 7, "word": "50 % 'é'", "none": None, "many": ["a", "b,c", ""],
    "at": datetime(2020, 10, 29, 7, 5, tzinfo=UTC), "share": Decimal("0.30"), "on": True,
}  # fmt: skip


@pytest.mark.parametrize("prepare", [True, False])
def test_rows_asked_directly_are_those_that_a_cursor_gives(other, prepare):
    with other.cursor() as cursor:
        [expected] = cursor.execute(STATEMENT, VALUES).fetchall()
    assert expected[:3] == ("é", 7, True)
    assert expected[3:] == (date(2020, 10, 29), None, *(value for name, value in VALUES.items() if name != "key"))

    for _ in range(3):
        assert other.direct().rows(STATEMENT, VALUES, prepare=prepare) == [expected]
        assert other.direct().rows(STATEMENT, VALUES, raw=True, prepare=prepare)[0][0] == "é".encode()


def test_values_without_names_are_taken_in_their_order(other):
    for _ in range(3):
        assert other.direct().rows("SELECT %s::int, '%%', %s::text", [1, "%s"]) == [(1, "%", "%s")]


def test_a_statement_that_gives_no_rows_gives_none(other):
    assert other.direct().rows("SET LOCAL work_mem = '4MB'", ()) == []


def test_django_counts_and_logs_what_is_run_as_its_own(django_assert_num_queries):
    with django_assert_num_queries(1) as counted:
        assert run("SELECT %(key)s::int", {"key": 1}) == [(1,)]

    assert counted.captured_queries[0]["sql"] == "SELECT $1::int"


def test_plans_outlive_a_transaction_that_is_given_up(other):
    other.set_autocommit(False)
    for _ in range(3):
        other.direct().rows("SELECT %(key)s::int", {"key": 1})
    other.rollback()

    assert other.direct().rows("SELECT %(key)s::int", {"key": 2}) == [(2,)]
    assert _kept_by_server(other) == 1


def test_a_connection_keeps_no_more_plans_than_it_may(other, monkeypatch):
    monkeypatch.setattr("config.postgres.direct.KEPT", 3)
    for number in range(9):
        for _ in range(2):
            assert other.direct().rows(f"SELECT {number}, %s::int", [number]) == [(number, number)]

    assert _kept_by_server(other) == 3


def _kept_by_server(wrapper) -> int:
    with wrapper.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()[0]


def test_a_plan_whose_columns_have_changed_is_made_anew(other, as_owner):
    as_owner("CREATE TABLE passing (a int); GRANT SELECT ON passing TO PUBLIC")
    try:
        for _ in range(3):
            assert other.direct().rows("SELECT * FROM passing", ()) == []
        as_owner("ALTER TABLE passing ADD b int; INSERT INTO passing VALUES (1, 2)")

        assert other.direct().rows("SELECT * FROM passing", ()) == [(1, 2)]
    finally:
        as_owner("DROP TABLE passing")


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


def test_what_asks_directly_first_in_a_request_looks_whether_its_connection_still_stands(other, as_owner):
    other.direct().rows("SELECT 1", {})
    as_owner("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid])

    other.close_if_unusable_or_obsolete()  # as each request begins

    assert other.direct().rows("SELECT 2", {}) == [(2,)]
