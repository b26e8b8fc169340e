from rest_framework import serializers

from claims.api.serializers.claims import ClaimShape
from config.api.shapes import Shape


class AlikeShape(Shape):
    """A claim that has words of a search."""

    claim = ClaimShape()
    part = serializers.FloatField(
        help_text="How much of what the words say it shares, 0 to 1; of the others, where some name the speaker."
    )
    words = serializers.ListField(child=serializers.CharField(), help_text="Words that it shares, rare ones first.")


class AlikesShape(Shape):
    """The closest first; at most 25."""

    results = AlikeShape(many=True)
