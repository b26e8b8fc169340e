"""Which kind a source is of, and what has no text for us."""

import subprocess
import sys
from dataclasses import replace

import pytest

from sources.fetching.pages import Fetched
from sources.texts.reading import read
from tests.database import ROOT
from tests.sources.texts.pages import SAID, page, refusal


@pytest.mark.parametrize("content_type", ["", "application/octet-stream", "text/plain", "text/plain; charset=utf-8"])
def test_a_page_that_was_not_declared_as_one_is_seen_to_be_one(content_type):
    assert read(page(f"<article><p>{SAID}</p></article>"), content_type).text == SAID


def test_a_text_that_only_speaks_of_tags_stays_a_text():
    assert read(b"He wrote <p> and <html> in it.", "text/plain").text == "He wrote <p> and <html> in it."


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"", "text/plain", "no-text"),
        (b" \n\x00\n", "text/plain", "no-text"),
        (b"", "text/html", "no-text"),
        (page(""), "text/html", "no-text"),
        (page("<script>said()</script><img src=a>"), "text/html", "no-text"),
        (b"PK\x03\x04", "application/zip", "type"),
        (b"\x89PNG", "image/png", "type"),
        (b"a" * 2_000, "text/plain", "too-large"),
        (b"%PDF-1.7 and then nothing", "application/pdf", "broken"),
        (b"%PDF-1.7 and then nothing", "", "broken"),
        (b"Subject: Nothing\n\n", "message/rfc822", "no-text"),
        (b"Content-Type: image/png\n\nabc", "message/rfc822", "no-text"),
    ],
)
def test_what_has_no_text_for_us_is_refused_with_its_reason(body, content_type, code):
    error = refusal(body, content_type, body_bytes=1_000)

    assert (error.code, str(error)[-1]) == (code, ".")


def test_a_text_that_is_too_long_unpacked_is_refused():
    assert refusal(b"a" * 500, "text/plain", signs=400).code == "too-large"


def test_a_fetched_page_hands_over_its_charset():
    fetched = Fetched("", "", 200, "text/html", "windows-1251", b"", None)  # type: ignore[arg-type]

    assert fetched.declared == "text/html; charset=windows-1251"
    assert replace(fetched, charset="").declared == "text/html"


def test_nothing_heavy_is_loaded_before_a_page_is_read():
    code = "import sys, sources.texts.reading, sources.fetching.pages; print(*sorted(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert not {"trafilatura", "lxml", "pypdf", "htmldate", "dateparser", "charset_normalizer"} & set(loaded.split())
