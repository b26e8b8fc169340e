"""What a request asks for in one statement: which claims may be seen, how their list goes on, and the documents."""

# ruff: noqa: S608 - the SQL is put together from Django's own and from names that stand in this package

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet

from claims.documents.reading import digest, mended, shown
from claims.documents.statements import bound, rows
from claims.models import Claim
from claims.querysets import ClaimQuerySet
from claims.searching import Sought, Term
from config.keys import LARGEST, behind


@dataclass(frozen=True)
class Page:
    """`tag` is different whenever a byte of the page is; `last` is the place of its last row, if there are more.

    The documents are left out for whoever has them already.
    """

    tag: str
    last: Sequence[Any] | None
    documents: Sequence[bytes | memoryview] = ()


@dataclass(frozen=True)
class _Chosen:
    """SQL for the columns of the keys of so many claims and one more, with the values that it names.

    What is `prepared` is planned once for all values; else the planner sees the keys that stand in it.
    """

    sql: str
    values: dict[str, Any] = field(default_factory=dict)
    prepared: bool = False


#: What claims are narrowed to: by the name of a field the keys of its rows, or its choices.
Within = Mapping[str, Sequence[int] | Sequence[str]]


def page(
    claims: ClaimQuerySet | Sought | Within | None,
    keys: Sequence[str],
    user: Any,
    *,
    after: Sequence[Any] | None,
    limit: int,
    known: Callable[[str], bool] | None = None,
) -> Page:
    """So many claims behind a place: of a list, or of all that the person may see, or of some of these.

    `known` says of a tag whether that page need not be sent.
    """
    try:
        if isinstance(claims, ClaimQuerySet):
            chosen = _of(claims, keys, after, limit)
        elif isinstance(claims, Sought):
            chosen = _sought(user, keys, after, limit, claims)
        else:
            chosen = _all(user, keys, after, limit, claims or {})
    except EmptyResultSet:
        return Page(digest(b""), None)
    if known and known((found := _found(chosen, keys, user, limit, documents=False)).tag):
        return found
    return _found(chosen, keys, user, limit, documents=True)


def one(claim: int, user: Any) -> tuple[int, bytes] | None:
    """The revision and the document of a claim, or None if the person may not see it. One statement."""
    values = {"user": user.pk or 0, "claim": claim}
    found = rows(_one(user.is_authenticated), values, raw=True) if claim <= LARGEST else []
    if not found:
        return None
    revision, whole, document = found[0]
    return revision, bytes(document) if whole else mended([claim], user)[claim][1] or b"null"


def _found(chosen: _Chosen, keys: Sequence[str], user: Any, limit: int, *, documents: bool) -> Page:
    statement = _statement(chosen.sql, tuple(keys), documents)
    found = rows(statement, {"user": user.pk or 0, **chosen.values}, raw=True, prepare=chosen.prepared)
    if not found:
        return Page(digest(b""), None)
    last = found[limit - 1][: len(keys)] if len(found) > limit else None
    *_, ids, whole, versions, given = zip(*found[:limit], strict=True)
    if not all(whole):
        fresh = mended(ids, user)
        versions, given = zip(*(fresh[key] for key in ids), strict=True)
    return Page(digest(repr((last, versions)).encode()), last, [*filter(None, given)])


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
    return _Chosen(_composed(*_sql(claims, keys, after, limit)))


def _all(user: Any, keys: Sequence[str], after: Sequence[Any] | None, limit: int, within: Within) -> _Chosen:
    """Of all that the person may see. Which rows are named is for the planner to see: some are named by many claims."""
    shape = tuple((name, tuple(one if isinstance(one, str) else 0 for one in asked)) for name, asked in within.items())
    named = [one for asked in within.values() for one in asked if not isinstance(one, str)]
    sql = _every(user.is_authenticated, tuple(keys), _kinds(after), limit, within=shape)
    for at, key in enumerate(named):
        sql = sql.replace(f"__row_{at}__", str(int(key)))
    return _Chosen(sql, _place(after), prepared=not within)


def _sought(user: Any, keys: Sequence[str], after: Sequence[Any] | None, limit: int, sought: Sought) -> _Chosen:
    terms = {f"term_{at}": term.words for at, term in enumerate(sought.terms)}
    phrases = tuple(term.phrase for term in sought.terms)
    often = Claim.objects.finds_often(sought)
    sql = _every(user.is_authenticated, tuple(keys), _kinds(after), limit, phrases, often)
    return _Chosen(sql, {**_place(after), **terms, "name": sought.name}, prepared=True)


def _place(after: Sequence[Any] | None) -> dict[str, Any]:
    return {f"after_{at}": value for at, value in enumerate(after or ())}


def _kinds(after: Sequence[Any] | None) -> tuple[type, ...]:
    return tuple(type(value) for value in after or ())


@lru_cache(maxsize=256)
def _every(
    signed_in: bool,
    keys: tuple[str, ...],
    kinds: tuple[type, ...],
    limit: int,
    phrases: tuple[bool, ...] = (),
    often: bool = True,
    within: tuple[tuple[str, tuple[Any, ...]], ...] = (),
) -> str:
    """The statement that `visible_to` makes for anybody, any place and any words, with names where theirs stand.

    To have it put together for each request costs more than all the rest of the page. What is sought seldom is
    found first, by the index of words, and then put in order: the planner cannot know how seldom that is.
    `within` has a 0 where the key of a row stands.
    """
    person = get_user_model()(pk=_MARK) if signed_in else AnonymousUser()
    marks = count(_MARK + 1)
    names: dict[Any, str] = {}
    after: list[Any] = []
    for at, kind in enumerate(kinds):
        after.append(date(1, 1, 1 + at) if kind is date else next(marks))
        names[after[-1]] = f"%(after_{at})s::{_TYPES[kind]}"
    claims = Claim.objects.visible_to(person)
    rows_named = (f"__row_{at}__" for at in count())
    for name, asked in within:
        marked = [one or next(marks) for one in asked]
        names |= {mark: next(rows_named) for mark, one in zip(marked, asked, strict=True) if not one}
        claims = claims.filter(**{f"{name}__in": marked})
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
