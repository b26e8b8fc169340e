"""A statement as it is typed: who, for whom, when, what. Logging asks for its source as well."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property

from claims.forms.citation import CitationForm, DossierForm, by_key, combo
from claims.forms.figure import FigureRows
from claims.forms.review import LARGEST
from claims.forms.said import Dateline, said, shown
from claims.forms.sides import SideField
from claims.models import Claim, Matter
from claims.queries import suggest
from sources.models import Dossier, Side, Speaker

LIVE = "input changed delay:400ms, change"


class ClaimForm(DossierForm):
    """What a claim says.

    Cleaned, `speaker` is the Speaker or the fields of a new one, `matter` the Matter, the fields of a new
    one, or None. A name that nobody bears is not added silently: the form asks once.
    """

    use_required_attribute = False

    speaker = forms.CharField(max_length=200, help_text="Other spellings and former names are found too.")
    speaker_pk = forms.CharField(required=False, widget=forms.HiddenInput)
    speaker_choice = forms.CharField(required=False, widget=forms.HiddenInput)
    speaker_asked = forms.CharField(required=False, widget=forms.HiddenInput)
    speaker_kind = forms.ChoiceField(
        required=False, choices=[("", "As the name suggests"), *Speaker.Kind.choices], label="The new speaker is a"
    )
    side = SideField(required=False, nobody="As the speaker’s", label="For which side")
    side_offered = forms.CharField(required=False, widget=forms.HiddenInput)
    office = forms.CharField(required=False, max_length=200, help_text="Held when this was said.")
    wording = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In our words, neutral, as a full sentence.",
    )
    kind = forms.ChoiceField(required=False, choices=[("", "As the words suggest"), *Claim.Kind.choices])
    kind_guess = forms.CharField(required=False, widget=forms.HiddenInput)
    accused_side = SideField(required=False, nobody="Choose", label="Which side does it accuse")
    date = forms.CharField(
        required=False, max_length=200, label="Said on", help_text="Such as 29 Oct 2020, Oct 2020 or last week."
    )
    uncertain = forms.BooleanField(required=False, label="The date is uncertain")
    matter = forms.CharField(
        required=False, max_length=300, help_text="The question that rival statements answer. A new one is added."
    )
    matter_pk = forms.CharField(required=False, widget=forms.HiddenInput)
    own_words = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Their own words",
        help_text="Only what the speaker said, without quotation marks.",
    )
    language = forms.CharField(
        required=False, max_length=35, label="Language of their words", help_text="Such as en or hy."
    )
    translation = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}), label="Our translation"
    )

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, **options)
        self.sides = list(dossier.sides.all())
        #: Known speakers to choose from, when nobody bears the name that was typed.
        self.speaker_candidates: list[Speaker] = []
        self.speaker_unknown = False
        self.read_on: dict[str, Any] = {}
        self.fields["side"].offer(self.sides)
        two = len(self.sides) == 2
        self.fields["accused_side"].offer(self.sides, "The other side" if two else "")
        self._assist()
        if self.is_bound and not self.data.get("kind"):
            self._fill_in(kind=self.guessed_kind, kind_guess=self.guessed_kind)

    def _fill_in(self, **values: str) -> None:
        """Show what the form worked out where somebody would have typed it."""
        data: Any = self.data.copy()
        for name, value in values.items():
            data[name] = value
        self.data = data

    def _assist(self) -> None:
        """Let the page help while somebody types; without scripts the same is said on sending."""
        day = "#id_date, #id_dateline"
        offers = {
            "speaker": combo(
                self._address("suggest_speakers"),
                options="speaker-options",
                fills="speaker_pk",
                also=f"{day}, #id_asked",
            ),
            "matter": combo(self._address("suggest_matters"), options="matter-options", fills="matter_pk", also="this"),
        }
        reading = {
            "hx-get": self._address("read_date"),
            "hx-target": "#date-reading",
            "hx-trigger": LIVE,
            "hx-sync": "#date-reading:replace",
            "hx-include": f"{day}, #id_uncertain",
        }
        offers |= {"date": reading, "uncertain": reading | {"hx-trigger": "change"}}
        if "dateline" in self.fields:
            offers["dateline"] = reading
        for name, attrs in offers.items():
            self.fields[name].widget.attrs |= attrs

    def _address(self, name: str) -> str:
        return reverse(f"claims:{name}", args=[self.dossier.pk])

    @property
    def guessed_kind(self) -> str:
        texts = (self[name].value() or "" for name in ("cue", "wording", "passage") if name in self.fields)
        return suggest.guess_kind(*texts)

    @property
    def against(self) -> Dateline:
        """What relative dates count from."""
        return Dateline()

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        self._read_date()
        if cleaned.get("speaker"):
            self._settle_side(self._speaker(cleaned["speaker"]))
        self._settle_matter()
        self._settle_accused()
        return cleaned

    # when

    def _read_date(self) -> None:
        cleaned = self.cleaned_data
        if "date" not in cleaned or "dateline" in self.errors:
            return
        try:
            self.read_on = said(cleaned["date"], self.against, uncertain=cleaned.get("uncertain", False))
        except forms.ValidationError as error:
            self.add_error("date", error)

    # who, for whom

    def _speaker(self, name: str) -> Speaker | None:
        """The speaker who was meant, or None: then it is a new one, or the form has to ask."""
        known = Speaker.objects.filter(dossier=self.dossier).current()
        named = list(known.named(name)[:5])
        if picked := self.cleaned_data.get("speaker_pk", ""):
            row = by_key(known, picked)
            if row is None:
                self.add_error("speaker", "That speaker is not one of this dossier. Choose another.")
                return None
            if row in named:
                return row
        if len(named) == 1:
            return named[0]
        self.speaker_unknown = not named
        self.speaker_candidates = suggest.with_affiliations(named, self.day) or suggest.speakers(
            self.dossier, name, self.day
        )
        choice = self.cleaned_data.get("speaker_choice", "")
        if not choice or self.cleaned_data.get("speaker_asked") != name:
            self.add_error("speaker", self._question(named))
            return None
        row = by_key(known, choice)
        if choice != "new" and row is None:
            self.add_error("speaker", "That speaker is not one of this dossier. Choose another.")
        return row

    def _question(self, named: list[Speaker]) -> str:
        if named:
            return "Several speakers bear that name. Choose one below."
        if self.speaker_candidates:
            return "No speaker of that name yet. Choose below whom you mean, or add a new one."
        return "No speaker of that name yet. Add a new one, for the side you choose?"

    @property
    def day(self):
        """The day on which offices and sides are looked up."""
        return self.read_on.get("first_day") or self.against.last_day

    def _settle_side(self, speaker: Speaker | None) -> None:
        """Side and office: as chosen, else as the speaker's affiliation on the day."""
        cleaned = self.cleaned_data
        if speaker is None and ("speaker" in self.errors or cleaned.get("speaker_choice") != "new"):
            return
        if "side" not in cleaned or "office" not in cleaned:
            return
        held = suggest.affiliation_of(speaker, self.day) if speaker else None
        if held and (cleaned["side"] is None or self._merely_offered(cleaned["side"])):
            cleaned["side"] = held.side
        if held and held.side == cleaned["side"] and self._is_news("speaker"):
            cleaned["office"] = cleaned["office"] or held.office
        if cleaned["side"] is None:
            name = speaker.name if speaker else cleaned["speaker"]
            self.add_error("side", f"For which side does {name[:80]} speak?")
            return
        self._fill_in(side=str(cleaned["side"].pk), office=cleaned["office"])
        cleaned["speaker"] = speaker or self._new_speaker()

    def _merely_offered(self, side: Side) -> bool:
        """The form chose this side, nobody else did: what is known of the speaker counts for more."""
        return str(side.pk) == self.cleaned_data.get("side_offered")

    def _is_news(self, name: str) -> bool:
        """Whether somebody typed this, or found it there and left it alone."""
        return True

    @property
    def speaker_is_asked(self) -> bool:
        """Whether the page asks who was meant, and offers the candidates."""
        return self.speaker_unknown or bool(self.speaker_candidates)

    def _new_speaker(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["speaker"],
            "kind": cleaned.get("speaker_kind") or suggest.guess_speaker_kind(cleaned["speaker"]),
            "side": cleaned["side"],
            "office": cleaned["office"],
        }

    # what about, against whom

    def _settle_matter(self) -> None:
        cleaned = self.cleaned_data
        question, picked = cleaned.get("matter", ""), cleaned.get("matter_pk", "")
        if not question:
            cleaned["matter"] = None
            return
        row = by_key(Matter.objects.filter(dossier=self.dossier), picked) if picked else None
        if picked and row is None:
            self.add_error("matter", "That matter is not one of this dossier. Choose another.")
            return
        if row is None or row.question != question:
            row = suggest.asking(self.dossier, question)
        cleaned["matter"] = row or {"question": question}

    def _settle_accused(self) -> None:
        cleaned = self.cleaned_data
        if cleaned.get("kind") != Claim.Kind.ACCUSATION or "accused_side" not in cleaned:
            return
        if cleaned["accused_side"]:
            if cleaned["accused_side"] == cleaned.get("side"):
                self.add_error("accused_side", "That is the side that speaks. Whom does it accuse?")
            return
        cleaned["accused_side"] = suggest.other_side(self.sides, cleaned.get("side"))
        if cleaned["accused_side"] is None and "side" not in self.errors and "speaker" not in self.errors:
            self.add_error("accused_side", "An accusation names the side that it accuses.")

    def content(self) -> dict[str, Any]:
        """The fields of the claim, as the operations take them."""
        names = ("speaker", "matter", "side", "office", "kind", "wording", "own_words", "language", "translation")
        accused = self.cleaned_data["accused_side"] if self.cleaned_data["kind"] == Claim.Kind.ACCUSATION else None
        return {name: self.cleaned_data[name] for name in names} | self.read_on | {"accused_side": accused}


