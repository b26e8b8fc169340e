"""Parsers that do not come back cost their own source only."""

import time

import pytest

from sources.texts.bounded import parsed
from sources.texts.documents import Document, Limits, Unreadable
from sources.texts.reading import read


def _never_comes_back(body: bytes, charset: str, url: str) -> Document:
    while True:
        time.sleep(1)


def _eats_all_memory(body: bytes, charset: str, url: str) -> Document:
    return Document(text=str(bytearray(2**40)))


def _crashes(body: bytes, charset: str, url: str) -> Document:
    import faulthandler

    faulthandler._sigsegv()  # type: ignore[attr-defined]
    raise AssertionError


def _stumbles(body: bytes, charset: str, url: str) -> Document:
    raise KeyError("a parser's own mistake")


@pytest.mark.parametrize(
    ("parser", "code"),
    [(_never_comes_back, "too-much"), (_eats_all_memory, "too-much"), (_crashes, "too-much"), (_stumbles, "broken")],
)
def test_a_parser_that_fails_in_any_way_refuses_only_its_own_source(parser, code):
    with pytest.raises(Unreadable) as caught:
        parsed(parser, b"", "", "", Limits(seconds=1.5))

    assert caught.value.code == code


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000 + b"He said so.",
        b"<b><i>" * 20_000 + b"He said so.",
        b"<table><tr><td>" * 10_000 + b"He said so.",
        b"<table><tr>" + b"<td colspan=1000>He said so." * 10_000,
        b"<p>He said so." * 20_000,
        b"<" * 300_000,
        b"<!--" * 100_000,
        b"<a href=x>" * 20_000,
        b"</p>" * 100_000,
        b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">He said so.",
        b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><p>&b;&b;',
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_page_built_to_hurt_is_read_or_refused_in_time(body):
    began = time.monotonic()

    try:
        read(b"<!doctype html><html><head><title>x</title></head><body>" + body, "text/html", limits=Limits(seconds=3))
    except Unreadable as error:
        assert error.code in ("no-text", "too-much", "too-large")

    assert time.monotonic() - began < 10
