"""History that nobody can rewrite: who did what, when and why, for every row of ours.

PostgreSQL triggers (django-pghistory) copy each inserted or changed row into an event
table. The web role may read those tables only; the triggers write with their owner's
rights. The context of a step travels as one transaction-local setting, so nothing
outlives the transaction and connection poolers are safe.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pghistory
import pghistory.models
from django.db import connection, models, transaction
from django.db.models import Q

from config.people import name_of
from config.prepared import run

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SETTING = "pghistory.context_metadata"  # what pghistory's triggers read, see pghistory/trigger.py
# When the step began. All rows of a step share it as the time of their events, and of two steps in one
# transaction the later is later; settings.PGHISTORY_CREATED_AT_FUNCTION reads it.
MOMENT = "counterclaim.moment"

Tracked = TypeVar("Tracked", bound=type[models.Model])
Found = TypeVar("Found")

#: What is done at the end of each step, in its transaction: an app adds what it derives from its rows.
before_commit: list[Callable[[], object]] = []


class Event(pghistory.models.Event):
    """One row as it stood after one step.

    `pgh_context` says who (`user`, `name`), which step, and why (`reason`).
    """

    pgh_id = models.BigAutoField(primary_key=True)  # pghistory's own key is 32 bits wide

    class Meta:
        abstract = True


def tracked(*, exclude: list[str] | None = None) -> Callable[[Tracked], Tracked]:
    """Keep the history of a model: one event for each row inserted or changed, append-only.

    The database refuses an event without a user, and so any write outside `recorded`.
    `exclude` names fields that are derived and would only fatten the history. The events
    of an object are `object.events`; the event model of Claim is `claims.models.ClaimEvent`.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        exclude=exclude,
        append_only=True,
        base_model=Event,
        obj_field=pghistory.ObjForeignKey(related_name="events", db_index=False),
        context_field=pghistory.ContextJSONField(null=False),
        context_id_field=None,  # type: ignore[arg-type]  # documented, but not typed
        level=pghistory.Row,
        meta={
            "indexes": [models.Index(fields=["pgh_obj", "pgh_created_at"])],
            "constraints": [
                models.CheckConstraint(
                    name="%(app_label)s_%(class)s_names_actor",
                    condition=Q(pgh_context__has_key="user") & Q(pgh_context__user__gt=0),
                    violation_error_message="Every change names the person who made it.",
                )
            ],
        },
    )


@contextmanager
def recorded(by: "User", step: str, reason: str = "") -> Iterator[None]:
    """Run one step in one transaction, and sign every row it writes.

    Steps may nest: inner rows carry the inner step, and the outer one is restored after; a step within the same
    step is a part of it. A step that fails fails those around it, unless it was tried in an `atomic` of its own.
    What is derived from the rows (`before_commit`) is made once, at the end of the outermost.
    """
    signature = json.dumps({"user": by.pk, "name": name_of(by), "step": step, "reason": reason})
    around = _under_way.get()
    if around and around.signature == signature:
        yield
        return
    nested = connection.in_atomic_block
    with transaction.atomic(savepoint=around is None):
        before, own = _sign(_Signed(signature, known=around.known if around else {}))
        turn = _under_way.set(own)
        try:
            yield
        finally:
            _under_way.reset(turn)
        if not before.signature:
            for derive in before_commit:
                derive()
        if nested:  # else the end of the transaction clears it; a failure restores it by itself
            _sign(before)


@dataclass(frozen=True)
class _Signed:
    """Who does what and why, and since when (no moment: from now on)."""

    signature: str
    moment: str | None = None
    known: dict[Any, Any] = field(default_factory=dict)
    """What was read once for all steps of the transaction."""


_under_way: ContextVar[_Signed | None] = ContextVar("step_under_way", default=None)

_SIGN = """
    SELECT coalesce(current_setting(%(sign)s, true), ''), coalesce(current_setting(%(at)s, true), ''),
        set_config(%(sign)s, %(signature)s, true),
        set_config(%(at)s, coalesce(%(moment)s, clock_timestamp()::text), true)
"""


def _sign(signed: _Signed) -> tuple[_Signed, _Signed]:
    """Set signature and moment for the rest of the transaction; give back those before and these."""
    values = {"sign": SETTING, "at": MOMENT, "signature": signed.signature, "moment": signed.moment}
    ((before, since, signature, moment),) = run(_SIGN, values)
    return _Signed(before, since), _Signed(signature, moment, signed.known)


def read_once(name: Any, read: Callable[[], Found]) -> Found:
    """What is read, once for a step and all steps within it; outside of any step, each time."""
    if (step := _under_way.get()) is None:
        return read()
    if name not in step.known:
        step.known[name] = read()
    known: Found = step.known[name]
    return known
