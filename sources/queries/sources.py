"""What the directory and the pages of sources show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from sources.dates import days
from sources.models import Capture, Passage, Publisher, Source
from sources.queries.paging import Page, page_of

#: Captures shown on one page of a source; each may be as long as a book.
CAPTURES = 20


def directory(sources: QuerySet[Source], query: QueryDict) -> Page:
    """Sources, the last added first, each with its dossier, publisher, date in words and number of captures."""
    captures = (
        Capture.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk")).values("n")
    )
    rows = sources.select_related("dossier", "publisher").annotate(capture_count=Coalesce(Subquery(captures), 0))
    page = page_of(rows, query, "-pk")
    for source in page.rows:
        source.dated = dated(source)
    return page


def dated(source: Source) -> str:
    """The dateline for people, or nothing."""
    if not (source.first_day and source.last_day):
        return ""
    return days.describe(source.dateline, source.first_day, source.last_day)


def known_publishers(user) -> QuerySet[Publisher]:
    """Publishers to offer while one is typed."""
    return Publisher.objects.visible_to(user).order_by("name")[:500]


@dataclass(frozen=True)
class Stretch:
    """A piece of a captured text between two places where a passage begins or ends."""

    text: str
    marked: bool
    begins: list[int]  # keys of the passages that begin here


def captures_of(source: Source, query: QueryDict, *, legible: bool = True) -> Page:
    """The captures of a source, newest first; where `legible`, each cut into `stretches` at its passages."""
    rows = source.captures.select_related("taken_by").prefetch_related("passages")
    page = page_of(rows, query, "-pk", size=CAPTURES)
    for capture in page.rows:
        capture.stretches = stretches(capture.text, capture.passages.all()) if legible else []
    return page


def stretches(text: str, passages: Iterable[Passage]) -> list[Stretch]:
    """A text cut where passages begin and end; passages may overlap. Costs the sum of both, not the product."""
    begins: dict[int, list[int]] = {}
    depth: dict[int, int] = {0: 0, len(text): 0}
    for passage in passages:
        begins.setdefault(passage.start, []).append(passage.pk)
        depth[passage.start] = depth.get(passage.start, 0) + 1
        depth[passage.end] = depth.get(passage.end, 0) - 1
    places = sorted(depth)
    found, open_passages = [], 0
    for start, end in zip(places, places[1:], strict=False):
        open_passages += depth[start]
        found.append(Stretch(text[start:end], open_passages > 0, begins.get(start, [])))
    return found
