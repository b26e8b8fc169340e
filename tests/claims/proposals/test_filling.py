"""What a report of a war becomes: forms that are filled in, each guess with its reason."""

import pytest

from claims.relations import Relation
from tests.claims.proposals.dossiers import (
    ARMENIA,
    ARTICLE,
    AZERBAIJAN,
    KARABAKH,
    RUSSIA,
    SIDES,
    filled,
    saying,
)


@pytest.fixture(scope="module")
def forms():
    return filled()


def test_a_speaker_is_known_by_another_name(forms):
    who = saying(forms, "civilian", "Barda").who

    assert (who.pk, who.name) == (2, "Hikmət Hacıyev")
    assert "another name" in who.why


def test_a_speaker_is_known_by_another_spelling(forms):
    assert saying(forms, "put off").who.pk == 3


def test_a_speaker_is_known_by_the_same_words_in_another_order(forms):
    assert saying(forms, "did not use aircraft").who.pk == 1


def test_a_name_that_nobody_bears_is_new_and_says_what_it_names(forms):
    who = saying(forms, "five kilometers").who

    assert (who.pk, who.name, who.kind) == (None, "Arayik Harutyunyan", "person")
    assert who.office == "Head of the Nagorno-Karabakh authorities"


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Governor Pavel Dorn of Orsa said the dam had held.", "Governor of Orsa"),
        ("Pavel Dorn of Orsa said the dam had held.", ""),
        ("The Orsa Republic's Water Board said the dam had held.", ""),
        ("Its spokeswoman, Ada Finch, said the dam had held.", "Spokeswoman"),
        ("Ada Finch, the mayor of Brod, said the dam had held.", "Mayor of Brod"),
    ],
)
def test_an_office_is_neither_whose_it_is_nor_half_of_its_words(text, office):
    (form,) = filled(text, speakers=())

    assert form.who.office == office


def test_a_new_name_in_small_letters_begins_with_a_large_one():
    text = "The port authority said the harbour was shut. The al-Noor Brigades said they had shut it."

    assert [form.who.name for form in filled(text, speakers=())] == ["Port authority", "al-Noor Brigades"]


def test_a_side_is_guessed_with_the_reason(forms):
    known, described, placed = (saying(forms, *words) for words in (["put off"], ["five kilo"], ["stay until"]))

    assert (known.side.value, described.side.value, placed.side.value) == (ARMENIA, KARABAKH, KARABAKH)
    assert "Spokeswoman" in known.side.why
    assert "Nagorno-Karabakh" in described.side.why
    assert "Martakert" in placed.side.why


def test_a_country_that_is_no_side_yet_is_offered_as_one():
    form = saying(filled(sides=SIDES[:3], speakers=()), "about 5,000")

    assert (form.side.value, form.new_side) == (None, "Russia")


def test_dates_are_read_from_the_sentence_and_not_from_what_is_said(forms):
    shelled, toll = saying(forms, "shelled"), saying(forms, "about 5,000")

    assert (shelled.date, toll.date) == ("Thursday", "last week")
    assert saying(forms, "shot down", "had", "Ministry").date == ""


def test_what_was_said_again_and_again_has_no_certain_date(forms):
    form = saying(forms, "ceasefire")

    assert (form.date, form.uncertain) == ("repeatedly", True)


def test_a_week_is_counted_from_the_day_it_all_began():
    form = filled("Fighting began on September 27. In the fifth week, Armenian officials said talks had failed.")[0]

    assert (form.date, form.uncertain) == ("fifth week since September 27", False)


def test_the_wording_is_a_neutral_sentence_that_names_who_acts(forms):
    assert {form.wording for form in forms} >= {
        "Azerbaijan had shot down two Armenian Su-25 jets.",
        "Azerbaijan did not use aircraft.",
        "Armenian forces bombed the Terter and Barda regions.",
        "Azerbaijan has not disclosed its military casualties.",
        "Residents should take up arms.",
        "The death toll was about 5,000.",
    }


def test_a_denial_that_only_says_disinformation_names_what_it_denies(forms):
    form = saying(forms, "disinformation")

    assert form.wording == "The report that Azerbaijan had shot down two Armenian Su-25 jets is “disinformation”."
    assert form.own_words == "disinformation"


def test_their_own_words_are_those_in_quotation_marks(forms):
    quoted = saying(forms, "Whoever holds")

    assert quoted.own_words == "Whoever holds Shushi holds all of it … We must turn this around."
    assert quoted.direct
    assert saying(forms, "put off").own_words == "logistical reasons"


def test_a_second_hand_origin_is_kept_apart_from_what_is_said(forms):
    assert saying(forms, "about 5,000").origin == "reports from Moscow"


def test_figures_wait_to_be_confirmed_with_the_side_they_happened_to(forms):
    own, theirs, jets = (
        saying(forms, "1,166"),
        saying(forms, "90 civilians"),
        saying(forms, "had shot down", "Ministry"),
    )

    assert [(int(count.read.low), count.read.population, count.side) for count in own.counts] == [
        (1166, "troops", KARABAKH),
        (39, "civilians", KARABAKH),
    ]
    assert [(count.read.bound, count.side) for count in theirs.counts] == [
        ("at_least", AZERBAIJAN),
        ("exact", AZERBAIJAN),
    ]
    assert [count.side for count in jets.counts] == [ARMENIA]


def test_a_figure_that_is_withheld_is_a_figure_too(forms):
    form = saying(forms, "not disclosed")

    assert (form.kind, [count.read.bound for count in form.counts]) == ("withheld", ["withheld"])


