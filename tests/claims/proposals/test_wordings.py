"""Neutral sentences out of what a report says, and the verbs in them."""

import pytest

from claims.proposals import matters, verbs
from tests.claims.proposals.dossiers import filled


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("using", "use"), ("hitting", "hit"), ("shelling", "shell"), ("denied", "deny"), ("blamed", "blame"),
        ("bombarded", "bombard"), ("violated", "violate"), ("besieged", "besiege"), ("settled", "settle"),
        ("visited", "visit"), ("monitored", "monitor"), ("struck", "strike"), ("occurred", "occur"),
    ],
)  # fmt: skip
def test_a_form_leads_to_its_verb(form, verb):
    assert verbs.base(form) == verb


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("Armenian officials denied having abandoned the town.", "Armenia has not abandoned the town."),
        ("Armenian officials denied that their forces had left.", "It is not so that Armenia’s forces had left."),
        (
            "Armenian officials rejected reports that the bridge had fallen.",
            "It is not so that the bridge had fallen.",
        ),
        ("Vladimir Putin called for an immediate ceasefire.", "Vladimir Putin called for an immediate ceasefire."),
        ("Azerbaijani officials urged residents to leave the town.", "Residents should leave the town."),
        (
            "Azerbaijani officials blamed Armenia for the failure of the talks.",
            "Armenia is to blame for the failure of the talks.",
        ),
        ("“We will not leave,” Vladimir Putin said.", "“We will not leave”."),
        ("The report was denied by Armenian officials.", "Armenia denied the report."),
        ("A ceasefire was demanded by Armenian officials.", "Armenia demanded a ceasefire."),
        ("Armenian officials did not call the strike a crime.", "Armenia did not call the strike a crime."),
        (
            "Both sides have accused each other of violating the truce.",
            "Both sides have accused each other of violating the truce.",
        ),
        (
            "The two sides exchanged accusations of shelling civilians.",
            "The two sides exchanged accusations of shelling civilians.",
        ),
    ],
)
def test_what_was_said_becomes_a_neutral_sentence(text, wording):
    assert filled(text)[0].wording == wording


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (
            "Armenian and Azerbaijani officials traded accusations on Thursday.",
            "Armenia accuses Azerbaijan.",
            "Azerbaijan accuses Armenia.",
        ),
        (
            "Armenia and Azerbaijan traded accusations on Thursday over the shelling of towns.",
            "Armenia accuses Azerbaijan over the shelling of towns.",
            "Azerbaijan accuses Armenia over the shelling of towns.",
        ),
    ],
)
def test_accusations_that_are_traded_are_worded_for_both(text, one, other):
    (form,) = filled(text)

    assert (form.wording, form.turned.wording) == (one, other)


def test_a_relative_clause_is_worded_of_whom_it_speaks_of():
    denied, accused = filled("Armenian officials, who were accused of breaking the truce, denied it.")

    assert accused.wording == "Armenian officials broke the truce."


@pytest.mark.parametrize(
    "text",
    ["Everything Vladimir Putin says is a lie.", "He did, Vladimir Putin said, over the hills and far away."],
)
def test_words_that_have_lost_their_subject_are_no_wording(text):
    assert [form.wording for form in filled(text) if form.wording[:3] in ("Is ", "Ove")] == []


@pytest.mark.parametrize(
    ("wording", "question"),
    [
        ("Azerbaijan shot down two jets.", "Did Azerbaijan shoot down two jets?"),
        ("Martakert was also attacked by planes.", "Was Martakert attacked by planes?"),
        ("Azerbaijan did not use planes.", "Did Azerbaijan use planes?"),
        ("Grace Mutasa called for a truce.", "Should there be a truce?"),
        ("There was no siege.", "Is it so that there was no siege?"),
        ("We will stay.", ""),
        ("", ""),
    ],
)
def test_a_statement_opens_a_question(wording, question):
    assert matters.question(wording, "demand" if "called for" in wording else "assertion") == question
