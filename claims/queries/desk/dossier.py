"""What a dossier knows, and what was found in a text, in the plain values that forms are filled in from."""

from collections.abc import Iterator, Sequence
from typing import Any

from claims.models import Claim, Matter
from claims.proposals import known
from sources.attribution.statements import Origin, Span, Statement
from sources.models import Affiliation, Proposal, Side, Source, Speaker

#: How many claims and matters of the dossier a statement is compared with, the newest first.
COMPARED = 300


def dossier(source: Source, sides: Sequence[Side], logged: dict[int, int]) -> known.Dossier:
    """`logged` gives, by its key, the place in the text of a claim that was logged from it."""
    claims = list(_compared(source, logged))
    questions = Matter.objects.filter(dossier=source.dossier_id).order_by("-pk").values_list("pk", "question")
    wordings: dict[int, list[str]] = {}
    for claim in claims:
        if claim.matter:
            wordings.setdefault(claim.matter, []).append(claim.wording)
    return known.Dossier(
        sides=tuple(known.Side(side.pk, side.name, side.short_name) for side in sides),
        speakers=tuple(_speakers(source)),
        matters=tuple(
            known.Matter(pk, question, tuple(wordings.get(pk, ())[:10])) for pk, question in questions[:COMPARED]
        ),
        claims=tuple(claims),
        dateline=source.first_day if source.first_day == source.last_day else None,
    )


def _speakers(source: Source) -> Iterator[known.Speaker]:
    spoken: dict[int, list[known.Spoken]] = {}
    held = Affiliation.objects.filter(dossier=source.dossier_id, active=True).order_by("pk")
    for speaker, side, office, first, last in held.values_list("speaker", "side", "office", "first_day", "last_day"):
        spoken.setdefault(speaker, []).append(known.Spoken(side, office, first, last))
    rows = Speaker.objects.filter(dossier=source.dossier_id).current().order_by("pk")
    for pk, name, aliases, kind in rows.values_list("pk", "name", "aliases", "kind"):
        yield known.Speaker(pk, name, tuple(aliases), kind, tuple(spoken.get(pk, ())))


def _compared(source: Source, logged: dict[int, int]) -> Iterator[known.Logged]:
    names = ("pk", "speaker", "speaker__name", "side", "kind", "wording", "accused_side", "matter")
    rows = Claim.objects.live().filter(dossier=source.dossier_id)
    newest = rows.order_by("-pk").values_list(*names)[:COMPARED]
    here = rows.filter(pk__in=logged).order_by("-pk").values_list(*names)
    for pk, *said in dict.fromkeys([*newest, *here]):
        yield known.Logged(pk, *said, position=logged.get(pk))  # type: ignore[misc]  # in the order of `names`


def statements(proposals: Sequence[Proposal]) -> list[Statement]:
    """Proposals as reading the text found them."""
    places = {proposal.pk: at for at, proposal in enumerate(proposals)}
    return [_statement(proposal, places) for proposal in proposals]


def _statement(proposal: Proposal, places: dict[int, int]) -> Statement:
    kind: Any = proposal.kind
    quote: Any = proposal.quote
    return Statement(
        source=_spans(proposal.source),
        cue=_spans(proposal.cue),
        content=_spans(proposal.content),
        kind=kind,
        quote=quote,
        speaker=proposal.speaker,
        named=Span(*proposal.named) if proposal.named else None,
        denial=proposal.denial,
        accusation=proposal.accusation,
        places=_spans(proposal.places),
        origin=Origin(Span(*proposal.origin["span"]), proposal.origin["name"]) if proposal.origin else None,
        answers=places.get(proposal.answers_id or 0),
        target=_spans(proposal.target),
    )


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)
