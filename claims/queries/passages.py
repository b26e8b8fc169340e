"""What became of the cited words of a source in its newest text."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.http import QueryDict

from claims.models import Citation, Claim
from sources.models import Passage, Source
from sources.queries.health import Health, State, health, latest
from sources.queries.paging import Page, page_of

#: Passages on one page: each that no longer stands to the letter is sought all through the text.
SIZE = 20
_FIRST = {State.GONE: 0, State.ALTERED: 1, State.MOVED: 2, State.INTACT: 3}


@dataclass(frozen=True)
class Cited:
    """A passage of an earlier text as it fares in the newest, with the live citations that rest on it."""

    health: Health
    citations: list[Any]


def cited_before(source: Source, query: QueryDict) -> Page:
    """The passages of a source's earlier texts that live claims cite; on each page, what is lost comes first."""
    newest = latest(source)
    citations = Citation.objects.live().exclude(claim__status=Claim.Status.VOIDED)
    rows = Passage.objects.filter(
        Exists(citations.filter(passage=OuterRef("pk"))),
        capture__in=source.captures.whole().filter(pk__lt=newest.pk if newest else 0),
    )
    of_claims = citations.select_related("claim__speaker", "claim__side").order_by("pk")
    rows = rows.prefetch_related(Prefetch("citations", of_claims, to_attr="standing"))
    page = page_of(rows, query, "pk", size=SIZE)
    found = [Cited(one, one.passage.standing) for one in health(source, page.rows)]
    return replace(page, rows=sorted(found, key=lambda cited: _FIRST[cited.health.state]))
