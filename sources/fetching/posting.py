"""The way out: `post(url, …)` tells a receiver something, under the same guard as fetching. No redirect is followed."""

import time
from collections.abc import Mapping

from sources.fetching.addresses import Guard
from sources.fetching.connections import Message, asking
from sources.fetching.refusals import Limits

#: A receiver answers at once, and does its work afterwards; nobody reads what it answers.
LIMITS = Limits(redirects=0, body_bytes=64 * 2**10, seconds=10.0, step_seconds=5.0, content_types=frozenset({"*/*"}))


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, guard: Guard | None = None, limits: Limits = LIMITS
) -> int:
    """Send a body to an address, and give the status of the answer, whatever it is.

    Raises Unfetchable, and nothing else, when the address is not on the public web or nobody answers in time.
    """
    guard = guard or Guard()
    deadline = time.monotonic() + limits.seconds
    with asking(guard.url(url), guard, limits, deadline, Message(body, headers)) as answer:
        return answer.status_code
