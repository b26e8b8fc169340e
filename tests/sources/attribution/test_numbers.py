"""Numbers in words and digits, with what the words around them allow."""

import pytest

from sources.attribution.numbers import numbers
from sources.attribution.statements import Span


def read(text):
    return [(number.low, number.high, number.bound, number.counted) for number in numbers(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("killed 1,166 of their troops", (1166, 1166, "exact", "troops")),
        ("at least 90 civilians", (90, None, "at_least", "civilians")),
        ("no fewer than twenty-three soldiers", (23, None, "at_least", "soldiers")),
        ("up to 50 persons", (None, 50, "at_most", "persons")),
        ("nearly 5,000 families", (5000, 5000, "about", "families")),
        ("between 20 and 30 shells", (20, 30, "range", "shells")),
        ("20-30 shells", (20, 30, "range", "shells")),
        ("more than 1.5 million people", (1_500_000, None, "at_least", "people")),
        ("three decades", (3, 3, "exact", "decades")),
        ("dozens of houses", (24, None, "at_least", "")),
        ("63 per cent", (63, 63, "exact", "%")),
        ("A civilian was killed", (1, 1, "exact", "civilian")),
    ],
)
def test_a_number_has_the_bounds_its_words_give_it(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize("text", ["on 14 March", "in 1994", "at 10:30", "two Su-25 jets"[4:], "one of them", "No. 114"])
def test_dates_times_and_names_of_weapons_count_nothing(text):
    assert read(text) == []
