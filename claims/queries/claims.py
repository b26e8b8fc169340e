"""The list of claims: one page of cards, and what each filter would leave."""

# ruff: noqa: S608 - the SQL below is put together from Django's own and from names that stand in this module

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import QueryDict

from claims.filters import ClaimFilter
from claims.models import Claim, Link, Matter
from claims.queries.cards import with_cards
from claims.relations import RIVAL, Contest, Relation
from sources.models import Dossier, Side, Speaker
from sources.queries.paging import Page, page_of

#: How many values of a filter are offered; those that are chosen always are.
OFFERED = 12
FACETS = (
    *("dossier", "side", "kind", "status", "contest", "unanswered", "has_rival", "relation"),
    *("speaker", "matter"),
)
_COLUMNS = {"dossier": "dossier_id", "side": "side_id", "speaker": "speaker_id", "matter": "matter_id"}
_ROWS = {"dossier": Dossier, "side": Side, "speaker": Speaker, "matter": Matter}
_LABELS = {
    "kind": dict(Claim.Kind.choices),
    "status": dict(Claim.Status.choices),
    "relation": dict(Relation.choices),
    "contest": dict(Contest.choices),
}


@dataclass
class Option:
    """One value of a filter, and how many claims it would leave, all other filters being as they are."""

    value: str
    label: str
    count: int
    chosen: bool
    row: Any = None
    of: str = ""  # its dossier, where claims of several are listed


@dataclass
class Facet:
    name: str
    label: str
    options: list[Option] = field(default_factory=list)


def page(filters: ClaimFilter, query: QueryDict) -> Page:
    """One page of cards. Which claims is decided first, so that what a card shows is computed for these alone."""
    found = page_of(filters.qs.only("pk", *(key.strip("-") for key in filters.order)), query, *filters.order)
    cards = with_cards(Claim.objects.filter(pk__in=[claim.pk for claim in found.rows])).in_bulk()
    return replace(found, rows=[cards[claim.pk] for claim in found.rows])


def facets(filters: ClaimFilter) -> tuple[int, dict[str, Facet]]:
    """How many claims match, and for each filter what its values would leave if it were not set.

    Values that cannot be read are left aside here, so that the others stay on screen.
    Costs a query for the filters that are not set, one for each that is, and one for each kind of row named.
    """
    chosen = {name: _chosen(filters, name) for name in FACETS}
    unset = [name for name in FACETS if not chosen[name]]
    counts = _count(filters.without(), ["all", *unset], chosen)
    for name in FACETS:
        if chosen[name]:
            counts |= _count(filters.without(name), [name], chosen)
    found = {name: Facet(name, str(filters.filters[name].label)) for name in FACETS}
    for name, facet in found.items():
        facet.options = _options(name, counts.get(name, {}), chosen[name])
    _name_dossiers([option for name in ("side", "matter", "speaker") for option in found[name].options])
    return counts.get("all", {}).get("", 0), found


def _name_dossiers(options: list[Option]) -> None:
    """Say of which dossier each side, matter and speaker is, where they are of several."""
    keys = {option.row.dossier_id for option in options}
    dossiers = Dossier.objects.in_bulk(keys) if len(keys) > 1 else {}
    for option in options:
        option.of = str(dossiers.get(option.row.dossier_id, ""))


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
    ties, more = _ties()
    values += more
    parts = []
    for name in names:
        part, own = _part(name, chosen.get(name, []))
        parts.append(f"({part})")
        values += own
    counts: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hits AS MATERIALIZED ({hits}), ties AS MATERIALIZED ({ties}) {' UNION ALL '.join(parts)}", values
        )
        for name, value, n in cursor.fetchall():
            counts.setdefault(name, {})[value] = n
    return counts


def _ties() -> tuple[str, list]:
    """Each hit at either end of a counted link, once a relation."""
    answers, one = _sql(Link.objects.counted().values("answer_id", "relation"))
    targets, other = _sql(Link.objects.counted().values("target_id", "relation"))
    among = "(SELECT id FROM hits)"
    return (
        f"SELECT answer_id AS claim, relation FROM ({answers}) a WHERE answer_id IN {among}"
        f" UNION SELECT target_id, relation FROM ({targets}) t WHERE target_id IN {among}"
    ), one + other


def _part(name: str, chosen: list[str]) -> tuple[str, list]:
    """The count of the hits by one filter, as SQL: rows of (filter, value, number). All names are ours."""
    if name == "all":
        return "SELECT 'all', '', count(*) FROM hits", []
    if name == "relation":
        return "SELECT 'relation', relation, count(*) FROM ties GROUP BY relation", []
    if name == "contest":
        return (
            "SELECT 'contest', stored.contest, count(*) FROM claims_claimdocument stored"
            " WHERE stored.claim_id IN (SELECT id FROM hits) GROUP BY stored.contest"
        ), []
    if name == "has_rival":
        return _yes_or_no(name, "SELECT claim FROM ties WHERE relation = ANY(%s)"), [[*RIVAL]]
    if name == "unanswered":
        unanswered, values = _sql(Claim.objects.unanswered().values("id"))
        return _yes_or_no(name, f"SELECT id FROM ({unanswered}) u WHERE id IN (SELECT id FROM hits)"), values
    column = _COLUMNS.get(name, name)
    return (
        f"SELECT '{name}', {column}::text, count(*) FROM hits WHERE {column} IS NOT NULL GROUP BY {column}"
        f" ORDER BY {column}::text = ANY(%s) DESC, count(*) DESC, {column} LIMIT {OFFERED + len(chosen)}"
    ), [chosen]


def _yes_or_no(name: str, among: str) -> str:
    asked = f"SELECT CASE WHEN id IN ({among}) THEN 'on' ELSE 'off' END AS value FROM hits"
    return f"SELECT '{name}', value, count(*) FROM ({asked}) asked GROUP BY value"


def _sql(rows: QuerySet) -> tuple[str, list]:
    sql, values = rows.order_by().query.sql_with_params()
    return sql, list(values)
