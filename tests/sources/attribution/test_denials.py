"""The ways in which people deny, and in which they are told to deny."""

import pytest


def only(statements):
    assert len(statements) == 1, statements
    return statements[0]


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        ("The ministry brushed aside the report.", "The ministry", "the report"),
        ("The government waved away the charge.", "The government", "the charge"),
        ("The rebels pushed back against the report.", "the rebels", "the report"),
        ("The army contested the figure.", "The army", "the figure"),
        ("The Kelmian army denied having abandoned the town.", "The Kelmian army", "having abandoned the town"),
        ("The ministry issued a statement denying that a jet had been lost.", "The ministry", "a jet had been lost"),
        ("The mayor cast doubt on the army's account.", "The mayor", "the army's account"),
        ("The RSA, whose leader denies any role, has left the talks.", "whose leader", "any role"),
    ],
)
def test_denials_by_other_verbs_and_nouns_than_deny(said, text, who, what):
    found = only(said(text))

    assert (found.who.lower(), found.what) == (who.lower(), what)
    assert found.statement.denial


def test_a_charge_that_a_name_denies_is_no_part_of_the_name(said):
    _, denial = said("Several countries accuse Velia of arming the rebels, a charge Velia denies.")

    assert (denial.who, denial.what) == ("Velia", "a charge")
    assert denial.statement.answers == 0


def test_denying_first_and_saying_after_are_two_statements_of_one_speaker(said):
    denial, word = said("Denying involvement, the group said its men were elsewhere.")

    assert denial.who == word.who == "the group"
    assert (denial.what, word.what) == ("involvement", "its men were elsewhere")


def test_a_denial_behind_and_is_the_tellers(said):
    first, second = said("Tolland insists the number is nearer 20,000 and accuses its neighbour of starving them.")

    assert first.what == "the number is nearer 20,000"
    assert second.what == "its neighbour of starving them"


def test_neither_confirmed_nor_denied_is_withheld(said):
    found = only(said("The government has neither confirmed nor denied the losses."))

    assert (found.cue, found.what, found.statement.kind) == ("confirmed … denied", "the losses", "withheld")


def test_what_somebody_did_not_say_stands_beside_what_he_said(said):
    first, second = said("It said 14 drones were shot down, but did not say where.")

    assert first.what == "14 drones were shot down"
    assert second.statement.kind == "withheld"


def test_a_refusal_in_the_passive_keeps_all_that_was_refused(said):
    found = only(
        said("For now, calls to establish a commission on the killings in Adran, where Karsian troops hold two towns, "
             "were rejected by the Human Rights Council in 2015.")
    )  # fmt: skip

    assert found.who == "the Human Rights Council"
    assert found.what.startswith("calls to establish") and found.what.endswith("two towns")


@pytest.mark.parametrize(
    "text",
    [
        "“There is no truth in these reports,” the spokesman said.",
        "No such order was ever given, the general insisted.",
        "The report is “a lie”, the presidency said.",
        "The rebels said the claims were false.",
        "The army said it was not aware of any strike in the area.",
        "The army said it had never attacked a school.",
    ],
)
def test_saying_that_it_is_not_so_is_a_denial(said, text):
    assert only(said(text)).statement.denial


def test_a_staged_play_is_no_falsehood(said):
    assert not only(said("The mayor said the comedy was staged in May.")).statement.denial


def test_a_claim_dismissed_in_the_passive_is_kept_whole(said):
    claim, denial = said("Adran's claim to have killed 400 troops was dismissed by Kelm.")

    assert (claim.who, claim.what) == ("Adran", "to have killed 400 troops")
    assert (denial.who, denial.what) == ("Kelm", "Adran's claim to have killed 400 troops")
    assert denial.statement.answers == 0


def test_calling_it_a_lie_is_said_by_whoever_rejected_it(said):
    text = "Officials pushed back on a report that Velia had known of the raid, calling it “flat-out wrong.”"
    first, second = said(text)

    assert first.what == "a report that Velia had known of the raid"
    assert (second.who, second.cue) == ("Officials", "calling")
    assert second.statement.denial


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Kelm accuses Adran of arming the rebels, which Adran has always denied.", "which"),
        ("Kelm says Adran arms the rebels, something Adran denies.", "something"),
        ("Kelm said Adran's jets crossed the border 14 times, accusations Adran rejected.", "accusations"),
        ("Kelm said Adran's jets crossed the border, charges that Adran has denied.", "charges"),
        ("Kelm says 400 of Adran's men have died, a figure that Adran disputes.", "a figure"),
    ],
)
def test_a_denial_in_passing_answers_what_stands_before_it(said, text, what):
    first, denial = said(text)

    assert (denial.who, denial.what) == ("Adran", what)
    assert denial.statement.denial and denial.statement.answers == 0
    assert what not in first.what


def test_what_a_noun_sums_up_is_what_is_denied(said):
    found = only(said("The allegations, which Kelm denies, were first made in May."))

    assert (found.who, found.what) == ("Kelm", "The allegations")


def test_what_was_denied_ends_where_others_say_something_of_the_place(said):
    denial, claim = said("The army denied bombing a school in the Sarin region where rebels say 22 people were killed.")

    assert denial.what == "bombing a school in the Sarin region"
    assert (claim.who, claim.what) == ("rebels", "22 people were killed")


def test_not_being_able_to_confirm_says_nothing(said):
    assert not said("AFP was unable to verify the toll. The agency has not been able to confirm the death.")


def test_no_group_claiming_it_is_nobody_saying_it(said):
    assert not said("No group has claimed responsibility for the blast.")
