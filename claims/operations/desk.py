"""A text on the desk: its statements logged from the very words, skipped, or taken up again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from claims.errors import AlreadyLogged
from claims.models import Citation, Claim, Link, Matter
from claims.operations import entry
from claims.operations.entry import Tie
from claims.permissions import require_in_dossier
from config.history import recorded
from config.people import name_of
from config.rows import WrongState, lock, save
from sources.models import Capture, Proposal, Side, Speaker
from sources.operations import passage as passages
from sources.operations import side as sides

New = Mapping[str, Any]
LONGEST_CUE = 80


def log(
    capture: Capture,
    *,
    by,
    start: int,
    end: int,
    speaker: Speaker | New,
    matter: Matter | New | None = None,
    proposal: Proposal | None = None,
    ties: Sequence[Tie] = (),
    also: New | None = None,
    details: New | None = None,
    **content: Any,
) -> Claim:
    """Log what stands at [start, end) of a text, a proposal of it or not, and propose its links to rivals.

    What the proposal knows of cue, directness and origin is taken from it unless `content` says otherwise.
    A `side` without a key is added to the dossier. `also` is what differs in the same words said by the side
    that is accused (speaker, side, accused side, wording): a claim of its own, linked as the counter-accusation.
    `details` (dateline and the like) are given to the source, where it lacks them. Raises AlreadyLogged, naming
    the claim, when somebody was faster; WrongState when somebody skipped it; ValidationError naming fields.
    """
    with recorded(by, "log"):
        source = capture.source
        require_in_dossier(by, "log", source.dossier_id)
        # The dossier before the source, as taking a text in locks them.
        side = _side(content.get("side"), by)
        if details:
            entry.complete(source, details, by)
        passage = passages.mark(capture, by=by, start=start, end=end)
        if proposal:
            proposal = _unsettled(proposal, capture)
            content = _as_found(proposal, capture.text) | content
        content |= {"side": side} if side else {}
        if isinstance(speaker, Mapping) and side:
            speaker = {**speaker, "side": side}
        claim = entry.enter(
            source.dossier, by=by, speaker=speaker, matter=matter, passage=passage, proposal=proposal, ties=ties,
            **content,
        )  # fmt: skip
        if also:
            content |= {"matter": claim.matter, "passage": passage, **also}
            entry.enter(source.dossier, by=by, ties=[Tie(claim, Link.Relation.COUNTER_ACCUSES)], **content)
        return claim


def _side(side: Side | None, by) -> Side | None:
    """The side, added to its dossier if it is new."""
    if side is None or side.pk:
        return side
    same = Side.objects.filter(dossier=side.dossier_id, name=side.name).first()
    return same or sides.add(side.dossier, by=by, name=side.name)


def skip(proposal: Proposal, *, by) -> Proposal:
    """Pass over a proposal: it is no statement, or not worth logging. Raises WrongState if it is settled already."""
    with recorded(by, "skip"):
        require_in_dossier(by, "skip", proposal.capture.source.dossier_id)
        proposal = _unsettled(proposal, proposal.capture)
        proposal.skipped_by, proposal.skipped_at = by, timezone.now()
        return save(proposal)


def take_up(proposal: Proposal, *, by) -> Proposal:
    """Put a proposal that somebody skipped back among those to be looked at. Raises WrongState if nobody did."""
    with recorded(by, "take_up"):
        require_in_dossier(by, "take_up", proposal.capture.source.dossier_id)
        proposal = lock(proposal)
        if not proposal.skipped_at:
            raise WrongState("Nobody has skipped this statement.")
        proposal.skipped_by = proposal.skipped_at = None
        return save(proposal)


def _unsettled(proposal: Proposal, capture: Capture) -> Proposal:
    """The proposal, locked, if nobody has logged or skipped it."""
    proposal = lock(proposal)
    if proposal.capture_id != capture.pk:
        raise ValidationError({"proposal": "This statement was found in another text."})
    if claim := Claim.objects.logged_from(proposal).select_related("logged_by").first():
        raise AlreadyLogged(f"{name_of(claim.logged_by)} has logged this already: “{claim}”", claim=claim)
    if proposal.skipped_by:
        raise WrongState(f"{name_of(proposal.skipped_by)} has skipped this. Take it up again first.")
    return proposal


def _as_found(proposal: Proposal, text: str) -> dict[str, str]:
    """What a proposal knows of how its words were said, as a citation puts it."""
    cue = " … ".join(text[start:end] for start, end in proposal.cue)
    direct = proposal.quote == "direct"
    return {
        "cue": " ".join(cue.split())[:LONGEST_CUE],
        "directness": Citation.Directness.DIRECT if direct else Citation.Directness.PARAPHRASE,
        "origin": proposal.origin["name"][:200] if proposal.origin else "",
    }
