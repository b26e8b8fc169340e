from rest_framework import serializers

from config.api.shapes import Choice, Given, Key, ReadRevision, Shape, Text, Whole
from sources.models import MARKERS


class SideShape(Shape):
    example = {
        "id": 1, "dossier": 1, "name": "Northern authorities", "short_name": "North",
        "slot": 1, "marker": "◆", "revision": 1,
    }  # fmt: skip

    id = serializers.IntegerField()
    dossier = serializers.IntegerField(source="dossier_id")
    name = serializers.CharField()
    short_name = serializers.CharField(help_text="For tight places.")
    slot = serializers.IntegerField(help_text="The number of its colour, 1 to 8.")
    marker = serializers.ChoiceField(choices=MARKERS, help_text="Its sign, so that colour never speaks alone.")
    revision = serializers.IntegerField()


class SideFields(Given):
    name = Text(max_length=120)
    short_name = Text(max_length=24, required=False, help_text="Without one, the name serves.")
    slot = Whole(min_value=1, max_value=8, required=False, help_text="Without one, the first free.")
    marker = Choice(choices=MARKERS, required=False, help_text="Without one, the first free.")


class NewSide(SideFields):
    example = {"dossier": 1, "name": "The mediators", "short_name": "Mediators"}

    dossier = Key()


class EditedSide(SideFields):
    example = {"short_name": "North", "revision": 1}

    revision = ReadRevision()
