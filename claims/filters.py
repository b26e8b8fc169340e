"""The filters of claims and of what hangs on them: one set a list, for the page, for REST and for exports."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.db.models import Q
from django.db.models.functions import Greatest
from django.http import QueryDict
from django.utils import timezone

from claims.models import Citation, Claim, Figure, Link, Matter, Response, SpeakerMerge
from claims.relations import Contest, Relation
from claims.searching import SHOWN
from config.filters import RowsFilter
from sources.dates.reading import ReadDate
from sources.filters import DateWords
from sources.models import Dossier, Side, Source, Speaker

#: The longest search: a sentence may be pasted.
LONGEST = 500
#: What the address may hold beside the filters: the place in the list.
PLACES = {"after", "before"}
#: The ways to sort, and their keys; the last is unique.
SORTS = {
    "newest": ("Newest first", ("-first_day", "-pk")),
    "oldest": ("Oldest first", ("first_day", "pk")),
    "logged": ("Last logged first", ("-pk",)),
}


@dataclass(frozen=True)
class Used:
    """A filter that is set, and the query string without it."""

    label: str
    words: str
    href: str


class YesNoField(forms.CharField):
    """“on” or “off”, as a checkbox sends it and as people and programs write it; None when left out."""

    MEANS = {"on": True, "yes": True, "true": True, "1": True, "off": False, "no": False, "false": False, "0": False}

    def clean(self, value) -> bool | None:
        words = super().clean(value)
        if not words:
            return None
        if words.lower() not in self.MEANS:
            raise ValidationError(f"“{words[:40]}” is neither “on” nor “off”.", code="invalid")
        return self.MEANS[words.lower()]


class SearchField(forms.CharField):
    def clean(self, value) -> str:
        words = super().clean(value)
        if words and not any(letter.isalnum() for letter in words):
            raise ValidationError(f"There is no letter or number in “{words[:40]}” to search for.", code="invalid")
        return words


class YesNo(filters.Filter):
    field_class = YesNoField


class Search(filters.Filter):
    field_class = SearchField


def _visible(model):
    return lambda request: model.objects.visible_to(request.user)


class ClaimFilter(filters.FilterSet):
    """Several values of one filter widen it, several filters narrow each other.

    `errors` names every value, and every name, that cannot be read; then `qs` is empty.
    """

    q = Search(method="matching", label="Words", max_length=LONGEST)
    dossier = RowsFilter(Dossier, method="any_of", label="Dossier")
    side = RowsFilter(Side, method="any_of", label="Side")
    speaker = RowsFilter(Speaker, method="any_of", label="Speaker", merged_into="merged_into")
    matter = RowsFilter(Matter, method="any_of", label="Matter")
    source = RowsFilter(Source, method="taken_from", label="Source")
    kind = filters.MultipleChoiceFilter(choices=Claim.Kind.choices, method="any_of", label="Kind")
    status = filters.MultipleChoiceFilter(choices=Claim.Status.choices, method="any_of", label="Status")
    relation = filters.MultipleChoiceFilter(choices=Relation.choices, method="tied_by", label="Linked by")
    contest = filters.MultipleChoiceFilter(choices=Contest.choices, method="contested_as", label="Contested")
    has_rival = YesNo(method="rivalled", label="Has a rival")
    unanswered = YesNo(method="left_unanswered", label="Unanswered")
    since = DateWords(method="said_since", label="Said from")
    until = DateWords(method="said_until", label="Said until")
    logged_since = DateWords(method="logged_from", label="Logged since")
    updated_since = DateWords(method="updated_from", label="Changed since")
    sort = filters.ChoiceFilter(choices=[(key, words) for key, (words, _) in SORTS.items()], method="as_it_is")

    class Meta:
        model = Claim
        fields: list[str] = []

    def __init__(self, data, queryset=None, *, request, **options):
        super().__init__(data if data is not None else QueryDict(), queryset, request=request, **options)

    @property
    def form(self):
        if not hasattr(self, "_form"):
            form = super().form
            form.full_clean()
            for name in sorted(set(self.data) - self.filters.keys() - PLACES):
                form.add_error(None, f"There is no filter called “{name[:40]}”.")
        return self._form

    @property
    def order(self) -> tuple[str, ...]:
        """The keys that the list is sorted by."""
        return SORTS[self.form.cleaned_data.get("sort") or "newest"][1]

    @property
    def within(self) -> dict[str, list[int] | list[str]] | None:
        """What is asked for by field, where it is nothing but rows, named by their keys, and choices."""
        found = {}
        for name, value in self.form.cleaned_data.items():
            if value in EMPTY_VALUES or name == "sort":
                continue
            if self.filters[name].method != "any_of":
                return None
            found[name] = [getattr(one, "pk", one) for one in value]
        return found

    def filter_queryset(self, queryset):
        return queryset.none() if self.errors else self.without()

    def without(self, *names: str, shown: int = SHOWN):
        """The claims that the words and the other filters let through; so many of them are taken at once."""
        claims = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name in names:
                continue
            if name == "q" and value:
                claims = self.matching(claims, name, value, shown=shown)
            else:
                claims = self.filters[name].filter(claims, value)
        return claims

    def address(self, *, without: tuple[str, str] | None = None) -> QueryDict:
        """What is asked for, in one spelling: nothing empty, in the order of the filters, from the first page."""
        kept = QueryDict(mutable=True)
        for name in self.filters:
            values = [value for value in self.data.getlist(name) if value.strip() and (name, value) != without]
            if values and (name, values) != ("sort", ["newest"]):
                kept.setlist(name, values)
        return kept

    @property
    def said_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in ("since", "until", "logged_since", "updated_since")]

    @property
    def sort_links(self) -> list[dict[str, Any]]:
        """The ways to sort: in words, with the address, and which one is in use."""
        links, now = [], self.form.cleaned_data.get("sort") or "newest"
        for key, (words, _) in SORTS.items():
            address = self.address()
            address["sort"] = key
            if key == "newest":
                del address["sort"]
            links.append({"words": words, "href": f"?{address.urlencode()}", "current": key == now})
        return links

    def in_use(self) -> list[Used]:
        """The filters that are set, in words, each with the address of the list without it."""
        used = []
        for name, value in self.form.cleaned_data.items():
            if name == "sort" or value in (None, ""):
                continue
            label = str(self.filters[name].label or name)
            for raw in dict.fromkeys(filter(str.strip, self.data.getlist(name))):
                words = self._words(name, raw, value)
                used.append(Used(label, words, f"?{self.address(without=(name, raw)).urlencode()}"))
        return used

    def _words(self, name: str, raw: str, value) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, ReadDate):
            return value.describe()
        if isinstance(value, str):
            return f"“{value}”"
        labels = dict(getattr(self.filters[name], "extra", {}).get("choices", ()))
        return labels.get(raw) or self._called(name, raw, value)

    def _called(self, name: str, raw: str, rows) -> str:
        """What a row is called that is named by its key, or the one that stands in its place."""
        found = next((row for row in rows if str(row.pk) == raw), None)
        return str(found or self.form.fields[name].meant([raw])[raw])

    def matching(self, claims, name, words, *, shown=SHOWN):
        return claims.matching(words, shown=shown)

    def any_of(self, claims, name, values):
        keys = [getattr(value, "pk", value) for value in values]
        return claims.filter(**{f"{name}__in": keys}) if keys else claims

    def taken_from(self, claims, name, sources):
        return claims.citing(sources) if sources else claims

    def tied_by(self, claims, name, relations):
        return claims.related_by(relations)

    def contested_as(self, claims, name, words):
        return claims.contested_as(words) if words else claims

    def rivalled(self, claims, name, wanted):
        return claims.filter(stored__has_rival=wanted)

    def left_unanswered(self, claims, name, wanted):
        return claims.filter(stored__is_unanswered=wanted)

    def said_since(self, claims, name, read):
        return claims.filter(last_day__gte=read.first_day)

    def said_until(self, claims, name, read):
        return claims.filter(first_day__lte=read.last_day)

    def logged_from(self, claims, name, read):
        return claims.filter(logged_at__gte=_midnight(read.first_day))

    def updated_from(self, claims, name, read):
        changed = claims.annotate(changed_at=Greatest("worded_at", "published_at"))
        return changed.filter(changed_at__gte=_midnight(read.first_day))

    def as_it_is(self, claims, name, value):
        return claims


class AlikeFilter(ClaimFilter):
    """The filters of the list, for what comes closest to a text; `queries.alike` puts it in order."""

    q = Search(method="matching", label="The words, or a whole sentence", max_length=LONGEST, required=True)
    sort = None


class CandidateFilter(filters.FilterSet):
    """What a search for the rivals of a claim is narrowed by; `queries.candidates` does it."""

    q = Search(label="Words, or a name of the speaker; without them, what is likely", max_length=LONGEST)
    side = filters.ModelChoiceFilter(queryset=_visible(Side), label="The side it was said for")

    class Meta:
        model = Claim
        fields: list[str] = []


class MatterFilter(filters.FilterSet):
    dossier = filters.ModelChoiceFilter(queryset=_visible(Dossier))
    q = filters.CharFilter(field_name="question", lookup_expr="icontains", label="Words", max_length=200)

    class Meta:
        model = Matter
        fields = ["dossier", "q"]


class FigureFilter(filters.FilterSet):
    dossier = filters.ModelChoiceFilter(queryset=_visible(Dossier), field_name="claim__dossier")
    claim = filters.ModelChoiceFilter(queryset=_visible(Claim))
    affected_side = filters.ModelChoiceFilter(queryset=_visible(Side))
    quantity = filters.CharFilter(lookup_expr="iexact", max_length=80)
    bound = filters.ChoiceFilter(choices=Figure.Bound.choices)

    class Meta:
        model = Figure
        fields = ["dossier", "claim", "affected_side", "quantity", "bound"]


class CitationFilter(filters.FilterSet):
    dossier = filters.ModelChoiceFilter(queryset=_visible(Dossier), field_name="claim__dossier")
    claim = filters.ModelChoiceFilter(queryset=_visible(Claim))
    source = filters.ModelChoiceFilter(queryset=_visible(Source), field_name="passage__capture__source")

    class Meta:
        model = Citation
        fields = ["dossier", "claim", "source"]


class LinkFilter(filters.FilterSet):
    dossier = filters.ModelChoiceFilter(queryset=_visible(Dossier))
    claim = filters.ModelChoiceFilter(queryset=_visible(Claim), method="at_either_end", label="At either end")
    relation = filters.MultipleChoiceFilter(choices=Relation.choices)
    state = filters.MultipleChoiceFilter(choices=Link.State.choices)

    class Meta:
        model = Link
        fields = ["dossier", "claim", "relation", "state"]

    def at_either_end(self, links, name, claim):
        return links.touching(claim)


class ResponseFilter(filters.FilterSet):
    dossier = filters.ModelChoiceFilter(queryset=_visible(Dossier), field_name="claim__dossier")
    claim = filters.ModelChoiceFilter(queryset=_visible(Claim))
    side = filters.ModelChoiceFilter(queryset=_visible(Side))
    state = filters.ChoiceFilter(choices=Response.State.choices)

    class Meta:
        model = Response
        fields = ["dossier", "claim", "side", "state"]


class MergeFilter(filters.FilterSet):
    dossier = filters.ModelChoiceFilter(queryset=_visible(Dossier))
    speaker = filters.ModelChoiceFilter(queryset=_visible(Speaker), method="of_speaker", label="Either entry")

    class Meta:
        model = SpeakerMerge
        fields = ["dossier", "speaker"]

    def of_speaker(self, merges, name, speaker):
        return merges.filter(Q(kept=speaker) | Q(merged=speaker))


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
