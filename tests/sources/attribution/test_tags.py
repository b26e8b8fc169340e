"""Who said it: tags before, behind and inside what is said, also where the tree goes astray."""

import pytest


def only(statements):
    assert len(statements) == 1, statements
    return statements[0]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "The fighters met no resistance, a civil society leader, Justin Mwanga, said.",
            "a civil society leader, Justin Mwanga",
        ),
        (
            "At least nine people have been killed in a strike on a hospital in Umm al-Dabal, health officials say.",
            "health officials",
        ),
        (
            "Six jets crossed the line between 6 a.m. Sunday and 6 a.m. Monday, the Ministry of Defence (MOD) said.",
            "the Ministry of Defence (MOD)",
        ),
        ("Four houses and a power line are damaged, reported in the administration.", "the administration"),
        (
            "“He is right. It is over,” Flint, a top army adviser, said Thursday morning on the radio.",
            "Flint, a top army adviser",
        ),
        (
            "“The city is in panic. Full panic,” said Leila Wims, a Kelm-based teacher.",
            "Leila Wims, a Kelm-based teacher",
        ),
        ("“Are we where we need to be? Probably not,” Ms. Moor said.", "Ms. Moor"),
        (
            "“The helmets are no credible source,” read a statement from the Karsian Centre.",
            "a statement from the Karsian Centre",
        ),
    ],
)
def test_the_speaker_of_a_tag_is_found_with_office_and_name(said, text, who):
    assert only(said(text)).who == who


def test_a_tag_inside_leaves_both_halves_of_what_is_said(said):
    found = only(said("The difference now, he told me on Friday, is that nobody comes."))

    assert found.what == "The difference now … is that nobody comes"


def test_two_tags_with_a_semicolon_between_are_two_statements(said):
    first, second = said("The dam was blown up by Karsian troops, Adran says; Karsia says Velia shelled it.")

    assert (first.who, first.what) == ("Adran", "The dam was blown up by Karsian troops")
    assert (second.who, second.what) == ("Karsia", "Velia shelled it")


def test_a_question_before_the_tag_is_no_part_of_what_is_said(said):
    found = only(said("Asked whether it was linked to the vote, Colonel Shi Yo, a spokesman, said: “It is a drill.”"))

    assert (found.who, found.what) == ("Colonel Shi Yo, a spokesman", "“It is a drill.”")


def test_what_an_agency_quotes_somebody_as_saying_is_his(said):
    found = only(said("The agency quoted the governor as saying that two drones had been shot down."))

    assert (found.who, found.cue, found.what) == ("the governor", "saying", "two drones had been shot down")
    assert found.statement.origin.name == "The agency"


def test_citing_somebody_tells_the_origin(said):
    found = only(said("The fighting has displaced 12,000 people, the office said, citing local authorities."))

    assert found.who == "the office"
    assert found.statement.origin.name == "local authorities"


def test_what_is_told_of_the_source_behind_according_to_is_no_part_of_what_it_says(said):
    first, second = said("Shelling killed 21 people, according to the doctors' union, which blamed the army.")

    assert first.what == "Shelling killed 21 people"
    assert (second.who, second.what) == ("the doctors' union … which", "the army")


def test_according_to_at_the_head_reaches_to_the_end_of_the_sentence(said):
    found = only(said("According to him, a man of 58 was injured, he is in moderate condition."))

    assert found.what == "a man of 58 was injured, he is in moderate condition"


def test_who_is_called_on_belongs_to_what_is_asked(said):
    found = only(said("The envoy called on all parties to cease fire."))

    assert found.what == "all parties to cease fire"


def test_telling_somebody_to_do_something_is_a_demand(said):
    found = only(said("The mayor told residents to leave."))

    assert (found.what, found.statement.kind) == ("residents to leave", "demand")


def test_where_it_was_said_is_no_part_of_what_is_said(said):
    found = only(said("The minister denounced the general as a coward during a rally in Adran."))

    assert found.what == "the general as a coward"


def test_wishing_not_to_be_named_is_no_statement(said):
    found = only(
        said("“They called us out by name,” recalled Leteb, a teacher who asked that her surname be withheld.")
    )

    assert found.cue == "recalled"


def test_an_office_before_a_colon_speaks(said):
    first = only(said("Update 03:20 Air Force: 4 of 6 missiles and 21 of 25 drones shot down overnight."))
    second = only(said("Spokesman: We did not fire first."))

    assert (first.who, second.who) == ("Air Force", "Spokesman")


def test_an_infinitive_behind_a_noun_reports_nothing(said):
    found = only(said("The mayor's refusal to answer did not go down well, said one source in the room."))

    assert found.who == "one source in the room"


def test_a_second_teller_behind_according_to_is_left_his_own_words(said):
    first, second = said("The strikes killed 14, according to the ministry, while Velia said it had hit rebels.")

    assert (first.who, first.what) == ("the ministry", "The strikes killed 14")
    assert (second.who, second.what) == ("Velia", "it had hit rebels")


def test_a_sentence_quoted_in_two_pieces_is_one_statement(said):
    found = only(said("“We will respond,” a senior official told the radio, “at a time of our choosing.”"))

    assert found.what == "“We will respond,” … “at a time of our choosing.”"


def test_it_and_blames_is_said_by_whoever_said_the_first_half(said):
    _, second = said("Velia says it targets only soldiers and blames the rebels for civilian deaths.")

    assert second.who == "Velia"


@pytest.mark.parametrize(
    "text",
    [
        "The war has claimed 2,000 lives.",
        "The council has called an emergency meeting.",
        "Guards denied him access to a lawyer.",
        "The army admitted 40 patients to its clinic.",
        "The engine refused to start.",
    ],
)
def test_words_of_speech_in_another_sense_are_no_statements(said, text):
    assert not said(text)


def test_what_is_still_going_on_may_be_said(said):
    found = only(said("Those talks are continuing, he said."))

    assert (found.who, found.what) == ("he", "Those talks are continuing")


def test_responding_by_saying_is_saying(said):
    found = only(said("The president responded to the mother by saying his refusal was a made-up issue."))

    assert (found.cue, found.what) == ("saying", "his refusal was a made-up issue")
