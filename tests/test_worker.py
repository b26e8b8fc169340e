"""Pulling the plug on the worker: the job it had begun is taken up again, and nothing is doubled."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from django.conf import settings

from config.database import embedded, logins
from tests.database import ROOT, copy, environment, migrated

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the embedded server is not used")

PATIENCE = 120
"""Seconds after which nothing is expected to happen any more."""
SENTENCE = "The minister number {} said on Thursday that the dam was shut, and the mayor denied that it was. "

ASK = f"""
from django.contrib.auth import get_user_model
from config import jobs
from sources.operations import dossier as dossiers
from sources.operations import intake
by = get_user_model().objects.create_user("emma", is_staff=True)
dossier = dossiers.start(by=by, name="The river dispute")
print("alive" if jobs.worker_is_alive() else "dead")
intake.paste(dossier, by=by, text="".join({SENTENCE!r}.format(number) for number in range(150)))
"""


class Room:
    """A data folder with a server that stays up, and the workers on it."""

    def __init__(self, folder):
        self.folder, self.workers = folder, []

    def names(self):
        return environment(COUNTERCLAIM_DATA_DIR=str(self.folder), COUNTERCLAIM_DEMO="1")

    def ask(self):
        command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", ASK]
        return subprocess.run(command, cwd=ROOT, env=self.names(), capture_output=True, text=True, check=True).stdout

    def worker(self, **names):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=ROOT,
            env=self.names() | names,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.workers.append(process)
        return process

    def connect(self):
        host = str(logins.socket_folder(self.folder / "postgres"))
        return psycopg.connect(host=host, port=logins.PORT, dbname=logins.DATABASE, user=logins.OWNER)

    def rows(self, statement):
        with self.connect() as server:
            return server.execute(statement).fetchall()

    def until(self, statement, answer):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.rows(statement) == [(answer,)]:
                return
            time.sleep(0.02)
        raise AssertionError(f"{statement}: {self.rows(statement)}")


@pytest.fixture
def room(tmp_path):
    copy(migrated(settings.DATA_DIR.parent), tmp_path / "postgres")
    room = Room(tmp_path)
    with embedded.served(tmp_path / "postgres"):
        yield room
        for worker in room.workers:
            worker.kill()
            worker.communicate()


def test_a_job_whose_worker_is_killed_is_taken_up_again_and_done_once(room):
    first = room.worker()
    room.until("SELECT count(*) FROM procrastinate_workers", 1)
    assert room.ask() == "alive\n"
    room.until("SELECT state FROM sources_reading", "running")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert room.rows("SELECT count(*) FROM sources_proposal") == [(0,)]

    room.worker()

    room.until("SELECT state FROM sources_reading", "done")
    room.until("SELECT count(*) FROM procrastinate_jobs", 0)
    ((found, events, places),) = room.rows(
        'SELECT count(*), (SELECT count(*) FROM sources_proposalevent), count(DISTINCT (start, "end", kind))'
        " FROM sources_proposal"
    )
    assert found == events == places > 100
    assert room.rows("SELECT count(*) FROM sources_reading") == [(1,)]


def test_behind_a_pooler_a_worker_finds_its_jobs_by_looking(room):
    room.worker(COUNTERCLAIM_LISTEN_NOTIFY="0")
    room.until("SELECT count(*) FROM procrastinate_workers", 1)

    room.ask()

    room.until("SELECT state FROM sources_reading", "done")


def test_a_worker_that_is_told_to_stop_leaves_as_it_should(room):
    worker = room.worker()
    room.until("SELECT count(*) FROM procrastinate_workers", 1)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(PATIENCE) == 0
    assert room.rows("SELECT count(*) FROM procrastinate_workers") == [(0,)]
    assert room.ask() == "dead\n"


def test_a_worker_that_is_told_to_stop_while_it_starts_leaves_as_it_should(room):
    with room.connect() as server:
        server.execute("LOCK TABLE procrastinate_workers IN SHARE MODE")
        worker = room.worker()
        room.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'", True)

        worker.send_signal(signal.SIGTERM)

    assert worker.wait(PATIENCE) == 0
    assert room.rows("SELECT count(*) FROM procrastinate_workers") == [(0,)]


def test_a_language_model_that_is_not_installed_is_refused_by_name(room):
    worker = room.worker(COUNTERCLAIM_LANGUAGE_MODEL="xx_none_such")

    _, said = worker.communicate(timeout=PATIENCE)

    assert worker.returncode == 1
    assert "COUNTERCLAIM_LANGUAGE_MODEL names xx_none_such" in said
    assert len(said.splitlines()) == 1
