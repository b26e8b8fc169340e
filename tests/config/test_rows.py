"""Rows are written by statements of our own, and refused in the words of the model."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from claims.models import Claim, Figure
from config.history import recorded
from config.rows import lock, lock_all, save
from sources.models import Member, Passage, Publisher, Speaker
from sources.operations import token as tokens
from tests import factories


def test_a_new_row_knows_its_key_and_what_the_database_made_of_it(dossier, reporter):
    with recorded(reporter, "add_speaker"):
        speaker = save(Speaker(dossier=dossier, name="Şuşa", aliases=["Shushi"]))

    assert not speaker._state.adding
    assert speaker.name_folded == "susa"
    assert Speaker.objects.get() == speaker
    assert Speaker.objects.get().aliases == ["Shushi"]


def test_defaults_of_the_database_are_read_back(dossier, reporter):
    claim = factories.make_claim(dossier=dossier)

    assert claim.logged_at == Claim.objects.get().logged_at


def test_a_known_row_is_changed_in_the_named_fields_only(dossier, reporter):
    speaker = factories.make_speaker(dossier, name="Ministry")
    speaker.name, speaker.note = "Army", "Not to be written."

    with recorded(reporter, "edit_speaker"):
        save(speaker, "name")

    kept = Speaker.objects.get()
    assert (kept.name, kept.note) == ("Army", "")


def test_a_row_that_was_read_in_part_keeps_the_rest(dossier, reporter):
    factories.make_speaker(dossier, name="Ministry", note="Of defence.")
    speaker = Speaker.objects.defer("note").get()
    speaker.name = "Army"

    with recorded(reporter, "edit_speaker"):
        save(speaker)

    assert Speaker.objects.get().note == "Of defence."


def test_a_broken_constraint_is_told_in_the_words_of_the_model(dossier, reporter):
    factories.make_speaker(dossier, name="Ministry")

    with pytest.raises(ValidationError) as refused, recorded(reporter, "add_speaker"):
        save(Speaker(dossier=dossier, name="MINISTRY"))

    assert refused.value.message_dict == {"__all__": ["This dossier has a speaker of that name."]}


def test_several_fields_that_are_unique_together_are_told_as_django_does(dossier, reporter):
    with pytest.raises(ValidationError) as refused, recorded(reporter, "set_role"):
        save(Member(dossier=dossier, user=reporter, role="editor"))

    assert refused.value.message_dict == {"__all__": ["This person is a member already."]}


def test_a_constraint_without_words_of_its_own_is_told_as_django_does(dossier, reporter):
    passage = factories.make_passage(factories.make_source(dossier))

    with pytest.raises(ValidationError) as refused, recorded(reporter, "mark_passage"):
        save(Passage(capture=passage.capture, start=passage.start, end=passage.end, exact=passage.exact))

    assert refused.value.message_dict == {"__all__": ["Passage with this Capture, Start and End already exists."]}


def test_a_field_that_is_wrong_is_named_before_anything_is_asked(dossier, reporter, django_assert_num_queries):
    with recorded(reporter, "add_speaker"), django_assert_num_queries(0), pytest.raises(ValidationError) as refused:
        save(Speaker(dossier=dossier, name="x" * 201))

    assert list(refused.value.message_dict) == ["name"]


def test_what_only_a_trigger_knows_is_refused_by_its_name(dossier, reporter, editor):
    claim = factories.make_claim(dossier=dossier, by=reporter)

    with pytest.raises(IntegrityError) as refused, recorded(editor, "add_figure"):
        save(Figure(claim=claim, quantity="killed", low=1, high=1))

    assert refused.value.__cause__.diag.constraint_name == "figure_changed_by_wording"


def test_who_tries_a_row_in_an_atomic_of_its_own_goes_on_after_its_refusal(dossier, reporter):
    factories.make_speaker(dossier, name="Ministry")

    with recorded(reporter, "add_speaker"):
        with pytest.raises(ValidationError), transaction.atomic():
            save(Speaker(dossier=dossier, name="Ministry"))
        save(Publisher(name="A paper"))

    assert Publisher.objects.get().name == "A paper"


def test_rows_are_locked_and_given_in_the_order_asked_for(dossier, reporter):
    first, second = (factories.make_speaker(dossier, name=name) for name in ("A", "B"))

    with recorded(reporter, "merge_speakers"):
        assert lock_all(second, first, second) == [second, first, second]


def test_rows_whose_key_is_a_text_are_locked_as_well(reporter):
    token, _ = tokens.make(by=reporter, name="Copy", days=1)

    with transaction.atomic():
        assert lock(token) == token
