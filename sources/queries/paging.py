"""Pages by key: the next page starts behind the last row seen, so none is slower than the first and none slips."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

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
    back = "before" in query
    place = query.get("before") or query.get("after")
    order = [_turned(key) for key in keys] if back else list(keys)
    rows = rows.order_by(*order)
    if place:
        rows = rows.filter(_behind(order, _read(place, rows.model, order)))
    found = list(rows[: size + 1])
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


def _turned(key: str) -> str:
    return key.removeprefix("-") if key.startswith("-") else f"-{key}"


def _behind(order: list[str], values: list[Any]) -> Q:
    """Rows that come after these values: (a, b) > (x, y) is a > x, or a = x and b > y.

    Said first of the first key alone, so that an index on it starts at the right place.
    """
    first = order[0].removeprefix("-")
    start = Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": values[0]})
    condition, equal = Q(), Q()
    for key, value in zip(order, values, strict=True):
        name, sign = key.removeprefix("-"), "lt" if key.startswith("-") else "gt"
        condition |= equal & Q(**{f"{name}__{sign}": value})
        equal &= Q(**{name: value})
    return start & condition


def _read(place: str, model: type[Model], order: list[str]) -> list[Any]:
    try:
        values = json.loads(place)
        json.dumps(values, ensure_ascii=False).encode()  # half a surrogate pair, escaped, would pass as text
        fits = isinstance(values, list) and len(values) == len(order) and all(_fits(v) for v in values)
        values = [_as_kept(model, key, value) for key, value in zip(order, values, strict=True)] if fits else None
    except (ValueError, RecursionError, ValidationError):
        values = None
    if values is None or type(values[-1]) is not int or not 0 <= values[-1] < 2**63:
        raise BadRequest("This page of the list does not exist. Start again from its first page.")
    return values


def _as_kept(model: type[Model], key: str, value: Any) -> Any:
    """The value as its field has it, such as a day. Raises ValidationError for what the field could not hold."""
    name = key.removeprefix("-")
    kept = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if type(value) is int and not kept.get_internal_type().endswith("AutoField"):
        raise ValidationError("A number where there is none.")
    return kept.to_python(value)


def _fits(value: Any) -> bool:
    return type(value) is int or (type(value) is str and "\0" not in value)


def _link(query: QueryDict, way: str, row: Any, keys: tuple[str, ...]) -> str:
    query = query.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[way] = json.dumps([getattr(row, key.removeprefix("-")) for key in keys], ensure_ascii=False, default=str)
    return f"?{query.urlencode()}"
