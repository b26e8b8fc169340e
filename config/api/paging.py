"""Lists by key cursors: a place in the sorted list that stays right while rows are added."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db.models import Model, QuerySet
from django.utils.encoding import iri_to_uri
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from config.keys import behind, read_place, values_of

LIMIT = 100
MOST = 1000
#: What every list may be asked, beside its filters.
PARAMETERS = ("cursor", "limit")


@dataclass(frozen=True)
class Place:
    """Which page is asked for: so many rows, behind the row with these values (None: from the start)."""

    limit: int
    after: list[Any] | None


def place_asked(request: Request, model: type[Model], keys: Sequence[str]) -> Place:
    """What ?limit= and ?cursor= ask of a list sorted by `keys`. Raises ValidationError, by parameter."""
    return Place(limit_asked(request), _cursor(request, model, keys))


def cursor_behind(values: Sequence[Any], keys: Sequence[str]) -> str:
    """The cursor of the page that begins behind these values."""
    place = orjson.dumps(values, default=str, option=orjson.OPT_UTC_Z)
    return base64.urlsafe_b64encode(orjson.dumps([",".join(keys), place.decode()])).rstrip(b"=").decode()


def next_address(request: Request, cursor: str, *, name: str = "cursor") -> str:
    """The address of the next page, with everything else that was asked."""
    query = urlencode({**dict(request.GET.lists()), name: [cursor]}, doseq=True)
    return f"{request.scheme}://{request.get_host()}{iri_to_uri(request.path)}?{query}"


def page_of(request: Request, rows: QuerySet, *keys: str) -> tuple[list[Any], str | None]:
    """The rows of the page asked for, and the address of the next, if there is one.

    The last key is unique; keys are fields that are never null, “-” before one turns it round.
    """
    place = place_asked(request, rows.model, keys)
    rows = rows.order_by(*keys)
    if place.after:
        rows = rows.filter(behind(keys, place.after))
    found = list(rows[: place.limit + 1])
    if len(found) <= place.limit:
        return found, None
    found.pop()
    return found, next_address(request, cursor_behind(values_of(found[-1], keys), keys))


def limit_asked(request: Request) -> int:
    """How many rows ?limit= asks for. Raises ValidationError."""
    asked = request.GET.get("limit", str(LIMIT))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 4 and 1 <= int(asked) <= MOST):
        raise ValidationError({"limit": [f"A page has from 1 to {MOST} rows."]})
    return int(asked)


def _cursor(request: Request, model: type[Model], keys: Sequence[str]) -> list[Any] | None:
    given = request.GET.get("cursor")
    if given is None:
        return None
    try:
        order, place = orjson.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        if order != ",".join(keys):
            raise ValueError
        return read_place(model, keys, place)
    except (ValueError, TypeError, binascii.Error):
        raise ValidationError({"cursor": ["This is no cursor of this list: follow “next” from its start."]}) from None
