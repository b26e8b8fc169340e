"""Adding and editing sides."""

import pytest
from django.urls import reverse

from tests.factories import make_side


def test_the_form_begins_with_a_look_that_no_side_has(client_of, reporter, dossier, north):
    form = client_of(reporter).get(reverse("sources:add_side", args=[dossier.pk])).context["form"]

    assert form.initial["slot"] != north.slot
    assert form.initial["marker"] != north.marker


def test_a_side_is_added(client_of, reporter, dossier):
    answer = client_of(reporter).post(
        reverse("sources:add_side", args=[dossier.pk]), {"name": "North", "slot": "5", "marker": "★"}
    )

    side = dossier.sides.get()
    assert answer.url == reverse("claims:dossier", args=[dossier.pk])
    assert (side.name, side.short_name, side.slot, side.marker) == ("North", "North", 5, "★")


def test_twenty_sides_all_look_different(dossier):
    sides = [make_side(dossier) for _ in range(20)]

    assert len({(side.slot, side.marker) for side in sides}) == 20
    assert len({side.slot for side in sides[:8]}) == len({side.marker for side in sides[:8]}) == 8


def test_a_look_that_is_taken_is_refused_in_words(client_of, reporter, dossier, north):
    answer = client_of(reporter).post(
        reverse("sources:add_side", args=[dossier.pk]), {"name": "South", "slot": north.slot, "marker": north.marker}
    )

    assert answer.status_code == 400
    assert "Another side has this colour and marker." in answer.text


@pytest.mark.parametrize("typed", [{"slot": "9"}, {"slot": "x"}, {"marker": "<b>"}, {"name": ""}, {"name": "x" * 121}])
def test_what_no_side_can_be_is_refused(client_of, reporter, dossier, typed):
    answer = client_of(reporter).post(
        reverse("sources:add_side", args=[dossier.pk]), {"name": "South", "slot": "1", "marker": "●"} | typed
    )

    assert answer.status_code == 400
    assert not dossier.sides.exists()


def test_an_edit_outrun_by_another_shows_both(client_of, editor, second_editor, north):
    url = reverse("sources:edit_side", args=[north.pk])
    typed = {"short_name": "", "slot": "2", "marker": "▲", "revision": "1"}
    client_of(second_editor).post(url, typed | {"name": "The north"})

    conflict = client_of(editor).post(url, typed | {"name": "Northern bank", "slot": "3"})

    assert conflict.status_code == 409
    assert [(d.label, d.yours, d.theirs) for d in conflict.context["conflicts"]] == [
        ("Name", "Northern bank", "The north"),
        ("Short name", "", "The north"),
        ("Colour", "Slate", "Rust"),
    ]


@pytest.mark.parametrize(
    ("who", "adding", "editing"),
    [("editor", 200, 200), ("reporter", 200, 403), ("reader", 403, 403), ("outsider", 404, 404)],
)
def test_who_sees_the_forms(client_of, who, adding, editing, dossier, request):
    side = make_side(dossier)
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse("sources:add_side", args=[dossier.pk])).status_code == adding
    assert client.get(reverse("sources:edit_side", args=[side.pk])).status_code == editing
