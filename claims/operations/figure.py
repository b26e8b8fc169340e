"""The numbers inside a claim. Changing one is changing what the claim says."""

from claims.models import Claim, Figure
from claims.operations.claim import rewrite
from claims.permissions import require
from config.history import recorded
from config.rows import WrongState, lock, revise, save


def add(claim: Claim, *, by, **fields) -> Figure:
    with recorded(by, "add_figure"):
        claim = _open(claim, by)
        return save(Figure(claim=claim, **fields))


def edit(figure: Figure, *, by, revision: int, reason: str = "", **changes) -> Figure:
    """Correct a figure. Raises Outdated if it changed after `revision`."""
    with recorded(by, "edit_figure", reason):
        _open(figure.claim, by)
        return revise(lock(figure), revision, changes)


def void(figure: Figure, *, by, reason: str) -> Figure:
    """Strike a figure out of its claim; the history keeps it. Raises WrongState the second time."""
    with recorded(by, "void_figure", reason):
        _open(figure.claim, by)
        figure = lock(figure)
        if figure.voided:
            raise WrongState("This figure was struck out already.")
        return revise(figure, figure.revision, {"voided": True})


def _open(claim: Claim, by) -> Claim:
    claim = lock(claim)
    require(by, "edit", claim)
    return rewrite(claim, by)
