"""What a request asks for in one statement: which claims may be seen, how their list goes on, and the documents."""

# ruff: noqa: S608 - the SQL is put together from Django's own and from names that stand in this package

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet

from claims.documents.reading import digest, mended, shown
from claims.documents.statements import bound, rows
from claims.models import Claim
from claims.querysets import ClaimQuerySet, Sought, Term
from config.keys import behind


@dataclass(frozen=True)
class Page:
    """`tag` is different whenever a byte of the page is; `last` is the place of its last row, if there are more.

    `documents` are b'{…},{…}', and empty for whoever has them already.
    """

    tag: str
    last: Sequence[Any] | None
    documents: bytes = b""


@dataclass(frozen=True)
class _Chosen:
    """SQL for the columns of the keys of so many claims and one more; `values` where it can be prepared."""

    sql: str
    values: dict[str, Any] | None


def page(
    claims: ClaimQuerySet | Sought | None,
    keys: Sequence[str],
    user: Any,
    *,
    after: Sequence[Any] | None,
    limit: int,
    known: Callable[[str], bool] | None = None,
) -> Page:
    """So many claims behind a place: of a list, or of all that the person may see, or of those that contain words.

    `known` says of a tag whether that page need not be sent.
    """
    try:
        if isinstance(claims, ClaimQuerySet):
            chosen = _of(claims, keys, after, limit)
        else:
            chosen = _all(user, keys, after, limit, claims or NOTHING)
    except EmptyResultSet:
        return Page(digest(b""), None)
    if known and known((found := _found(chosen, keys, user, limit, documents=False)).tag):
        return found
    return _found(chosen, keys, user, limit, documents=True)


def one(claim: int, user: Any) -> tuple[int, bytes] | None:
    """The revision and the document of a claim, or None if the person may not see it. One statement."""
    values = {"user": user.pk or 0, "claim": claim}
    found = rows(_one(user.is_authenticated), values, raw=True)
    if not found:
        return None
    revision, whole, document = found[0]
    return revision, document if whole else mended([claim], user)[claim][1] or b"null"


def _found(chosen: _Chosen, keys: Sequence[str], user: Any, limit: int, *, documents: bool) -> Page:
    statement = _statement(chosen.sql, tuple(keys), documents)
    values = {"user": user.pk or 0, **(chosen.values or {})}
    found = rows(statement, values, raw=True, prepare=chosen.values is not None)
    if not found:
        return Page(digest(b""), None)
    last = found[limit - 1][: len(keys)] if len(found) > limit else None
    *_, ids, whole, versions, given = zip(*found[:limit], strict=True)
    if not all(whole):
        fresh = mended(ids, user)
        versions, given = zip(*(fresh[key] for key in ids), strict=True)
    return Page(digest(repr((last, versions)).encode()), last, b",".join(filter(None, given)) if documents else b"")


@lru_cache(maxsize=256)
def _statement(chosen: str, keys: tuple[str, ...], documents: bool) -> str:
    columns = ", ".join(f'page."{key.removeprefix("-")}"' for key in keys)
    order = ", ".join(f'page."{key.removeprefix("-")}"{" DESC" if key.startswith("-") else ""}' for key in keys)
    return f"""
        SELECT {columns}, stored.claim_id IS NOT NULL AND NOT EXISTS (SELECT FROM claims_debt), {shown("version")},
            {shown("document") if documents else "NULL"}
        FROM ({chosen}) page LEFT JOIN claims_claimdocument stored ON stored.claim_id = page.pk ORDER BY {order}
    """


def _of(claims: ClaimQuerySet, keys: Sequence[str], after: Sequence[Any] | None, limit: int) -> _Chosen:
    return _Chosen(_composed(*_sql(claims, keys, after, limit)), None)


