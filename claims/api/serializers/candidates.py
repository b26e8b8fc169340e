from rest_framework import serializers

from claims.api.serializers.claims import ClaimShape
from config.api.shapes import Shape


class CandidateShape(Shape):
    """A claim that may be tied to the one that was asked about, and why."""

    claim = ClaimShape()
    likely = serializers.BooleanField(help_text="Is there a clue, beyond its having been said at about that time?")
    answers = serializers.BooleanField(help_text="Is it the one that answers? Else it is answered.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="The clues, in words.")
    links = serializers.ListField(
        child=serializers.IntegerField(), help_text="The links that the two have or had, by their keys."
    )


class CandidatesShape(Shape):
    """The likeliest first, those of other sides before those of the claim's own."""

    results = CandidateShape(many=True)
    more = serializers.BooleanField(help_text="Are there more? Then narrow with “q” or “side”.")
