"""Pulling the plug on the real thing: what was acknowledged is there afterwards, whole; nothing is there by halves."""

import http.client
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.cookies import SimpleCookie
from queue import Empty, SimpleQueue
from threading import Event
from urllib.parse import urlencode

import psycopg
import pytest
from django.apps import apps

from config.database import logins
from tests.config.test_up import Newsroom
from tests.database import ROOT, environment

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the embedded server is not used")

SAVES = 200
PEOPLE = 16
BEFORE_THE_CRASH = 60
"""Saves that have to be acknowledged before anything is killed."""


class Desk(Newsroom):
    """The newsroom as `make run` starts it, and its rows as its database has them."""

    def start(self):
        names = {"COUNTERCLAIM_DATA_DIR": str(self.folder), "COUNTERCLAIM_PORT": str(self.port)}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=environment(**names, COUNTERCLAIM_DEMO="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process

    def kill(self, up):
        """kill -9 every process of the web server and of the database."""
        postmaster = int((self.folder / "postgres/postmaster.pid").read_text().split()[0])
        running = _processes()
        (master,) = [pid for pid, parent, words in running if parent == up.pid and "gunicorn" in words]
        for pid in [*_family(master, running), *_family(postmaster, running)]:
            with suppress(ProcessLookupError):  # a process of PostgreSQL's that had ended anyway
                os.kill(pid, signal.SIGKILL)

    def rows(self, statement, values=None, *, role=logins.OWNER):
        folder = str(logins.socket_folder(self.folder / "postgres"))
        with psycopg.connect(host=folder, port=logins.PORT, dbname=logins.DATABASE, user=role) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


class Reporter:
    """The demo journalist in one browser of several: a session and a connection of its own."""

    def __init__(self, port):
        self.port, self.cookies, self.connection = port, SimpleCookie(), None

    def sign_in(self):
        self.ask("GET", "/accounts/login/")
        assert self.post("/demo/sign-in/", role="journalist") == 302
        return self

    def post(self, path, **fields):
        return self.ask("POST", path, fields | {"csrfmiddlewaretoken": self.cookies["csrftoken"].value})

    def ask(self, method, path, fields=None):
        """The status of the answer, once the whole of it has arrived."""
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in self.cookies.values())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, urlencode(fields or {}), headers)
        answer = self.connection.getresponse()
        answer.read()
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        return answer.status


def _processes():
    """Every process of this machine: its id, its parent's, its command."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    return [(int(pid), int(parent), words) for pid, parent, words in rows]


def _family(pid, running):
    """A process and all that it started, the eldest first: it shall start no others meanwhile."""
    children = [child for child, parent, _ in running if parent == pid]
    return [pid, *(member for child in children for member in _family(child, running))]


def _statement(number, side):
    """What the log form sends: each with its own source, passage, speaker and matter, every second with a figure."""
    speaker = f"Witness {number}"
    fields = {
        "do": "submit" if number % 3 else "draft",
        "source": f"Bulletin {number}",
        "dateline": "2020-10-29",
        "speaker": speaker,
        "speaker_asked": speaker,
        "speaker_choice": "new",
        "speaker_kind": "person",
        "side": side,
        "wording": f"Statement number {number} was made.",
        "passage": f"Words number {number}, said aloud.",
        "kind": "assertion",
        "matter": f"Was number {number} said?",
    }
    figure = {"use": "on", "bound": "exact", "number": 1000 + number, "quantity": "killed"}
    rows = {f"figures-0-{name}": value for name, value in figure.items()} | {"figures-total": 1}
    return fields | rows if number % 2 else fields


def _save_until_it_breaks(reporter, address, side, numbers, statuses, enough):
    while True:
        try:
            number = numbers.get_nowait()
            statuses[number] = reporter.post(address, **_statement(number, side))
        except (Empty, OSError, http.client.HTTPException):
            return
        if len(statuses) >= BEFORE_THE_CRASH:
            enough.set()


@pytest.fixture(scope="module")
def crashed(tmp_path_factory):
    """A newsroom that was killed in the middle of many saves and started again; what it had acknowledged."""
    desk = Desk(tmp_path_factory.mktemp("crash"))
    try:
        up = desk.started()
        ((dossier, side),) = desk.rows("SELECT dossier_id, id FROM sources_side ORDER BY id LIMIT 1")
        address = f"/dossiers/{dossier}/log/"
        people = [Reporter(desk.port).sign_in() for _ in range(PEOPLE)]
        numbers, statuses, enough = SimpleQueue(), {}, Event()
        for number in range(SAVES):
            numbers.put(number)

        with ThreadPoolExecutor(PEOPLE) as threads:
            for reporter in people:
                threads.submit(_save_until_it_breaks, reporter, address, side, numbers, statuses, enough)
            assert enough.wait(60), statuses
            desk.kill(up)
        up.wait(60)

        desk.statuses, desk.log, desk.people = statuses, (address, side), people
        desk.started()
        yield desk
    finally:
        for process in desk.processes:
            if process.poll() is None:
                process.terminate()
            process.communicate(timeout=60)


WHOLE = """
    SELECT claim.wording, claim.status, speaker.name, office.side_id = claim.side_id, source.title, matter.question,
        passage.exact, capture.text, figure.low::int,
        (SELECT array_agg(DISTINCT event.pgh_context ->> 'name') FROM claims_claimevent event
            WHERE event.pgh_obj_id = claim.id),
        (SELECT array_agg(event.pgh_context ->> 'step' ORDER BY event.pgh_id) FROM claims_claimevent event
            WHERE event.pgh_obj_id = claim.id)
    FROM claims_claim claim
    JOIN sources_speaker speaker ON speaker.id = claim.speaker_id
    JOIN sources_affiliation office ON office.speaker_id = speaker.id
    JOIN claims_matter matter ON matter.id = claim.matter_id
    JOIN claims_citation citation ON citation.claim_id = claim.id
    JOIN sources_passage passage ON passage.id = citation.passage_id
    JOIN sources_capture capture ON capture.id = passage.capture_id
    JOIN sources_source source ON source.id = capture.source_id
    LEFT JOIN claims_figure figure ON figure.claim_id = claim.id
    WHERE claim.wording ~ '^Statement number [0-9]+ was made.$'
