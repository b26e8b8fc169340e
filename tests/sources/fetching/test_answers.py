"""Answers that are too much, too slow or not what they should be."""

import gzip
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from sources.fetching.refusals import Limits
from tests.sources.fetching.sites import PAGE, answer, opened, redirect, refusal


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (answer(status="404 Not Found"), "status"),
        (answer(status="403 Forbidden"), "status"),
        (answer(status="500 Internal Server Error"), "status"),
        (answer(status="206 Partial Content"), "status"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "status"),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", "status"),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "broken-answer"),
        (answer(content_type="image/png"), "content-type"),
        (answer(content_type="application/zip"), "content-type"),
        (answer(content_type="text/html, image/png"), "content-type"),
        (answer(content_type=""), "content-type"),
        (answer(PAGE, "Content-Encoding: br"), "encoding"),
        (answer(gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, gzip"), "encoding"),
        (answer(b"no gzip at all", "Content-Encoding: gzip"), "broken-answer"),
        (answer(b""), "empty"),
        (answer(b" \r\n "), "empty"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<p>cut off", "broken-answer"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\nContent-Length: 8\r\n\r\n",
            "broken-answer",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\nzz\r\n", "broken-answer"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "broken-answer"),
        (b"", "broken-answer"),
        (b"\x00" * 500, "broken-answer"),
        (answer(PAGE, "X-Flood: " + "a" * 90_000), "headers"),
        (answer(PAGE, "X-Flood: " + "a" * 400_000), "headers"),
        (answer(PAGE, *[f"X-Flood-{number}: a" for number in range(9_000)]), "headers"),
        (answer(PAGE, "Set-Cookie: a\0b=1"), "broken-answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n<p>", "too-large"),
        (answer(b"a" * 11 * 2**20), "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:50]),
)
def test_an_answer_that_is_no_page_is_refused_with_its_reason(serve, said, code):
    site = serve(said)

    error = refusal(f"http://paper.example:{site.port}/", opened(site))

    assert (error.code, str(error)[-1]) == (code, ".")


def test_a_small_packed_page_that_is_huge_unpacked_is_stopped_while_it_comes(serve):
    site = serve(answer(gzip.compress(b"\0" * 40 * 2**20), "Content-Encoding: gzip"))

    assert refusal(f"http://paper.example:{site.port}/", opened(site)).code == "too-large"


def test_a_page_without_end_is_stopped(serve):
    def endless(path: str) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while True:
            yield b"<p>and so on" * 5000

    site = serve(endless)

    assert refusal(f"http://paper.example:{site.port}/", opened(site)).code == "too-large"


def test_endless_announcements_before_the_answer_are_stopped(serve):
    def announcing(path: str) -> Iterator[bytes]:
        while True:
            yield b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100

    site = serve(announcing)

    assert refusal(f"http://paper.example:{site.port}/", opened(site)).code == "headers"


def drips(head: bytes, drop: bytes) -> Callable[[str], Iterator[bytes]]:
    def drip(path: str) -> Iterator[bytes]:
        yield head
        while True:
            time.sleep(0.05)
            yield drop

    return drip


@pytest.mark.parametrize(
    "says",
    [
        drips(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a"),
        drips(b"HTTP/1.1 200 OK\r\n", b"a"),
        drips(b"", b""),
    ],
    ids=["a body drop by drop", "headers drop by drop", "silence"],
)
def test_a_site_that_keeps_us_waiting_is_left_at_the_deadline(serve, says):
    site = serve(says)

    assert refusal(f"http://paper.example:{site.port}/", opened(site), Limits(seconds=0.4)).code == "too-slow"


def test_the_deadline_is_one_for_all_hops(serve):
    def slowly(path: str) -> Iterator[bytes]:
        time.sleep(0.2)
        yield redirect(path + "a")

    site = serve(slowly)

    assert refusal(f"http://paper.example:{site.port}/", opened(site), Limits(seconds=0.5)).code == "too-slow"


def test_a_site_that_is_down_does_not_answer(serve):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    error = refusal(f"http://paper.example:{port}/", opened(ports=frozenset({port})))

    assert error.code == "no-answer"
