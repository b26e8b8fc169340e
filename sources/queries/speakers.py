"""What the directory and the pages of speakers show."""

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict

from sources.models import Affiliation, Speaker
from sources.queries.paging import Page, page_of

#: How many of the names most like the words searched for are worth a look.
NEAREST = 50


def with_sides(speakers: QuerySet[Speaker]) -> QuerySet[Speaker]:
    """Each with its live affiliations, the newest first, and its dossier."""
    affiliations = Affiliation.objects.filter(active=True).select_related("side")
    return speakers.select_related("dossier").prefetch_related(
        Prefetch("affiliations", affiliations, to_attr="live_affiliations")
    )


def directory(speakers: QuerySet[Speaker], query: QueryDict) -> Page:
    """Speakers by name, a page at a time; or, when a name is searched for, those most like it, best first."""
    speakers = with_sides(speakers.current())
    if query.get("q", "").strip():
        return Page(list(speakers[:NEAREST]), "", "")
    return page_of(speakers, query, "name_folded", "pk")


def profile(speaker: Speaker) -> Speaker:
    """One speaker with its live affiliations, newest first, and the entries it was merged with."""
    return (
        with_sides(Speaker.objects.filter(pk=speaker.pk))
        .select_related("dossier", "merged_into")
        .prefetch_related("merged")
        .get()
    )


def doubles(speaker: Speaker, words: str) -> QuerySet[Speaker]:
    """Entries of the same dossier that might be this speaker too, likeliest first."""
    others = Speaker.objects.current().filter(dossier=speaker.dossier_id).exclude(pk=speaker.pk)
    return with_sides(others.resembling(words))
