"""Speakers are entered once, and speak for sides by the day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from config.rows import Outdated
from sources.models import Speaker
from sources.operations import speaker as speakers
from tests import factories
from tests.steps import last_step


def test_a_speaker_is_added_with_names_and_side(dossier, north, reporter):
    speaker = speakers.add(
        dossier, by=reporter, name="Şuşa Council", kind="organisation", aliases=["Shushi Council"], side=north,
        office="Council",
    )  # fmt: skip

    affiliation = speaker.affiliations.get()
    assert (affiliation.side, affiliation.office) == (north, "Council")
    for words in ("susa council", "SHUSHI COUNCIL"):
        assert Speaker.objects.named(words).get() == speaker
    assert Speaker.objects.resembling("shusha").first() == speaker


def test_a_speaker_is_not_entered_twice(dossier, reporter):
    speakers.add(dossier, by=reporter, name="Anna Naghdalyan")

    with pytest.raises(ValidationError, match="a speaker of that name"):
        speakers.add(dossier, by=reporter, name="anna naghdalyán")


def test_the_second_of_two_edits_of_a_speaker_is_refused(dossier, reporter, editor):
    speaker = speakers.add(dossier, by=reporter, name="A. Petrov")
    speakers.edit(speaker, by=editor, revision=1, note="A captain.")

    with pytest.raises(Outdated):
        speakers.edit(speaker, by=reporter, revision=1, note="A major.")


def test_a_speaker_changes_sides_by_the_day(dossier, north, south, reporter):
    speaker = factories.make_speaker(dossier)
    speakers.affiliate(speaker, by=reporter, side=north, last_day=date(2020, 9, 30))
    later = speakers.affiliate(speaker, by=reporter, side=south, office="Envoy", first_day=date(2020, 10, 1))

    ended = speakers.end_affiliation(later, by=reporter, reason="It was his brother.")

    assert not ended.active
    assert last_step(ended) == (reporter.pk, "end_affiliation", "It was his brother.")
    with pytest.raises(ValidationError, match="before the first"):
        speakers.affiliate(speaker, by=reporter, side=south, first_day=date(2020, 10, 2), last_day=date(2020, 10, 1))
