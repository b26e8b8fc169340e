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


@pytest.fixture
def envoy(dossier, north, reporter):
    """A speaker who was an envoy of North in October 2020."""
    speaker = factories.make_speaker(dossier)
    october = {"first_day": date(2020, 10, 1), "last_day": date(2020, 10, 31)}
    speakers.affiliate(speaker, by=reporter, side=north, office="Envoy", **october)
    return speaker


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (None, None),
        (date(2020, 10, 1), date(2020, 10, 31)),
        (date(2020, 10, 31), None),
        (None, date(2020, 10, 1)),
        (date(2020, 10, 10), date(2020, 10, 11)),
    ],
)
@pytest.mark.parametrize("office", ["Envoy", "envoy"])
def test_a_side_and_office_are_not_recorded_twice_for_a_day(envoy, north, reporter, office, first, last):
    with pytest.raises(ValidationError) as refused:
        speakers.affiliate(envoy, by=reporter, side=north, office=office, first_day=first, last_day=last)

    assert refused.value.message_dict == {
        "side": [
            "“North, Envoy, from 1 Oct 2020 until 31 Oct 2020” is recorded already: name other days, or take that back."
        ]
    }
    assert envoy.affiliations.count() == 1


def test_other_days_other_offices_and_other_sides_are_recorded_beside_it(envoy, north, south, reporter):
    october = {"first_day": date(2020, 10, 1), "last_day": date(2020, 10, 31)}

    speakers.affiliate(envoy, by=reporter, side=north, office="Envoy", first_day=date(2020, 11, 1))
    speakers.affiliate(envoy, by=reporter, side=north, office="Envoy", last_day=date(2020, 9, 30))
    speakers.affiliate(envoy, by=reporter, side=north, office="Consul", **october)
    speakers.affiliate(envoy, by=reporter, side=north, **october)
    speakers.affiliate(envoy, by=reporter, side=south, office="Envoy", **october)

    assert envoy.affiliations.count() == 6


def test_what_was_taken_back_is_recorded_anew(envoy, north, reporter):
    speakers.end_affiliation(envoy.affiliations.get(), by=reporter, reason="It was his brother.")

    assert speakers.affiliate(envoy, by=reporter, side=north, office="Envoy").active


def test_the_same_is_recorded_of_another_speaker(envoy, dossier, north, reporter):
    assert speakers.affiliate(factories.make_speaker(dossier), by=reporter, side=north, office="Envoy").active
