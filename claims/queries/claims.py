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
from claims.models import Claim, ClaimDocument, Link, Matter
from claims.queries.alike import Alike, alike
from claims.queries.cards import cards_of
from claims.relations import Contest, Relation
from sources.models import Dossier, Side, Speaker
from sources.queries.paging import Page, page_of

#: How many values of a filter are offered; those that are chosen always are.
OFFERED = 12
#: Beyond this many claims nothing is counted, as that would take longer the more there are: “2,000+”.
COUNTED = 2_000
#: Where no more than so many are found, what comes closest is listed, too.
FEW = 4
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
    """One value of a filter, and how many claims it would leave, all other filters being as they are.

    Where there are more than `COUNTED` to count, it is how many of the first, and there may be `more`.
    """

    value: str
    label: str
    count: int
    chosen: bool
    more: bool = False
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
    cards = cards_of(claim.pk for claim in found.rows)
    return replace(found, rows=[cards[claim.pk] for claim in found.rows])


def closest(filters: ClaimFilter, shown: Page) -> list[Alike]:
    """Where no more than a FEW have all the words that are searched for: which others have most of them."""
    words = filters.form.cleaned_data.get("q")
    if filters.errors or not words or len(shown.rows) > FEW or shown.earlier or shown.later:
        return []
    known = {claim.pk for claim in shown.rows}
    return [found for found in alike(filters.without("q"), words) if found.claim.pk not in known]


def facets(filters: ClaimFilter) -> tuple[int, dict[str, Facet]]:
    """How many claims match, up to one more than `COUNTED`; and for each filter what its values would leave.

    A filter that is set is counted as if it were not. Values that cannot be read are left aside here, so that the
    others stay on screen. Costs a query for the filters that are not set, one for each that is, and one for each
    kind of row named.
    """
    chosen = {name: _chosen(filters, name) for name in FACETS}
    unset = [name for name in FACETS if not chosen[name]]
    counts = _count(filters, (), unset, chosen)
    total = counts.get("all", {}).get("", 0)
    cut = dict.fromkeys(unset, total > COUNTED)
    for name in FACETS:
        if chosen[name]:
            own = _count(filters, (name,), [name], chosen)
            cut[name] = own.pop("all", {}).get("", 0) > COUNTED
            counts |= own
    found = {name: Facet(name, str(filters.filters[name].label)) for name in FACETS}
    for name, facet in found.items():
        facet.options = _options(name, counts.get(name, {}), chosen[name], cut=cut[name])
    _name_dossiers([option for name in ("side", "matter", "speaker") for option in found[name].options])
    return total, found


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


def _options(name: str, counts: dict[str, int], chosen: list[str], *, cut: bool) -> list[Option]:
    counts = {**dict.fromkeys([*chosen, *(_LABELS.get(name, ()) if cut else ())], 0), **counts}
    rows = _ROWS[name]._default_manager.in_bulk([int(key) for key in counts]) if name in _ROWS and counts else {}
    labels = {str(key): str(row) for key, row in rows.items()} or _LABELS.get(name) or {"on": "Yes", "off": "No"}
    options = [
        Option(key, labels[key], n, key in chosen, cut, rows.get(int(key)) if rows else None)
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


def _count(
    filters: ClaimFilter, without: Iterable[str], names: Iterable[str], chosen: dict[str, list[str]]
) -> dict[str, dict[str, int]]:
    """Counts by filter and value, in one query: the claims are found once and then counted each way."""
    claims = filters.without(*without, shown=COUNTED).order_by(*filters.order)
    columns = ("id", "dossier_id", "side_id", "speaker_id", "matter_id", "kind", "status")
    try:
        hits, values = _sql(claims.values(*columns)[: COUNTED + 1])
    except EmptyResultSet:
        return {}
    ties, more = _ties()
    values += more
    parts = []
    for name in ("all", *names):
        part, own = _part(name, chosen.get(name, []))
        parts.append(f"({part})")
        values += own
    counts: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hits AS MATERIALIZED ({hits}), ties AS MATERIALIZED ({ties}), states AS MATERIALIZED ({_STATES})"
            f" {' UNION ALL '.join(parts)}",
            values,
        )
        for name, value, n in cursor.fetchall():
            counts.setdefault(name, {})[value] = n
    return counts


#: How the hits stand today, as their stored documents say.
_STATES = (
    "SELECT contest, has_rival, is_unanswered AS unanswered"
    f" FROM hits JOIN {ClaimDocument._meta.db_table} stored ON stored.claim_id = hits.id"
)


def _ties() -> tuple[str, list]:
    """Each hit at either end of a counted link (`LinkQuerySet.counted`), once a relation."""
    confirmed = Link.objects.filter(state=Link.State.CONFIRMED).order_by()
    published = Claim.Status.PUBLISHED
    answers, one = _sql(confirmed.filter(target__status=published).values("answer_id", "relation"))
    targets, other = _sql(confirmed.filter(answer__status=published).values("target_id", "relation"))
    among = "(SELECT id FROM hits WHERE status = 'published')"
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
        return "SELECT 'contest', contest, count(*) FROM states GROUP BY contest", []
    if name in ("has_rival", "unanswered"):
        said = f"CASE WHEN {name} THEN 'on' ELSE 'off' END"
        return f"SELECT '{name}', {said}, count(*) FROM states GROUP BY {name}", []
    column = _COLUMNS.get(name, name)
    return (
        f"SELECT '{name}', {column}::text, count(*) FROM hits WHERE {column} IS NOT NULL GROUP BY {column}"
        f" ORDER BY {column}::text = ANY(%s) DESC, count(*) DESC, {column} LIMIT {OFFERED + len(chosen)}"
    ), [chosen]


def _sql(rows: QuerySet) -> tuple[str, list]:
    sql, values = rows.query.sql_with_params()
    return sql, list(values)
