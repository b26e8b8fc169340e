"""Reading: kinds of sources, alphabets, what is taken out, and parsers that do not come back."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sources.fetching.pages import Fetched
from sources.texts.bounded import parsed
from sources.texts.decoding import decoded
from sources.texts.documents import Document, Limits, Unreadable
from sources.texts.facts import day_of, language_of
from sources.texts.plain import clean, runs_right_to_left, title_of, unwrapped
from sources.texts.reading import read

ROOT = Path(__file__).resolve().parents[2]
SAID = "The ministry said that two boats were stopped, and that nobody was hurt on either side of the strait."


def page(body: str, head: str = "<title>Two boats</title>") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def refusal(body: bytes, content_type: str = "", **over) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(body, content_type, limits=Limits(**over))
    return caught.value


# Plain text


def test_plain_text_stays_as_it_was_pasted():
    text = "Two boats\n\n  “No,” he said.\n\n\n\tA list:\n- one\n- two"

    document = read(text.encode(), "text/plain", "https://post.example/7")

    assert document == Document(text, title="Two boats", canonical_url="https://post.example/7")


def test_signs_that_a_database_refuses_are_taken_out():
    text = read(b"\xef\xbb\xbfHe\x00 said\x07 \x1b[1mno\x1b[0m.\r\nShe left.\rThen\x0cpage two", "text/plain").text

    assert text == "He said [1mno[0m.\nShe left.\nThen\n\npage two"


def test_signs_that_other_alphabets_need_stay():
    persian, hebrew, emoji = "می\u200cخواهم", "\u200fשלום\u200e 7", "👩\u200d⚕️"

    assert clean(persian + hebrew + emoji) == persian + hebrew + emoji


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Two boats sunk\n\nThe ministry said so.", "Two boats sunk"),
        ("Were two boats sunk?\n\nThe ministry said so.", "Were two boats sunk?"),
        ("The ministry said so.\n\nThe coast guard denied it.", ""),
        ("He said: “Never.”\n\nShe left.", ""),
        ("Two boats sunk\nThe ministry said so.", ""),
        ("Two boats sunk", ""),
        ("a " * 120 + "\n\nThe ministry said so.", ""),
    ],
)
def test_a_headline_is_a_short_first_line_set_apart(text, title):
    assert title_of(text) == title


# The kind of a source


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


# Alphabets

WORDS = {
    "cp1251": "Министерство заявило",
    "koi8-r": "Министерство заявило",
    "cp1250": "Mluvčí řekl „ne“",
    "cp1252": "“Nein”, sagte Müller – und ging …",
    "cp1253": "Το υπουργείο δήλωσε",
    "cp1254": "Bakanlık açıkladı, İlham gülüştü",
    "cp1255": "המשרד הודיע",
    "cp1256": "أعلنت الوزارة",
    "gb18030": "国防部表示",
    "cp932": "国防省は発表した",
    "cp949": "국방부는 밝혔다",
    "big5": "國防部表示",
}


@pytest.mark.parametrize("alphabet", WORDS)
def test_a_declared_alphabet_is_believed(alphabet):
    assert read(WORDS[alphabet].encode(alphabet), f"text/plain; charset={alphabet}").text == WORDS[alphabet]


@pytest.mark.parametrize("alphabet", WORDS)
def test_an_alphabet_that_a_page_declares_within_is_believed(alphabet):
    html = f'<html><head><meta charset="{alphabet}"><title>x</title></head><body><p>{WORDS[alphabet]}</p></body></html>'

    assert read(html.encode(alphabet), "text/html").text == WORDS[alphabet]


@pytest.mark.parametrize("alphabet", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_at_the_beginning_outweighs_what_was_declared(alphabet):
    assert read(WORDS["cp1251"].encode(alphabet), "text/plain; charset=windows-1252").text == WORDS["cp1251"]


def test_what_the_web_calls_latin_has_its_quotation_marks():
    assert read("“No”".encode("cp1252"), "text/plain; charset=ISO-8859-1").text == "“No”"


@pytest.mark.parametrize(
    "label", ["hex", "zip", "rot13", "idna", "unicode_escape", "undefined", "no such", "🚢", "utf-7"]
)
def test_a_label_that_names_no_alphabet_is_passed_over(label):
    assert decoded("שלום".encode(), label) == "שלום"


def test_an_undeclared_alphabet_is_guessed():
    text = "Министерство обороны заявило, что потопило два катера в северном проливе. " * 5

    assert decoded(text.encode("cp1251")) == text


def test_one_broken_sign_does_not_spoil_the_text():
    body = ("Le ministère a déclaré " * 20).encode()

    assert decoded(body[:-30] + b"\xe2\x80" + body[-30:]).count("\ufffd") == 1


# Web pages


def test_paragraphs_quotations_and_lists_are_set_apart():
    body = (
        f"<article><p>{SAID}</p><blockquote>“No,” he said.</blockquote><ul><li>One.<li>Two.</ul><p>{SAID}</p></article>"
    )

    assert read(page(body), "text/html").text == f"{SAID}\n\n“No,” he said.\n\nOne.\n\nTwo.\n\n{SAID}"


def test_words_are_joined_and_parted_as_a_browser_shows_them():
    body = "<p>The <b>min</b>istry&nbsp;<i>said</i>\n   “no”.<br>It de&shy;clined&#8203; more.</p>"

    assert read(body.encode(), "text/html").text == "The ministry said “no”.\nIt declined more."


def test_a_row_of_a_table_is_one_line():
    body = "<table><tr><th>Side<th>Dead</tr><tr><td>Velna<td>3</tr></table>"

    assert read(body.encode(), "text/html").text == "Side | Dead\n\nVelna | 3"


def test_a_copied_piece_of_a_page_is_taken_whole():
    body = '<meta charset="utf-8"><p class="comment">He denied it.</p><p>So did she.</p><script>alert(1)</script>'

    assert read(body.encode(), "text/html").text == "He denied it.\n\nSo did she."


def test_a_published_day_is_the_one_on_the_publishers_clock():
    assert day_of("2024-03-05T23:30:00-05:00") == "2024-03-05"
    assert [day_of(said) for said in ("5 March 2024", "2024-13-05", "2024-03-055", "", None, 7)] == [""] * 6


def test_a_day_is_never_made_of_when_the_page_was_changed():
    head = '<title>Two boats</title><meta property="article:modified_time" content="2024-03-07T08:00:00Z">'

    assert read(page(f"<article><p>{SAID}</p></article>", head), "text/html").published == ""


def test_a_language_is_its_primary_subtag():
    assert [language_of(tag) for tag in ("en-GB", "pt_BR", "HY", "english", "", None)] == ["en", "pt", "hy", "", "", ""]


@pytest.mark.parametrize(
    "said", ["javascript:alert(1)", "ftp://a.example/", "http://[", "data:text/html,x", "https://"]
)
def test_an_address_that_leads_nowhere_is_not_the_canonical_one(said):
    head = f'<title>Two boats</title><link rel="canonical" href="{said}">'

    document = read(page(f"<article><p>{SAID}</p></article>", head), "text/html", "https://post.example/7")

    assert document.canonical_url == "https://post.example/7"


@pytest.mark.parametrize(
    "said", ["[" * 50_000, '{"datePublished": {"a": 1}, "author": [[["x"]], 7, null]}', "{]", "7", '{"@graph": ' * 900]
)
def test_broken_facts_do_not_cost_the_text(said):
    head = f'<title>Two boats</title><script type="application/ld+json">{said}</script>'

    assert read(page(f"<article><p>{SAID}</p></article>", head), "text/html").text == SAID


# Mails


def test_a_mail_without_a_plain_part_is_read_from_its_page():
    mail = "Subject: Boats\nContent-Type: text/html; charset=utf-8\n\n<p>He said “no”.</p><p>She left.</p>"

    assert read(mail.encode(), "message/rfc822").text == "He said “no”.\n\nShe left."


def test_attachments_are_no_part_of_a_mails_text():
    mail = (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nHe said no.\n'
        b"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nSecret.\n--b--\n"
    )

    assert read(mail, "message/rfc822").text == "He said no."


def test_lines_that_a_mail_program_broke_are_whole_again():
    lines = (
        "The Coast Guard of Korda rejects the claim of the Velnan ministry that\n"
        "two of its boats were sunk in the northern strait on Tuesday morning.\n"
        "Nobody was hurt.\n\n1 Quay\nPort Korda\n\n- first point\n- second point"
    )

    assert unwrapped(lines) == (
        "The Coast Guard of Korda rejects the claim of the Velnan ministry that two of its boats were sunk in the "
        "northern strait on Tuesday morning. Nobody was hurt.\n\n1 Quay\nPort Korda\n\n- first point\n- second point"
    )


# PDF


def pdf(*sheets: list[str], title: str = "") -> bytes:
    """A PDF as a word processor writes it, of one font: a page for each list of lines."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in sheets:
        shown = "".join(f"({line.translate({40: '[', 41: ']'})}) Tj T*\n" for line in lines)
        stream = f"BT /F 11 Tf 14 TL 50 800 Td\n{shown}ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R /Resources "
            "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    objects.append(f"<< /Title ({title}) /CreationDate (D:20240305120000Z) >>")
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R "
    return f"{out}/Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF".encode("cp1252")


