from django.core.validators import RegexValidator, URLValidator
from rest_framework import serializers

from config.api.shapes import Choice, Given, Key, ReadRevision, Shape, Text, Whole
from sources.dates.days import UnreadableDate
from sources.dates.reading import read_date
from sources.models import Capture, Source


class PublisherShape(Shape):
    example = {"id": 1, "name": "The Daily Ledger", "url": ""}

    id = serializers.IntegerField()
    name = serializers.CharField()
    url = serializers.CharField(help_text="Its address, or nothing.")


class SourceShape(Shape):
    example = {
        "id": 1, "dossier": 1, "kind": "article", "title": "Row over the dam", "url": "https://ledger.example/dam",
        "publisher": PublisherShape.example, "author": "", "language": "en", "dateline": "2020-10-29",
        "first_day": "2020-10-29", "last_day": "2020-10-29", "note": "", "added_at": "2020-10-30T08:00:00Z",
        "revision": 1,
    }  # fmt: skip

    id = serializers.IntegerField()
    dossier = serializers.IntegerField(source="dossier_id")
    kind = serializers.ChoiceField(choices=Source.Kind.choices)
    title = serializers.CharField()
    url = serializers.CharField(help_text="Its address, or nothing.")
    publisher = PublisherShape(allow_null=True)
    author = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47, such as en or hy.")
    dateline = serializers.CharField(help_text="The day it was written: EDTF.")
    first_day = serializers.DateField(allow_null=True, help_text="Of the dateline.")
    last_day = serializers.DateField(allow_null=True, help_text="Of the dateline.")
    note = serializers.CharField(help_text="How good a source it is.")
    added_at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class SourceFields(Given):
    title = Text(max_length=300)
    kind = Choice(choices=Source.Kind.choices, required=False)
    url = Text(
        max_length=2000, required=False, allow_blank=True, help_text="Begins with http:// or https://.",
        validators=[URLValidator(schemes=["http", "https"], message="An address begins with http:// or https://.")],
    )  # fmt: skip
    publisher = Text(max_length=200, required=False, allow_blank=True, help_text="A name; a new one is added.")
    author = Text(max_length=200, required=False, allow_blank=True)
    language = Text(
        max_length=35, required=False, allow_blank=True, help_text="BCP 47, such as en or hy.",
        validators=[RegexValidator(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "A language code, such as en or pt-BR.")],
    )  # fmt: skip
    dateline = Text(
        max_length=200, required=False, allow_blank=True, help_text="The day it was written: EDTF, or 29 Oct 2020."
    )
    note = Text(max_length=2000, required=False, allow_blank=True)

    def validate(self, given):
        """The dateline with its first and last day, as the source keeps them."""
        if "dateline" not in given:
            return given
        if not given["dateline"]:
            return given | {"first_day": None, "last_day": None}
        try:
            read = read_date(given["dateline"])
        except UnreadableDate as unreadable:
            raise serializers.ValidationError({"dateline": [str(unreadable)]}) from None
        return given | {"dateline": read.edtf, "first_day": read.first_day, "last_day": read.last_day}

    def judge(self, given, wrong, faults):
        with faults.noted():
            self.validate(given)


class NewSource(SourceFields):
    example = {
        "dossier": 1, "title": "Row over the dam", "url": "https://ledger.example/dam",
        "publisher": "The Daily Ledger", "dateline": "29 Oct 2020",
    }  # fmt: skip

    dossier = Key()


class EditedSource(SourceFields):
    example = {"author": "A. Writer", "revision": 1}

    revision = ReadRevision()


class CaptureShape(Shape):
    """How a text was taken; the text itself is for those who work on the dossier."""

    example = {
        "id": 1, "source": 1, "how": "pasted", "taken_at": "2020-10-30T08:00:00Z",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }  # fmt: skip

    id = serializers.IntegerField()
    source = serializers.IntegerField(source="source_id")  # type: ignore[assignment]  # a field of that name
    how = serializers.ChoiceField(choices=Capture.How.choices)
    taken_at = serializers.DateTimeField()
    sha256 = serializers.CharField(help_text="Of the text as UTF-8, in hexadecimal.")


class TextShape(CaptureShape):
    """A capture with its text, which is null for those who do not work on the dossier."""

    example = CaptureShape.example | {"text": "The dam was shut, the minister said."}

    text = serializers.CharField(allow_null=True)


class NewCapture(Given):
    example = {"source": 1, "text": "The dam was shut, the minister said.", "how": "pasted"}

    source = Key()  # type: ignore[assignment]  # a field of that name
    text = Text(max_length=2_000_000, trim_whitespace=False, verbatim=True)
    how = Choice(
        choices=[(how.value, how.label) for how in (Capture.How.PASTED, Capture.How.TYPED)], default=Capture.How.PASTED
    )


class PassageShape(Shape):
    """A W3C TextPositionSelector and TextQuoteSelector in one: offsets count Unicode code points."""

    example = {
        "id": 1, "capture": 1, "start": 0, "end": 16, "exact": "The dam was shut", "prefix": "",
        "suffix": ", the minister said.",
    }  # fmt: skip

    id = serializers.IntegerField()
    capture = serializers.IntegerField(source="capture_id")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()


class NewPassage(Given):
    example = {"capture": 1, "start": 0, "end": 16}

    capture = Key()
    start = Whole(min_value=0, max_value=2**31 - 1)
    end = Whole(min_value=1, max_value=2**31 - 1)
