"""Pages by key, for people: each with the addresses of the pages before and behind it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict

from config.keys import behind, read_place, turned, values_of

SIZE = 50


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the query strings of the pages beside them (empty where there is none)."""

    rows: list[Any]
    earlier: str
    later: str


def page_of(rows: QuerySet, query: QueryDict, *keys: str, size: int = SIZE) -> Page:
    """The page of `rows` that ?after= or ?before= in the query asks for, in the order of `keys`.

    The last key is unique; keys are fields that are never null, “-” before one turns it round.
    Raises BadRequest for a place in the list that no link of ours leads to.
    """
    return page_of_all([rows], query, *keys, size=size)


def page_of_all(parts: Sequence[QuerySet], query: QueryDict, *keys: str, size: int = SIZE) -> Page:
    """As `page_of`, of several kinds of rows of one table that share none: each by itself is found sooner."""
    back = "before" in query
    place = query.get("before") or query.get("after")
    order = [turned(key) for key in keys] if back else list(keys)
    found = []
    for rows in parts:
        rows = rows.order_by(*order)
        if place:
            rows = rows.filter(behind(order, _read(place, rows.model, order)))
        found += rows[: size + 1]
    if len(parts) > 1:
        found = _sorted(found, order)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    earlier = more if back else bool(place)
    later = bool(place) if back else more
    return Page(
        found,
        _link(query, "before", found[0], keys) if found and earlier else "",
        _link(query, "after", found[-1], keys) if found and later else "",
    )


def _sorted(rows: list[Any], order: list[str]) -> list[Any]:
    for key in reversed(order):
        rows = sorted(rows, key=attrgetter(key.removeprefix("-")), reverse=key.startswith("-"))
    return rows


def _read(place: str, model, order: list[str]) -> list[Any]:
    try:
        return read_place(model, order, place)
    except ValueError:
        raise BadRequest("This page of the list does not exist. Start again from its first page.") from None


def _link(query: QueryDict, way: str, row: Any, keys: tuple[str, ...]) -> str:
    query = query.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[way] = json.dumps(values_of(row, keys), ensure_ascii=False, default=str)
    return f"?{query.urlencode()}"
