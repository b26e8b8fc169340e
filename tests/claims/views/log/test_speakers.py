"""Who said it: a name that is known, one that is asked about, and the side of the day."""

from claims.models import Claim
from sources.models import Source, Speaker
from tests import factories
from tests.claims.views.log.form import SIX, logged


def test_a_name_that_nobody_bears_is_asked_about_and_nothing_is_saved(nora, address, varga, south):
    response = nora.post(address, SIX | {"speaker": "Ana Vargas"})

    assert response.status_code == 400
    assert response.context["form"].speaker_candidates == [varga]
    assert b"Add as a new speaker" in response.content
    assert not Claim.objects.exists() and not Source.objects.exists()


def test_the_speaker_who_was_meant_is_chosen_on_the_returned_form(nora, address, varga, south):
    answer = {"speaker": "Ana Vargas", "speaker_asked": "Ana Vargas", "speaker_choice": varga.pk}

    nora.post(address, SIX | answer)

    assert logged().speaker == varga


def test_a_new_speaker_is_added_in_the_same_save_with_one_more_field(nora, address, north, south):
    answer = {"speaker": "Ministry of Water", "speaker_asked": "Ministry of Water", "speaker_choice": "new"}

    without_side = nora.post(address, SIX | answer)
    nora.post(address, SIX | answer | {"side": south.pk})

    assert "side" in without_side.context["form"].errors
    speaker = Speaker.objects.get()
    assert (speaker.name, speaker.kind, speaker.affiliations.get().side) == ("Ministry of Water", "organisation", south)
    assert logged().side == south


def test_an_answer_about_another_name_does_not_count(nora, address, varga, south):
    answer = {"speaker": "Somebody Else", "speaker_asked": "Ana Vargas", "speaker_choice": varga.pk}

    response = nora.post(address, SIX | answer)

    assert response.status_code == 400


def test_the_side_of_a_speaker_is_that_of_the_day(nora, address, dossier, north, south, reporter):
    from sources.operations.speaker import affiliate

    turncoat = factories.make_speaker(dossier, name="Anna Varga")
    affiliate(turncoat, by=reporter, side=north, last_day="2020-10-01")
    affiliate(turncoat, by=reporter, side=south, office="Adviser", first_day="2020-10-02")

    nora.post(address, SIX)

    assert (logged().side, logged().office) == (south, "Adviser")


def test_a_side_that_was_chosen_stays(nora, address, varga, south):
    nora.post(address, SIX | {"side": south.pk})

    assert logged().side == south
