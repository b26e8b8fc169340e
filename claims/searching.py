"""What is searched for in claims, as PostgreSQL is asked for it, and how much of it is expected."""

import re
import time
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable

#: Of how many claims a page of a search is thought to be, and for how many seconds an estimate is remembered.
SHOWN = 50
REMEMBERED = 600


@dataclass(frozen=True)
class Term:
    """A word or its beginning (“Su-25” are two in a row); or a phrase, whose words stand together."""

    words: str
    phrase: bool = False


@dataclass(frozen=True)
class Sought:
    """What is searched for: all the terms, or the whole as a part of a speaker's name."""

    terms: tuple[Term, ...]
    name: str

    @classmethod
    def of(cls, words: str) -> "Sought":
        terms = []
        for phrase, word in re.findall(r'"([^"]+)"|(\S+)', words):
            terms += [Term(phrase or word, phrase=bool(phrase))] if re.search(r"\w", phrase or word) else []
        return cls(tuple(terms), words.strip())

    @property
    def query(self) -> Combinable:
        return reduce(and_, map(_term, self.terms))


def _term(term: Term) -> Combinable:
    if term.phrase:
        return SearchQuery(_Plain(Value(term.words)), config="simple", search_type="phrase")
    return _Beginning(Value(term.words))


def estimated(model, sought: Sought | None = None) -> int:
    """How many claims the planner expects to contain what is sought, now or not long ago; without it, of all."""
    return _estimated(model, sought, int(time.monotonic() / REMEMBERED))


@lru_cache(maxsize=4096)
def _estimated(model, sought: Sought | None, now: int) -> int:
    terms = sought.terms if sought else ()
    marks = {f"__term_{at}__": term.words for at, term in enumerate(terms)}
    sql, values = _explaining(model, tuple(Term(mark, term.phrase) for mark, term in zip(marks, terms, strict=True)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [marks.get(value, value) for value in values])
        [plan] = cursor.fetchone()
    return int(re.findall(r"rows=(\d+)", plan)[0])


@lru_cache(maxsize=64)
def _explaining(model, terms: tuple[Term, ...]) -> tuple[str, tuple]:
    """SQL that says how many claims with such terms are expected, and its values."""
    claims = model.objects.order_by().values("pk")
    claims = claims.filter(search=Sought(terms, "").query) if terms else claims
    sql, values = claims.query.sql_with_params()
    return f"EXPLAIN {sql}", values


class _Plain(Func):
    """The words and numbers of a text, split as those of the claims are."""

    function = "plain"
    output_field = TextField()


class _Beginning(SearchQuery):
    """Words in a row, the last of which may go on."""

    SEARCH_TYPES = {"beginning": "beginning"}

    def __init__(self, words: Value) -> None:
        super().__init__(words, search_type="beginning")
