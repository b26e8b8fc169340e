"""`make run`, as people and accidents treat it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.database import ROOT, copy, environment, migrated

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the embedded server is not used")


class Newsroom:
    """One data folder and one port, and `manage.py up` on them."""

    def __init__(self, folder):
        self.folder = folder
        copy(migrated(Path(settings.DATA_DIR).parent), folder / "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.processes = []

    def start(self):
        names = {"COUNTERCLAIM_DATA_DIR": str(self.folder), "COUNTERCLAIM_PORT": str(self.port)}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=environment(
                **names, COUNTERCLAIM_DEMO="1", COUNTERCLAIM_WORKERS="2", COUNTERCLAIM_METRICS_TOKEN="watch"
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process

    def started(self):
        process = self.start()
        for line in process.stdout:
            if "Stop: Ctrl-C" in line:
                return process
        raise AssertionError(process.communicate())

    def get(self, path):
        return self.answer(path).status

    def answer(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def requests(self, view):
        """How many requests of a view were answered with 200, as /metrics tells."""
        said = self.answer("/metrics", Authorization="Bearer watch").read().decode()
        found = re.search(rf'counterclaim_requests_total{{status="200",view="{view}"}} ([0-9.]+)', said)
        return float(found[1]) if found else 0

    def children(self):
        """Processes that have this folder in their command line or hold its port."""
        listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
        return [int(line.split()[0]) for line in listed.splitlines() if f"-D {self.folder}/" in line]


@pytest.fixture
def newsroom(tmp_path):
    newsroom = Newsroom(tmp_path)
    yield newsroom
    for process in newsroom.processes:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def test_it_serves_until_told_to_stop_and_leaves_nothing_behind(newsroom):
    up = newsroom.started()

    assert newsroom.get("/readyz") == 200

    up.send_signal(signal.SIGINT)
    assert up.wait(60) == 0
    assert newsroom.children() == []


def test_its_workers_count_requests_together(newsroom):
    newsroom.started()
    before = newsroom.requests("readyz")

    for _ in range(20):
        newsroom.get("/readyz")

    assert newsroom.requests("readyz") - before == 20


def test_a_second_start_on_the_same_folder_is_refused_in_one_line(newsroom):
    first = newsroom.started()

    second = newsroom.start()
    _, said = second.communicate(timeout=60)

    assert second.returncode == 1
    assert "already runs from this folder" in said and str(first.pid) in said
    assert len(said.splitlines()) == 1
    assert newsroom.get("/healthz") == 200


def test_a_taken_port_is_one_line_that_says_what_to_do(newsroom):
    with socket.create_server(("127.0.0.1", newsroom.port)):
        up = newsroom.start()
        _, said = up.communicate(timeout=60)

    assert up.returncode == 1
    assert f"Port {newsroom.port}" in said and "make run PORT=" in said
    assert len(said.splitlines()) == 1


def test_after_it_was_killed_it_starts_again(newsroom):
    newsroom.started().kill()
    newsroom.processes[0].wait()

    newsroom.started()

    assert newsroom.get("/readyz") == 200


def test_it_ends_with_an_error_when_the_database_dies(newsroom):
    up = newsroom.started()

    os.kill(int((newsroom.folder / "postgres/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    _, said = up.communicate(timeout=60)

    assert up.returncode == 1
    assert "database has stopped unexpectedly" in said


def test_it_ends_with_an_error_when_the_web_server_dies(newsroom):
    up = newsroom.started()
    (master,) = _children_of(up.pid, "gunicorn")

    os.kill(master, signal.SIGKILL)
    _, said = up.communicate(timeout=60)

    assert up.returncode == 1
    assert "web server has stopped unexpectedly" in said


def _children_of(parent, name):
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    return [int(pid) for pid, ppid, arguments in rows if int(ppid) == parent and name in arguments]


def _worker_of(up, but=()):
    """The process of the worker, once there is one (other than those of `but`)."""
    for _ in range(600):
        found = [pid for pid in _children_of(up.pid, "manage.py worker") if pid not in but]
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError("There is no worker.")


def test_it_starts_the_worker_again_when_it_dies_and_stops_it_with_itself(newsroom):
    up = newsroom.started()
    first = _worker_of(up)

    os.kill(first, signal.SIGKILL)
    second = _worker_of(up, but=[first])

    up.send_signal(signal.SIGINT)
    assert up.wait(60) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_a_worker_does_not_outlive_its_killed_keeper(newsroom):
    up = newsroom.started()
    worker = _worker_of(up)
    log = newsroom.folder / "worker.log"
    while "Starting worker" not in log.read_text():  # by then it has asked to be told
        time.sleep(0.1)

    up.kill()
    up.wait()

    for _ in range(200):
        if _ended(worker):
            return
        time.sleep(0.1)
    raise AssertionError("The worker still runs.")


def _ended(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"
