from rest_framework import serializers

from config.api.shapes import Shape

RESOURCES = ("dossiers", "sides", "matters", "speakers", "publishers", "sources", "claims", "links")


class ChangeShape(Shape):
    """A record that is new or another, as it stands now."""

    resource = serializers.ChoiceField(choices=RESOURCES)
    id = serializers.IntegerField()
    gone = serializers.BooleanField(help_text="It is not yours to see any more: drop it. “record” is null then.")
    record = serializers.JSONField(
        allow_null=True,
        help_text="As the resource's own address gives it. A matter comes without “contest”: that follows from claims.",
    )


class ChangesShape(Shape):
    """What changed, in the order in which it was committed."""

    results = ChangeShape(many=True)
    cursor = serializers.CharField(help_text="The place in the changes up to here, for “since”.")
    next = serializers.URLField(help_text="The address of what changes from here on; there always is one.")
    more = serializers.BooleanField(help_text="Whether there is more already; else come again later.")
