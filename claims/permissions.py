"""Who may take which step on a claim or link, and from which state: one table each.

Reading is `visible_to`; acting is here; operations ask `require` with the row locked.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from claims.models import Claim, Link
from config.rows import WrongState
from sources.permissions import EDITOR, JOURNALIST, WORKING, role_of

S, L = Claim.Status, Link.State
OPEN = {S.DRAFT, S.SUBMITTED, S.RETURNED, S.PUBLISHED}


@dataclass(frozen=True)
class Step:
    """One step: the states it may start from, and who may take it there."""

    states: Collection[str]
    roles: Collection[str]
    also: Callable[[Any, Any], bool] = lambda user, row: True
    refusal: str = ""


def _not_own_wording(user, claim: Claim) -> bool:
    return user.pk not in (claim.logged_by_id, claim.worded_by_id)


def _not_own_proposal(user, link: Link) -> bool:
    return user.pk != link.proposed_by_id


FOUR_EYES = "Nobody publishes a claim that they wrote: another editor must."
FOUR_EYES_LINK = "Nobody confirms a link that they proposed: another editor must."

CLAIM_STEPS = {
    "edit": Step(OPEN, WORKING),
    "submit": Step({S.DRAFT, S.RETURNED}, WORKING),
    "publish": Step({S.SUBMITTED}, {EDITOR}, _not_own_wording, FOUR_EYES),
    "return": Step({S.SUBMITTED}, {EDITOR}),
    "link": Step(OPEN, WORKING),
    "respond": Step({S.SUBMITTED, S.PUBLISHED}, WORKING),
    "unrespond": Step({S.SUBMITTED, S.PUBLISHED}, WORKING),
    "grade": Step({S.PUBLISHED}, {EDITOR}),
    "ungrade": Step({S.SUBMITTED, S.RETURNED, S.PUBLISHED}, {EDITOR}),  # a grade stays while it is reworded
    "void": Step(OPEN, {EDITOR}),
}

#: Steps that whoever logged a claim may take on it as a journalist; on other people's claims editors may.
OWN = {"edit", "submit"}
#: A draft that nobody has reviewed is its author's to void.
OWN_DRAFT = {"void"}

LINK_STEPS = {
    "confirm": Step({L.PROPOSED, L.NEEDS_REVIEW}, {EDITOR}, _not_own_proposal, FOUR_EYES_LINK),
    "reject": Step({L.PROPOSED, L.NEEDS_REVIEW}, {EDITOR}),
    "withdraw": Step({L.PROPOSED, L.CONFIRMED, L.NEEDS_REVIEW}, {EDITOR}),
}


def permitted(user, step: str, row, role: str | None) -> bool:
    """May this person, in this role, take this step on this row, whatever its state?"""
    table = LINK_STEPS if isinstance(row, Link) else CLAIM_STEPS
    return _has_role(user, step, row, role) and table[step].also(user, row)


def _has_role(user, step: str, row, role: str | None) -> bool:
    if isinstance(row, Link):
        own_proposal = step == "withdraw" and row.state == L.PROPOSED and row.proposed_by_id == user.pk
        return role in LINK_STEPS[step].roles or (role in WORKING and own_proposal)
    if role == JOURNALIST and step in OWN:
        return row.logged_by_id == user.pk
    if role == JOURNALIST and step in OWN_DRAFT:
        return row.logged_by_id == user.pk and row.status == S.DRAFT
    return role in CLAIM_STEPS[step].roles


def allowed_steps(user, row, role: str | None) -> list[str]:
    """The steps to offer on screen and over REST, in a stable order."""
    table, state = (LINK_STEPS, row.state) if isinstance(row, Link) else (CLAIM_STEPS, row.status)
    return [step for step, rule in table.items() if state in rule.states and permitted(user, step, row, role)]


def require(user, step: str, row) -> None:
    """Raise unless the step is allowed now. Operations call this with the row locked.

    Raises PermissionDenied when it is not this person's to take, WrongState when the row's state forbids it.
    """
    table, state, noun = (
        (LINK_STEPS, row.state, f"a link that is {row.get_state_display().lower()}")
        if isinstance(row, Link)
        else (CLAIM_STEPS, row.status, f"a claim that is {row.get_status_display().lower()}")
    )
    role = role_of(user, row.dossier_id)
    if not _has_role(user, step, row, role):
        raise PermissionDenied(f"Your role in this dossier does not let you {step} this.")
    if not table[step].also(user, row):
        raise PermissionDenied(table[step].refusal)
    if state not in table[step].states:
        raise WrongState(f"You cannot {step} {noun}.")


IN_DOSSIER = {
    "add_matter": WORKING,
    "edit_matter": {EDITOR},
    "log": WORKING,
    "skip": WORKING,
    "take_up": WORKING,
    "merge_speakers": {EDITOR},
    "manage_webhooks": {EDITOR},
}


def require_in_dossier(user, step: str, dossier_id) -> None:
    """As `require`, for steps that start from the dossier alone."""
    if role_of(user, dossier_id) not in IN_DOSSIER[step]:
        raise PermissionDenied(f"Your role in this dossier does not let you {step.replace('_', ' ')}.")


def allowed_in_dossier(role: str | None) -> set[str]:
    """The steps that start from the dossier alone, to offer on screen to somebody with this role."""
    return {step for step, roles in IN_DOSSIER.items() if role in roles}
