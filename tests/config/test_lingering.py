"""A thread stays with a client that asks again at once, and with nobody else."""

import io
import socket
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import ThreadWorker

from config import lingering
from config.lingering import LingeringWorker


class Client:
    """A connection whose other end we hold, with the requests that gunicorn finds on it."""

    def __init__(self):
        self.sock, self.other = socket.socketpair()
        self.is_http2 = False
        self.parser = SimpleNamespace(unreader=SimpleNamespace(buf=io.BytesIO()))
        self.answered = 0

    def ask(self):
        self.other.send(b"?")


@pytest.fixture
def client():
    made = Client()
    yield made
    made.sock.close()
    made.other.close()


@pytest.fixture
def worker(monkeypatch):
    def answer(self, conn):
        conn.answered += 1
        if conn.parser.unreader.buf.getvalue():
            conn.parser.unreader.buf = io.BytesIO()
        elif not conn.sock.recv(1):
            return False
        return True

    monkeypatch.setattr(ThreadWorker, "handle", answer)
    monkeypatch.setattr(ThreadWorker, "enqueue_req", lambda self, conn: None)
    return LingeringWorker(0, 0, [], None, 30, Config(), None)


def serve(worker, client):
    worker.enqueue_req(client)
    return worker.handle(client)


def test_a_client_that_has_asked_again_is_answered_by_the_same_thread(worker, client):
    for _ in range(3):
        client.ask()

    assert serve(worker, client) is True

    assert client.answered == 3


def test_a_client_that_asks_no_more_is_given_back_after_a_moment(worker, client, monkeypatch):
    waits = []
    poll = lingering.select.poll

    def watched():
        real = poll()
        return SimpleNamespace(register=real.register, poll=lambda wait: waits.append(wait) or real.poll(wait))

    monkeypatch.setattr(lingering.select, "poll", watched)
    client.ask()

    assert serve(worker, client) is True

    assert (client.answered, waits) == (1, [lingering.LINGER])


def test_what_was_read_ahead_is_answered_too(worker, client):
    client.ask()
    client.parser.unreader.buf = io.BytesIO(b"?")

    serve(worker, client)

    assert client.answered == 2


def test_while_others_wait_nobody_is_lingered_with(worker, client):
    for _ in range(2):
        client.ask()
    worker.enqueue_req(client)
    worker.enqueue_req(Client())

    assert worker.handle(client) is True

    assert client.answered == 1


def test_a_worker_that_is_told_to_stop_lingers_with_nobody(worker, client):
    for _ in range(2):
        client.ask()
    worker.alive = False

    assert serve(worker, client) is True

    assert client.answered == 1


def test_a_client_that_leaves_is_let_go(worker, client):
    client.ask()
    client.other.close()

    assert serve(worker, client) is False

    assert client.answered == 2
