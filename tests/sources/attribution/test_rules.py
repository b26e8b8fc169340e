"""One linguistic rule a test, in sentences of our own."""


def only(statements):
    assert len(statements) == 1, statements
    return statements[0]


def test_that_is_no_part_of_what_was_said(said):
    found = only(said("The army said that it had taken the bridge."))

    assert (found.who, found.cue, found.what) == ("The army", "said", "it had taken the bridge")


def test_the_day_behind_the_cue_is_no_part_of_what_was_said(said):
    found = only(said("The army said on Friday three guards were killed by Karsian soldiers."))

    assert found.what == "three guards were killed by Karsian soldiers"


def test_what_stands_before_a_clause_that_denies_it_is_what_is_denied(said):
    first, second = said("The mayor asked for a truce, a request the rebels turned down.")

    assert (second.who, second.what, second.statement.kind) == ("the rebels", "a request", "refusal")
    assert second.statement.answers == 0


def test_the_sentence_before_he_said_is_what_was_said(said):
    found = only(said("The bridge had been blown up by rebels, officials said."))

    assert (found.who, found.what) == ("officials", "The bridge had been blown up by rebels")


def test_a_tag_between_commas_leaves_two_stretches_of_what_was_said(said):
    found = only(said("The rebels, the governor said, had left the city."))

    assert found.who == "the governor"
    assert found.what == "The rebels … had left the city"


def test_coordinated_cues_share_their_speaker(said):
    denial, accusation = said("The defence ministry denied using tanks and accused the rebels of firing on the market.")

    assert (denial.what, accusation.what) == ("using tanks", "the rebels of firing on the market")
    assert denial.who == accusation.who == "The defence ministry"
    assert denial.statement.denial and accusation.statement.accusation


def test_adding_that_is_a_statement_of_the_same_speaker(said):
    _, added = said("Commander Ilya Brandt said the road was open, adding that two convoys had passed.")

    assert (added.cue, added.what) == ("adding", "two convoys had passed")
    assert added.statement.speaker == "Ilya Brandt"


def test_another_speaker_in_the_same_sentence_ends_what_the_first_one_says(said):
    first, second = said("The army said it held the hill, while the rebels denied losing it.")

    assert first.what == "it held the hill"
    assert (second.who, second.what) == ("the rebels", "losing it")


def test_according_to_may_stand_first_or_last(said):
    first = only(said("According to the Red Cross, 40 people were hurt."))
    last = only(said("Forty people were hurt, according to the Red Cross."))

    assert (first.who, first.what) == ("the Red Cross", "40 people were hurt")
    assert (last.who, last.what) == ("the Red Cross", "Forty people were hurt")


def test_according_to_inside_a_statement_is_where_the_speaker_has_it_from(said):
    found = only(said("President Marta Ilves said that, according to reports from Adran, the toll was 300."))

    assert found.who == "President Marta Ilves"
    assert found.statement.origin.name == "reports from Adran"


def test_an_agency_passing_on_a_denial_is_its_origin_not_its_speaker(said):
    found = only(said("The mayor denied that the town had fallen, the agency reported."))

    assert (found.who, found.cue) == ("The mayor", "denied")
    assert found.statement.origin.name == "the agency"


def test_a_passive_cue_has_its_speaker_after_by(said):
    found = only(said("The accusation was denied by an army spokesman."))

    assert (found.who, found.cue, found.what) == ("an army spokesman", "denied", "The accusation")


def test_an_accusation_in_the_passive_keeps_whom_and_of_what(said):
    found = only(said("Government troops were accused by a monitoring group of burning two villages."))

    assert found.who == "a monitoring group"
    assert found.what == "Government troops … of burning two villages"


def test_who_stands_for_the_speaker_before_it(said):
    found = only(said("The report was read by Colonel Idris Wol, who said the fires were started by lightning."))

    assert found.statement.speaker == "Idris Wol"
    assert found.what == "the fires were started by lightning"


def test_a_reporting_noun_with_an_owner_is_a_statement(said):
    found = only(said("The rebels' claim that they shot down a drone could not be checked."))

    assert (found.who, found.cue, found.what) == ("The rebels", "claim", "they shot down a drone")


def test_a_light_verb_lends_the_noun_its_speaker(said):
    found = only(said("Velia made the accusation that its neighbour had hidden mines."))

    assert (found.who, found.cue) == ("Velia", "accusation")


def test_a_quotation_reaches_over_the_sentences_in_it(said):
    found = only(said("“We are alone. Nobody came for us. We will stay,” said Mirjana Kost."))

    assert found.what == "“We are alone. Nobody came for us. We will stay,”"
    assert found.statement.quote == "direct"


def test_a_quotation_goes_on_after_he_said(said):
    found = only(said("“We will stay,” the nurse said. “There is nowhere to go.”"))

    assert found.what == "“We will stay,” … “There is nowhere to go.”"


