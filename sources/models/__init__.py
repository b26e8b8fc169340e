"""Who speaks, for whom, and the documents in which it can be checked. Knows nothing of claims.

Django looks for an app's models here, so this package alone names what its modules hold.
"""

from sources.models.capture import Capture, Passage
from sources.models.dossier import MARKERS, Dossier, Member, Side
from sources.models.source import Publisher, Source
from sources.models.speaker import Affiliation, Speaker

__all__ = [
    "Affiliation",
    "Capture",
    "Dossier",
    "MARKERS",
    "Member",
    "Passage",
    "Publisher",
    "Side",
    "Source",
    "Speaker",
]
