"""A statement as programs send it: everything that the log form can say, in the words of the claim's own JSON."""

from collections.abc import Mapping, Sized
from contextlib import suppress
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError as Refused
from rest_framework.exceptions import ValidationError

from claims.api.serializers.links import TieFields
from claims.api.serializers.naming import matter_field, said_of, side_field, speaker_field
from claims.api.serializers.parts import LARGEST, CitationFields, FigureFields, Revised
from claims.forms.figure import MOST_ROWS
from claims.forms.said import Dateline, said, shown
from claims.models import Claim, Grading
from claims.operations.entry import Tie
from claims.queries import suggest
from config.api.shapes import Choice, Faults, Flag, Given, Key, ReadRevision, Text, Whole
from sources.models import Affiliation, Source, Speaker

ACCUSATION = Claim.Kind.ACCUSATION
MOST_LINKS = 20
"""How many links one request may propose with a claim."""
_ANY = Dateline.read("2000-01-01")
"""Some dateline, where the true one is not known: what cannot be read against it cannot be read at all."""


class ClaimGiven(Given):
    """What a claim says. Rows of the dossier are named by key, or by the fields of one that may be new."""

    speaker = speaker_field(help_text="A key, or {“name”: …}: known by that name, else new.")
    side = side_field(required=False, help_text="A key. Without one, the side that the speaker spoke for that day.")
    office = Text(max_length=200, required=False, allow_blank=True, help_text="Held when it was said.")
    kind = Choice(choices=Claim.Kind.choices)
    wording = Text(max_length=2000, help_text="In our words, neutral, as a full sentence.")
    own_words = Text(max_length=4000, required=False, allow_blank=True)
    language = Text(max_length=35, required=False, allow_blank=True, help_text="Of the own words (BCP 47).")
    translation = Text(max_length=4000, required=False, allow_blank=True)
    date = Text(
        max_length=200, required=False, allow_blank=True,
        help_text="When it was said: EDTF, or words, read against the source's dateline. Without it, the dateline.",
    )  # fmt: skip
    uncertain = Flag(required=False, help_text="The date is uncertain.")
    accused_side = side_field(required=False, allow_null=True, help_text="A key: whom an accusation accuses.")
    matter = matter_field(required=False, allow_null=True, help_text="A key, or {“question”: …}.")

    def _read_date(self, words: str, against: Dateline, *, uncertain: bool) -> dict[str, Any]:
        try:
            return said(words, against, uncertain=uncertain, keep=self.context.get("keep", "send “uncertain”: true"))
        except Refused as error:
            raise said_of("date", error) from error

    def _accused(self, given: dict[str, Any], kind: str, side: Any, was: Any = None) -> Any:
        """Whom it accuses. Raises ValidationError where that is not clear, or no accusation is made."""
        accused = given.get("accused_side", was if kind == ACCUSATION else None)
        if kind != ACCUSATION:
            if accused:
                raise ValidationError({"accused_side": ["Only an accusation names the side that it accuses."]})
            return None
        if accused and accused == side:
            raise ValidationError({"accused_side": ["That is the side that speaks. Whom does it accuse?"]})
        accused = accused or suggest.other_side(self.context["dossier"].sides.all(), side)
        if accused is None:
            raise ValidationError({"accused_side": ["An accusation names the side that it accuses."]})
        return accused


class ClaimEntry(ClaimGiven):
    citation = CitationFields(required=False, help_text="Where it stands; needed once it is submitted.")
    figures = FigureFields(many=True, required=False, max_length=MOST_ROWS)  # type: ignore[call-arg]  # taken by the list
    links = TieFields(many=True, required=False, max_length=MOST_LINKS)  # type: ignore[call-arg]  # taken by the list
    submit = Flag(required=False, help_text="Put it before the editors at once.")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """As `operations.entry.enter` takes it."""
        citation = given.pop("citation", {})
        read = self._read_date(
            given.pop("date", ""), _dateline(citation), uncertain=given.pop("uncertain", False)
        )  # fmt: skip
        speaker = given["speaker"]
        held = self._held(speaker, read["first_day"]) if isinstance(speaker, Speaker) else None
        side = given["side"] = self._speaking_for(given, held)
        if held and held.side == side:
            given["office"] = given.get("office") or held.office
        if not isinstance(speaker, Speaker):
            given["speaker"] = {**speaker, "side": side, "office": given.get("office", "")}
        given["accused_side"] = self._accused(given, given["kind"], side)
        given["ties"] = [Tie(**tie) for tie in given.pop("links", ())]
        _check_places(given["ties"], given.get("figures", ()))
        return given | read | citation

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        day = None if "date" in wrong else self._day_told(given, _dateline_told(given, wrong), faults)
        side, speaker = given.get("side"), given.get("speaker")
        if speaker and not side and "side" not in wrong and (day or not isinstance(speaker, Speaker)):
            with faults.noted():
                held = self._held(speaker, day) if day and isinstance(speaker, Speaker) else None
                side = self._speaking_for(given, held)
        kind = given.get("kind")
        if kind and (side or kind != ACCUSATION):
            with faults.noted():
                self._accused(given, kind, side)
        if not {"links", "figures"} & wrong.keys():
            with faults.noted():
                _check_places([Tie(**tie) for tie in given.get("links", ())], given.get("figures", ()))

    def _speaking_for(self, given: dict[str, Any], held: Affiliation | None) -> Any:
        """The side that is given, or that the speaker spoke for then. Raises ValidationError where there is neither."""
        side = given.get("side", held and held.side)
        if side is None:
            speaker = given["speaker"]
            name = speaker.name if isinstance(speaker, Speaker) else speaker["name"]
            raise ValidationError({"side": [f"For which side does {name[:80]} speak?"]})
        return side

    def _day_told(self, given: dict[str, Any], dateline: Dateline | None, faults: Faults) -> date | None:
        """The day when it was said; None where it cannot be told beside what is wrong. What cannot be read is noted."""
        words, uncertain, day = given.get("date", ""), given.get("uncertain", False), None
        if dateline is None:
            with suppress(ValidationError):
                day = self._read_date(words, Dateline(), uncertain=uncertain)["first_day"]
            with faults.noted():
                self._read_date(words, _ANY, uncertain=uncertain)
            return day
        with faults.noted():
            day = self._read_date(words, dateline, uncertain=uncertain)["first_day"]
        return day

    def _held(self, speaker: Speaker, day: date) -> Affiliation | None:
        """For whom, and in which office, the speaker spoke that day; of many statements at once, asked once."""
        known = self.context.get("known", {})
        name = ("affiliation", speaker.pk, day)
        if name not in known:
            known[name] = suggest.affiliation_of(speaker, day)
        return known[name]


