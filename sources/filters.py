"""One FilterSet a list: it reads the same query string for the page and for programs."""

import django_filters as filters
from django.db.models import F, Q, Value
from django.utils import timezone

from sources.dates.fields import DateWordsField
from sources.models import Capture, Dossier, Member, Passage, Publisher, Side, Source, Speaker
from sources.querysets import Fold


def _dossiers(request):
    return Dossier.objects.visible_to(request.user)


def _publishers(request):
    return Publisher.objects.visible_to(request.user)


def _sides(request):
    """Sides to choose from: of the dossier chosen, or of all that may be read."""
    dossier = request.GET.get("dossier", "")
    sides = Side.objects.visible_to(request.user).select_related("dossier").order_by("dossier__name", "slot")
    return sides.filter(dossier=dossier) if dossier.isdecimal() and len(dossier) < 18 else sides


class SideChoice(filters.ModelChoiceFilter):
    """A side, named with its dossier."""

    class field_class(filters.ModelChoiceFilter.field_class):
        def label_from_instance(self, side):
            return f"{side.name} ({side.dossier.name})"


def _sources(request):
    return Source.objects.visible_to(request.user)


def _captures(request):
    return Capture.objects.visible_to(request.user)


class DateWords(filters.Filter):
    """A day, month, year or stretch in people's words or as EDTF, as the date of a statement is typed."""

    field_class = DateWordsField

    @property
    def field(self):
        field = super().field
        field.dateline = timezone.localdate()  # “last week”, “yesterday”
        return field


class DossierFilter(filters.FilterSet):
    visibility = filters.ChoiceFilter(choices=Dossier.Visibility.choices)

    class Meta:
        model = Dossier
        fields = ["visibility"]


class MemberFilter(filters.FilterSet):
    dossier = filters.ModelChoiceFilter(queryset=_dossiers)
    role = filters.ChoiceFilter(choices=Member.Role.choices)

    class Meta:
        model = Member
        fields = ["dossier", "role"]


class SideFilter(filters.FilterSet):
    dossier = filters.ModelChoiceFilter(queryset=_dossiers)

    class Meta:
        model = Side
        fields = ["dossier"]


class PublisherFilter(filters.FilterSet):
    q = filters.CharFilter(method="called", label="Name", max_length=200)

    class Meta:
        model = Publisher
        fields = ["q"]

    def called(self, publishers, name, words):
        return publishers.filter(name_folded__contains=Fold(Value(words)))


class CaptureFilter(filters.FilterSet):
    source = filters.ModelChoiceFilter(queryset=_sources)

    class Meta:
        model = Capture
        fields = ["source"]


class PassageFilter(filters.FilterSet):
    source = filters.ModelChoiceFilter(queryset=_sources, field_name="capture__source")
    capture = filters.ModelChoiceFilter(queryset=_captures)

    class Meta:
        model = Passage
        fields = ["source", "capture"]


class SpeakerFilter(filters.FilterSet):
    q = filters.CharFilter(method="resembling", label="Name", max_length=200)
    dossier = filters.ModelChoiceFilter(queryset=_dossiers, empty_label="All dossiers")
    side = SideChoice(queryset=_sides, method="speaking_for", empty_label="All sides", label="Speaks for")
    kind = filters.ChoiceFilter(choices=Speaker.Kind.choices, empty_label="All kinds")

    class Meta:
        model = Speaker
        fields = ["q", "dossier", "side", "kind"]

    def resembling(self, speakers, name, words):
        return speakers.resembling(words)

    def speaking_for(self, speakers, name, side):
        return speakers.filter(affiliations__side=side, affiliations__active=True).distinct()


class SourceFilter(filters.FilterSet):
    q = filters.CharFilter(method="titled", label="Title or author", max_length=200)
    dossier = filters.ModelChoiceFilter(queryset=_dossiers, empty_label="All dossiers")
    publisher = filters.ModelChoiceFilter(queryset=_publishers, empty_label="All publishers")
    kind = filters.ChoiceFilter(choices=Source.Kind.choices, empty_label="All kinds")
    since = DateWords(method="dated_since", label="Dated from")
    until = DateWords(method="dated_until", label="Dated until")

    class Meta:
        model = Source
        fields = ["q", "dossier", "publisher", "kind", "since", "until"]

    def dated_since(self, sources, name, read):
        return sources.filter(last_day__gte=read.first_day)

    def dated_until(self, sources, name, read):
        return sources.filter(first_day__lte=read.last_day)

    def titled(self, sources, name, words):
        """Every word stands in the title, the author or the address, accents aside."""
        sources = sources.annotate(title_folded=Fold(F("title")), author_folded=Fold(F("author")))
        for word in words.split()[:10]:
            folded = Fold(Value(word))
            sources = sources.filter(
                Q(title_folded__contains=folded) | Q(author_folded__contains=folded) | Q(url__icontains=word)
            )
        return sources
