"""The typed ties between claims: proposed by one person, decided by another."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from claims import figures
from claims.errors import AlreadyLinked, NotComparable, RelationDoesNotHold
from claims.models import Claim, Figure, Link, Webhook
from claims.operations import webhook as webhooks
from claims.permissions import require
from claims.relations import OF_FIGURES, SYMMETRIC, Relation, why_not
from config.history import recorded
from config.prepared import Given, GivenText, prepared
from config.rows import Outdated, WrongState, lock, lock_all, save

L = Link.State


def propose(
    answer: Claim,
    *,
    target: Claim,
    relation: str,
    by,
    aspect: str = "",
    rationale: str = "",
    answer_figure: Figure | None = None,
    target_figure: Figure | None = None,
) -> Link:
    """Say that `answer` stands in this relation to `target`; another person will confirm or reject it.

    Raises RelationDoesNotHold or NotComparable when its condition is not met, AlreadyLinked when the
    pair has such a link, either way round.
    """
    with recorded(by, "propose", rationale):
        answer, target = lock_all(answer, target)
        require(by, "link", answer)
        require(by, "link", target)
        if reason := why_not(relation, answer, target):
            raise RelationDoesNotHold(reason)
        if relation == Relation.DISPUTES_FIGURE and answer_figure and target_figure:
            _require_rival_figures(answer_figure, target_figure)
        if relation in SYMMETRIC and answer.pk > target.pk:
            answer, target, answer_figure, target_figure = target, answer, target_figure, answer_figure
        _require_unlinked(answer, target, relation, answer_figure, target_figure)
        return save(
            Link(
                dossier_id=answer.dossier_id,
                answer=answer,
                target=target,
                relation=relation,
                aspect=aspect,
                rationale=rationale,
                proposed_by=by,
                answer_figure=answer_figure if relation in OF_FIGURES else None,
                target_figure=target_figure if relation in OF_FIGURES else None,
            )  # fmt: skip
        )


def _require_rival_figures(one: Figure, other: Figure) -> None:
    if reasons := figures.why_not_rivals(one, other):
        raise NotComparable(" ".join(reasons))


def _require_unlinked(answer, target, relation, answer_figure, target_figure) -> None:
    pair = [answer_figure, target_figure]
    known = _linked(one=answer.pk, other=target.pk, relation=relation)
    if relation in OF_FIGURES and all(pair):
        keys = {figure.pk for figure in pair}
        known = [joined for joined in known if keys.issuperset(joined)]
    if known:
        raise AlreadyLinked("These two claims are linked that way already.")


@prepared
def _linked():
    """The figures that each link of this relation between two claims joins."""
    same = Link.objects.live().touching(Given("one")).touching(Given("other")).filter(relation=GivenText("relation"))
    return same.order_by().values_list("answer_figure", "target_figure")


def confirm(link: Link, *, by, revisions: tuple[int, int]) -> Link:
    """Let a link count. `revisions` are those of answer and target as the editor read them.

    Raises Outdated if either claim changed since, WrongState unless both are published, RelationDoesNotHold
    where it does not any more (its speakers may be one by now), PermissionDenied if `by` proposed it.
    """
    with recorded(by, "confirm"):
        answer, target = lock_all(link.answer, link.target)
        link = lock(link)
        require(by, "confirm", link)
        if (answer.revision, target.revision) != revisions:
            raise Outdated(link)
        if {answer.status, target.status} != {Claim.Status.PUBLISHED}:
            raise WrongState("Publish both claims first: only published claims are linked for good.")
        if reason := why_not(link.relation, answer, target):
            raise RelationDoesNotHold(reason)
        webhooks.tell(Webhook.Event.LINK_CONFIRMED, link.pk, dossier_id=link.dossier_id)
        return _decide(link, L.CONFIRMED, by)


def reject(link: Link, *, by, reason: str) -> Link:
    """Say that the relation does not hold, and why. The proposal stays on record."""
    with recorded(by, "reject", reason):
        link = lock(link)
        require(by, "reject", link)
        return _decide(link, L.REJECTED, by, reason)


def withdraw(link: Link, *, by, reason: str = "") -> Link:
    """Take a proposal or a link that stood back. Raises ValidationError where the latter is without a reason."""
    with recorded(by, "withdraw", reason):
        link = lock(link)
        require(by, "withdraw", link)
        if link.stood and not reason.strip():
            raise ValidationError({"reason": "Say why a link that stood is withdrawn."})
        return _decide(link, L.WITHDRAWN, by, reason)


def _decide(link: Link, state: str, by, reason: str = "") -> Link:
    link.state, link.decision_reason = state, reason
    link.decided_by, link.decided_at = by, timezone.now()
    return save(link)
