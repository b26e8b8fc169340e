from rest_framework import serializers

from claims.api.serializers.naming import RowField
from config.api.shapes import Given, Shape, Text
from sources.models import Speaker


class MergeShape(Shape):
    """Two entries that were found to be one speaker."""

    id = serializers.IntegerField()
    url = serializers.SerializerMethodField()
    dossier = serializers.IntegerField(source="dossier_id")
    kept = serializers.IntegerField(source="kept_id", help_text="The speaker that stands for both.")
    merged = serializers.IntegerField(source="merged_id")
    aliases = serializers.ListField(
        source="added_aliases", child=serializers.CharField(), help_text="Names that the kept one gained."
    )
    merged_at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)

    def get_url(self, merge) -> str:
        return f"/api/v1/merges/{merge.pk}/"


class NewMerge(Given):
    other = RowField(
        lambda dossier, key: Speaker.objects.current().filter(dossier=dossier, pk=key).first(),
        "speaker",
        help_text="The entry that becomes one with this, by its key.",
    )
    reason = Text(max_length=2000, help_text="How you know that they are one.")