def test_a_printed_release_is_read_with_its_lines_whole():
    sheet = [
        "Coast Guard of Korda: statement",
        " ",
        "The Coast Guard rejects the claim of the Velnan defence ministry that two",
        "of its boats were sunk. “No boat is missing,” said Commander Havel.",
    ]

    document = read(pdf(sheet, title="Statement"), "application/pdf")

    assert document.title == "Statement"
    assert document.published == ""
    assert document.text == (
        "Coast Guard of Korda: statement\n\nThe Coast Guard rejects the claim of the Velnan defence ministry that two "
        "of its boats were sunk. “No boat is missing,” said Commander Havel."
    )


def test_what_heads_and_foots_every_page_is_left_out():
    sheets = [["Press office", f"On day {day} he said no.", f"Page {day} of 3"] for day in (1, 2, 3)]

    text = read(pdf(*sheets), "application/pdf").text

    assert text == "On day 1 he said no.\n\nOn day 2 he said no.\n\nOn day 3 he said no."


@pytest.mark.parametrize(
    ("text", "backwards"),
    [
        ("שלום לכולם", True),
        ("قالت 9 مرات", True),
        ("He said no.", False),
        ("Он сказал", False),
        ("The commander of the coast guard wrote «שלום».", False),
    ],
)
def test_letters_that_run_right_to_left_are_known(text, backwards):
    assert runs_right_to_left(text) is backwards


def test_a_scanned_page_says_that_it_is_one():
    assert str(refusal(pdf([""]), "application/pdf")) == ("This PDF has no text in it: it may be a scanned picture.")


# Parsers that do not come back


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


def test_nothing_heavy_is_loaded_before_a_page_is_read():
    code = "import sys, sources.texts.reading, sources.fetching.pages; print(*sorted(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert not {"trafilatura", "lxml", "pypdf", "htmldate", "dateparser", "charset_normalizer"} & set(loaded.split())