class LogForm(ClaimForm, CitationForm):
    """One statement, with the passage it stands in and the figures that were confirmed."""

    rival = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = (
        "source", "dateline", "speaker", "wording", "passage", "kind", "accused_side", "side", "office", "date",
        "uncertain", "matter",
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, dossier: Dossier, step: str = "", **options: Any
    ) -> None:
        super().__init__(data, dossier=dossier, **options)
        if step == "draft":
            self.fields["source"].required = self.fields["passage"].required = False

    def _start_at_the_first_gap(self, *names: str) -> None:
        super()._start_at_the_first_gap("source", "dateline", "speaker", "wording")

    def _assist(self) -> None:
        super()._assist()
        reading = {
            "hx-post": self._address("read_figures"),
            "hx-target": "#figures",
            "hx-swap": "outerHTML",
            "hx-trigger": "input changed delay:600ms, change",
            "hx-sync": "#figures:replace",
        }
        for name in ("wording", "passage"):
            self.fields[name].widget.attrs |= reading

    @property
    def against(self) -> Dateline:
        return self.dateline_read

    @cached_property
    def figures(self) -> FigureRows:
        return FigureRows(self.data if self.is_bound else None, sides=self.sides, dateline=self.against)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("passage") and not cleaned.get("source") and not self.errors.get("source"):
            self.add_error("source", "Which source are these words from?")
        return cleaned

    def is_valid(self) -> bool:
        return super().is_valid() & self.figures.is_valid()

    @property
    def more_is_wrong(self) -> bool:
        """Whether something has to be mended, or was typed, among what is folded away."""
        names = ("own_words", "language", "translation", "cue", "directness", "origin", "publisher", "address")
        return any(self[name].errors or self[name].value() for name in names)

    def forgive(self) -> None:
        """Say nothing yet about what is missing: the form was sent to be looked at, not to be saved."""
        self.errors.clear()
        self.figures.forgive()

    def entry(self) -> dict[str, Any]:
        """Everything that `operations.entry.enter` takes."""
        return super().entry() | self.content() | {"figures": self.figures.figures()}


