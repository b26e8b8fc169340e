"""What the newsroom adds to a claim: whether a reply was sought, and how well it stands."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from claims.models import Claim, Grading, Response, Webhook
from claims.operations import webhook as webhooks
from claims.permissions import require
from config.history import recorded
from config.rows import WrongState, lock, revise, save
from sources.models import Side


def respond(claim: Claim, *, by, side: Side, state: str, note: str = "", revision: int = 0) -> Response:
    """Record what came of asking a side about a claim, or change what was read at `revision` (0: nothing yet).

    An answer is not recorded but linked, and what was recorded by mistake is taken back by `unrespond`. Raises
    Outdated if somebody recorded something else meanwhile, ValidationError if it is the side that says it.
    """
    with recorded(by, "respond", note):
        claim = lock(claim)
        require(by, "respond", claim)
        if side.pk == claim.side_id:
            raise ValidationError({"side": "This is the side that says it: name one that could answer."})
        if state == Response.State.NOT_SOUGHT:
            raise ValidationError({"state": "Take back what was recorded instead, and say why."})
        known = Response.objects.filter(claim=claim, side=side).first()
        fields = {"state": state, "note": note, "recorded_by": by, "recorded_at": timezone.now()}
        if known:
            return _told(claim, revise(known, _as_read(known, revision), fields))
        return _told(claim, save(Response(claim=claim, side=side, **fields)))


def unrespond(claim: Claim, *, by, side: Side, revision: int, reason: str) -> Response:
    """Take back what was recorded of a side by mistake: no reply is sought from it.

    Raises WrongState where nothing is recorded, Outdated if it changed after `revision`.
    """
    with recorded(by, "unrespond", reason):
        claim = lock(claim)
        require(by, "unrespond", claim)
        known = Response.objects.filter(claim=claim, side=side).first()
        if not known or not known.stands:
            raise WrongState("Nothing is recorded of this side, or it was taken back already.")
        fields = {"state": Response.State.NOT_SOUGHT, "note": "", "recorded_by": by, "recorded_at": timezone.now()}
        return _told(claim, revise(known, revision, fields))


def _told(claim: Claim, response: Response) -> Response:
    """Have other programs told of what was recorded, or taken back, of a published claim."""
    if claim.status == Claim.Status.PUBLISHED:
        webhooks.tell(Webhook.Event.RESPONSE_RECORDED, response.pk, dossier_id=claim.dossier_id)
    return response


def grade(claim: Claim, *, by, grade: str, explanation: str, revision: int = 0) -> Grading:
    """Assess a published claim, or change the assessment that was read at `revision` (0: there was none)."""
    with recorded(by, "grade", explanation):
        claim = lock(claim)
        require(by, "grade", claim)
        if grade == Grading.Grade.UNGRADED:
            raise ValidationError({"grade": "Take the grade back instead, and say why."})
        known = Grading.objects.filter(claim=claim).first()
        fields = {"grade": grade, "explanation": explanation, "graded_by": by, "graded_at": timezone.now()}
        if known:
            return revise(known, _as_read(known, revision), fields)
        return save(Grading(claim=claim, **fields))


def ungrade(claim: Claim, *, by, revision: int, reason: str) -> Grading:
    """Take a grade back: the claim is ungraded again.

    Raises WrongState where it is not graded, Outdated if the grade changed after `revision`.
    """
    with recorded(by, "ungrade", reason):
        claim = lock(claim)
        require(by, "ungrade", claim)
        known = Grading.objects.filter(claim=claim).first()
        if not known or not known.stands:
            raise WrongState("This claim is not graded, or its grade was taken back already.")
        fields = {"grade": Grading.Grade.UNGRADED, "explanation": reason}
        return revise(known, revision, fields | {"graded_by": by, "graded_at": timezone.now()})


def _as_read(known: Response | Grading, revision: int) -> int:
    """The revision that somebody read. Who saw nothing (0) has read what was taken back: it is shown nowhere."""
    return revision or (0 if known.stands else known.revision)