def test_a_quotation_goes_on_in_the_next_paragraph(said):
    found = only(said("“They fired at noon,” said Petro Lys, a driver.\n\n“Then they fired again at one.”"))

    assert found.what == "“They fired at noon,” … “Then they fired again at one.”"


def test_a_colon_announces_the_next_paragraph(said):
    found = only(said("The commander continued:\n\n“We hold the bridge and we shall hold it.”"))

    assert (found.who, found.what) == ("The commander", "“We hold the bridge and we shall hold it.”")


def test_any_verb_behind_a_quotation_tags_it(said):
    found = only(said("“Out, all of you!” thundered the colonel."))

    assert (found.who, found.cue) == ("the colonel", "thundered")


def test_words_in_quotation_marks_inside_a_paraphrase_make_it_mixed(said):
    found = only(said("The envoy said the truce was “a pause to reload” and no peace."))

    assert found.statement.quote == "mixed"


def test_marks_of_two_kinds_still_close_a_quotation(said):
    found = only(said('„We have no losses at all", said General Igor Panin.'))

    assert found.statement.quote == "direct"
    assert found.statement.speaker == "Igor Panin"


def test_a_report_inside_a_quotation_is_no_statement_of_the_text(said):
    found = only(said("“The mayor said he had left,” a neighbour told the paper."))

    assert found.who == "a neighbour"


def test_a_summing_up_noun_belongs_to_the_teller(said):
    first, second = said("The ministry said it sank three boats, a claim rebel commanders dismissed as “fantasy”.")

    assert first.what == "it sank three boats"
    assert (second.who, second.what) == ("rebel commanders", "as “fantasy”")


def test_a_denial_of_the_claim_answers_the_statement_before_it(said):
    found = said("The ministry said it sank three boats. Rebel commanders called the claim a lie.")

    assert found[1].statement.denial
    assert found[1].statement.answers == 0
    assert found[1].statement.target == found[0].statement.content


def test_a_denial_of_the_accusation_answers_the_last_accusation(said):
    found = said(
        "Velia accused Karsia of firing on the plant. Velia said two roofs were damaged. "
        "Karsia rejected the accusation."
    )

    assert found[2].statement.answers == 0


def test_a_denial_in_its_own_words_answers_what_shares_them(said):
    found = said(
        "The mayor said rockets had hit the school. The mayor said the water was cut off. "
        "The army denied firing rockets."
    )

    assert found[2].statement.answers == 0


def test_a_denial_may_carry_the_claim_it_denies(said):
    found = said("The army rejected the rebels' claim that they had taken the airport.")
    denial = next(item for item in found if item.statement.denial)
    claim = next(item for item in found if not item.statement.denial)

    assert claim.who == "the rebels"
    assert found[denial.statement.answers] == claim


def test_a_rejected_proposal_is_refused_not_denied(said):
    found = said("The envoy proposed a truce. The rebels rejected the proposal.")

    assert [item.statement.kind for item in found] == ["demand", "refusal"]


def test_what_is_not_disclosed_is_withheld(said):
    first, second = said("The army has not disclosed its losses. The general declined to comment.")

    assert first.statement.kind == second.statement.kind == "withheld"
    assert first.what == "its losses"


def test_saying_that_ones_own_side_did_not_do_it_is_a_denial(said):
    found = only(said("The air force said its planes had not attacked the village."))

    assert found.statement.kind == "denial"


def test_saying_that_another_side_did_harm_is_an_accusation(said):
    found = only(said("Velian officials said Karsian troops had shelled the hospital."))

    assert found.statement.kind == "accusation" and found.statement.accusation


def test_kinds_follow_the_cue(said):
    kinds = {
        "The mayor urged residents to leave.": "demand",
        "The colonel admitted that his men had fired.": "admission",
        "The analyst predicted that the town would fall.": "prediction",
        "The governor refused to leave the city.": "refusal",
        "The analyst believes the war will last.": "opinion",
    }

    assert {text: only(said(text)).statement.kind for text in kinds} == kinds


def test_he_is_the_last_man_who_spoke(said):
    found = said("Governor Pavlo Hrim said two houses burned. He urged families to leave.")

    assert found[1].who == "He"
    assert found[1].statement.speaker == "Pavlo Hrim"
    assert found[1].statement.named == found[0].statement.named or found[1].statement.named is not None


def test_a_surname_is_the_full_name_given_before(said):
    found = said("Governor Pavlo Hrim said two houses burned.\n\n“We need water,” Hrim said.")

    assert found[1].statement.speaker == "Pavlo Hrim"


def test_the_ministry_is_the_ministry_named_before(said):
    found = said("The Karsian defence ministry denied the attack. The ministry said its planes stayed on the ground.")

    assert found[1].statement.speaker == "Karsian defence ministry"


