"""Jobs exist exactly if the transaction that asked for them does; a job that keeps failing is given up."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from config import jobs
from tests.database import ROOT
from tests.worker import asked_for


@pytest.fixture
def told(monkeypatch):
    """A job that notes what it was told, and fails when told to; it is forgotten afterwards."""
    jobs.load()  # so that no module of ours registers with what is put in place here
    done, given_up = [], []
    monkeypatch.setattr(jobs, "_tasks", jobs.Blueprint())
    monkeypatch.setattr(jobs, "_steps", {})
    monkeypatch.setattr(jobs, "_gave_up", {})

    @jobs.job("tell", gave_up=lambda **arguments: given_up.append(arguments))
    def tell(word):
        done.append(word)
        if word == "fail":
            raise ValueError(word)

    return SimpleNamespace(done=done, given_up=given_up, step=tell)


def begin(name, attempts=0, **arguments):
    """Do a job as a worker does that begins it after so many attempts."""
    context = SimpleNamespace(job=SimpleNamespace(attempts=attempts))
    jobs._tasks.tasks[name].func(context, **arguments)


def test_a_job_is_there_with_what_it_was_given(db):
    jobs.defer("tell", word="once", number=7)

    assert asked_for() == [("tell", {"word": "once", "number": 7})]


def test_a_job_goes_with_the_transaction_that_asked_for_it(db):
    class Refused(Exception):
        pass

    with pytest.raises(Refused), transaction.atomic():
        jobs.defer("tell", word="never")
        raise Refused

    assert asked_for() == []


@pytest.mark.django_db(transaction=True)
def test_nobody_sees_a_job_before_its_transaction_ends(web_login: psycopg.Connection):
    with transaction.atomic():
        jobs.defer("tell", word="later")
        assert web_login.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)

    assert web_login.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (1,)


def test_what_is_wanted_once_waits_once(db):
    with transaction.atomic():
        jobs.defer("tell", once="upkeep", word="first")
        jobs.defer("tell", once="upkeep", word="second")
        jobs.defer("tell", word="third")

    assert [arguments["word"] for _, arguments in asked_for()] == ["first", "third"]


def test_a_function_made_a_job_is_still_that_function(told):
    told.step(word="called")

    assert told.done == ["called"]
    assert jobs.load()["tell"] is told.step


def test_a_job_that_fails_is_tried_again_and_given_up_in_the_end(told):
    for attempts in range(jobs.ATTEMPTS):
        with pytest.raises(ValueError):
            begin("tell", attempts, word="fail")
        retry = jobs._tasks.tasks["tell"].get_retry_exception(ValueError(), SimpleNamespace(attempts=attempts))
        last = attempts + 1 == jobs.ATTEMPTS
        assert (retry is None, len(told.given_up)) == (last, int(last))

    assert told.given_up == [{"word": "fail"}]


def test_a_job_that_succeeds_is_not_given_up(told):
    begin("tell", jobs.ATTEMPTS - 1, word="well")

    assert (told.done, told.given_up) == (["well"], [])


class Manager:
    """Notes what becomes of a job that a dead worker left."""

    def __init__(self, faster=False):
        self.faster, self.said = faster, []

    async def retry_job(self, job):
        if self.faster:
            raise ConnectorException
        self.said.append("retried")

    async def finish_job(self, job, status, delete_job):
        self.said.append(status)


def left(attempts):
    return Job(
        id=1, queue="default", lock=None, queueing_lock=None, task_name="tell", task_kwargs={"word": "x"},
        attempts=attempts,
    )  # fmt: skip


def take_up(manager, job):
    """In a thread of its own: the tests with a browser leave their loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, jobs._take_up(manager, job)).result()


@pytest.mark.parametrize(
    ("attempts", "said", "given_up"),
    [(0, ["retried"], []), (jobs.ATTEMPTS - 1, [Status.FAILED], [{"word": "x"}])],
)
def test_a_job_that_takes_down_worker_after_worker_is_given_up(told, attempts, said, given_up):
    manager = Manager()

    take_up(manager, left(attempts))

    assert (manager.said, told.given_up) == (said, given_up)


def test_a_job_that_another_worker_has_taken_up_already_is_left_to_it(told):
    take_up(Manager(faster=True), left(0))


def test_a_worker_is_alive_while_it_shows_itself(db):
    def set_heartbeat(seconds):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_workers")
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
                [seconds],
            )

    assert not jobs.worker_is_alive()
    set_heartbeat(1)
    assert jobs.worker_is_alive()
    set_heartbeat(jobs.SILENCE + 5)
    assert not jobs.worker_is_alive()


def test_every_job_that_is_asked_for_is_one_that_workers_know():
    asked = {
        name
        for app in ("sources", "claims")
        for path in (ROOT / app).rglob("*.py")
        for name in re.findall(r"""\bjobs\.defer\(\s*["'](\w+)["']""", path.read_text())
    }

    assert {"bring", "read"} <= asked <= set(jobs.load())
