"""The parties of a dispute can be told apart."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from config.rows import Outdated
from sources.models import Side
from sources.operations import side as sides


def test_a_side_gets_the_first_colour_and_marker_that_are_free(dossier, reporter):
    for n in range(9):
        sides.add(dossier, by=reporter, name=f"Side {n}")

    looks = list(dossier.sides.order_by("pk").values_list("slot", "marker"))

    assert [slot for slot, _ in looks[:8]] == list(range(1, 9))
    assert len(set(looks)) == 9, "the ninth repeats a colour and a marker, but not both"


def test_more_sides_than_colours_can_be_told_apart(dossier, reporter):
    for n in range(20):
        sides.add(dossier, by=reporter, name=f"Side {n}")

    assert len(set(Side.objects.values_list("slot", "marker"))) == 20


def test_a_side_of_the_same_name_is_refused(dossier, north, reporter):
    with pytest.raises(ValidationError, match="a side of that name"):
        sides.add(dossier, by=reporter, name="NORTH")


def test_a_side_is_edited_by_editors_and_never_over_anothers_change(north, editor, reporter):
    with pytest.raises(PermissionDenied):
        sides.edit(north, by=reporter, revision=1, name="The north")
    sides.edit(north, by=editor, revision=1, name="The north")
    with pytest.raises(Outdated):
        sides.edit(north, by=editor, revision=1, name="Northerners")
