"""Where a claim stands in its sources. Changing a citation is changing the claim."""

from claims.models import Citation, Claim
from claims.operations.claim import rewrite
from claims.permissions import require
from config.history import recorded
from config.rows import WrongState, lock, revise, save


def add(claim: Claim, *, by, **fields) -> Citation:
    with recorded(by, "add_citation"):
        claim = _open(claim, by)
        return save(Citation(claim=claim, **fields))


def edit(citation: Citation, *, by, revision: int, reason: str = "", **changes) -> Citation:
    """Correct a citation's cue, directness or origin. Raises Outdated if it changed after `revision`."""
    with recorded(by, "edit_citation", reason):
        _open(citation.claim, by)
        return revise(lock(citation), revision, changes)


def void(citation: Citation, *, by, reason: str) -> Citation:
    """Strike a citation out; the history keeps it. Raises WrongState the second time."""
    with recorded(by, "void_citation", reason):
        _open(citation.claim, by)
        citation = lock(citation)
        if citation.voided:
            raise WrongState("This citation was struck out already.")
        return revise(citation, citation.revision, {"voided": True})


def _open(claim: Claim, by) -> Claim:
    claim = lock(claim)
    require(by, "edit", claim)
    return rewrite(claim, by)