class NewClaim(ClaimEntry):
    example = {
        "dossier": 1,
        "speaker": {"name": "Ministry of Defence"},
        "side": 2,
        "kind": "denial",
        "wording": "No jets were shot down.",
        "matter": {"question": "Were two jets shot down?"},
        "citation": {
            "source": {"title": "Jets over the valley", "url": "https://news.example/1", "dateline": "2020-10-29"},
            "words": "The ministry called the report disinformation.",
            "cue": "called",
        },
        "links": [{"claim": 7, "relation": "denies", "aspect": "fact"}],
        "submit": True,
    }

    dossier = Key()


def _check_places(ties: list[Tie], figures: Sized) -> None:
    """Raises ValidationError where a link names a figure that is not sent."""
    wrong = {
        str(at): {"figure": [f"There is no figure number {tie.figure} among those that are sent, counted from 0."]}
        for at, tie in enumerate(ties)
        if tie.figure is not None and tie.figure >= len(figures)
    }
    if wrong:
        raise ValidationError({"links": wrong})


def _dateline_told(given: dict[str, Any], wrong: Mapping[str, ValidationError]) -> Dateline | None:
    """What relative dates count from; None where that cannot be told beside what is wrong."""
    if "citation" not in wrong:
        return _dateline(given.get("citation", {}))
    read = getattr(wrong["citation"], "given", {})
    return _dateline(read) if "source" in read else None


def _dateline(citation: dict[str, Any]) -> Dateline:
    """What relative dates count from: the dateline of the source, which may be new."""
    source = citation["passage"].capture.source if "passage" in citation else citation.get("source")
    if isinstance(source, Source):
        return Dateline.of(source)
    return Dateline(source["dateline"], source["first_day"], source["last_day"]) if source else Dateline()


class EditedClaim(ClaimGiven, Revised):
    """What is sent changes; the rest stays."""

    submit = Flag(required=False, help_text="And put it before the editors.")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """The fields of the claim that are sent, as they will stand."""
        claim: Claim = self.context["claim"]
        if {"date", "uncertain"} & set(given):
            words = given.pop("date", claim.date_words or shown(claim.date_edtf, claim.first_day, claim.last_day))
            uncertain = given.pop("uncertain", claim.date_uncertain)
            given |= self._read_date(words, Dateline.of_claim(claim), uncertain=uncertain)
        side = given.get("side", claim.side)
        speaker = given.get("speaker")
        if isinstance(speaker, dict):
            given["speaker"] = {**speaker, "side": side, "office": given.get("office", "")}
        if {"kind", "side", "accused_side"} & set(given):
            given["accused_side"] = self._accused(given, given.get("kind", claim.kind), side, claim.accused_side)
        return given

    def judge(self, given: dict[str, Any], wrong: Mapping[str, ValidationError], faults: Faults) -> None:
        parts = {"date", "uncertain"}, {"kind", "side", "accused_side"}
        for part in parts:
            if not part & wrong.keys():
                with faults.noted():
                    self.validate({name: value for name, value in given.items() if name in part})


class Publication(Given):
    """What was read is what stands."""

    example = {"revision": 2}

    revision = ReadRevision()


class SendingBack(Given):
    """Back to its author."""

    example = {"revision": 2, "reason": "Name the place."}

    revision = ReadRevision()
    reason = Text(max_length=2000, help_text="Stays in the history.")


class Submission(Given):
    """A step that needs no word."""


class NewGrading(Given):
    """How well it stands."""

    example = {"grade": "fair", "explanation": "Footage shows one of the two."}

    grade = Choice(choices=Grading.GIVEN)
    explanation = Text(max_length=4000, help_text="What speaks for the grade.")
    revision = Whole(
        min_value=0, max_value=LARGEST, required=False, default=0,
        help_text="Of the grading that you read; 0 for none.",
    )  # fmt: skip


class Ungrading(Given):
    """The claim is ungraded again; the history keeps the grade."""

    example = {"revision": 1, "reason": "It was meant for another claim."}

    revision = Whole(min_value=1, max_value=LARGEST, help_text="Of the grading that you read.")
    reason = Text(max_length=2000, help_text="Stays in the history.")
