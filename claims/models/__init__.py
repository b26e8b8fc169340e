"""What was said, and what answers it. Every invariant of the ledger is a constraint or trigger of these.

Django looks for an app's models here, so this package alone names what its modules hold.
"""

from claims.models.assessment import Grading, Response
from claims.models.citation import Citation
from claims.models.claim import Claim
from claims.models.document import Change, ClaimDocument, Debt, PublicDocument
from claims.models.figure import Bound, Figure
from claims.models.link import Link
from claims.models.matter import Matter
from claims.models.speaker import SpeakerMerge
from claims.models.webhook import Delivery, Webhook

__all__ = [
    "Bound",
    "Change",
    "Citation",
    "Claim",
    "ClaimDocument",
    "Debt",
    "Delivery",
    "Figure",
    "Grading",
    "Link",
    "Matter",
    "PublicDocument",
    "Response",
    "SpeakerMerge",
    "Webhook",
]
