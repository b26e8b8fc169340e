"""What comes closest to a search, or to a text that somebody pasted, where nothing has all of its words."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from claims.likeness import Shared, sharing
from claims.models import Claim
from claims.proposals.words import telling
from claims.queries.cards import cards_of
from sources.models import Speaker

#: How many are listed.
LISTED = 25
#: Of how many of the rarest words of a text is looked for: a pasted sentence has many that tell little.
RAREST = 24
#: How much (0 to 1) of what the closest shares must be shared.
ENOUGH = 0.4
#: How many of the shared words are told.
TOLD = 5
#: In a search of at most so many words some may name the speaker, unless so many are called alike.
SEARCH, NAMESAKES = 8, 200


@dataclass(frozen=True)
class Alike:
    """A claim (a card), how much it shares of what was asked for, 0 to 1, and in which words."""

    claim: Claim
    part: float
    words: tuple[str, ...]


def alike(claims: QuerySet, text: str) -> list[Alike]:
    """Of these claims those that share most of the words of a text, rare words first.

    Those of a speaker whom some of the words name come before, if they share of the others.
    """
    text = telling(text) or text
    spoken = _of_who_is_named(claims, text)
    found = spoken | {key: shared for key, shared in _sharing(claims, text).items() if key not in spoken}
    cards = cards_of([*found][:LISTED])
    return [Alike(card, found[key].part, found[key].words[:TOLD]) for key in found if (card := cards.get(key))]


def _sharing(claims: QuerySet, text: str) -> dict[int, Shared]:
    found = sharing(claims, text, most=LISTED, rarest=RAREST)
    most = max((shared.part for shared in found.values()), default=0)
    return {key: shared for key, shared in found.items() if shared.part >= ENOUGH * most}


def _of_who_is_named(claims: QuerySet, text: str) -> dict[int, Shared]:
    """What was said by those whose names have most of the words, and shares of the other words, if there are any."""
    words = re.findall(r"\w+", text)
    called: dict[int, set[str]] = defaultdict(set)
    for word in words if len(words) <= SEARCH else ():
        for speaker in _called(word):
            called[speaker].add(word)
    if not called:
        return {}
    most = max(map(len, called.values()))
    speakers = [speaker for speaker, held in called.items() if len(held) == most]
    theirs = claims.filter(speaker__in=speakers)
    if others := set(words).difference(*(called[speaker] for speaker in speakers)):
        return _sharing(theirs, " ".join(word for word in words if word in others))
    newest = theirs.order_by("-first_day", "-pk").values_list("pk", flat=True)
    return dict.fromkeys(newest[:LISTED], Shared(1.0))


def _called(word: str) -> list[int]:
    """Keys of the speakers in whose names a word begins so; nobody's where it is in the names of many."""
    speakers = Speaker.objects.current().called(word).values_list("pk", flat=True)
    found = list(speakers[: NAMESAKES + 1]) if len(word) > 2 else []
    return found if len(found) <= NAMESAKES else []
