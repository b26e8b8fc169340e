"""The two queues: what waits in them, and how their desk is asked for."""

from claims.models import Claim

SUBMITTED, PUBLISHED = Claim.Status.SUBMITTED, Claim.Status.PUBLISHED
DESK = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "review-desk"}
