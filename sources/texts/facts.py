"""What a page says of itself: JSON-LD (schema.org), Open Graph, HTML's own fields, in that order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_LONGEST_JSON = 300_000
_MOST_NODES = 2_000
_LONGEST_URL = 2_000

_PUBLISHED = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='dcterms.date' or @name='DC.date.issued' or @name='dc.date']/@content",
    "//time[@pubdate]/@datetime",
)
_CHANGED = (
    "//meta[contains(@property, 'modified') or contains(@property, 'updated')]/@content",
    "//meta[contains(@name, 'modified') or contains(@http-equiv, 'odified')]/@content",
    "//*[@itemprop='dateModified']/@content | //*[@itemprop='dateModified']/@datetime",
)
_LANGUAGE = (
    "/html/@lang",
    "//meta[@property='og:locale']/@content",
    "//meta[translate(@http-equiv, 'CL', 'cl')='content-language']/@content",
)
_CANONICAL = (
    "//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href",
    "//meta[@property='og:url']/@content",
)


@dataclass(frozen=True)
class Facts:
    """A page's own word on its author, its day (EDTF), its language (BCP 47) and its address; "" where it has none.

    `changed` are the days on which it says that it was changed, which a guess may take for the day of publication.
    """

    author: str
    published: str
    changed: frozenset[str]
    language: str
    canonical_url: str


def facts(tree: HtmlElement, url: str) -> Facts:
    """What a page says of itself. Takes any tree and raises nothing."""
    article = _article(tree)
    days = [day for said in [article.get("datePublished"), *_found(tree, _PUBLISHED)] if (day := day_of(said))]
    languages = [tag for said in [*_found(tree, _LANGUAGE), article.get("inLanguage")] if (tag := language_of(said))]
    addresses = [place for said in _found(tree, _CANONICAL) if (place := _address(said, url))]
    return Facts(
        author="; ".join(dict.fromkeys(_names(article.get("author")))),
        published=days[0] if days else "",
        changed=frozenset(map(day_of, [article.get("dateModified"), *_found(tree, _CHANGED)])),
        language=languages[0] if languages else "",
        canonical_url=addresses[0] if addresses else url,
    )


def day_of(said: Any) -> str:
    """The day that a time begins with (ISO 8601), as its own clock shows it: a zone does not move it."""
    match = re.match(r"\s*(\d{4}-\d\d-\d\d)(?!\d)", said) if isinstance(said, str) else None
    try:
        return date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""


def language_of(said: Any) -> str:
    """The primary subtag of a language tag (BCP 47): "en" for "en-GB" and for "en_GB"."""
    match = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", said) if isinstance(said, str) else None
    return match[1].lower() if match else ""


def _found(tree: HtmlElement, paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        yield from (str(value).strip() for value in tree.xpath(path))


def _address(said: str, url: str) -> str:
    try:
        address = urldefrag(urljoin(url, said))[0]
        good = urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname
    except ValueError:
        return ""
    return address if good and len(address) <= _LONGEST_URL else ""


def _article(tree: HtmlElement) -> dict[str, Any]:
    """The first thing in the page's JSON-LD that was published on a day."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        text = script.text or ""
        try:
            data = json.loads(text) if len(text) <= _LONGEST_JSON else None
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            if "datePublished" in node:
                return node
    return {}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document, outer before inner, as far as is reasonable."""
    waiting = [data]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _names(said: Any) -> Iterator[str]:
    """The names in a schema.org author: a name, an object with one, or several of them."""
    for one in said[:20] if isinstance(said, list) else [said]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and (name := " ".join(name.split())) and not name.startswith("http"):
            yield name
