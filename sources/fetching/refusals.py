"""What one fetch may take, and the words for everything that stops it."""

from dataclasses import dataclass

TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf", "message/rfc822"})


class Unfetchable(Exception):
    """An address was not fetched. `code` is stable, for programs; `str(error)` is the sentence for people.

    Codes: of the address itself `address`, `scheme`, `credentials`, `port`, `inner-name`, `denied-address`; of
    the way there `unknown-host`, `no-answer`, `certificate`, `redirects`, `downgrade`, `too-slow`; of the answer
    `broken-answer`, `headers`, `status`, `content-type`, `encoding`, `too-large`, `empty`.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Limits:
    """How much one fetch may take: hops, bytes (packed and unpacked alike), seconds in all and for one step.

    `content_types` are what we can read; a page that says nothing of its type is not fetched.
    """

    redirects: int = 5
    body_bytes: int = 10 * 2**20
    header_bytes: int = 64 * 2**10
    seconds: float = 25.0
    step_seconds: float = 10.0
    content_types: frozenset[str] = TYPES


def port(port: int) -> Unfetchable:
    return Unfetchable("port", f"Port {port} is not one that web sites use.")


def slow() -> Unfetchable:
    return Unfetchable("too-slow", "The site takes too long to answer.")


def flooded() -> Unfetchable:
    return Unfetchable("headers", "The site sends more headers than any page needs.")


def large(limits: Limits) -> Unfetchable:
    return Unfetchable("too-large", f"The page is larger than {limits.body_bytes / 2**20:.0f} MiB.")
