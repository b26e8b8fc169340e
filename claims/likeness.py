"""Which claims are worded like one, and which have words in common with it: by the index of their words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from claims.searching import estimated
from config.prepared import run

#: By how many of its words a wording is looked for, and about how many claims each of two ways to do so may find.
RAREST, FOUND = 12, 3_000
#: How many claims are thought to be there beside those that share a word (see `sharing`).
FEW = 100
#: The share of claims up to which the forms of a word are looked for together.
RARE = 0.01


@dataclass(frozen=True)
class Word:
    """A word that is looked for, what finds it, and in which share of the claims that is."""

    share: float
    sought: str
    word: str


Words = Sequence[Word]

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
    words = _rarest(model, wording)
    return _found_by(together(words, estimated(model))) if words else None


def _rarest(model, wording: str, most: int = RAREST) -> Words:
    told = run(_WORDS, {"table": model._meta.db_table, "wording": wording})
    return sorted(_looked_for(told), key=lambda word: (word.share, -len(word.sought), word.sought))[:most]


def _found_by(words: str) -> SearchQuery:
    return SearchQuery(words, config="simple", search_type="raw")


def together(words: Words, claims: int) -> str:
    """The search for one of the rarest of these words, or for one of each of several groups of them all.

    They come rarest first. Either way finds about FOUND claims; where there are few, one of all the words will do.
    """
    alone = [word.sought for at, word in enumerate(words, start=1) if claims * _one_of(words[:at]) <= FOUND]
    if len(alone) == len(words):
        return " | ".join(alone)
    for parts in range(1, len(words) + 1):
        groups = [words[first::parts] for first in range(parts)]
        if claims * prod(map(_one_of, groups)) <= FOUND:
            break
    return " | ".join([*alone, " & ".join(f"({_any_of(group)})" for group in groups)])


def _any_of(words: Words) -> str:
    return " | ".join(word.sought for word in words)


def _one_of(words: Words) -> float:
    """In which share of the claims about one of the words is."""
    return 1 - prod(1 - word.share for word in words)


def _looked_for(told: Iterable[tuple[str, str, float, float]]) -> Iterable[Word]:
    """Words and their stems, with the shares of the claims they are in: what is rare is looked for in all its forms."""
    found: dict[str, Word] = {}
    for word, stem, share, of_stem in told:
        share, sought = (of_stem, f"'{stem}':*") if of_stem <= RARE else (share, f"'{word}'")
        found.setdefault(sought, Word(min(share, 1.0), sought, word))
    return found.values()


# What speaks of the same


@dataclass(frozen=True)
class Shared:
    """How much of a wording a claim has in common, 0 to 1, and which words of it, those that tell most first."""

    part: float = 0.0
    words: tuple[str, ...] = ()


_SHARED = """
    WITH asked AS (
        SELECT at, sought::tsquery FROM unnest(%s::text[]) WITH ORDINALITY looked_for(sought, at)
    ), hits AS MATERIALIZED ({hits}
    ), has AS MATERIALIZED (
        SELECT hits.id, asked.at FROM hits JOIN asked ON hits.search @@ asked.sought
    ), weighed AS MATERIALIZED (
        SELECT at, ln(1 + (claims + {few} - often + 0.5) / (often + 0.5)) AS weight
        FROM (SELECT at, (SELECT count(*) FROM has WHERE has.at = asked.at) AS often FROM asked) counted,
            (SELECT count(*) AS claims FROM hits) of_all
    )
    SELECT id, (sum(weight) / (SELECT sum(weight) FROM weighed))::float8, array_agg(at ORDER BY weight DESC, at)
    FROM has JOIN weighed USING (at) GROUP BY id ORDER BY 2 DESC, id DESC LIMIT {most}
"""


def sharing(claims: QuerySet, wording: str, *, most: int, rarest: int = RAREST) -> dict[int, Shared]:
    """By their keys, which of these claims have most in common with a wording, the first `most`.

    Of its words so many of the `rarest` count. The rarer a word is among the claims that share any, the more it tells;
    as if FEW more had been without it, since of a handful each shares what is rare.
    """
    words = _rarest(claims.model, wording, rarest)
    if not words:
        return {}
    hits = claims.filter(search=_found_by(together(words, estimated(claims.model)))).order_by().values("id", "search")
    try:
        sql, values = hits.query.sql_with_params()
    except EmptyResultSet:  # of none of the claims
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SHARED.format(hits=sql, few=FEW, most=most), [[word.sought for word in words], *values])
        found = cursor.fetchall()
    written = {word.casefold(): word for word in re.findall(r"\w+", wording)}
    told = [written.get(word.word, word.word) for word in words]
    return {key: Shared(part, tuple(told[at - 1] for at in places)) for key, part, places in found}
