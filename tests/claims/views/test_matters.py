"""Asking a question, and rewording it."""

import pytest

from claims.models import Matter
from claims.operations import matter as operations

ASKED = {"question": "Who opened  the gates?", "date": "29 Oct 2020", "place": "The dam", "note": "For us."}


def test_a_journalist_asks_a_question_with_a_date_in_words(client_of, dossier, reporter):
    response = client_of(reporter).post(f"/dossiers/{dossier.pk}/matters/add/", ASKED)

    matter = Matter.objects.get(dossier=dossier)
    assert (response.status_code, response.url) == (302, f"/matters/{matter.pk}/")
    assert (matter.question, matter.date_edtf, str(matter.last_day)) == (
        "Who opened the gates?", "2020-10-29", "2020-10-29",
    )  # fmt: skip
    assert matter.opened_by == reporter


@pytest.mark.parametrize(
    "wrong", [{"question": " "}, {"question": "a" * 301}, {"date": "2020-13-45"}, {"place": "a" * 201}]
)
def test_a_refused_question_keeps_every_character(client_of, dossier, reporter, wrong):
    typed = ASKED | {"note": "  <b>kept</b>\n"} | wrong

    response = client_of(reporter).post(f"/dossiers/{dossier.pk}/matters/add/", typed)

    assert response.status_code == 400
    assert not Matter.objects.exists()
    form = response.context["form"]
    assert {name: form[name].value() for name in typed} == typed


def test_a_question_is_asked_once(client_of, dossier, matter, reporter):
    response = client_of(reporter).post(f"/dossiers/{dossier.pk}/matters/add/", {"question": "was the DAM opened?"})

    assert response.status_code == 400
    assert "asks that question already" in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_those_who_work_on_a_dossier_ask(client_of, dossier, reader, outsider, method):
    address = f"/dossiers/{dossier.pk}/matters/add/"

    assert getattr(client_of(reader), method)(address, ASKED).status_code == 403
    assert getattr(client_of(outsider), method)(address, ASKED).status_code == 404
    assert getattr(client_of(), method)(address, ASKED).status_code == 302
    assert not Matter.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_editors_reword_a_question(client_of, matter, reporter, method):
    response = getattr(client_of(reporter), method)(f"/matters/{matter.pk}/edit/", ASKED | {"revision": 1})

    assert response.status_code == 403


def test_an_editor_rewords_a_question_and_takes_its_date_back(client_of, dossier, editor):
    matter = operations.add(
        dossier, by=editor, question="Who?", date_edtf="2020", first_day="2020-01-01", last_day="2020-12-31"
    )

    response = client_of(editor).post(f"/matters/{matter.pk}/edit/", {"question": "Who opened it?", "revision": 1})

    matter.refresh_from_db()
    assert response.url == f"/matters/{matter.pk}/"
    assert (matter.question, matter.date_edtf, matter.first_day, matter.revision) == ("Who opened it?", "", None, 2)


def test_somebody_who_was_slower_sees_both_versions_and_loses_nothing(client_of, matter, editor, second_editor):
    operations.edit(matter, by=second_editor, revision=1, question="Were the gates opened?")

    slow = client_of(editor).post(f"/matters/{matter.pk}/edit/", {"question": "Was it opened at night?", "revision": 1})

    assert slow.status_code == 409
    text = slow.content.decode()
    assert "Were the gates opened?" in text
    assert slow.context["form"]["question"].value() == "Was it opened at night?"

    again = client_of(editor).post(
        f"/matters/{matter.pk}/edit/", {"question": "Was it opened at night?", "revision": 2}
    )
    matter.refresh_from_db()
    assert again.status_code == 302
    assert matter.question == "Was it opened at night?"


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999"])
def test_a_revision_that_was_never_read_changes_nothing(client_of, matter, editor, revision):
    response = client_of(editor).post(f"/matters/{matter.pk}/edit/", {"question": "Other?", "revision": revision})

    matter.refresh_from_db()
    assert response.status_code in (400, 409)
    assert matter.question == "Was the dam opened?"
