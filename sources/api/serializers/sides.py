from rest_framework import serializers

from config.api.shapes import Given, Shape
from sources.models import MARKERS


class SideShape(Shape):
    id = serializers.IntegerField()
    dossier = serializers.IntegerField(source="dossier_id")
    name = serializers.CharField()
    short_name = serializers.CharField(help_text="For tight places.")
    slot = serializers.IntegerField(help_text="The number of its colour, 1 to 8.")
    marker = serializers.ChoiceField(choices=MARKERS, help_text="Its sign, so that colour never speaks alone.")
    revision = serializers.IntegerField()


class NewSide(Given):
    name = serializers.CharField(max_length=120)
    short_name = serializers.CharField(max_length=24, required=False, help_text="Without one, the name serves.")
    slot = serializers.IntegerField(min_value=1, max_value=8, required=False, help_text="Without one, the first free.")
    marker = serializers.ChoiceField(choices=MARKERS, required=False, help_text="Without one, the first free.")


class EditedSide(NewSide):
    revision = serializers.IntegerField(min_value=1, required=False, help_text="The one you read; or use If-Match.")