def _all(user: Any, keys: Sequence[str], after: Sequence[Any] | None, limit: int, sought: Sought) -> _Chosen:
    values = {f"after_{at}": value for at, value in enumerate(after or ())}
    kinds = tuple(type(value) for value in after or ())
    if not sought.terms:
        return _Chosen(_every(user.is_authenticated, tuple(keys), kinds, limit), values)
    values |= {f"term_{at}": term.words for at, term in enumerate(sought.terms)} | {"name": sought.name}
    phrases = tuple(term.phrase for term in sought.terms)
    often = Claim.objects.finds_often(sought)
    return _Chosen(_every(user.is_authenticated, tuple(keys), kinds, limit, phrases, often), values)


@lru_cache(maxsize=256)
def _every(
    signed_in: bool,
    keys: tuple[str, ...],
    kinds: tuple[type, ...],
    limit: int,
    phrases: tuple[bool, ...] = (),
    often: bool = True,
) -> str:
    """The statement that `visible_to` makes for anybody, any place and any words, with names where theirs stand.

    To have it put together for each request costs more than all the rest of the page. What is sought seldom is
    found first, by the index of words, and then put in order: the planner cannot know how seldom that is.
    """
    person = get_user_model()(pk=_MARK) if signed_in else AnonymousUser()
    after = [date(1, 1, 1 + at) if kind is date else _MARK + 1 + at for at, kind in enumerate(kinds)]
    names: dict[Any, str] = {value: f"%(after_{at})s::{_TYPES[kinds[at]]}" for at, value in enumerate(after)}
    claims = Claim.objects.visible_to(person)
    if phrases:
        terms = tuple(Term(f"__term_{at}__", phrase) for at, phrase in enumerate(phrases))
        claims = claims.containing(Sought(terms, "__name__"), one_by_one=often)
        names |= {f"__term_{at}__": f"%(term_{at})s::text" for at in range(len(phrases))}
        names["__name__"] = "%(name)s::text"
    return _named(*_sql(claims, keys, after or None, limit, fenced=not often), names)


@cache
def _one(signed_in: bool) -> str:
    person = get_user_model()(pk=_MARK) if signed_in else AnonymousUser()
    claim = Claim.objects.visible_to(person).order_by().filter(pk=_MARK + 1)
    sql, values = claim.values_list("pk", "revision").query.sql_with_params()
    chosen = _named(sql, values, {_MARK + 1: "%(claim)s::bigint"})
    return f"""
        SELECT page.revision, stored.claim_id IS NOT NULL AND NOT EXISTS (SELECT FROM claims_debt), {shown("document")}
        FROM ({chosen}) page LEFT JOIN claims_claimdocument stored ON stored.claim_id = page.pk
    """


def _named(sql: str, values: Sequence[Any], names: dict[Any, str]) -> str:
    """Django's SQL with names in place of the marks among its values, and all others written into it."""
    names = {_MARK: "%(user)s::bigint", **names}
    return sql.replace("%%", "%%%%") % tuple(names.get(value) or _composed("%s", (value,)) for value in values)


NOTHING = Sought((), "")
"""No words: all claims."""

_MARK = 2**62
"""A key that nobody has: where it stands in a statement, the person's own is put in."""

_TYPES = {date: "date", int: "bigint"}


def _sql(
    claims: ClaimQuerySet, keys: Sequence[str], after: Sequence[Any] | None, limit: int, *, fenced: bool = False
) -> tuple[str, Any]:
    if after:
        claims = claims.filter(behind(keys, after))
    chosen = claims.values_list(*(key.removeprefix("-") for key in keys))
    if not fenced:
        return chosen.order_by(*keys)[: limit + 1].query.sql_with_params()
    sql, values = chosen.order_by().query.sql_with_params()
    order = ", ".join(f'"{key.removeprefix("-")}"{" DESC" if key.startswith("-") else ""}' for key in keys)
    return f"SELECT * FROM ({sql} OFFSET 0) hits ORDER BY {order} LIMIT {limit + 1}", values


def _composed(sql: str, values: Sequence[Any]) -> str:
    """SQL with its values in it, to stand in a statement with names."""
    return bound(sql, values).replace("%", "%%")
