"""Posts: a text that opens with the name of an account is what whoever holds it says."""

import re
from dataclasses import dataclass

from .statements import Span

# What a post is copied with: "Name @handle · 5 Mar", "Name" over "@handle", "Name, [05.03.2024 13:11]".
_NAME = r"(?P<name>[^\W\d_][^\n@\[\]:“”\"]{1,60}?)"
_HANDLE = r"\(?@[A-Za-z0-9_.]{2,30}(?:@[\w.\-]+)?\)?"
_DAY, _HOUR = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}", r"\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?"
_OPENINGS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*{_NAME}\s*(?P<mark>{_HANDLE})(?:\s*[·•|,\-–—]\s*[^\n]{{1,40}})?[ \t]*(?:\n|$)",
        rf"\s*{_NAME}, (?P<mark>\[{_DAY},? {_HOUR}\])[ \t]*:?(?:\n|$)",
        rf"\s*{_NAME} (?P<mark>on (?:X|Twitter|Telegram|Facebook|Instagram|Threads|Bluesky|Mastodon|Truth Social))"
        r"[ \t]*:?[ \t]*(?:\n|$)",
    )
)
# The fewest words that say something.
_FEWEST = 3
# What stands under a post: its hour and its counts.
_BESIDE = re.compile(
    r"""\s*(?:
        (?:last\s+edited\s+)?\d{1,2}:\d\d(?:\s?[ap]m)?\b[^\n]{0,60}
      | [\d.,]+\s?[km]?\s+(?:views?|likes?|reposts?|retweets?|quotes?|replies|comments?|shares?|bookmarks?|boosts?
      | favou?rites?)\b[^\n]{0,80}
      | (?:reply|repost|retweet|like|share|boost|translate\s+post|show\s+this\s+thread|view\s+original
      | forwarded\s+from)\b[^\n]{0,40}
      | (?:[#@]\w+\s*)+ | [\W\d_]+
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Post:
    """Who holds the account, the words that tell so, and where the paragraphs of the post stand in the list."""

    blocks: tuple[int, ...]
    holder: str
    source: tuple[Span, ...] = ()
    mark: tuple[Span, ...] = ()


def post(text: str, clean: str, blocks: list[Span], holder: str) -> Post | None:
    """The post that a text is: one that opens with the name of an account, or of which it is known who holds that.

    `text` has its addresses and handles still, which `clean` has no more.
    """
    match = next((match for opening in _OPENINGS if (match := opening.match(text))), None)
    if match is None:
        return Post(_paragraphs(clean, blocks, 0), holder) if holder else None
    said = _paragraphs(clean, blocks, match.end())
    return Post(said, match["name"], (Span(*match.span("name")),), (Span(*match.span("mark")),)) if said else None


def _paragraphs(clean: str, blocks: list[Span], opening: int) -> tuple[int, ...]:
    """The paragraphs of some words behind the opening, without the hour and the counts under a post."""
    return tuple(
        number
        for number, block in enumerate(blocks)
        if block.start >= opening - 1
        and len(clean[block.start : block.end].split()) >= _FEWEST
        and not _BESIDE.match(clean, block.start, block.end)
    )