class EditForm(ClaimForm):
    """A claim that stands already: its revision as it was read, and why it changes."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    reason = forms.CharField(required=False, max_length=400, label="Why it changes", help_text="Kept in the history.")

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        self.claim = claim
        super().__init__(*args, dossier=claim.dossier, initial=typed(claim), **options)
        self.fields["kind"].choices = Claim.Kind.choices

    @cached_property
    def against(self) -> Dateline:
        """The dateline of the source that the claim cites first."""
        return Dateline.of_claim(self.claim)

    def _is_news(self, name: str) -> bool:
        return name in self.changed_data

    def _merely_offered(self, side: Side) -> bool:
        return self._is_news("speaker") and not self._is_news("side")

    def _read_date(self) -> None:
        """A date that was left alone stays as it was read when it was logged."""
        if {"date", "uncertain"} & set(self.changed_data):
            super()._read_date()
        else:
            names = ("date_edtf", "first_day", "last_day", "date_words", "date_reasoning", "date_uncertain")
            self.read_on = {name: getattr(self.claim, name) for name in names}

    @property
    def says_something_new(self) -> bool:
        return bool(set(self.changed_data) - {"reason", "revision", "kind_guess", "speaker_asked"})


def typed(claim: Claim) -> dict[str, Any]:
    """A claim in the form's own terms."""
    names = ("office", "wording", "kind", "own_words", "language", "translation", "revision")
    return {name: getattr(claim, name) for name in names} | {
        "speaker": claim.speaker.name,
        "speaker_pk": str(claim.speaker_id),
        "speaker_kind": "",
        "side": str(claim.side_id),
        "accused_side": str(claim.accused_side_id or ""),
        "date": claim.date_words or shown(claim.date_edtf, claim.first_day, claim.last_day),
        "uncertain": claim.date_uncertain,
        "matter": claim.matter.question if claim.matter else "",
        "matter_pk": str(claim.matter_id or ""),
    }
