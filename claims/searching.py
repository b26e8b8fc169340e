"""What is searched for in claims, as PostgreSQL is asked for it, and how much of it is expected."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from math import prod
from operator import and_

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable

from config.prepared import run

#: Of how many claims a page of a search is thought to be, and for how many seconds an estimate is remembered.
SHOWN = 50
REMEMBERED = 600
#: By how many of its words a wording is looked for, and about how many claims each of two ways to do so may find.
RAREST, FOUND = 12, 3_000
#: The share of claims up to which the forms of a word are looked for together.
RARE = 0.01


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


# Wordings that are alike

Words = Sequence[tuple[float, str]]
"""Words that are looked for, each with the share of the claims that it is in."""

_WORDS = """
    WITH known AS (
        SELECT known, share FROM pg_stats,
            unnest(most_common_elems::text::text[], most_common_elem_freqs) often(known, share)
        WHERE schemaname = current_schema() AND tablename = %(table)s AND attname = 'search' AND known IS NOT NULL
    )
    SELECT word, stem, coalesce((SELECT share FROM known WHERE known = word), least),
        coalesce((SELECT sum(share) FROM known WHERE starts_with(known, stem)), least)
    FROM unnest(tsvector_to_array(words_of(%(wording)s::text, '', ''))) word,
        left(word, CASE WHEN length(word) < 6 THEN length(word) ELSE length(word) - 2 END) stem,
        (SELECT coalesce(min(share) / 2, 0) FROM known) unknown(least)
"""


def worded_alike(model, wording: str) -> SearchQuery | None:
    """What finds the claims that share enough words with a wording to be compared with it letter by letter.

    To compare a wording with all that have some letters in common takes seconds among a million claims. So its
    rarest words are looked for; of those that are about as rare, the longest. None where there is no word.
    """
    told = run(_WORDS, {"table": model._meta.db_table, "wording": wording})
    words = sorted({_looked_for(*word) for word in told}, key=lambda word: (word[0], -len(word[1]), word[1]))[:RAREST]
    return SearchQuery(together(words, estimated(model)), config="simple", search_type="raw") if words else None


def together(words: Words, claims: int) -> str:
    """The search for one of the rarest of these words, or for one of each of several groups of them all.

    Each word comes with the share of the claims that it is in, rarest first. Either way finds about FOUND claims;
    where there are few, one of all the words will do.
    """
    alone = [word for at, (_, word) in enumerate(words, start=1) if claims * _one_of(words[:at]) <= FOUND]
    if len(alone) == len(words):
        return " | ".join(alone)
    for parts in range(1, len(words) + 1):
        groups = [words[first::parts] for first in range(parts)]
        if claims * prod(map(_one_of, groups)) <= FOUND:
            break
    return " | ".join([*alone, " & ".join(f"({' | '.join(word for _, word in group)})" for group in groups)])


def _one_of(words: Words) -> float:
    """In which share of the claims about one of the words is."""
    return 1 - prod(1 - share for share, _ in words)


def _looked_for(word: str, stem: str, share: float, of_stem: float) -> tuple[float, str]:
    """In which share of the claims a word is, and the search for it: if it is rare, in its other forms too."""
    return (min(of_stem, 1.0), f"'{stem}':*") if of_stem <= RARE else (min(share, 1.0), f"'{word}'")
