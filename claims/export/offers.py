"""The exports that a page offers, each with the address that carries the filters in use."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from claims.export.asked import ExportFilter


@dataclass(frozen=True)
class Offer:
    words: str
    kind: str
    href: str


_FILES = [
    ("Claims, a table", "CSV", {"format": "csv"}),
    ("Figures, a table", "CSV", {"format": "csv", "table": "figures"}),
    ("Links, a table", "CSV", {"format": "csv", "table": "links"}),
    ("Claims, whole", "NDJSON", {"format": "ndjson"}),
    ("Linked data", "JSON-LD", {"format": "jsonld"}),
    ("Passages", "Annotations", {"format": "annotations"}),
    ("Graph of links", "GraphML", {"format": "graphml"}),
]
_FEEDS = [
    ("New claims", "Atom", {"format": "atom"}),
    ("New disputes", "Atom", {"format": "atom", "feed": "disputes"}),
]


@dataclass(frozen=True)
class Offers:
    files: list[Offer]
    feeds: list[Offer]


def offers(filters: QueryDict) -> Offers:
    """Everything that these filters can be exported as."""
    return Offers(
        *([Offer(words, kind, _address(asked, filters)) for words, kind, asked in row] for row in (_FILES, _FEEDS))
    )


def _address(asked: dict[str, str], filters: QueryDict) -> str:
    query = QueryDict(mutable=True)
    query.update(asked)
    for name in ExportFilter.base_filters:
        if values := filters.getlist(name):
            query.setlist(name, values)
    return f"{reverse('claims:export')}?{query.urlencode()}"
