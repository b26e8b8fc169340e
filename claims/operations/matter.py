"""The questions of a dossier."""

from claims.models import Matter
from claims.permissions import require_in_dossier
from config.history import recorded
from config.rows import lock, revise, save
from sources.models import Dossier


def add(dossier: Dossier, *, by, question: str, **fields) -> Matter:
    """Ask a question that rival statements answer differently."""
    with recorded(by, "add_matter"):
        require_in_dossier(by, "add_matter", dossier.pk)
        return save(Matter(dossier=dossier, question=question, opened_by=by, **fields))


def edit(matter: Matter, *, by, revision: int, **changes) -> Matter:
    """Reword a question, or place and date it. Raises Outdated if it changed after `revision`."""
    with recorded(by, "edit_matter"):
        matter = lock(matter)
        require_in_dossier(by, "edit_matter", matter.dossier_id)
        return revise(matter, revision, changes)
