"""A thousand broken sources: each is read into a clean text, or refused; none crashes or hangs."""

import random
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.texts.documents import Document, Limits, Unreadable
from sources.texts.reading import read

LAYOUTS = Path(__file__).parent / "layouts"
TYPES = {".html": "text/html", ".txt": "text/plain", ".eml": "message/rfc822"}
LIMITS = Limits(seconds=5)
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff]")

TAGS = [
    "<div>",
    "</div>",
    "<p",
    "</p>",
    "<table><tr>",
    "</td>",
    "<!--",
    "-->",
    "<script>",
    "<title>",
    "<![CDATA[",
    "&#0;",
]
TAGS += [
    "&#xD800;",
    "&#x110000;",
    "&amp",
    "<svg><title>",
    "</html>",
    "<article>",
    "<plaintext>",
    "<template>",
    "\x00",
    "\ufffe",
]
TAGS += [
    "<meta charset=utf-16>",
    "<meta charset=hex>",
    "<base href=//x>",
    "<html lang='\x00'>",
    "=?utf-8?b?",
    "\n--part\n",
]


def mutated(body: bytes, chance: random.Random) -> bytes:
    """A source with one to six wounds: cut, doubled, overwritten, or with something in it that does not belong."""
    wounded = bytearray(body)
    for _ in range(chance.randint(1, 6)):
        here, there = sorted(chance.randrange(len(wounded) + 1) for _ in range(2))
        match chance.randrange(6):
            case 0:
                del wounded[here : min(there, here + 400)]
            case 1:
                wounded[here:here] = wounded[here : min(there, here + 400)] * chance.randint(1, 4)
            case 2:
                wounded[here : here + 3] = chance.randbytes(3)
            case 3:
                wounded[here:here] = chance.choice(TAGS).encode("utf-8", "surrogatepass") * chance.randint(1, 30)
            case 4:
                wounded = wounded[:there]
            case 5:
                wounded[here:there] = wounded[here:there].replace(b">", b"", chance.randint(1, 5))
    return bytes(wounded)


def assert_sound(document: Document) -> None:
    """What everything that is built on a document relies on."""
    assert document.text.strip()
    assert not INVISIBLE.search(document.text)
    for line in (document.title, document.publisher, document.author):
        assert "\n" not in line and len(line) <= 300 and not INVISIBLE.search(line)
    assert document.published == "" or date.fromisoformat(document.published).isoformat() == document.published
    assert re.fullmatch("[a-z]{0,3}", document.language)
    assert re.match("https?://", document.canonical_url)
    "".join(vars(document).values()).encode()


def survives(body: bytes, content_type: str) -> None:
    try:
        document = read(body, content_type, "https://post.example/7", limits=LIMITS)
    except Unreadable as error:
        assert error.code and str(error)
    else:
        assert_sound(document)


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.[eh]*ml")), ids=lambda path: path.name)
def test_fifty_wounded_copies_of_every_layout_are_read_or_refused(path):
    chance = random.Random(path.name)  # noqa: S311 - wounds, not secrets
    body = path.read_bytes()

    for _ in range(50):
        survives(mutated(body, chance), TYPES[path.suffix])


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.txt")), ids=lambda path: path.name)
def test_thirty_wounded_copies_of_every_text_are_read_or_refused(path):
    chance = random.Random(path.name)  # noqa: S311 - wounds, not secrets
    body = path.read_bytes()

    for _ in range(30):
        survives(
            mutated(body, chance),
            chance.choice(["text/plain", "text/plain; charset=utf-16", "", "text/plain; charset=cp949"]),
        )


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["text/plain", "text/plain; charset=big5", "text/markdown", ""]))
def test_any_bytes_are_read_as_text_or_refused(body, content_type):
    survives(body, content_type)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=30)), max_size=40).map("".join))
def test_any_soup_of_tags_is_read_or_refused(soup):
    survives(b"<!doctype html><title>x</title>" + soup.encode("utf-8", "replace"), "text/html")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["text/html", "message/rfc822", "application/pdf"]))
def test_any_bytes_are_read_as_what_they_claim_to_be_or_refused(body, content_type):
    survives(b"%PDF-1.4\n" + body if content_type == "application/pdf" else body, content_type)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=40))
def test_any_type_and_address_are_taken(text, content_type, url):
    try:
        document = read(text.encode("utf-8", "replace"), content_type, url, limits=LIMITS)
    except Unreadable:
        return
    assert not INVISIBLE.search(document.text)