def test_a_denial_comes_with_its_link_and_the_reason(forms):
    denial, claim = saying(forms, "disinformation"), saying(forms, "had shot down", "Ministry")
    (rival,) = denial.rivals

    assert (rival.relation, rival.answers, rival.position) == (Relation.DENIES, True, claim.position)
    assert rival.why.startswith("Armenian officials call it “disinformation”; the same sentence says")
    assert [(met.answers, met.position) for met in claim.rivals] == [(False, denial.position)]


def test_an_accusation_in_return_meets_the_one_before_it(forms):
    (rival,) = saying(forms, "bombed the Terter").rivals

    assert (rival.relation, rival.position) == (Relation.COUNTER_ACCUSES, saying(forms, "shelled").position)


def test_the_aircraft_are_denied(forms):
    (rival,) = saying(forms, "did not use").rivals

    assert rival.position == saying(forms, "struck by").position


def test_each_sides_own_losses_are_never_a_contradiction(forms):
    assert [rival for form in forms for rival in form.rivals if rival.relation == Relation.DISPUTES_FIGURE] == []


def test_two_numbers_of_the_same_dead_are_a_dispute():
    text = (
        "Armenian officials said 40 Azerbaijani soldiers had been killed. "
        "The Azerbaijani Defense Ministry said 12 Azerbaijani soldiers had been killed."
    )
    first, second = filled(text)
    (rival,) = second.rivals

    assert (rival.relation, rival.figures, rival.position) == (Relation.DISPUTES_FIGURE, (0, 0), first.position)
    assert "40" in rival.why and "12" in rival.why


def test_numbers_that_can_both_be_right_are_no_dispute():
    text = (
        "Armenian officials said at least 40 Azerbaijani soldiers had been killed. "
        "The Azerbaijani Defense Ministry said 52 Azerbaijani soldiers had been killed."
    )

    assert [form.rivals for form in filled(text)] == [(), ()]


def test_losses_of_one_side_are_part_of_all_losses_and_come_with_the_reason(forms):
    (rival,) = saying(forms, "1,166").rivals
    total = saying(forms, "about 5,000")

    assert (rival.relation, rival.answers, rival.position) == (Relation.PART_OF, True, total.position)
    assert "the total counts all of them" in rival.why
    assert {(met.relation, met.answers) for met in total.rivals} == {(Relation.PART_OF, False)}


def test_what_happened_at_one_place_is_not_taken_for_part_of_all_losses(forms):
    assert saying(forms, "civilian", "Barda").rivals == ()


@pytest.mark.parametrize(
    ("text", "part", "total", "words"),
    [
        (
            "Armenian officials said 60 people had been killed in Kelm. "
            "Of them 12 children were killed in a school, the Armenian Defense Ministry said.",
            12, 60, "Of them",
        ),
        (
            "Armenian officials said 12 people had been killed on Monday. "
            "The Armenian Defense Ministry said another 7 people had died, bringing the death toll to 60.",
            12, 60, "bringing the death toll to",
        ),
    ],
)  # fmt: skip
def test_a_part_that_the_text_ties_to_its_total_comes_with_those_words(text, part, total, words):
    forms = filled(text)
    ties = [(form, rival) for form in forms for rival in form.rivals if rival.answers]

    assert [
        (
            rival.relation,
            form.counts[rival.figures[0]].read.low,
            forms[rival.position].counts[rival.figures[1]].read.low,
        )
        for form, rival in ties
    ] == [(Relation.PART_OF, part, total)]
    assert f"the text says “{words}”" in ties[0][1].why


def test_what_both_sides_say_of_each_other_is_two_statements(forms):
    form = saying(forms, "broke the ceasefire")

    assert set(form.mutual) == {KARABAKH, AZERBAIJAN}
    assert form.accused.value in form.mutual and form.side.value in form.mutual


def test_an_accusation_names_the_side_it_accuses(forms):
    assert saying(forms, "shelled").accused.value == AZERBAIJAN
    assert saying(forms, "bombed the Terter").accused.value == ARMENIA


def test_an_accusation_that_names_nobody_is_asked_about():
    (form,) = filled("Azerbaijani officials accused outsiders of shelling villages.")

    assert (form.kind, form.accused.value) == ("accusation", None)


def test_a_matter_that_resembles_is_taken_by_both_who_dispute_it(forms):
    assert saying(forms, "had shot down", "Ministry").matter.value == 1
    assert saying(forms, "disinformation").matter.value == 1


def test_a_dispute_without_a_matter_asks_its_question(forms):
    assert saying(forms, "struck by").question == "Was Martakert struck by Azerbaijani aircraft?"
    assert saying(forms, "did not use").question == "Was Martakert struck by Azerbaijani aircraft?"
    assert saying(forms, "90 civilians").question == "How many people have been killed and injured?"


def test_a_speaker_with_a_side_that_was_known_is_not_asked_again():
    with_him = filled(speakers=())
    new = {form.who.name for form in with_him if form.who.pk is None}

    assert "Vladimir Putin" in new
    assert saying(with_him, "about 5,000").side.value == RUSSIA


def test_every_passage_and_mark_lies_in_the_text(forms):
    for form in forms:
        for span in (form.passage, *form.marks):
            assert 0 <= span.start < span.end <= len(ARTICLE)
        assert form.passage.start <= min(span.start for span in form.marks)


def test_a_text_without_statements_has_no_forms():
    assert filled("The road runs along the river.") == []
