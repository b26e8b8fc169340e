"""Figures, citations and responses by themselves: the same as inside their claim, which is named."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from claims.api.serializers.claims import CitationPart, FigurePart, ResponsePart
from claims.api.serializers.naming import RowField, side_field, source_field
from claims.forms.citation import LONGEST_PASSAGE
from claims.models import Citation, Figure, Response
from claims.queries import named
from config.api.shapes import Choice, Faults, Flag, Given, Key, Number, ReadRevision, Text, Whole
from sources.dates.days import UnreadableDate
from sources.dates.reading import read_date

B = Figure.Bound
LARGEST = 2**31 - 1


class FigureShape(FigurePart):
    claim = serializers.IntegerField(source="claim_id")


class CitationShape(CitationPart):
    claim = serializers.IntegerField(source="claim_id")


class ResponseShape(ResponsePart):
    state = serializers.ChoiceField(
        choices=Response.State.choices, help_text="“not_sought” where it was recorded by mistake, and taken back."
    )
    claim = serializers.IntegerField(source="claim_id")


class Revised(Given):
    """What a change names beside its fields."""

    revision = ReadRevision()
    reason = Text(max_length=400, required=False, allow_blank=True, help_text="Why it changes. Kept in the history.")


class Reason(Given):
    reason = Text(max_length=2000, help_text="Stays in the history.")


class FigureFields(Given):
    quantity = Text(max_length=80, help_text="What happened: killed, injured, shot down.")
    population = Text(max_length=80, required=False, allow_blank=True)
    affected_side = side_field(required=False, allow_null=True, help_text="The key of a side.")
    place = Text(max_length=120, required=False, allow_blank=True)
    period = Text(max_length=200, required=False, allow_blank=True, help_text="EDTF, or words.")
    cumulative = Flag(required=False, help_text="A running total, not one incident.")
    bound = Choice(choices=B.choices, required=False, help_text="“exact” if not said.")
    low = Number(max_digits=18, decimal_places=3, min_value=0, required=False, allow_null=True)
    high = Number(
        max_digits=18, decimal_places=3, min_value=0, required=False, allow_null=True,
        help_text="Of a range, or of “at most”; the others say it once, as “low”.",
    )  # fmt: skip
    unit = Text(max_length=40, required=False, allow_blank=True)
    words = Text(max_length=200, required=False, allow_blank=True, help_text="As the source puts it.")

    def validate_period(self, words: str) -> str:
        if not words.strip():
            return ""
        try:
            return read_date(words).edtf
        except UnreadableDate as error:
            raise ValidationError(str(error)) from error

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if {"bound", "low", "high"} & set(given) or not self.partial:
            low, high = self._fitting(given)
            given |= {"low": low, "high": high}
        return given

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        if not {"bound", "low", "high"} & wrong.keys():
            with faults.noted():
                self.validate(given)

    def _fitting(self, given: dict[str, Any]) -> tuple[Decimal | None, Decimal | None]:
        """The numbers as the bound wants them: one that stands for itself is both ends."""
        was = self.context.get("row")
        bound = given.get("bound") or (was.bound if was else B.EXACT)
        moved = was is not None and bound == was.bound
        low, high = (given.get(name, getattr(was, name) if moved else None) for name in ("low", "high"))
        if bound in (B.EXACT, B.ABOUT):
            told = {number for name in ("low", "high") if (number := given.get(name)) is not None}
            if len(told) > 1:
                raise ValidationError({"high": ["Only a range has two numbers: say “range”."]})
            low = high = told.pop() if told else low
        wanted = {
            B.EXACT: (True, True), B.ABOUT: (True, True), B.AT_LEAST: (True, False), B.AT_MOST: (False, True),
            B.RANGE: (True, True), B.WITHHELD: (False, False),
        }[B(bound)]  # fmt: skip
        for name, number, needed in zip(("low", "high"), (low, high), wanted, strict=True):
            if needed != (number is not None):
                word = "needs" if needed else "has no"
                raise ValidationError({name: [f"A figure that is “{bound}” {word} “{name}”."]})
        if bound == B.RANGE and low >= high:  # type: ignore[operator]  # both are wanted
            raise ValidationError({"high": ["A range ends above its first number."]})
        return low, high


class NewFigure(FigureFields):
    example = {"claim": 7, "quantity": "killed", "population": "civilians", "bound": "at_least", "low": 90}

    claim = Key()


class EditedFigure(FigureFields, Revised):
    pass


class HowCited(Given):
    cue = Text(max_length=80, required=False, allow_blank=True, help_text="The verb: said, denied.")
    direct = Flag(required=False, help_text="Quoted; else it is a paraphrase.")
    origin = Text(
        max_length=200, required=False, allow_blank=True, help_text="Through whom we have it, if at second hand."
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "direct" in given:
            D = Citation.Directness
            given["directness"] = D.DIRECT if given.pop("direct") else D.PARAPHRASE
        return given


class CitationFields(HowCited):
    """A passage that is known, or the exact words of a source, which are looked for in its captures."""

    passage = RowField(named.passage_of, "passage", required=False)
    source = source_field(  # type: ignore[assignment]  # our key, not DRF's attribute
        required=False, help_text="Its key, or the fields of one that may be new."
    )
    words = Text(max_length=LONGEST_PASSAGE, required=False, verbatim=True, help_text="The exact words of the source.")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        _check_place({*given})
        return super().validate(given)

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        with faults.noted():
            _check_place({*given, *wrong})


def _check_place(named: set[str]) -> None:
    """Raises ValidationError where it stands is not said, or said twice."""
    if "passage" in named:
        if clash := sorted({"source", "words"} & named):
            raise ValidationError({name: ["The passage says it already."] for name in clash})
    elif missing := sorted({"source", "words"} - named):
        raise ValidationError({name: ["Name a passage, or a source and its words."] for name in missing})


class NewCitation(CitationFields):
    example = {
        "claim": 7,
        "source": {"url": "https://news.example/1"},
        "words": "It was not us, he said.",
        "cue": "said",
    }

    claim = Key()


class EditedCitation(HowCited, Revised):
    pass


class NewResponse(Given):
    """What came of asking a side. An answer is not recorded: log it, and link it."""

    side = side_field(help_text="The side asked, by its key.")
    state = Choice(choices=Response.RECORDED)
    note = Text(
        max_length=2000, required=False, allow_blank=True, help_text="Who was asked and how. Public with the claim."
    )
    revision = Whole(
        min_value=0, max_value=LARGEST, required=False, default=0,
        help_text="Of what you read was recorded of this side; 0 for nothing.",
    )  # fmt: skip


class TakenBackResponse(Reason):
    """What was recorded of a side by mistake. The history keeps it."""

    side = side_field(help_text="The side of which it was recorded, by its key.")
    revision = Whole(min_value=1, max_value=LARGEST, help_text="Of what you read was recorded of this side.")
