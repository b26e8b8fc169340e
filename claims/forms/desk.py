"""A statement of a text on the desk, filled in: to be looked at, mended, and logged with one key."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property

from claims.forms.claim import ClaimForm
from claims.forms.figure import FigureRows, typed
from claims.forms.review import LARGEST
from claims.forms.said import Dateline
from claims.models import Citation, Claim
from claims.proposals.known import Count, Filled
from claims.queries import suggest
from claims.queries.desk.items import Item
from claims.queries.desk.page import Desk
from claims.relations import RIVAL, Relation
from sources.models import Side, Speaker

#: The value by which a side is chosen that the dossier has not yet.
NEW = "new"


class DeskForm(ClaimForm):
    """One statement as its proposal fills it in. Cleaned, `side` may be one that is still to be added (no key)."""

    start = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)
    end = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    new_side = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    cue = forms.CharField(required=False, max_length=80, help_text="The verb: said, denied, accused.")
    directness = forms.ChoiceField(required=False, choices=Citation.Directness.choices, label="Quoted or paraphrased")
    origin = forms.CharField(
        required=False, max_length=200, label="Second hand, through", help_text="Through whom the source has it."
    )
    ask = forms.BooleanField(required=False)
    rivals = forms.MultipleChoiceField(required=False)
    also = forms.BooleanField(required=False)
    also_wording = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), label="What the other side says"
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, desk: Desk, item: Item, **options: Any) -> None:
        self.desk, self.item, self.source = desk, item, desk.source
        options.setdefault("initial", initial(desk, item))
        super().__init__(data, dossier=desk.source.dossier, **options)
        self._offer_new_side()
        self.fields["rivals"].choices = [(tie.value, tie.value) for tie in self.ties]
        self.fields["kind"].choices = Claim.Kind.choices
        for name in ("speaker", "office", "date", "matter", "wording", "own_words"):
            self.fields[name].help_text = ""
        self.fields["date"].widget.attrs["placeholder"] = str(self.against)
        self.fields["ask"].label = f"Ask: {item.form.offered}"
        if item.form.turned:
            self.fields["also"].label = f"Also log it for {desk.sides[item.form.turned.side]}"
        self.fields["wording"].widget.attrs |= {"rows": 2, "data-key": "e"}
        if not self.is_bound:
            self._ask_who()

    def _offer_new_side(self) -> None:
        name = (self.data.get("new_side", "") if self.is_bound else self.item.form.new_side).strip()[:120]
        if name:
            field = self.fields["side"]
            field.choices = [*field.choices, (NEW, f"{name} (a new side)")]
            field.sides = {**field.sides, NEW: Side(dossier=self.dossier, name=name)}

    def _settle_matter(self) -> None:
        cleaned = self.cleaned_data
        if cleaned.get("ask") and not cleaned.get("matter"):
            cleaned["matter"] = self.item.form.offered
        super()._settle_matter()

    def _ask_who(self) -> None:
        """A name that is new is asked about here, once: later statements find who was added."""
        who = self.item.form.who
        if who.pk is None and who.name:
            self.speaker_unknown = True
            others = Speaker.objects.filter(pk__in=who.others)
            self.speaker_candidates = suggest.with_affiliations(list(others), self.against.last_day)

    def _fill_in(self, **values: str) -> None:
        if values.get("side") == "None":
            values["side"] = NEW
        super()._fill_in(**values)

    @cached_property
    def against(self) -> Dateline:
        return Dateline.of(self.source)

    @cached_property
    def figures(self) -> FigureRows:
        rows = FigureRows(self.data if self.is_bound else None, sides=self.sides, dateline=self.against)
        if not self.is_bound:
            rows.fill(_figure(count) for count in self.item.form.counts)
        return rows

    @cached_property
    def ties(self) -> "list[Tie]":
        """The rivals found, as they can be chosen: those that are logged, and those that still have to be."""
        return [Tie(self.desk, rival) for rival in self.item.form.rivals]

    @property
    def ties_are(self) -> str:
        """What the ties found are called together."""
        rivals = any(tie.rival.relation in RIVAL for tie in self.ties)
        return "Rival statement found" if rivals else "Part of a total found"

    @property
    def chosen_ties(self) -> "list[Tie]":
        wanted = self.cleaned_data.get("rivals", [])
        return [tie for tie in self.ties if tie.claim and tie.value in wanted]

    @property
    def gap(self) -> str:
        """The first field that has to be filled in before it can be logged, or ""."""
        if self.is_bound:
            return next((name for name in self.errors if name in self.fields and name != "__all__"), "")
        form = self.item.form
        if not form.who.name:
            return "speaker"
        if form.side.value is None and not form.new_side:
            return "side"
        if not form.wording:
            return "wording"
        return "accused_side" if form.kind == Claim.Kind.ACCUSATION and form.accused.value is None else ""

    def is_valid(self) -> bool:
        return super().is_valid() & self.figures.is_valid()

    @property
    def more_is_wrong(self) -> bool:
        return any(self[name].errors for name in ("office", "cue", "directness", "origin", "language", "translation"))

    def how(self) -> dict[str, Any]:
        return {
            "cue": self.cleaned_data["cue"],
            "directness": self.cleaned_data["directness"] or Citation.Directness.PARAPHRASE,
            "origin": self.cleaned_data["origin"],
        }

    def entry(self) -> dict[str, Any]:
        """What `operations.desk.log` takes, its rivals aside."""
        place = {name: self.cleaned_data[name] for name in ("start", "end")}
        return place | self.how() | self.content() | {"figures": self.figures.figures()}


_TURNED = {
    Relation.DENIES: "is denied by",
    Relation.REJECTS: "is rejected by",
    Relation.COUNTER_ACCUSES: "is met with an accusation by",
    Relation.DISPUTES_FIGURE: "its figure is disputed by",
    Relation.PART_OF: "is a total, of which a part is",
}


class Tie:
    """A rival as the form offers it: with the statement at its other end."""

    def __init__(self, desk: Desk, rival) -> None:
        self.desk, self.rival = desk, rival
        self.item: Item | None = desk.items[rival.position] if rival.position is not None else None
        self.claim: int | None = rival.claim or (self.item.claim.pk if self.item and self.item.claim else None)

    @property
    def name(self) -> str:
        """The statement at the other end, in a line."""
        return self.item.label if self.item else self.desk.label(self.claim or 0)

    @property
    def relation_label(self) -> str:
        """As the pill says it: this one denies the other, or is denied by it."""
        relation = Relation(self.rival.relation)
        return relation.label if self.rival.answers else _TURNED.get(relation, relation.label)

    @property
    def value(self) -> str:
        """As it stands in the form."""
        turned = "" if self.rival.answers else "-turned"
        return f"{self.rival.relation}-{self.claim or f'p{self.rival.position}'}{turned}"


def initial(desk: Desk, item: Item) -> dict[str, Any]:
    """What the proposal says, in the form's own terms."""
    form: Filled = item.form
    return {
        "start": form.passage.start,
        "end": form.passage.end,
        "speaker": form.who.name,
        "speaker_pk": form.who.pk or "",
        "speaker_choice": "" if form.who.pk or not form.who.name else NEW,
        "speaker_asked": "" if form.who.pk else form.who.name,
        "speaker_kind": "" if form.who.pk or not form.who.name else form.who.kind,
        "side": form.side.value or (NEW if form.new_side else ""),
        "new_side": form.new_side,
        "office": form.who.office,
        "kind": form.kind,
        "wording": form.wording,
        "own_words": form.own_words,
        "date": form.date,
        "uncertain": form.uncertain,
        "accused_side": form.accused.value or "",
        "matter": desk.question(form.matter.value) if form.matter.value else form.question,
        "matter_pk": form.matter.value or "",
        "cue": form.cue,
        "directness": Citation.Directness.DIRECT if form.direct else Citation.Directness.PARAPHRASE,
        "origin": form.origin,
        "also": form.mutual is not None,
        "also_wording": form.turned.wording if form.turned else "",
    }


def _figure(count: Count) -> dict[str, Any]:
    """A figure to be confirmed: ticked where the words say all that is needed."""
    values = typed(count.read) | {"affected_side": count.side or "", "place": count.place}
    return values | {"use": "on" if values["quantity"] else ""}