"""


def _expected(number):
    submitted = bool(number % 3)
    return (
        f"Statement number {number} was made.",
        "submitted" if submitted else "draft",
        f"Witness {number}",
        True,
        f"Bulletin {number}",
        f"Was number {number} said?",
        f"Words number {number}, said aloud.",
        f"Words number {number}, said aloud.",
        1000 + number if number % 2 else None,
        ["Nora Reporter"],
        ["log", "submit"] if submitted else ["log"],
    )


def _numbers(wordings):
    return sorted(int(re.search("[0-9]+", wording)[0]) for (wording,) in wordings)


def test_it_was_killed_in_the_middle(crashed):
    assert crashed.rows("SHOW fsync") == [("on",)]
    assert set(crashed.statuses.values()) == {302}
    assert BEFORE_THE_CRASH <= len(crashed.statuses) < SAVES


def test_every_acknowledged_save_is_there_whole_with_its_history(crashed):
    stored = {row[0]: row for row in crashed.rows(WHOLE)}

    wanted = [_expected(number) for number in sorted(crashed.statuses)]
    assert [stored.get(row[0]) for row in wanted] == wanted


def test_what_was_not_acknowledged_is_there_whole_or_not_at_all(crashed):
    claims = _numbers(crashed.rows("SELECT wording FROM claims_claim WHERE wording LIKE 'Statement number %%'"))
    stored = {row[0]: row for row in crashed.rows(WHOLE)}

    assert sorted(stored.values()) == sorted(map(_expected, claims))
    assert len(claims) == len(set(claims))
    for table, column, stem in (
        ("sources_speaker", "name", "Witness"),
        ("sources_source", "title", "Bulletin"),
        ("sources_passage", "exact", "Words number"),
        ("claims_matter", "question", "Was number"),
    ):
        assert _numbers(crashed.rows(f"SELECT {column} FROM {table} WHERE {column} LIKE %s", [f"{stem} %"])) == claims


def test_no_row_lacks_its_history_and_no_history_its_row(crashed):
    tracked = [
        (model._meta.db_table, model._meta.pk.column, model.events.rel.related_model._meta.db_table)
        for model in apps.get_models()
        if model._meta.app_label in ("sources", "claims") and hasattr(model, "events")
    ]

    assert len(tracked) > 10
    for table, key, events in tracked:
        query = f"SELECT * FROM {table} row FULL JOIN {events} event ON event.pgh_obj_id = row.{key}"
        assert crashed.rows(f"{query} WHERE row.{key} IS NULL OR event.pgh_id IS NULL") == [], table


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE claims_claim SET wording = 'Never said.'", psycopg.errors.CheckViolation),
        ("UPDATE sources_speaker SET note = 'Unsigned.'", psycopg.errors.NotNullViolation),
        ("UPDATE claims_claimevent SET wording = 'Never said.'", psycopg.errors.InsufficientPrivilege),
        ("DELETE FROM claims_claimevent", psycopg.errors.InsufficientPrivilege),
        ("DELETE FROM claims_claim", psycopg.errors.InsufficientPrivilege),
        ("ALTER TABLE claims_claim DISABLE TRIGGER ALL", psycopg.errors.InsufficientPrivilege),
    ],
)
def test_the_rules_of_the_history_hold_after_it(crashed, statement, refusal):
    with pytest.raises(refusal):
        crashed.rows(statement, role=logins.WEB)


def test_people_are_still_signed_in_and_go_on(crashed):
    address, side = crashed.log
    reporter = crashed.people[0]
    reporter.connection = None

    status = reporter.post(address, **_statement(SAVES, side))

    assert status == 302
    assert _expected(SAVES) in crashed.rows(WHOLE)
