"""The list of claims: one page of cards, and what each filter would leave."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from claims.filters import ClaimFilter
from claims.models import Claim, Link, Matter
from claims.queries.cards import with_cards
from claims.relations import Relation
from sources.models import Dossier, Side, Speaker

#: How many values of a filter are offered; those that are chosen always are.
OFFERED = 12
FACETS = ("dossier", "side", "kind", "status", "unanswered", "has_rival", "relation", "speaker", "matter")
_COLUMNS = {"dossier": "dossier_id", "side": "side_id", "speaker": "speaker_id", "matter": "matter_id"}
_ROWS = {"dossier": Dossier, "side": Side, "speaker": Speaker, "matter": Matter}
_LABELS = {
    "kind": dict(Claim.Kind.choices),
    "status": dict(Claim.Status.choices),
    "relation": dict(Relation.choices),
}


@dataclass
class Option:
    """One value of a filter, and how many claims it would leave, all other filters being as they are."""

    value: str
    label: str
    count: int
    chosen: bool
    row: Any = None


@dataclass
class Facet:
    name: str
    label: str
    options: list[Option] = field(default_factory=list)


def listed(filters: ClaimFilter) -> QuerySet[Claim]:
    """The claims that match, with all that their cards show; in no order yet."""
    return with_cards(filters.qs)


def facets(filters: ClaimFilter) -> tuple[int, dict[str, Facet]]:
    """How many claims match, and for each filter what its values would leave if it were not set.

    Costs a query for the filters that are not set, one for each that is, and one for each kind of row named.
    """
    chosen = {name: _chosen(filters, name) for name in FACETS}
    unset = [name for name in FACETS if not chosen[name]]
    counts = _count(filters.qs, ["all", *unset], chosen)
    for name in FACETS:
        if chosen[name]:
            counts |= _count(filters.without(name), [name], chosen)
    found = {name: Facet(name, str(filters.filters[name].label)) for name in FACETS}
    for name, facet in found.items():
        facet.options = _options(name, counts.get(name, {}), chosen[name])
    return counts.get("all", {}).get("", 0), found


def _chosen(filters: ClaimFilter, name: str) -> list[str]:
    value = filters.form.cleaned_data.get(name)
    if isinstance(value, bool):
        return ["on" if value else "off"]
    return [str(getattr(one, "pk", one)) for one in value or ()]


def _options(name: str, counts: dict[str, int], chosen: list[str]) -> list[Option]:
    counts = {**dict.fromkeys(chosen, 0), **counts}
    rows = _ROWS[name]._default_manager.in_bulk([int(key) for key in counts]) if name in _ROWS and counts else {}
    labels = {str(key): str(row) for key, row in rows.items()} or _LABELS.get(name) or {"on": "Yes", "off": "No"}
    options = [
        Option(key, labels[key], n, key in chosen, rows.get(int(key)) if rows else None)
        for key, n in counts.items()
        if key in labels
    ]
    if name in _LABELS:  # in the order that the words have, all of them
        place = {key: at for at, key in enumerate(labels)}
        return sorted(options, key=lambda option: place[option.value])
    if name == "side":
        return sorted(options, key=lambda option: (option.row.dossier_id, option.row.slot, option.row.pk))
    if not rows:
        return sorted(options, key=lambda option: option.value != "on")
    return sorted(options, key=lambda option: (-option.count, option.label))


def _count(claims: QuerySet[Claim], names: Iterable[str], chosen: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    """Counts by filter and value, in one query: the claims are found once and then counted each way."""
    try:
        hits, values = _sql(claims.values("id", "dossier_id", "side_id", "speaker_id", "matter_id", "kind", "status"))
    except EmptyResultSet:
        return {}
    ties, rivals = Link.objects.counted(), Link.objects.counted().rival()
    parts = []
    for name in names:
        part, own = _part(name, chosen.get(name, []), ties, rivals)
        parts.append(f"({part})")
        values += own
    with connection.cursor() as cursor:
        cursor.execute(f"WITH hits AS MATERIALIZED ({hits}) {' UNION ALL '.join(parts)}", values)  # noqa: S608
        counts: dict[str, dict[str, int]] = {}
        for name, value, n in cursor.fetchall():
            counts.setdefault(name, {})[value] = n
    return counts


def _part(name: str, chosen: list[str], ties: QuerySet[Link], rivals: QuerySet[Link]) -> tuple[str, list]:
    """The count of the hits by one filter, as SQL: rows of (filter, value, number). Names are ours alone."""
    if name == "all":
        return "SELECT 'all' AS facet, '' AS value, count(*) AS n FROM hits", []
    if name == "relation":
        ends, values = _ends(ties)
        return (
            f"SELECT 'relation', relation, count(*) FROM ({ends}) tie JOIN hits ON hits.id = tie.claim GROUP BY 2",
            values,
        )  # noqa: S608, E501
    if name in ("has_rival", "unanswered"):
        if name == "has_rival":
            ends, values = _ends(rivals)
            among = f"SELECT claim FROM ({ends}) tie"  # noqa: S608
        else:
            among, values = _sql(Claim.objects.unanswered().values("id"))
        yes_or_no = f"SELECT CASE WHEN id IN ({among}) THEN 'on' ELSE 'off' END AS value FROM hits"  # noqa: S608
        return f"SELECT '{name}', value, count(*) FROM ({yes_or_no}) asked GROUP BY value", values  # noqa: S608
    column = _COLUMNS.get(name, name)
    return (
        f"SELECT '{name}', {column}::text, count(*) FROM hits WHERE {column} IS NOT NULL GROUP BY {column} "  # noqa: S608
        f"ORDER BY {column}::text = ANY(%s) DESC, count(*) DESC, {column} LIMIT {OFFERED + len(chosen)}",
        [chosen],
    )


def _ends(links: QuerySet[Link]) -> tuple[str, list]:
    """Each claim at either end of these links, once a relation."""
    answers, one = _sql(links.values("answer_id", "relation"))
    targets, other = _sql(links.values("target_id", "relation"))
    return (
        f"SELECT answer_id AS claim, relation FROM ({answers}) a UNION SELECT target_id, relation FROM ({targets}) t",
        one + other,
    )  # noqa: S608, E501


def _sql(rows: QuerySet) -> tuple[str, list]:
    sql, values = rows.order_by().query.sql_with_params()
    return sql, list(values)
