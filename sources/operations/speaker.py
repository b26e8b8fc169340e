"""Who says things, and for which side, from when to when."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from config.history import recorded
from config.rows import WrongState, lock, revise, save
from sources.models import Affiliation, Dossier, Side, Speaker
from sources.permissions import require


def add(
    dossier: Dossier,
    *,
    by,
    name: str,
    kind: str = Speaker.Kind.PERSON,
    side: Side | None = None,
    office: str = "",
    aliases: Sequence[str] = (),
    note: str = "",
) -> Speaker:
    """Add somebody who says things, speaking for a side if one is given."""
    with recorded(by, "add_speaker"):
        require(by, "add_speaker", dossier.pk)
        speaker = Speaker(dossier=dossier, name=name, kind=kind, aliases=list(aliases), note=note)
        speaker = save(speaker)
        if side:
            save(Affiliation(dossier=dossier, speaker=speaker, side=side, office=office))
        return speaker


def edit(speaker: Speaker, *, by, revision: int, **changes) -> Speaker:
    with recorded(by, "edit_speaker"):
        speaker = lock(speaker)
        require(by, "edit_speaker", speaker.dossier_id)
        _require_current(speaker)
        return revise(speaker, revision, changes)


def _require_current(speaker: Speaker) -> None:
    if speaker.merged_into_id:
        raise WrongState(f"This entry was merged into {speaker.merged_into}. Change that one.")


def affiliate(
    speaker: Speaker,
    *,
    by,
    side: Side,
    office: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
) -> Affiliation:
    """Record for which side, and in which office, a speaker spoke between two days.

    Raises ValidationError where that is recorded already for some of these days.
    """
    with recorded(by, "affiliate"):
        speaker = lock(speaker)
        require(by, "edit_speaker", speaker.dossier_id)
        _require_current(speaker)
        affiliation = Affiliation(
            dossier=speaker.dossier, speaker=speaker, side=side, office=office,
            first_day=first_day, last_day=last_day,
        )  # fmt: skip
        if known := affiliation.clash():
            raise ValidationError({"side": f"“{known.said}” is recorded already: name other days, or take that back."})
        return save(affiliation)


def end_affiliation(affiliation: Affiliation, *, by, reason: str = "") -> Affiliation:
    """Take back an affiliation that was recorded by mistake. Raises WrongState the second time."""
    with recorded(by, "end_affiliation", reason):
        affiliation = lock(affiliation)
        require(by, "edit_speaker", affiliation.dossier_id)
        if not affiliation.active:
            raise WrongState("This was taken back already.")
        affiliation.active = False
        return save(affiliation)
