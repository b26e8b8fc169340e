"""What an export was asked for: a format, and the filters of the list of claims. One reading for both doors."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from claims.export.site import Site
from claims.filters import ClaimFilter
from claims.querysets import ClaimQuerySet

FORMATS = ("ndjson", "csv", "jsonld", "annotations", "atom", "graphml")
TABLES = ("claims", "figures", "links")
FEEDS = ("claims", "disputes")
#: What may be asked beside the filters, and of which formats.
OPTIONS = {"format": FORMATS, "table": ("csv",), "feed": ("atom",), "after": ("ndjson", "csv")}


class ExportFilter(ClaimFilter):
    """The filters of the list. An export has one order, by key, so that it can be taken up again."""

    sort = None


@dataclass(frozen=True)
class Asked:
    """Which claims, as what, for whom. `claims` are those that this person may see."""

    format: str
    claims: ClaimQuerySet
    user: Any
    site: Site
    path: str  # of the request, with all that was asked
    query: str = ""  # the filters alone, in one spelling
    words: list[str] = field(default_factory=list)  # the filters, for people
    table: str = "claims"
    feed: str = "claims"
    after: int = 0  # the key of the last row that the client has


def read(request: Any, claims: ClaimQuerySet) -> Asked:
    """What was asked for. Raises ValidationError naming every parameter that cannot be read."""
    given: QueryDict = request.GET
    format = given.get("format", "ndjson")
    problems = _problems(given, format)
    filters = ExportFilter(_filters_of(given), claims, request=request)
    problems |= {name: [*map(str, errors)] for name, errors in filters.errors.items() if name not in problems}
    if problems:
        raise ValidationError(problems)
    return Asked(
        format=format,
        claims=filters.qs,
        user=request.user,
        site=Site.of(request),
        path=request.get_full_path(),
        query=filters.address().urlencode(),
        words=[f"{used.label}: {used.words}" for used in filters.in_use()],
        table=given.get("table", "claims"),
        feed=given.get("feed", "claims"),
        after=int(given.get("after", "0")),
    )


def _filters_of(given: QueryDict) -> QueryDict:
    kept = given.copy()
    for name in set(kept) - ExportFilter.base_filters.keys():
        del kept[name]
    return kept


def _problems(given: QueryDict, format: str) -> dict[str, list[str]]:
    unknown = sorted(set(given) - ExportFilter.base_filters.keys() - OPTIONS.keys())
    problems = {name[:80]: ["There is no such parameter here."] for name in unknown[:20]}
    if format not in FORMATS:
        return problems | {"format": [f"The formats are {', '.join(FORMATS)}."]}
    for name in ("table", "feed", "after"):
        if name in given and format not in OPTIONS[name]:
            problems[name] = [f"Only {' and '.join(OPTIONS[name])} can be asked for that."]
    if given.get("table", "claims") not in TABLES:
        problems["table"] = [f"The tables are {', '.join(TABLES)}."]
    if given.get("feed", "claims") not in FEEDS:
        problems["feed"] = [f"The feeds are {', '.join(FEEDS)}."]
    if not re.fullmatch(r"[0-9]{1,18}", given.get("after", "0"), re.ASCII):
        problems["after"] = ["Name the key of the last row that you have."]
    return problems