def test_what_nobody_said_is_no_statement(said):
    assert not said("The general could say more tomorrow. If the mayor denies it, the talks will fail.")


def test_physical_acts_are_no_statements(said):
    assert not said("The rebels attacked the town, defended the bridge and shelled two villages. Troops held it.")


def test_the_house_may_stand_for_its_people_in_translated_text(said):
    found = only(said("In the headquarters noted that own losses are being counted."))

    assert (found.who, found.cue) == ("the headquarters", "noted")


def test_places_are_known_by_the_company_they_keep(said):
    found = only(said("Officials said shells fell on the town of Lisky, Kut and Umm Dabal."))
    text = "Officials said shells fell on the town of Lisky, Kut and Umm Dabal."

    assert "Lisky" in {text[span.start : span.end] for span in found.statement.places}


def test_what_the_news_says_that_somebody_said_is_said_by_him(said):
    found = only(said("State media reported that the ministry had said two pilots were killed."))

    assert (found.who, found.what) == ("the ministry", "two pilots were killed")
    assert found.statement.origin.name == "State media"


def test_whom_an_agency_cites_is_no_part_of_what_it_says(said):
    found = only(said("The agency said, citing two officials, that the talks had collapsed."))

    assert (found.who, found.what) == ("The agency", "the talks had collapsed")
    assert found.statement.origin.name == "two officials"


def test_another_speaker_behind_while_needs_no_comma(said):
    first, second = said("Adran said it had captured the village while Kelm insisted its forces still held it.")

    assert first.what == "it had captured the village"
    assert (second.who, second.what) == ("Kelm", "its forces still held it")


def test_giving_no_details_is_the_tellers_word(said):
    found = only(said("Kelm confirmed that three soldiers had died but gave no details."))

    assert found.what == "three soldiers had died"


def test_whoever_is_held_responsible_is_accused(said):
    found = only(said("The UN held the militia responsible for the massacre."))

    assert found.what == "the militia responsible for the massacre"
    assert found.statement.accusation


def test_on_whom_an_attack_is_blamed_belongs_to_what_is_said(said):
    found = only(said("The attack was blamed on the rebels by the interior ministry."))

    assert (found.who, found.what) == ("the interior ministry", "The attack … on the rebels")


def test_it_was_claimed_by_somebody_behind_what_he_claims(said):
    found = only(said("Army drones later struck a wedding in the village of Sarin, it was claimed by residents."))

    assert (found.who, found.what) == ("residents", "Army drones later struck a wedding in the village of Sarin")


def test_who_is_set_off_by_commas_before_the_cue_says_it(said):
    found = said("The administration could not confirm the movement, its head, Rada Halim, admitted.")[-1]

    assert found.who == "its head, Rada Halim"
    assert found.what == "The administration could not confirm the movement"


def test_what_a_colon_announces_is_what_was_said(said):
    found = only(said("Asked if the truce was over, the envoy replied: “No.”"))

    assert found.what == "“No.”"


def test_a_statement_in_which_it_was_said_is_no_part_of_the_speaker(said):
    found = only(said("Two drones were shot down, said the Defence Ministry in a statement."))

    assert found.who == "the Defence Ministry"


def test_the_enemy_is_no_name_for_a_speaker(said):
    assert not said("The enemy claims to have taken the village. According to the enemy army, 14 tanks were hit.")
    assert only(said("The ministry said the enemy had lost 14 tanks.")).who == "The ministry"


def test_whoever_only_asks_in_an_interview_is_no_speaker(said):
    text = "Q: Is it over?\n\nMODERATOR: Please answer.\n\nGEN. HRIM: It is not over.\n\nQ: When?\n\nGEN. HRIM: Soon."

    assert [item.who for item in said(text)] == ["GEN. HRIM", "GEN. HRIM"]


def test_with_somebody_saying_is_that_persons_statement(said):
    first, second = said(
        "Adran insisted its men had acted in self-defence, with army spokesperson Mala Sen saying Kelm had fired first."
    )

    assert first.what == "its men had acted in self-defence"
    assert (second.who, second.what) == ("army spokesperson Mala Sen", "Kelm had fired first")


def test_rejecting_behind_a_comma_is_done_by_whoever_spoke(said):
    _, denial = said("The army confirmed a jet had bombed a target, rejecting suggestions that civilians were hit.")

    assert (denial.who, denial.cue) == ("The army", "rejecting")


def test_a_post_before_a_colon_is_no_part_of_the_name(said):
    found = only(said("Defence Minister Ivan Hrim in a post on X: “We warned them. It will not pass in silence.”"))

    assert found.who == "Defence Minister Ivan Hrim"


def test_what_is_scoffed_at_is_what_is_denied(said):
    found = only(said("Velian officials scoffed at that explanation."))

    assert (found.what, found.statement.denial) == ("that explanation", True)
