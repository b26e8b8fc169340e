"""Alphabets: declared, marked, guessed."""

import pytest

from sources.texts.decoding import decoded
from sources.texts.reading import read

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
