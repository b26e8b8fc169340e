"""Opening and editing a dossier."""

import pytest
from django.urls import reverse

from sources.models import Dossier, Member
from tests.factories import make_user

OPEN = reverse("sources:open_dossier")


def _typed(**over):
    return {"name": "The dam", "summary": "Who opened it?", "visibility": "members"} | over


def test_an_editor_opens_it_as_editor_with_its_first_sides(client_of, editor, dossier):
    answer = client_of(editor).post(
        OPEN, _typed(**{"side-1-name": "North", "side-3-name": "South", "side-3-short_name": "S"})
    )

    opened = Dossier.objects.get(name="The dam")
    assert answer.url == reverse("claims:dossier", args=[opened.pk])
    assert Member.objects.role_of(editor, opened.pk) == "editor"
    assert [(side.name, side.short_name) for side in opened.sides.all()] == [("North", "North"), ("South", "S")]
    assert len({(side.slot, side.marker) for side in opened.sides.all()}) == 2


def test_a_journalist_opens_it_as_journalist_and_names_an_editor(client_of, reporter, second_editor, dossier):
    client_of(reporter).post(OPEN, _typed(editors=[second_editor.pk]))

    opened = Dossier.objects.get(name="The dam")
    assert Member.objects.role_of(reporter, opened.pk) == "journalist"
    assert Member.objects.role_of(second_editor, opened.pk) == "editor"


def test_a_journalist_without_an_editor_is_told_why_and_loses_nothing(client_of, reporter, dossier):
    answer = client_of(reporter).post(OPEN, _typed(**{"side-8-name": "Mediators"}))

    assert answer.status_code == 400
    assert "nobody publishes their own work" in answer.text
    assert 'value="The dam"' in answer.text
    assert 'value="Mediators"' in answer.text


def test_only_editors_one_works_with_are_offered(client_of, reporter, editor, dossier, outsider):
    page = client_of(reporter).get(OPEN).text

    assert "Emma Editor" in page
    assert "Otto Outsider" not in page
    assert client_of(reporter).post(OPEN, _typed(editors=[outsider.pk])).status_code == 400


def test_two_sides_of_one_name_open_nothing(client_of, editor, dossier):
    answer = client_of(editor).post(OPEN, _typed(**{"side-1-name": "North", "side-2-name": "NORTH"}))

    assert answer.status_code == 400
    assert "NORTH: This dossier has a side of that name." in answer.text
    assert not Dossier.objects.filter(name="The dam").exists()


def test_a_short_name_needs_its_side(client_of, editor, dossier):
    answer = client_of(editor).post(OPEN, _typed(**{"side-2-short_name": "N"}))

    assert answer.status_code == 400
    assert not Dossier.objects.filter(name="The dam").exists()


@pytest.mark.parametrize("who", ["reader", "outsider"])
def test_who_works_nowhere_opens_nothing(client_of, who, dossier, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(OPEN).status_code == 403
    assert client.post(OPEN, _typed()).status_code == 403


def test_an_edit_is_saved(client_of, editor, dossier):
    answer = client_of(editor).post(
        reverse("sources:edit_dossier", args=[dossier.pk]), _typed(visibility="public", revision=1)
    )

    dossier.refresh_from_db()
    assert answer.status_code == 302
    assert (dossier.name, dossier.visibility, dossier.revision) == ("The dam", "public", 2)


def test_the_second_to_save_sees_both_versions_and_may_save_again(client_of, editor, second_editor, dossier):
    url = reverse("sources:edit_dossier", args=[dossier.pk])
    client_of(second_editor).post(url, _typed(summary="Theirs.", revision=1))

    conflict = client_of(editor).post(url, _typed(summary="Mine.", revision=1))
    again = client_of(editor).post(url, _typed(summary="Mine.", revision=2))

    assert conflict.status_code == 409
    assert "Theirs." in conflict.text and "Mine." in conflict.text
    assert 'name="revision" value="2"' in conflict.text
    assert again.status_code == 302
    dossier.refresh_from_db()
    assert dossier.summary == "Mine."


@pytest.mark.parametrize(("who", "status"), [("reporter", 403), ("reader", 403), ("outsider", 404)])
def test_only_editors_see_the_form(client_of, who, status, dossier, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse("sources:edit_dossier", args=[dossier.pk])).status_code == status


def test_staff_open_the_first_dossier_of_all(client_of, db):
    chief = make_user(is_staff=True)

    client_of(chief).post(OPEN, _typed())

    assert Member.objects.role_of(chief, Dossier.objects.get().pk) == "editor"
