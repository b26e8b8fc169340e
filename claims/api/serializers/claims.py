"""A claim as programs get it: its stored document, the keys of which are described here."""

from typing import Any

import orjson
from rest_framework import serializers

from claims.documents import reading
from claims.models import Claim, Figure, Grading, Link, Response
from claims.relations import Aspect, Contest, Relation
from config.api.shapes import Shape
from sources.models import Source, Speaker

STANDING = ["standing", "superseded", "retracted"]


class DossierPart(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class SidePart(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    short_name = serializers.CharField()


class SpeakerPart(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Speaker.Kind.choices)


class MatterPart(Shape):
    id = serializers.IntegerField()
    question = serializers.CharField()


class PersonPart(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class PublisherPart(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class SaidPart(Shape):
    edtf = serializers.CharField(help_text="EDTF (ISO 8601-2), such as 2020-10-19/2020-10-25.")
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    words = serializers.CharField(help_text="As the source puts it.")
    reasoning = serializers.CharField(help_text="How the words were read.")
    uncertain = serializers.BooleanField()


class FigurePart(Shape):
    id = serializers.IntegerField()
    quantity = serializers.CharField(help_text="What happened: killed, shot down.")
    population = serializers.CharField(help_text="To whom or what: civilians, aircraft.")
    affected_side = SidePart(allow_null=True)
    place = serializers.CharField()
    period = serializers.CharField(help_text="EDTF.")
    cumulative = serializers.BooleanField(help_text="A running total, not one incident.")
    bound = serializers.ChoiceField(choices=Figure.Bound.choices)
    withheld = serializers.SerializerMethodField()
    low = serializers.SerializerMethodField()
    high = serializers.SerializerMethodField()
    unit = serializers.CharField()
    words = serializers.CharField(help_text="As the source puts it.")
    revision = serializers.IntegerField()

    def get_withheld(self, figure: Figure) -> bool:
        return figure.bound == Figure.Bound.WITHHELD

    def get_low(self, figure: Figure) -> float | None:
        return _exact(figure.low)

    def get_high(self, figure: Figure) -> float | None:
        return _exact(figure.high)


def _exact(number: Any) -> Any:
    """A decimal as a JSON number, to the last digit: 1166.000 is 1166."""
    return None if number is None else orjson.Fragment(f"{number.normalize():f}")


class PassagePart(Shape):
    id = serializers.IntegerField()
    capture = serializers.IntegerField(source="capture_id")
    sha256 = serializers.CharField(source="capture.sha256", help_text="Of the text that it stands in.")
    start = serializers.IntegerField(help_text="In code points.")
    end = serializers.IntegerField()
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()


class SourcePart(Shape):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Source.Kind.choices)
    title = serializers.CharField()
    url = serializers.CharField()
    language = serializers.CharField()
    dateline = serializers.CharField(help_text="EDTF.")
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)


class CitationPart(Shape):
    id = serializers.IntegerField()
    cue = serializers.CharField(help_text="The verb: said, denied, accused.")
    direct = serializers.SerializerMethodField()
    origin = serializers.CharField(help_text="Through whom we have it, if at second hand.")
    revision = serializers.IntegerField()
    passage = PassagePart()
    source = SourcePart(source="passage.capture.source")  # type: ignore[assignment]  # our key, not DRF's attribute
    publisher = PublisherPart(source="passage.capture.source.publisher", allow_null=True)

    def get_direct(self, citation: Any) -> bool:
        return citation.directness == citation.Directness.DIRECT


class ResponsePart(Shape):
    id = serializers.IntegerField()
    side = SidePart()
    state = serializers.ChoiceField(choices=Response.RECORDED)
    note = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class GradingPart(Shape):
    grade = serializers.ChoiceField(choices=Grading.GIVEN)
    explanation = serializers.CharField()
    graded_at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class OtherClaimPart(Shape):
    """The claim at the other end."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    kind = serializers.ChoiceField(choices=Claim.Kind.choices)
    wording = serializers.CharField()
    status = serializers.ChoiceField(choices=Claim.Status.choices)
    date = serializers.CharField(help_text="EDTF.")
    speaker = SpeakerPart()
    side = SidePart()


class TiePart(Shape):
    """A link, as seen from the claim that holds it."""

    id = serializers.IntegerField(help_text="Of the link.")
    relation = serializers.ChoiceField(choices=Relation.choices)
    direction = serializers.ChoiceField(
        choices=["out", "in"],
        help_text="“out” when this claim answers the other, “in” when the other answers it. Symmetric relations have "
        "no direction: there it says only which end is stored first.",
    )
    aspect = serializers.ChoiceField(choices=Aspect.choices, allow_blank=True)
    state = serializers.ChoiceField(choices=Link.State.choices)
    rationale = serializers.CharField()
    figure = serializers.IntegerField(allow_null=True, help_text="Of this claim.")
    other_figure = serializers.IntegerField(allow_null=True, help_text="Of the other claim.")
    claim = OtherClaimPart()


class ClaimShape(Shape):
    """One statement, with everything that says who says what against whom."""

    id = serializers.IntegerField()
    url = serializers.CharField(help_text="Its path here.")
    page = serializers.CharField(help_text="The path of its page.")
    dossier = DossierPart()
    matter = MatterPart(allow_null=True)
    speaker = SpeakerPart()
    office = serializers.CharField(help_text="Held when this was said.")
    side = SidePart()
    accused_side = SidePart(allow_null=True)
    kind = serializers.ChoiceField(choices=Claim.Kind.choices)
    wording = serializers.CharField(help_text="Ours, neutral.")
    own_words = serializers.CharField(help_text="The speaker's.")
    language = serializers.CharField(help_text="Of the own words (BCP 47).")
    translation = serializers.CharField(help_text="Of the own words.")
    date = SaidPart()
    status = serializers.ChoiceField(choices=Claim.Status.choices)
    status_reason = serializers.CharField(help_text="Why it was returned or voided.")
    revision = serializers.IntegerField()
    standing = serializers.ChoiceField(choices=STANDING)
    contest = serializers.ChoiceField(choices=Contest.choices)
    has_rival = serializers.BooleanField()
    unanswered = serializers.BooleanField()
    figures = FigurePart(many=True)
    citations = CitationPart(many=True)
    rivals = TiePart(many=True)
    links = TiePart(many=True, help_text="The ties that make no rivals.")
    responses = ResponsePart(many=True)
    grading = GradingPart(allow_null=True)
    logged_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(help_text="When it was worded or published last.")
    logged_by = PersonPart(required=False, help_text="This and the next two only for those who work on the dossier.")
    worded_by = PersonPart(required=False)
    published_by = PersonPart(required=False, allow_null=True)

    def to_representation(self, claim: Claim) -> Any:
        """The stored document, byte for byte."""
        return orjson.Fragment(reading.one(claim.pk, self.context["request"].user) or b"null")
