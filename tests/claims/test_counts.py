"""Reading figures in words: what is counted, of whom, how many, and what is no figure at all."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.counts import read_figures
from claims.figures import span

READ = [
    ("at least 90 civilians were killed", [("killed", "civilians", "at_least", 90, None)]),
    (
        "at least 90 civilians were killed and 392 injured",
        [("killed", "civilians", "at_least", 90, None), ("injured", "civilians", "exact", 392, 392)],
    ),
    (
        "the fighting has killed at least 90 civilians and injured 392.",
        [("killed", "civilians", "at_least", 90, None), ("injured", "civilians", "exact", 392, 392)],
    ),
    (
        "1,166 of their troops and 39 civilians have been killed so far",
        [("killed", "troops", "exact", 1166, 1166), ("killed", "civilians", "exact", 39, 39)],
    ),
    (
        "90 civilians, including 12 children, were killed",
        [("killed", "civilians", "exact", 90, 90), ("killed", "children", "exact", 12, 12)],
    ),
    ("12 soldiers killed 3 civilians", [("", "soldiers", "exact", 12, 12), ("killed", "civilians", "exact", 3, 3)]),
    (
        "killing 12 and wounding 30 people",
        [("killed", "people", "exact", 12, 12), ("injured", "people", "exact", 30, 30)],
    ),
    ("two Su-25 jets shot down", [("shot down", "Su-25 jets", "exact", 2, 2)]),
    ("it shot down two Armenian Su-25 fighter jets", [("shot down", "Su-25 fighter jets", "exact", 2, 2)]),
    ("about 5,000 dead", [("killed", "people", "about", 5000, 5000)]),
    ("the fighting toll was around 5,000", [("killed", "people", "about", 5000, 5000)]),
    ("39 civilian deaths", [("killed", "civilian", "exact", 39, 39)]),
    ("12 wounded soldiers", [("injured", "soldiers", "exact", 12, 12)]),
    ("A civilian was killed in the region", [("killed", "civilian", "exact", 1, 1)]),
    ("One was killed", [("killed", "people", "exact", 1, 1)]),
    ("No civilians were killed", [("killed", "civilians", "exact", 0, 0)]),
    ("one civilian", [("", "civilian", "exact", 1, 1)]),
    ("more than 30", [("", "", "at_least", 30, None)]),
    ("30 or more rockets", [("", "rockets", "at_least", 30, None)]),
    ("up to 20", [("", "", "at_most", None, 20)]),
    ("between 10 and 15 soldiers", [("", "soldiers", "range", 10, 15)]),
    ("10–15", [("", "", "range", 10, 15)]),
    ("two or three soldiers were hurt", [("injured", "soldiers", "range", 2, 3)]),
    ("nearly 700 people fled", [("displaced", "people", "about", 700, 700)]),
    ("dozens", [("", "", "at_least", 24, None)]),
    ("Hundreds, if not thousands, of people have been killed", [("killed", "people", "at_least", 200, None)]),
    ("tens of thousands of residents fled", [("displaced", "residents", "at_least", 20000, None)]),
    ("a dozen tanks were destroyed", [("destroyed", "tanks", "exact", 12, 12)]),
    ("one hundred and twenty-five soldiers died", [("killed", "soldiers", "exact", 125, 125)]),
    ("half a million people", [("", "people", "exact", 500000, 500000)]),
    ("5.5 million people", [("", "people", "exact", 5500000, 5500000)]),
    ("5 000 men and 1\u00a0200 women", [("", "men", "exact", 5000, 5000), ("", "women", "exact", 1200, 1200)]),
    ("about three miles away", [("distance", "", "about", 3, 3)]),
    ("10km", [("distance", "", "exact", 10, 10)]),
    ("30% of the territory", [("share", "", "exact", 30, 30)]),
    ("30 per cent", [("share", "", "exact", 30, 30)]),
    ("$5 million in aid", [("money", "", "exact", 5000000, 5000000)]),
    ("It killed 2000 people", [("killed", "people", "exact", 2000, 2000)]),
]

WITHHELD = [
    ("Officials have not disclosed their military casualties, but", "casualties", "military"),
    ("The ministry did not give a figure.", "casualties", ""),
    ("They would not say how many soldiers were killed", "killed", "soldiers"),
    ("It declined to say how many.", "casualties", ""),
    ("It hasn’t yet revealed its military losses", "casualties", "military"),
    ("Military losses have not been revealed", "casualties", "military"),
]

NO_FIGURES = """
in 1994 and in 2020
In 2020 they agreed
from 1991-94 and 2019–2020
on 29 October
on October 29, 2020
since September 27
the 29th of October
29.10.2020
at 10:30, at 10 a.m. and at 1400 GMT
Zakharian, 72, inspected his apartment
a resident aged 72
who is 72 years old
a 72-year-old
a Su-25, a T-72 and flight MH17
a Smerch 300mm launcher
a Boeing 737
the fifth week
the 1990s
two thirds of the town
one-third
one of the soldiers was killed
no one was there
the two sides agreed
resolution 822
resolutions 822, 853 and 874
Article 51
No. 3
call +374 10 123456
call 555-1234
Covid-19
page 7
they did not give details
they did not give a number of reasons
1000000000000000000
""".strip().splitlines()


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_figure_in_words_becomes_a_figure(text, expected):
    found = [(f.quantity, f.population, f.bound, f.low, f.high) for f in read_figures(text)]

    assert found == expected


@pytest.mark.parametrize(("text", "quantity", "population"), WITHHELD)
def test_a_figure_that_was_not_given_is_a_withheld_figure(text, quantity, population):
    (found,) = read_figures(text)

    assert (found.quantity, found.population, found.bound) == (quantity, population, "withheld")
    assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_only_looks_like_a_figure_is_left_alone(text):
    assert read_figures(text) == []


@pytest.mark.parametrize(
    ("text", "cumulative"),
    [
        ("90 civilians have been killed so far", True),
        ("90 civilians have been killed since September 27", True),
        ("90 civilians were killed in total", True),
        ("90 civilians were killed on Thursday", False),
    ],
)
def test_a_running_total_is_told_from_an_event(text, cumulative):
    (found,) = read_figures(text)

    assert found.cumulative is cumulative


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("at least 90 civilians were killed", "people", "at least 90 civilians"),
        ("it shot down two Su-25 jets", "aircraft", "two Su-25 jets"),
        ("about three miles", "miles", "about three miles"),
        ("three attempts failed", "", "three attempts"),
    ],
)
def test_a_figure_knows_its_unit_and_its_own_words(text, unit, words):
    (found,) = read_figures(text)

    assert (found.unit, found.words) == (unit, words)


def test_figures_of_another_sentence_are_not_inherited():
    first, second = read_figures("At least 90 civilians were killed. Another 12 were injured.")

    assert first.population == "civilians"
    assert second.population == "people"


WORDS = sorted({word for text, _ in READ for word in text.split()} | set(" ".join(NO_FIGURES).split()))
SENTENCES = st.lists(st.sampled_from([*WORDS, ",", ".", "not", "disclosed", "casualties", "\n\n"]), max_size=30)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), SENTENCES.map(" ".join)))
@example("\x00\ud800 90\u202e civilians")
@example("٣ civilians, ² tanks, ¾ of them")
@example("9" * 5000 + " people")
def test_any_text_is_read_and_every_figure_stands_in_it(text):
    for found in read_figures(text):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.words
        assert len(found.population) <= 80
        span(found.bound, found.low, found.high)  # the numbers fit the bound


@pytest.mark.parametrize(
    "piece",
    ["90 civilians were killed and 392 injured ", "one ", "1,", "has not ", "between 1 and 2 ", "x", " ", "5 000 "],
)
def test_a_long_text_is_cut_into_sentences_of_bounded_length(piece):
    from claims.numerals import LONGEST_SENTENCE, sentences

    text = piece * (100_000 // len(piece))

    assert max(len(sentence) for sentence in sentences(text)) <= LONGEST_SENTENCE
    read_figures(text)
