"""Where a statement stands: a source that is known or new, and its exact words."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from claims.forms.review import LARGEST
from claims.forms.said import Dateline
from claims.models import Citation
from claims.queries import suggest
from sources.models import Dossier, Source

LONGEST_PASSAGE = 20_000
UNTOLD = "Of a new source, or one that lacks it."
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_QUOTED = re.compile(r"\A\s*[“\"«„‘'].*[”\"»“’']\.?\s*\Z", re.DOTALL)
KEY = re.compile(r"[0-9]{1,18}")


def combo(address: str, *, options: str, fills: str, also: str, **attrs: str) -> dict[str, str]:
    """The attributes of a type-ahead field: `address` gives the list, `fills` names the field of the chosen key."""
    return {
        "role": "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": options,
        "autocomplete": "off",
        "data-fills": fills,
        "hx-get": address,
        "hx-target": f"#{options}",
        "hx-trigger": "input changed delay:200ms, click",
        "hx-sync": "this:replace",
        "hx-include": also,
    } | attrs


class DossierForm(forms.Form):
    """A form about one dossier: what it names must belong there."""

    use_required_attribute = False

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, **options)
        self.dossier = dossier


class SourceForm(DossierForm):
    """A source by its title or address. `cleaned_data["source"]` is the Source, the fields of a new one, or None."""

    source = forms.CharField(
        max_length=2000, help_text="Its title or web address. One you logged from before is offered."
    )
    source_pk = forms.CharField(required=False, widget=forms.HiddenInput)
    source_choice = forms.CharField(required=False, widget=forms.HiddenInput)
    source_asked = forms.CharField(required=False, widget=forms.HiddenInput)
    dateline = forms.CharField(
        required=False, max_length=200, label="Published on", help_text="The dateline, such as 29 Oct 2020."
    )
    publisher = forms.CharField(required=False, max_length=200, help_text=UNTOLD)
    source_kind = forms.ChoiceField(required=False, choices=Source.Kind.choices, label="Kind of source")
    address = forms.URLField(
        required=False, max_length=2000, assume_scheme="https", label="Web address", help_text=UNTOLD
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        #: Known sources to choose from, when it is not clear which one was meant.
        self.source_candidates: list[Source] = []
        self.dateline_read = Dateline()
        self.fields["source_kind"].initial = Source.Kind.ARTICLE
        known = reverse("claims:suggest_sources", args=[self.dossier.pk])
        self.fields["source"].widget.attrs |= combo(known, options="source-options", fills="source_pk", also="this")

    def clean_dateline(self) -> str:
        self.dateline_read = Dateline.read(self.cleaned_data["dateline"])
        return self.cleaned_data["dateline"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        cleaned["source"] = self._source(cleaned["source"]) if cleaned.get("source") else None
        if isinstance(cleaned["source"], Source):
            self._settle(cleaned["source"])
        return cleaned

    def _source(self, words: str) -> Source | dict[str, Any] | None:
        known = self._known(words)
        meant = [source for source in known if self._dated_alike(source)]
        if len(meant) == 1:
            return meant[0]
        if known:
            return self._chosen(words, known)
        return self._new(words)

    def _known(self, words: str) -> list[Source]:
        """The sources that these words may stand for; the one that was picked, if it bears them."""
        known = suggest.titled(self.dossier, words)
        picked = self.cleaned_data.get("source_pk", "")
        if not picked:
            return known
        row = by_key(Source.objects.filter(dossier=self.dossier), picked)
        if row is None:
            self.add_error("source", "That source is not one of this dossier. Choose another.")
            return known
        return [row] if row in known or words.strip() in (row.title, row.url) else known

    def _dated_alike(self, source: Source) -> bool:
        return not self.dateline_read.edtf or not source.dateline or source.dateline == self.dateline_read.edtf

    def _chosen(self, words: str, known: list[Source]) -> Source | dict[str, Any] | None:
        self.source_candidates = known
        choice = self.cleaned_data.get("source_choice", "")
        if choice and self.cleaned_data.get("source_asked") == words:
            if choice == "new":
                return self._new(words)
            chosen = next((source for source in known if str(source.pk) == choice), None)
            if chosen:
                self.dateline_read = Dateline.of(chosen)
                return chosen
        self.add_error("source", "A source of that name is known. Is it the same? Choose below.")
        return None

    def _settle(self, source: Source) -> None:
        """A known source keeps what it has, and says so; what it lacks it is given as it was typed."""
        if source.dateline:
            self.dateline_read = Dateline.of(source)
        for name, known in (("address", source.url), ("publisher", str(source.publisher or ""))):
            if known and self.cleaned_data.get(name, known).casefold() not in ("", known.casefold()):
                self.add_error(name, f"This source has {known} already. Empty this, or change it at the source.")

    def _details(self) -> dict[str, Any] | None:
        """What was typed of a known source that it lacks."""
        cleaned, source = self.cleaned_data, self.cleaned_data["source"]
        if not isinstance(source, Source):
            return None
        details = {} if source.dateline or not self.dateline_read.edtf else self.dateline_read.fields
        typed = {"url": cleaned["address"], "publisher": cleaned["publisher"]}
        return details | {name: value for name, value in typed.items() if value and not getattr(source, name)} or None

    def _new(self, words: str) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        address, title = cleaned.get("address", ""), words.strip()
        if _ADDRESS.fullmatch(title):
            if address:
                self.add_error("address", "You gave an address as the source already: put its title there instead.")
                return None
            try:
                address = forms.URLField(max_length=2000, assume_scheme="https").clean(title)
            except ValidationError as error:
                self.add_error("source", error)
                return None
            title = title_of(address)
        return {
            "title": title,
            "url": address,
            "publisher": cleaned.get("publisher", ""),
            "kind": cleaned.get("source_kind") or Source.Kind.ARTICLE,
            **self.dateline_read.fields,
        }


def by_key(rows, key: str):
    """The row with this key as it came from a form, or None; never an error, whatever was sent."""
    return rows.filter(pk=int(key)).first() if KEY.fullmatch(key) else None


def title_of(address: str) -> str:
    """A title for a source of which only the address is known: its words, and where it is from."""
    parts = urlsplit(address)
    host, path = (parts.hostname or address).removeprefix("www."), unquote(parts.path).rstrip("/")
    last = re.sub(r"\.[a-z]{2,5}$", "", path.rpartition("/")[2])
    words = " ".join(re.sub(r"[-_+]+", " ", last).split())
    if re.search(r"[^\W\d]{3}", words):
        return f"{words[:1].upper()}{words[1:]} ({host})"[:300]
    return f"{host}{parts.path}"[:300]


class HowForm(forms.Form):
    """How the source has it: quoted or not, with which verb, through whom."""

    use_required_attribute = False

    cue = forms.CharField(required=False, max_length=80, label="Cue", help_text="The verb: said, denied, accused.")
    directness = forms.ChoiceField(
        required=False,
        choices=[("", "As the passage suggests"), *Citation.Directness.choices],
        label="Quoted or paraphrased",
    )
    origin = forms.CharField(
        required=False, max_length=200, label="Second hand, through", help_text="Through whom the source has it."
    )

    def how(self) -> dict[str, Any]:
        """The fields of a citation other than its passage."""
        return {name: self.cleaned_data[name] for name in ("cue", "origin")} | {"directness": self._directness()}

    def _directness(self) -> str:
        quoted = _QUOTED.match(self.cleaned_data.get("passage", "")) is not None
        guess = Citation.Directness.DIRECT if quoted else Citation.Directness.PARAPHRASE
        return self.cleaned_data["directness"] or guess


class CitationForm(HowForm, SourceForm):
    """A passage that says what a claim says."""

    passage = forms.CharField(
        max_length=LONGEST_PASSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Passage",
        help_text="The exact words of the source.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound:
            self._start_at_the_first_gap("source", "dateline", "passage")

    def _start_at_the_first_gap(self, *names: str) -> None:
        if first := next((name for name in names if not self[name].value()), None):
            self.fields[first].widget.attrs["autofocus"] = True

    def entry(self) -> dict[str, Any]:
        """The source, its words and how it has them, as the operations take them."""
        return self.how() | {
            "source": self.cleaned_data["source"],
            "details": self._details(),
            "words": self.cleaned_data["passage"],
        }


class EditCitationForm(HowForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    reason = forms.CharField(required=False, max_length=400, label="Why it changes", help_text="Kept in the history.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["directness"].choices = Citation.Directness.choices
        self.fields["directness"].required = True

    @property
    def says_something_new(self) -> bool:
        return bool(set(self.changed_data) - {"reason", "revision"})
