"""How many: the ways in which somebody is said to put, raise or give a number."""

import pytest


def only(statements):
    assert len(statements) == 1, statements
    return statements[0]


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        ("Officials raised the toll to 56.", "Officials", "the toll to 56"),
        ("The civil defence agency revised the death toll to 19.", "The civil defence agency", "the death toll to 19"),
        ("A hospital official gave a toll of 14 dead.", "A hospital official", "a toll of 14 dead"),
        ("The governor gave the number of wounded as 14.", "The governor", "the number of wounded as 14"),
        ("The Red Crescent counted 61 bodies.", "The Red Crescent", "61 bodies"),
        ("The UN estimates the number of displaced at 10,000.", "The UN", "the number of displaced at 10,000"),
        ("By its own count, the group has lost 40 men.", "its", "the group has lost 40 men"),
    ],
)
def test_a_toll_belongs_to_whoever_gives_it(said, text, who, what):
    found = only(said(text))

    assert (found.who, found.what) == (who, what)


def test_what_kills_raises_a_toll_and_says_nothing(said):
    assert not said("Two more blasts raised the toll to 56. The ministry raised the gate and gave the driver 12 boxes.")


def test_a_count_by_somebody_is_theirs(said):
    found = only(said("According to a preliminary count by the ministry, 34 people were hurt."))

    assert (found.who, found.what) == ("a preliminary count by the ministry", "34 people were hurt")


def test_two_tolls_of_two_speakers_are_two_statements(said):
    first, second = said("At least 17 people died, according to the Red Cross, but a surgeon gave a figure of 29.")

    assert first.what == "At least 17 people died"
    assert (second.who, second.what) == ("a surgeon", "a figure of 29")
