from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.shapes import Choice, Given, Key, ReadRevision, Shape, Text
from config.people import name_of
from sources.models import Dossier, Member


class DossierShape(Shape):
    example = {
        "id": 1, "name": "The river dispute", "summary": "Who opened the dam, and when.", "visibility": "public",
        "opened_at": "2020-10-29T09:30:00Z", "revision": 1,
    }  # fmt: skip

    id = serializers.IntegerField()
    name = serializers.CharField()
    summary = serializers.CharField()
    visibility = serializers.ChoiceField(choices=Dossier.Visibility.choices)
    opened_at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class DossierFields(Given):
    name = Text(max_length=200)
    summary = Text(max_length=4000, required=False, allow_blank=True)
    visibility = Choice(choices=Dossier.Visibility.choices, required=False)


class FirstSide(Given):
    name = Text(max_length=120)
    short_name = Text(max_length=24, required=False, default="", allow_blank=True)


class NewDossier(DossierFields):
    example = {"name": "The river dispute", "editors": [2], "sides": [{"name": "North"}, {"name": "South"}]}

    editors = serializers.ListField(
        child=Key(), required=False, max_length=50, help_text="Who reviews: a journalist names at least one."
    )
    sides = FirstSide(many=True, required=False, help_text="The first parties.")

    def validate_editors(self, keys):
        known = self.context["editors"].in_bulk(keys)
        if missing := [key for key in keys if key not in known]:
            raise serializers.ValidationError(f"You know no editor with the key {missing[0]}.")
        return list(known.values())

    def validate_sides(self, sides):
        return [(side["name"], side["short_name"]) for side in sides]


class EditedDossier(DossierFields):
    example = {"visibility": "public", "revision": 1}

    revision = ReadRevision()


class MemberShape(Shape):
    example = {"id": 3, "dossier": 1, "user": 2, "name": "Emma Editor", "role": "editor"}

    id = serializers.IntegerField()
    dossier = serializers.IntegerField(source="dossier_id")
    user = serializers.IntegerField(source="user_id")
    name = serializers.SerializerMethodField()
    role = serializers.ChoiceField(choices=Member.Role.choices)

    @extend_schema_field(str)
    def get_name(self, member):
        return name_of(member.user)


class ReadRole(Choice):
    """The role somebody was seen to have: it is what a membership says, and so its revision."""

    def __init__(self, **options):
        super().__init__(choices=Member.Role.choices, help_text="The role you read.", **options)


class GivenRole(Given):
    example = {"dossier": 1, "user": 2, "role": "journalist"}

    dossier = Key()
    user = Key(help_text="Somebody with an account.")
    role = Choice(choices=Member.Role.choices)
    was = ReadRole(required=False)


class EndedMembership(Given):
    example = {"was": "journalist"}

    was = ReadRole()
