"""Statements with what they still need, entered by two people at the same moment."""

import pytest
from django.core.exceptions import ValidationError

from claims.errors import AlreadyLogged
from claims.models import Citation, Claim, Matter
from claims.operations import claim as claims
from claims.operations import entry
from claims.operations import speaker as speakers
from config.rows import Outdated, WrongState, lock, lock_all
from sources.models import Source, Speaker
from tests import factories
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "The dam was shut."


@pytest.fixture
def statement(north):
    return {"side": north, "wording": "It shut the dam.", **factories.day("2020-10-29")}


@pytest.fixture
def kept(dossier, north):
    return factories.make_speaker(dossier, side=north)


@pytest.fixture
def merged(dossier, kept, north):
    return factories.make_speaker(dossier, side=north)


@pytest.fixture
def claim(dossier, north, merged):
    """A claim in review, by a speaker who is somebody else's double."""
    return factories.make_claim(dossier, side=north, speaker=merged, status="submitted")


def amend(claim, by, **over):
    told = {"revision": 1, "speaker": claim.speaker, "wording": f"So {by} says."} | over
    return lambda: entry.amend(claim, by=by, **told)


# Entering


def test_a_form_that_is_sent_twice_at_once_enters_one_claim_and_one_source(dossier, kept, reporter, statement):
    def enter():
        source = {"title": "Row over the dam"}
        return entry.enter(dossier, by=reporter, speaker=kept, source=source, words=WORDS, **statement)

    second = race(enter, enter)

    assert isinstance(second, AlreadyLogged)
    assert (Claim.objects.count(), Source.objects.count()) == (1, 1)


def test_of_two_who_enter_one_new_speaker_the_second_is_told_and_leaves_nothing_half_entered(
    dossier, reporter, editor, statement
):
    def enter(by, title):
        new = {"speaker": {"name": "A. Petrov"}, "matter": {"question": f"{title}?"}, "source": {"title": title}}
        return lambda: entry.enter(dossier, by=by, words=WORDS, **new, **statement)

    second = race(enter(reporter, "Was it shut"), enter(editor, "Was it open"))

    assert isinstance(second, ValidationError)
    assert list(second.error_dict) == ["speaker"]
    assert (Source.objects.get().title, Matter.objects.get().question) == ("Was it shut", "Was it shut?")


def test_what_is_entered_for_a_speaker_while_it_is_merged_stands_under_the_one_that_is_kept(
    dossier, kept, merged, source, reporter, editor, statement
):
    second = race(
        lambda: speakers.merge(kept, merged=merged, by=editor),
        lambda: entry.enter(dossier, by=reporter, speaker=merged, source=source, words=WORDS, **statement),
    )

    assert second.speaker == kept


def test_entering_for_a_merged_speaker_and_undoing_the_merge_do_not_lock_each_other_out(
    dossier, kept, merged, source, reporter, editor, statement
):
    record = speakers.merge(kept, merged=merged, by=editor)

    second = race(
        lambda: lock(kept),
        lambda: entry.enter(dossier, by=reporter, speaker=merged, source=source, words=WORDS, **statement),
        then=lambda: speakers.unmerge(record, by=editor),
    )

    assert second.speaker == kept


@pytest.mark.parametrize("other", ["2020-10-29", "2020-10-28"], ids=["the same", "another"])
def test_of_two_who_date_one_source_the_second_overwrites_nothing(
    dossier, kept, merged, reporter, editor, statement, other
):
    source = factories.make_source(dossier)

    def enter(by, speaker, day):
        details = {"dateline": day, "first_day": day, "last_day": day}
        row = Source.objects.get(pk=source.pk)
        return lambda: entry.enter(
            dossier, by=by, speaker=speaker, source=row, details=details, words=f"{WORDS} {by}", **statement
        )

    second = race(enter(reporter, kept, "2020-10-29"), enter(editor, merged, other))

    source.refresh_from_db()
    assert (source.dateline, source.revision) == ("2020-10-29", 2)
    if other == source.dateline:
        assert second.speaker == merged
    else:
        assert isinstance(second, ValidationError)
        assert list(second.error_dict) == ["source"]


# Amending


def test_of_two_who_amend_a_claim_the_second_sees_the_first_and_overwrites_nothing(claim, reporter, editor):
    second = race(amend(claim, editor), amend(claim, reporter, speaker={"name": "A. Petrov"}))

    assert isinstance(second, Outdated)
    assert Claim.objects.get().wording == "So emma says."
    assert not Speaker.objects.filter(name="A. Petrov").exists()


def test_amending_a_claim_and_merging_its_speaker_do_not_lock_each_other_out(claim, kept, merged, reporter, editor):
    second = race(
        lambda: lock_all(kept, merged),
        amend(claim, reporter),
        then=lambda: speakers.merge(kept, merged=merged, by=editor),
    )

    assert (second.speaker, second.revision) == (kept, 2)


def test_a_merge_that_waits_for_an_amendment_takes_the_amended_claim_along(claim, kept, merged, reporter, editor):
    second = race(amend(claim, reporter), lambda: speakers.merge(kept, merged=merged, by=editor))

    assert second.claim_ids == [claim.pk]
    assert Claim.objects.get().speaker == kept


def test_amending_with_the_name_that_an_undone_merge_brings_back_locks_nobody_out(
    claim, kept, merged, reporter, editor
):
    record = speakers.merge(kept, merged=merged, by=editor)

    second = race(
        lambda: lock_all(kept, merged),
        amend(claim, reporter, speaker=kept),
        then=lambda: speakers.unmerge(record, by=editor),
    )

    assert second.speaker == kept


def test_a_claim_that_is_being_amended_is_not_published_unread(claim, reporter, editor):
    second = race(amend(claim, reporter), lambda: claims.publish(claim, by=editor, revision=1))

    assert isinstance(second, Outdated)
    assert Claim.objects.get().status == "submitted"


# Citing


def cite(claim, by, source):
    return lambda: entry.cite(claim, by=by, source=source, words=WORDS, cue=f"said to {by}")


def test_of_two_who_cite_the_same_words_for_a_claim_the_second_is_told(claim, source, reporter, editor):
    second = race(cite(claim, reporter, source), cite(claim, editor, source))

    assert isinstance(second, ValidationError)
    assert Citation.objects.get(claim=claim, passage__exact=WORDS).cue == "said to nora"


def test_a_claim_that_is_being_voided_is_not_cited(claim, source, reporter, editor):
    second = race(lambda: claims.void(claim, by=editor, reason="Satire."), cite(claim, reporter, source))

    assert isinstance(second, WrongState)
    assert not Citation.objects.filter(passage__exact=WORDS).exists()


def test_a_claim_that_is_being_cited_is_not_published_unread(claim, source, reporter, editor):
    second = race(cite(claim, reporter, source), lambda: claims.publish(claim, by=editor, revision=1))

    assert isinstance(second, Outdated)


def test_entering_and_citing_from_one_source_do_not_lock_each_other_out(
    dossier, claim, kept, source, reporter, editor, statement
):
    second = race(
        lambda: lock(source),
        cite(claim, reporter, source),
        then=lambda: claims.edit(claim, by=editor, revision=1, wording="It was open."),
    )

    assert second.claim == claim
    assert Claim.objects.get().revision == 3
