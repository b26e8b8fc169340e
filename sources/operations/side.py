"""The parties of a dispute."""

from config.history import recorded
from config.rows import lock, revise, save
from sources.models import Dossier, Side
from sources.permissions import require


def add(dossier: Dossier, *, by, name: str, short_name: str = "", slot: int | None = None, marker: str = "") -> Side:
    """Add a party. Without a colour or marker it gets the first that is free."""
    with recorded(by, "add_side"):
        dossier = lock(dossier)
        require(by, "add_side", dossier.pk)
        free_slot, free_marker = dossier.free_look()
        side = Side(
            dossier=dossier, name=name, short_name=short_name or name[:24],
            slot=slot or free_slot, marker=marker or free_marker,
        )  # fmt: skip
        return save(side)


def edit(side: Side, *, by, revision: int, **changes) -> Side:
    with recorded(by, "edit_side"):
        side = lock(side)
        require(by, "edit_side", side.dossier_id)
        return revise(side, revision, changes)
