"""How plainly a wording denies."""

import pytest

from claims.proposals.denials import IN_PASSING, OUTRIGHT, denial


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("The ministry denies that a jet was lost.", OUTRIGHT),
        ("The report is a HOAX.", OUTRIGHT),
        ("“Disinformation”, the spokesman said.", OUTRIGHT),
        ("No jet was lost.", IN_PASSING),
        ("The jet wasn't lost.", IN_PASSING),
        ("The jet didn’t fall.", IN_PASSING),
        ("Two jets were shot down.", 0),
        ("The note was signed by the knot of them.", 0),
        ("", 0),
    ],
)
def test_a_denial_is_known_by_its_words(wording, found):
    assert denial(wording) == found
