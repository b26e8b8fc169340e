"""Atom (RFC 4287): the newest published claims, or the newest confirmed disputes. Small, and so no stream."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.db.models import Q
from django.utils.encoding import iri_to_uri

from claims.documents import reading
from claims.export.asked import Asked
from claims.export.markup import element
from claims.models import Claim, Link

#: How many entries a feed has.
NEWEST = 100
#: What a feed without entries says of its age.
NEVER = "1970-01-01T00:00:00Z"

_TITLES = {"claims": "New claims", "disputes": "New disputes"}


@dataclass(frozen=True)
class Entry:
    """What is new. `id` never changes, and `updated` says when it came into the feed last (RFC 3339)."""

    id: str
    title: str
    address: str
    updated: str
    summary: str
    category: str


def written(asked: Asked) -> Iterator[bytes]:
    yield feed(asked, list({"claims": _claims, "disputes": _disputes}[asked.feed](asked)))


def feed(asked: Asked, entries: list[Entry]) -> bytes:
    path = urlsplit(asked.path).path.removeprefix("/api/v1")
    listed = f"{asked.site.iri('claims:list')}?{asked.query}".removesuffix("?")
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        element("id", asked.site.tag(f"{path}?feed={asked.feed}&{asked.query}".removesuffix("&"))),
        element("title", f"{_TITLES[asked.feed]} · Counterclaim"),
        *([element("subtitle", "; ".join(asked.words))] if asked.words else []),
        element("updated", max((entry.updated for entry in entries), default=NEVER)),
        f"<author>{element('name', 'Counterclaim')}</author>",
        element("link", rel="self", type="application/atom+xml", href=iri_to_uri(asked.site.origin + asked.path)),
        element("link", rel="alternate", type="text/html", href=iri_to_uri(listed)),
        *map(_entry, entries),
        "</feed>\n",
    ]
    return "\n".join(parts).encode()


def _entry(entry: Entry) -> str:
    parts = [
        element("id", entry.id),
        element("title", entry.title),
        element("link", rel="alternate", type="text/html", href=entry.address),
        element("updated", entry.updated),
        element("category", term=entry.category),
        element("summary", entry.summary),
    ]
    return f"<entry>{''.join(parts)}</entry>"


def _claims(asked: Asked) -> Iterator[Entry]:
    newest = asked.claims.published().order_by("-published_at", "-pk").values_list("pk", flat=True)[:NEWEST]
    for claim in orjson.loads(reading.page(list(newest), asked.user)):
        said = [f"Said {claim['date']['edtf']}", claim["matter"]["question"] if claim["matter"] else ""]
        yield Entry(
            id=asked.site.tag(claim["page"]),
            title=f"{claim['speaker']['name']} ({claim['side']['name']}): {claim['wording']}",
            address=asked.site.claim(claim["id"]),
            updated=claim["published_at"],
            summary="\n".join(filter(None, [claim["wording"], *said])),
            category=claim["kind"],
        )


def _disputes(asked: Asked) -> Iterator[Entry]:
    """Counted, rival links with an end among the claims, the last confirmed first."""
    ends = asked.claims.order_by().values("pk")
    links = Link.objects.visible_to(asked.user).counted().rival().filter(Q(answer__in=ends) | Q(target__in=ends))
    people = [f"{end}__{part}" for end in ("answer", "target") for part in ("speaker", "side")]
    for link in links.select_related(*people).order_by("-decided_at", "-pk")[:NEWEST]:
        decided: Any = link.decided_at
        yield Entry(
            id=asked.site.tag(f"/links/{link.pk}/"),
            title=f"{_who(link.answer)} {link.get_relation_display()} {_who(link.target)}",
            address=asked.site.claim(link.target_id),
            updated=decided.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            summary=f"{_who(link.target)}: {link.target.wording}\n{_who(link.answer)}: {link.answer.wording}",
            category=link.relation,
        )


def _who(claim: Claim) -> str:
    return f"{claim.speaker.name} ({claim.side.name})"
