"""Plain text: what is taken out of it, its headline, its lines, and which way it runs."""

import pytest

from sources.texts.documents import Document
from sources.texts.plain import clean, day_in, runs_right_to_left, title_of, unwrapped
from sources.texts.reading import read


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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Two boats sunk\n\nPORT KORDA, 14 March 2026 (Wire) - Two boats sank.", "14 March 2026"),
        ("ST. KORDA, Velna, Sept. 4, 2026 — Two boats sank.", "Sept. 4, 2026"),
        ("Two boats sunk\nBy Ann Low\nPublished: Saturday, 14 March 2026\n\nTwo boats sank.", "14 March 2026"),
        ("Two boats sunk\n\nMarch 14, 2026\n\nTwo boats sank.", "March 14, 2026"),
        ("Two boats sank on 14 March 2026, the ministry said.", ""),
        ("In Korda, 14 March 2026 is a day of mourning - a bitter one.", ""),
        ("PORT KORDA, March 14 (Wire) - Two boats sank.", ""),
        ("One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\n14 March 2026", ""),
    ],
)
def test_the_day_that_a_text_begins_with_is_found(text, day):
    assert day_in(text) == day


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
