"""What the newsroom adds to a claim: whether a reply was sought, and how well it stands."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from claims.models import Claim, Grading, Response, Webhook
from claims.operations import webhook as webhooks
from claims.permissions import require
from config.history import recorded
from config.rows import lock, revise, save
from sources.models import Side


def respond(claim: Claim, *, by, side: Side, state: str, note: str = "", revision: int = 0) -> Response:
    """Record what came of asking a side about a claim, or change what was read at `revision` (0: nothing yet).

    An answer is not recorded but linked. Raises Outdated if somebody recorded something else meanwhile,
    ValidationError if it is the side that says it.
    """
    with recorded(by, "respond", note):
        claim = lock(claim)
        require(by, "respond", claim)
        if side.pk == claim.side_id:
            raise ValidationError({"side": "This is the side that says it: name one that could answer."})
        known = Response.objects.filter(claim=claim, side=side).first()
        fields = {"state": state, "note": note, "recorded_by": by, "recorded_at": timezone.now()}
        response = revise(known, revision, fields) if known else save(Response(claim=claim, side=side, **fields))
        if claim.status == Claim.Status.PUBLISHED:
            webhooks.tell(Webhook.Event.RESPONSE_RECORDED, response.pk, dossier_id=claim.dossier_id)
        return response


def grade(claim: Claim, *, by, grade: str, explanation: str, revision: int = 0) -> Grading:
    """Assess a published claim, or change the assessment that was read at `revision` (0: there was none)."""
    with recorded(by, "grade", explanation):
        claim = lock(claim)
        require(by, "grade", claim)
        known = Grading.objects.filter(claim=claim).first()
        fields = {"grade": grade, "explanation": explanation, "graded_by": by, "graded_at": timezone.now()}
        if known:
            return revise(known, revision, fields)
        return save(Grading(claim=claim, **fields))
