from rest_framework import serializers

from config.api.shapes import Shape


class FaultPart(Shape):
    """What is wrong where."""

    path = serializers.CharField()
    message = serializers.CharField()


class KnownPart(Shape):
    """The claim that a statement was logged as before."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    cite_at = serializers.CharField(help_text="Post a citation of that claim there, if another source says it too.")


class RefusalPart(Shape):
    """Why a row was refused: as it would have been by itself."""

    code = serializers.CharField()
    detail = serializers.CharField()
    errors = FaultPart(many=True)  # type: ignore[assignment]  # a field of that name, as problem details have it
    claim = KnownPart(required=False, help_text="Where the code is already-logged.")


class RowPart(Shape):
    """What came of one row."""

    row = serializers.IntegerField(help_text="Its number, from 0.")
    status = serializers.IntegerField(help_text="The status that it would have got by itself.")
    id = serializers.IntegerField(allow_null=True, help_text="Of the claim.")
    url = serializers.CharField(allow_null=True)
    problem = RefusalPart(allow_null=True)


class LoggedShape(Shape):
    """What came of each row, in the order they were sent."""

    logged = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = RowPart(many=True)
