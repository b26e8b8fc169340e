"""How programs name rows: by their key, or by the fields of a row that may be known already."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError as Refused
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from claims.forms.said import Dateline
from claims.queries import named, suggest
from config.api.shapes import Address, Choice, Faults, Given, Text
from sources.models import Dossier, Source, Speaker

Find = Callable[[Dossier, int], Any]


class RowField(serializers.Field):
    """A row of the dossier that the request is about, by its key."""

    def __init__(self, find: Find, noun: str, **options: Any) -> None:
        super().__init__(**options)
        self.find, self.noun = find, noun

    def to_internal_value(self, given: Any) -> Any:
        """The row, or the fields of a new one. Of many statements at once each row is looked for once (`known`)."""
        known = self.context.get("known", {})
        name = (self.noun, repr(given))
        if name not in known:
            row = self.read(given)
            if isinstance(row, dict):
                return row  # a statement before the next may have added it by then
            known[name] = row
        return known[name]

    def read(self, key: Any) -> Any:
        if type(key) is not int:
            raise ValidationError("Name it by its key, a whole number.")
        row = self.find(self.context["dossier"], key)
        if row is None:
            raise ValidationError(f"This dossier has no such {self.noun}.")
        return row


class KnownOrNew(RowField):
    """A row by its key, or by its fields: the one that is known by them, else the fields of a new one."""

    def __init__(self, fields: type[Given], find: Find, noun: str, **options: Any) -> None:
        super().__init__(find, noun, **options)
        self.new = fields

    def read(self, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return super().read(given)
        found = self.new(context=self.context).run_validation(given)
        return found.get("known") or found


class RowFieldDescription(OpenApiSerializerFieldExtension):
    """How the document describes such fields."""

    target_class = RowField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        key = {"type": "integer", "format": "int64", "minimum": 1}
        if not isinstance(self.target, KnownOrNew):
            return key
        return {"oneOf": [key, auto_schema.resolve_serializer(self.target.new, direction).ref]}


def said_of(field: str, error: Refused) -> ValidationError:
    """What a reading of words refuses, as said of a field."""
    return ValidationError({field: error.messages})


def only_one(rows: list[Any], noun: str) -> Any:
    """The row that is meant, or None. Raises ValidationError where several may be."""
    if len(rows) > 1:
        keys = ", ".join(str(row.pk) for row in rows)
        raise ValidationError(f"Several {noun}s are known by that: name one by its key ({keys}).")
    return rows[0] if rows else None


class SpeakerMeant(Given):
    """A speaker by name. Whoever bears it as name or alias is meant; if nobody does, a speaker is added."""

    name = Text(max_length=200)
    kind = Choice(
        choices=Speaker.Kind.choices, required=False, help_text="Of a new one. Without it, as the name suggests."
    )
    aliases = serializers.ListField(
        child=Text(max_length=200), required=False, max_length=50, help_text="Of a new one."
    )
    note = Text(max_length=2000, required=False, allow_blank=True, help_text="Of a new one.")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        bearing = Speaker.objects.filter(dossier=self.context["dossier"]).current().named(given["name"])
        if known := only_one(list(bearing[:5]), "speaker"):
            return {"known": known}
        return {"kind": suggest.guess_speaker_kind(given["name"])} | given

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        if "name" in given:
            with faults.noted():
                self.validate(given)


class MatterMeant(Given):
    """A question. The matter that asks it is meant; if none does, it is added."""

    question = Text(max_length=300)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if known := suggest.asking(self.context["dossier"], given["question"]):
            return {"known": known}
        return given


class SourceMeant(Given):
    """A source by its address or title. The one that has it is meant; if none does, it is added."""

    title = Text(max_length=300, required=False)
    url = Address(max_length=2000, required=False)
    publisher = Text(max_length=200, required=False, help_text="A name; a new one is added.")
    kind = Choice(choices=Source.Kind.choices, required=False)
    author = Text(max_length=200, required=False)
    language = Text(max_length=35, required=False, help_text="BCP 47, such as en or hy.")
    dateline = Text(max_length=200, required=False, help_text="EDTF, or words: 29 Oct 2020.")

    def validate_dateline(self, words: str) -> Dateline:
        return Dateline.read(words)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not given.get("title") and not given.get("url"):
            raise ValidationError({"title": ["Name the source by its title or its address."]})
        if known := self._known(given):
            return {"known": known}
        if not given.get("title"):
            raise ValidationError({"title": ["No source has this address yet: give the title of a new one."]})
        dateline = given.pop("dateline", Dateline())
        return given | dateline.fields

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        named = {"title", "url"} & given.keys()
        if not {"title", "url"} & wrong.keys() and not (named and "dateline" in wrong):
            with faults.noted():
                self.validate(given)

    def _known(self, given: dict[str, Any]) -> Source | None:
        """By its address; by its title, where neither address nor dateline says that it is another."""
        of_dossier = self.context["dossier"]
        if url := given.get("url"):
            found = [source for source in suggest.titled(of_dossier, url) if source.url == url]
            if found or not given.get("title"):
                return only_one(found, "source")
        same = suggest.titled(of_dossier, given["title"])
        told = given.get("dateline", Dateline()).edtf
        return only_one(
            [source for source in same if (not url or not source.url) and (not told or source.dateline in ("", told))],
            "source",
        )


def speaker_field(**options: Any) -> KnownOrNew:
    return KnownOrNew(SpeakerMeant, named.speaker_of, "speaker", **options)


def matter_field(**options: Any) -> KnownOrNew:
    return KnownOrNew(MatterMeant, named.matter_of, "matter", **options)


def source_field(**options: Any) -> KnownOrNew:
    return KnownOrNew(SourceMeant, named.source_of, "source", **options)


def side_field(**options: Any) -> RowField:
    return RowField(named.side_of, "side", **options)
