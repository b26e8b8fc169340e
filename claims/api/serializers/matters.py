from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from claims.models import Matter
from claims.relations import Contest
from config.api.shapes import Faults, Given, Key, ReadRevision, Shape, Text
from sources.dates.days import UnreadableDate
from sources.dates.reading import read_date


class MatterRow(Shape):
    """A question: nothing else than this row says, so that a change of it is a change of the matter."""

    id = serializers.IntegerField()
    url = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()
    dossier = serializers.IntegerField(source="dossier_id")
    question = serializers.CharField()
    place = serializers.CharField()
    date = serializers.CharField(source="date_edtf", help_text="EDTF.")
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    note = serializers.CharField(source="shown_note", help_text="For colleagues: empty to whoever does not work on it.")
    revision = serializers.IntegerField()
    opened_at = serializers.DateTimeField()

    def get_url(self, matter: Matter) -> str:
        return f"/api/v1/matters/{matter.pk}/"

    def get_page(self, matter: Matter) -> str:
        return f"/matters/{matter.pk}/"


class MatterShape(MatterRow):
    contest = serializers.ChoiceField(
        choices=Contest.choices, help_text="As it follows from published claims and confirmed links."
    )


class MatterFields(Given):
    question = Text(max_length=300)
    place = Text(max_length=200, required=False, allow_blank=True)
    date = Text(max_length=200, required=False, allow_blank=True, help_text="EDTF, or words.")
    note = Text(max_length=2000, required=False, allow_blank=True, help_text="For colleagues.")

    def validate_question(self, words: str) -> str:
        return " ".join(words.split())

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "date" not in given:
            return given
        words = given.pop("date")
        if not words.strip():
            return given | {"date_edtf": "", "first_day": None, "last_day": None}
        try:
            read = read_date(words)
        except UnreadableDate as error:
            raise ValidationError({"date": [str(error)]}) from error
        return given | {"date_edtf": read.edtf, "first_day": read.first_day, "last_day": read.last_day}

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        with faults.noted():
            self.validate(given)


class NewMatter(MatterFields):
    example = {"dossier": 1, "question": "Were two jets shot down?", "date": "2020-10-29"}

    dossier = Key()


class EditedMatter(MatterFields):
    example = {"place": "Martakert", "revision": 1}

    revision = ReadRevision()
