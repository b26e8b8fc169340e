"""What the log form offers while somebody types: speakers, matters, sources, duplicates, a likely kind."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, Value

from claims.models import Claim, Link, Matter
from claims.permissions import allowed_steps
from config.prepared import Given, GivenDay, prepared
from sources.models import Affiliation, Dossier, Side, Source, Speaker
from sources.permissions import role_of
from sources.querysets import LIKENESS, Fold, WordSimilarity

#: How many of each are offered, and how much of what was typed is looked at.
OFFERED, DUPLICATES, LOOKED_AT = 8, 5, 200

#: Shorter wordings resemble everything.
SHORTEST_WORDING = 12


def speakers(dossier: Dossier, words: str, day: date | None = None) -> list[Speaker]:
    """Speakers whose names look like the words, likeliest first, each with `spoke_for`: side and office that day."""
    words = words.strip()[:LOOKED_AT]
    if not words:
        return []
    found = list(Speaker.objects.filter(dossier=dossier).current().resembling(words)[:OFFERED])
    return with_affiliations(found, day)


def with_affiliations(found: list[Speaker], day: date | None) -> list[Speaker]:
    """Set `spoke_for` on each speaker: the Affiliation that held on the day, or None."""
    held = Affiliation.objects.filter(speaker__in=found, active=True).select_related("side")
    held = _on(held, day) if day else held
    held = held.order_by(*_LATEST_LAST)
    latest = {affiliation.speaker_id: affiliation for affiliation in held}
    for speaker in found:
        speaker.spoke_for = latest.get(speaker.pk)
    return found


def _on(held, day):
    return held.filter(Q(first_day=None) | Q(first_day__lte=day), Q(last_day=None) | Q(last_day__gte=day))


_LATEST_LAST = (F("first_day").asc(nulls_first=True), "pk")


@prepared
def _held():
    held = Affiliation.objects.filter(speaker=Given("speaker"), active=True).select_related("side")
    return _on(held, GivenDay("day")).order_by(*_LATEST_LAST)


def affiliation_of(speaker: Speaker, day: date | None) -> Affiliation | None:
    """For which side and in which office the speaker spoke that day; the latest entered where two hold."""
    if day is None:
        return with_affiliations([speaker], day)[0].spoke_for
    held = _held(speaker=speaker.pk, day=day)
    return held[-1] if held else None


def affiliation_of_name(dossier: Dossier, name: str, day: date | None) -> Affiliation | None:
    """That of the one speaker who bears exactly this name; None where nobody does, or several do."""
    named = list(Speaker.objects.filter(dossier=dossier).current().named(name[:LOOKED_AT])[:2]) if name.strip() else []
    return affiliation_of(named[0], day) if len(named) == 1 else None


def matters(dossier: Dossier, words: str) -> list[Matter]:
    """Questions of the dossier that look like the words; without words, the newest."""
    asked = Matter.objects.filter(dossier=dossier)
    return list(_resembling(asked, words, "question"))


def sources(dossier: Dossier, words: str) -> list[Source]:
    """Sources whose title or address looks like the words; without words, the newest."""
    known = Source.objects.filter(dossier=dossier).select_related("publisher")
    return list(_resembling(known, words, "title", Q(url__icontains=words.strip()[:LOOKED_AT])))


def _resembling(rows, words: str, field: str, also: Q | None = None):
    words = words.strip()[:LOOKED_AT]
    if not words:
        return rows.order_by("-pk")[:OFFERED]
    folded = Fold(Value(words))
    rows = rows.annotate(folded=Fold(field), likeness=WordSimilarity(folded, Fold(field)))
    alike = Q(folded__contains=folded) | Q(likeness__gte=LIKENESS)
    return rows.filter(alike | also if also else alike).order_by("-likeness", "-pk")[:OFFERED]


def titled(dossier: Dossier, words: str) -> list[Source]:
    """Sources of exactly this title (case and accents aside) or address."""
    rows = Source.objects.filter(dossier=dossier).annotate(folded=Fold("title")).select_related("publisher")
    return list(rows.filter(Q(folded=Fold(Value(words.strip()))) | Q(url=words.strip())).order_by("-pk")[:OFFERED])


def asking(dossier: Dossier, question: str) -> Matter | None:
    """The matter that asks exactly this question, case and accents aside."""
    rows = Matter.objects.filter(dossier=dossier).annotate(folded=Fold("question"))
    return rows.filter(folded=Fold(Value(question.strip()))).first()


def duplicates(user, dossier: Dossier, wording: str, but: int | None = None) -> list[Claim]:
    """Claims worded alike that this person may read, likeliest first, each with the `steps` they may take."""
    wording = " ".join(wording.split())[:2000]
    if len(wording) < SHORTEST_WORDING:
        return []
    alike = Claim.objects.visible_to(user).live().filter(dossier=dossier).exclude(pk=but).resembling(wording)
    found = list(alike.select_related("speaker", "side")[:DUPLICATES])
    role = role_of(user, dossier.pk) if found else None
    for claim in found:
        claim.steps = allowed_steps(user, claim, role)
    return found


K = Claim.Kind

# Tried in turn on the cue, the wording and the passage; the first that fits names the kind.
_SIGNS = [
    (
        K.WITHHELD,
        r"not (?:disclos|releas|reveal|publish)|declin\w+ to (?:say|comment|give|disclose|name|confirm)"
        r"|refus\w+ to (?:say|comment|disclose|confirm)|withheld|without giving",
    ),
    (K.ADMISSION, r"admit|acknowledg|conced|confess"),
    (
        K.DENIAL,
        r"den(?:y|ies|ied|ying|ial)\b|refut|disinformation|misinformation|not true|untrue|(?:is|are|was) false|fake\b"
        r"|fabricat|no truth|did not|didn.t|has not (?:shot|shelled|attacked|fired|used)|baseless|unfounded|groundless"
        r"|(?:reject|dismiss)\w* (?:the |these |all |any |that |those )?(?:accus|alleg|claim|report|charge)",
    ),
    (K.ACCUSATION, r"accus|alleg|blam|condemn|violat|breach"),
    (K.REFUSAL, r"refus|reject|ruled? out|turn\w* down|will not (?:accept|agree|negotiate)"),
    (
        K.DEMAND,
        r"demand|call(?:s|ed|ing)? (?:on|upon|for)|urg(?:e|ed|es|ing)\b|insist|propos|must\b"
        r"|appeal(?:s|ed|ing)? (?:to|for)",
    ),
    (K.PREDICTION, r"predict|expect|forecast|will\b|(?:is|are) about to|going to"),
    (K.OPINION, r"believ|think|consider|opin|in (?:my|our) view|seems?\b|appears? to"),
]
_KINDS = [(kind, re.compile(rf"\b(?:{signs})", re.IGNORECASE)) for kind, signs in _SIGNS]


def guess_kind(*texts: str) -> str:
    """The kind that the words suggest, the first text first: a preselection, never a decision."""
    for text in texts:
        for kind, pattern in _KINDS:
            if pattern.search(text[:2000]):
                return kind
    return K.ASSERTION


_GROUP = re.compile(r"\b(?:officials|residents|sources|witnesses|commanders|authorities|diplomats)$", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:ministry|army|defen[cs]e|government|agency|office|service|department|committee|council|forces?|party"
    r"|commission|parliament|embassy|union|organi[sz]ation|press|police|headquarters|command|nations|presidency)\b",
    re.IGNORECASE,
)


def guess_speaker_kind(name: str) -> str:
    """Whether a name is most likely a person's, an organisation's or an unnamed group's."""
    if _GROUP.search(name.strip()):
        return Speaker.Kind.GROUP
    return Speaker.Kind.ORGANISATION if _ORGANISATION.search(name) else Speaker.Kind.PERSON


def opponent(claim: Claim) -> Side | None:
    """The side from which a rival is likeliest: whom it accuses, who answered its side most, or the only other."""
    if claim.accused_side_id and claim.accused_side_id != claim.side_id:
        return claim.accused_side
    if only := other_side(claim.dossier.sides.all(), claim.side):
        return only
    rivals = Link.objects.live().rival().filter(dossier=claim.dossier_id)
    answering = (
        rivals.filter(target__side=claim.side_id).exclude(answer__side=claim.side_id).values_list("answer__side")
    )
    answered = rivals.filter(answer__side=claim.side_id).exclude(target__side=claim.side_id).values_list("target__side")
    counts = Counter(key for (key,) in [*answering, *answered])
    return Side.objects.get(pk=counts.most_common(1)[0][0]) if counts else None


def other_side(sides: Iterable, side):
    """The opponent where a dossier has just two sides; None where there is a choice."""
    sides = list(sides)
    others = [other for other in sides if other != side]
    return others[0] if side in sides and len(sides) == 2 else None
