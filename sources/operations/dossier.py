"""Dossiers: opened with their first sides, renamed, shown to more or fewer."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from config.history import recorded
from config.rows import lock, revise, save
from sources.models import Dossier, Member
from sources.operations import side as sides
from sources.permissions import EDITOR, require, require_to_open_dossiers, role_when_opening


def start(
    *,
    by,
    name: str,
    summary: str = "",
    visibility: str = Dossier.Visibility.MEMBERS,
    editors: Iterable = (),
    sides: Iterable[tuple[str, str]] = (),
) -> Dossier:
    """Start a dossier with its first sides (name, short name). It has at least one editor.

    An editor opens it as editor, a journalist as journalist. Raises ValidationError when a
    journalist names no editor to review it, or a side cannot be.
    """
    require_to_open_dossiers(by)
    role = role_when_opening(by)
    editors = set(editors) - {by}
    if role != EDITOR and not editors:
        raise ValidationError({"editors": "Name an editor: nobody publishes their own work."})
    with recorded(by, "open_dossier"):
        dossier = save(Dossier(name=name, summary=summary, visibility=visibility, opened_by=by))
        save(Member(dossier=dossier, user=by, role=role))
        for editor in sorted(editors, key=lambda user: user.pk):
            save(Member(dossier=dossier, user=editor, role=EDITOR))
        for side, short_name in sides:
            _first_side(dossier, by, side, short_name)
        return dossier


def _first_side(dossier: Dossier, by, name: str, short_name: str) -> None:
    try:
        sides.add(dossier, by=by, name=name, short_name=short_name)
    except ValidationError as error:
        raise ValidationError({"sides": [f"{name}: {message}" for message in error.messages]}) from error


def edit(dossier: Dossier, *, by, revision: int, **changes) -> Dossier:
    """Change name, summary or visibility. Raises Outdated if it changed after `revision`."""
    with recorded(by, "edit_dossier"):
        dossier = lock(dossier)
        require(by, "edit_dossier", dossier.pk)
        return revise(dossier, revision, changes)
