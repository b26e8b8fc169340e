from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.shapes import Choice, Given, Key, ReadRevision, Shape, Text
from sources.models import Speaker


class AffiliationShape(Shape):
    id = serializers.IntegerField()
    side = serializers.IntegerField(source="side_id")
    office = serializers.CharField()
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)


_AFFILIATION = AffiliationShape()


class SpeakerShape(Shape):
    example = {
        "id": 1, "dossier": 1, "kind": "person", "name": "Anna Petrov", "aliases": ["A. Petrova"], "note": "",
        "merged_into": None, "revision": 1, "affiliations": [
            {"id": 1, "side": 1, "office": "spokeswoman of the ministry", "first_day": "2019-01-01", "last_day": None}
        ],
    }  # fmt: skip

    id = serializers.IntegerField()
    dossier = serializers.IntegerField(source="dossier_id")
    kind = serializers.ChoiceField(choices=Speaker.Kind.choices)
    name = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    merged_into = serializers.IntegerField(
        source="merged_into_id", allow_null=True, help_text="The speaker that this entry turned out to be, too."
    )
    affiliations = serializers.SerializerMethodField()
    revision = serializers.IntegerField()

    @extend_schema_field(AffiliationShape(many=True))
    def get_affiliations(self, speaker):
        known = getattr(speaker, "live_affiliations", None)
        rows = speaker.affiliations.filter(active=True) if known is None else known
        return [_AFFILIATION.to_representation(row) for row in rows]


class SpeakerFields(Given):
    name = Text(max_length=200)
    kind = Choice(choices=Speaker.Kind.choices, required=False)
    aliases = serializers.ListField(
        child=Text(max_length=200), required=False, max_length=50, help_text="Other names, spellings."
    )
    note = Text(max_length=2000, required=False, allow_blank=True)

    def validate_aliases(self, aliases):
        return list(dict.fromkeys(" ".join(alias.split()) for alias in aliases))


class NewSpeaker(SpeakerFields):
    example = {"dossier": 1, "name": "Anna Petrov", "side": 1, "office": "spokeswoman of the ministry"}

    dossier = Key()
    side = Key(required=False, help_text="The side that the speaker speaks for.")
    office = Text(max_length=200, required=False, allow_blank=True)

    def validate_side(self, key):
        return side_of(self.context["dossier"], key)


class EditedSpeaker(SpeakerFields):
    example = {"aliases": ["A. Petrova"], "revision": 1}

    revision = ReadRevision()


class NewAffiliation(Given):
    example = {"side": 1, "office": "spokeswoman of the ministry", "first_day": "2019-01-01"}

    side = Key()
    office = Text(max_length=200, required=False, allow_blank=True)
    first_day = serializers.DateField(required=False, allow_null=True)
    last_day = serializers.DateField(required=False, allow_null=True)

    def validate_side(self, key):
        return side_of(self.context["dossier"], key)


class TakenBack(Given):
    example = {"reason": "It was another person of that name."}

    reason = Text(max_length=2000, required=False, allow_blank=True)


def side_of(dossier, key):
    """The side of the dossier with this key."""
    side = dossier.sides.filter(pk=key).first()
    if side is None:
        raise serializers.ValidationError("This dossier has no such side.")
    return side
