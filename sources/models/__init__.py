"""Who speaks, for whom, and the documents in which it can be checked. Knows nothing of claims.

Django looks for an app's models here, so this package alone names what its modules hold.
"""

from sources.models.capture import Capture, Original, Passage
from sources.models.dossier import MARKERS, Dossier, Member, Side
from sources.models.reading import Errand, Proposal, Reading, State
from sources.models.source import Publisher, Source
from sources.models.speaker import Affiliation, Speaker
from sources.models.token import AnsweredRequest, Token

__all__ = [
    "Affiliation",
    "AnsweredRequest",
    "Capture",
    "Dossier",
    "Errand",
    "MARKERS",
    "Member",
    "Original",
    "Passage",
    "Proposal",
    "Publisher",
    "Reading",
    "Side",
    "Source",
    "Speaker",
    "State",
    "Token",
]
