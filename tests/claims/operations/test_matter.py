"""The questions of a dossier."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.operations import matter as matters
from config.rows import Outdated


def test_a_question_is_asked_once_whatever_its_case(dossier, reporter):
    matter = matters.add(dossier, by=reporter, question="Was the dam opened?")

    assert matter.opened_by == reporter
    assert matter.events.get().pgh_context["step"] == "add_matter"
    with pytest.raises(ValidationError, match="asks that question already"):
        matters.add(dossier, by=reporter, question="was the DAM opened?")


def test_the_second_of_two_edits_is_refused(matter, editor, second_editor):
    matters.edit(matter, by=editor, revision=1, place="Upper valley")

    with pytest.raises(Outdated) as refusal:
        matters.edit(matter, by=second_editor, revision=1, place="Lower valley")

    assert refusal.value.current.place == "Upper valley"


def test_a_matters_date_needs_its_days(matter, editor):
    with pytest.raises(ValidationError, match="first and last day"):
        matters.edit(matter, by=editor, revision=1, date_edtf="2020-10")


def test_who_may_ask_and_who_may_reword(dossier, matter, reporter, reader, outsider):
    for person in (reader, outsider):
        with pytest.raises(PermissionDenied):
            matters.add(dossier, by=person, question="Why?")
    for person in (reporter, reader, outsider):
        with pytest.raises(PermissionDenied):
            matters.edit(matter, by=person, revision=1, question="Why?")
