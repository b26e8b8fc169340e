"""The server inside the data folder: shared, recovered after a crash, the same on every machine."""

import os
import signal
from contextlib import ExitStack

import psycopg
import pytest

from config.database import embedded, logins
from config.database.errors import DatabaseError

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the embedded server is not used")

HASTY = ("synchronous_commit=on", "shared_buffers=8MB")


@pytest.fixture
def folder(tmp_path):
    yield tmp_path / "postgres"
    embedded.discard(tmp_path / "postgres")


def ask(folder, question, user=logins.OWNER):
    host = str(logins.socket_folder(folder))
    with psycopg.connect(host=host, port=logins.PORT, user=user, dbname=logins.DATABASE) as connection:
        cursor = connection.execute(question)
        return cursor.fetchall() if cursor.description else []


def kill(folder):
    os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)


def test_it_runs_as_long_as_anybody_uses_it(folder):
    with ExitStack() as first:
        first.enter_context(embedded.served(folder))
        with embedded.served(folder):
            first.close()

            assert ask(folder, "SELECT 1") == [(1,)]

    assert embedded.stopped(folder)


def test_what_was_committed_survives_a_killed_server(folder):
    with embedded.served(folder):
        ask(folder, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
        kill(folder)

    with embedded.served(folder):
        assert ask(folder, "SELECT count(*) FROM kept") == [(1000,)]


def test_a_server_left_over_by_a_killed_process_is_taken_over(folder):
    child = os.fork()
    if not child:
        context = embedded.served(folder)
        context.__enter__()
        os._exit(0)  # as if killed: nothing is put in order
    os.waitpid(child, 0)

    with embedded.served(folder):
        assert ask(folder, "SELECT 1") == [(1,)]

    assert embedded.stopped(folder)


def test_a_folder_so_deep_that_a_socket_cannot_live_there(tmp_path):
    folder = tmp_path / ("deep-" * 20) / "postgres"

    with embedded.served(folder):
        assert ask(folder, "SELECT 1") == [(1,)]
        assert logins.socket_folder(folder) != folder
        assert logins.socket_folder(folder).stat().st_mode & 0o077 == 0

    embedded.discard(folder)
    assert not logins.socket_folder(folder).exists()


def test_sorting_and_letters_do_not_depend_on_the_environment(folder, monkeypatch):
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PGPORT", "1")

    with embedded.served(folder):
        found = ask(folder, "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database")
        lowered = ask(folder, "SELECT lower('ŞUŞA МОСКВА I')")

    assert set(found) == {("b", "C.UTF-8", "UTF8")}
    assert lowered == [("şuşa москва i",)]


def test_nobody_else_on_the_machine_can_reach_it(folder):
    with embedded.served(folder):
        assert ask(folder, "SHOW listen_addresses") == [("",)]
        assert folder.stat().st_mode & 0o077 == 0


def test_neither_role_is_a_superuser(folder):
    with embedded.served(folder):
        roles = ask(folder, "SELECT rolname FROM pg_roles WHERE rolsuper OR rolcreaterole OR rolreplication")

    assert roles == [("postgres",)]


def test_the_web_role_may_not_hold_the_database_for_long(folder):
    with embedded.served(folder):
        assert ask(folder, "SHOW statement_timeout", user=logins.WEB) == [("30s",)]


def test_what_the_web_role_prepares_is_planned_once(folder):
    with embedded.served(folder):
        assert ask(folder, "SHOW plan_cache_mode", user=logins.WEB) == [("force_generic_plan",)]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("initdb: error: could not write to file: No space left on device", "the disk is full"),
        ('FATAL:  lock file "postmaster.pid" already exists', "another server uses this folder"),
        ("LOG: hm\nFATAL:  could not map memory\nLOG:  bye", "could not map memory"),
    ],
)
def test_why_it_does_not_start_is_said_in_one_line(said, reason):
    answer = embedded._reason(said)

    assert reason in answer and "\n" not in answer


def test_a_folder_of_another_version_is_refused(folder):
    folder.mkdir()
    (folder / "PG_VERSION").write_text("9.6\n")

    with pytest.raises(DatabaseError, match="made by PostgreSQL 9.6"), embedded.served(folder):
        pass


def test_a_half_made_folder_is_made_anew(folder):
    half = folder.with_name("postgres.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with embedded.served(folder):
        assert ask(folder, "SELECT 1") == [(1,)]
