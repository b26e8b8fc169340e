"""Posts: the whole of one is what whoever holds the account says."""

import pytest

from sources.attribution.reading import read

WORDS = "No boat of ours is missing. Velna's claim is a lie."


def told(text: str, **given: str) -> list[tuple[str, str]]:
    return [(s.speaker, " … ".join(text[at.start : at.end] for at in s.content)) for s in read(text, **given)]


@pytest.mark.parametrize(
    "opening",
    [
        "Coast Guard of Korda @kordaguard · Mar 5",
        "Coast Guard of Korda (@kordaguard)",
        "Coast Guard of Korda\n@kordaguard",
        "Coast Guard of Korda\n@kordaguard@plaza.example\n",
        "Coast Guard of Korda, [05.03.2024 13:11]",
        "Coast Guard of Korda on Telegram:",
    ],
)
def test_a_post_is_said_by_whoever_holds_the_account(opening):
    text = f"{opening}\n{WORDS}\n\nWe count 9 wounded.\n\n1:11 PM · Mar 5, 2024\n\n214 Reposts 1.1K Likes"

    assert told(text) == [("Coast Guard of Korda", WORDS), ("Coast Guard of Korda", "We count 9 wounded.")]


def test_a_denial_in_a_post_is_a_denial():
    statement = read(f"Coast Guard of Korda @kordaguard\n{WORDS}")[0]

    assert statement.denial


def test_whom_a_post_quotes_is_a_speaker_of_his_own():
    text = "Coast Guard of Korda @kordaguard\nThe admiral said two sailors were hurt.\n\nNobody has surrendered."

    assert [who for who, _ in told(text)] == ["admiral", "Coast Guard of Korda"]


def test_a_post_without_a_name_in_it_is_said_by_whom_its_source_names():
    assert told(WORDS, poster="Coast Guard of Korda") == [("Coast Guard of Korda", WORDS)]
    assert not read(WORDS, poster="Coast Guard of Korda")[0].source


@pytest.mark.parametrize(
    "text", [WORDS, "Write to the desk @ noon.\nAll is quiet in town.", "@kordaguard\nAll is well."]
)
def test_a_text_without_an_account_is_no_post(text):
    assert not read(text)
