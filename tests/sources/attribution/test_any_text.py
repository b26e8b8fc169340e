"""Whatever is pasted: no crash, no hang, and every place inside the text."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.attribution.reading import read
from tests.sources.attribution import reports

MARKS = ["“", "”", '"', "'", "«", "»", "‘", "’", "„", "''", "(", "—", ":", ",", ".", "\n", "\n\n", "\r\n", " ", "\x00"]
PIECES = [
    "The army", "said", "denied", "accused", "that", "it", "according to", "he", "who", "a claim", "rebels", "of",
    "not", "40 people", "at least", "Kelm", "had attacked", "the village", "told", "Hrim:", "армія", "قال",
    "\ud800", "\u202e",
]  # fmt: skip


def well_placed(text: str) -> None:
    statements = read(text)
    for statement in statements:
        roles = (*statement.source, *statement.cue, *statement.content)
        rest = (*statement.places, *statement.target, *(number.span for number in statement.figures))
        for span in (*roles, *rest, *([statement.named] if statement.named else [])):
            assert 0 <= span.start < span.end <= len(text)
        ordered = sorted(roles)
        assert all(one.end <= other.start for one, other in zip(ordered, ordered[1:], strict=False))
        assert statement.cue and statement.content
        assert statement.answers is None or 0 <= statement.answers < len(statements)


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_places_inside_it(text):
    well_placed(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES + MARKS), max_size=60))
def test_words_of_reports_in_any_order_give_places_inside_the_text(pieces):
    well_placed(" ".join(pieces))


def test_a_thousand_damaged_reports_are_read_without_a_crash():
    texts = [report.text for report in reports.reports()]
    chance = random.Random(7)  # noqa: S311 - damage, not secrets

    for _ in range(1_000):
        text = chance.choice(texts)
        start = chance.randrange(len(text) - 20)
        letters = list(text[start : start + chance.randrange(10, 100)])
        for _ in range(chance.randrange(1, 12)):
            letters[chance.randrange(len(letters))] = chance.choice([*MARKS, chr(chance.randrange(0x110000))])
        well_placed("".join(letters))


@pytest.mark.parametrize(
    "text",
    ["", "\x00" * 50, "\ud800\udfff", "a" * 1_000_000, " " * 100_000, '"' * 20_000, "“”'«»" * 4_000, "\n" * 50_000,
     "(" * 20_000, "قال الجيش إن القوات تقدمت. " * 40, "a\u0301" * 10_000, "😀 said “😀”. " * 20, "he said " * 400,
     "http://" + "a/" * 50_000],
    ids=["empty", "nul", "surrogates", "one word", "blanks", "quotes", "mixed quotes", "lines", "brackets",
         "right to left", "combining", "emoji", "said", "address"],
)  # fmt: skip
def test_extreme_texts_are_read(text):
    well_placed(text)


def test_a_sentence_without_an_end_is_cut_before_it_is_parsed():
    statements = read("The army said that " + "the road was open and " * 400)

    assert all(span.end - span.start < 2_000 for statement in statements for span in statement.content)


def test_places_count_code_points_of_the_text_as_given():
    text = "😀\r\n\u200b“Ми тут,” сказав Іван. General Olena Хоменко said the e\u0301cole was safe."
    found = next(item for item in read(text) if text[item.cue[0].start : item.cue[0].end] == "said")

    assert text[found.content[0].start : found.content[0].end] == "the e\u0301cole was safe"


def test_no_place_is_crossed_by_another_of_the_same_role():
    for report in reports.reports():
        spans = [span for statement in read(report.text) for span in statement.content]

        for one in spans:
            for other in spans:
                assert not one.start < other.start < one.end < other.end
