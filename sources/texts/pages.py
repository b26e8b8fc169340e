"""Web pages: the article in them, set into paragraphs.

trafilatura finds the article. What is known by its name to be none (comments, cookie notices, teasers) is
taken out before, and the paragraphs are set here, because its own plain text does not keep them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, Any

from sources.texts import plain
from sources.texts.decoding import decoded
from sources.texts.documents import Document, Unreadable
from sources.texts.facts import facts

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

# HTML's names for blocks, and trafilatura's.
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|center|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]"
    "|head|header|hgroup|hr|html|item|legend|li|list|main|menu|nav|ol|option|p|pre|quote|row|section|summary|table"
    "|tbody|tfoot|thead|tr|ul"
)
_CELL = re.compile("td|th|cell")
_BREAK = re.compile("br|lb")
_SILENT = re.compile(
    "audio|button|canvas|datalist|embed|form|graphic|head|iframe|input|math|nav|noembed|noscript|object|script|select"
    "|style|svg|template|textarea|title|video"
)
# Words in a class or id that name what is no part of any article, whichever newspaper it is.
_BOILERPLATE = re.compile(
    r"(comments?|replies|reply|respond|disqus(_thread)?|cookies?|gdpr|consent|newsletter|signup|paywall"
    r"|adverts?|advertisement|ad|ads|sponsored|promo|teasers?|related|recommended|share|sharing|social-share|breadcrumbs?)"
    r"|(comments?|replies|cookie|consent|gdpr|newsletter|signup|advert|ad|promo|teaser|related|recommended|share)[-_]"
    r"{1,2}(section|list|thread|form|area|block|box|wrapper|container|banner|notice|bar|popup|overlay|slot|unit"
    r"|articles|stories|posts|news|links|text|body|buttons?|signup|content)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # hyphens and breaks that a browser does not show
_SPACES = re.compile("[ \t\r\n\f\xa0\u2007\u202f]+")
_MOST_ELEMENTS = 100_000
_MOST_TO_WEIGH = 10_000  # elements; trafilatura's time grows with their square
_SHORT = 400  # signs


def read(body: bytes, charset: str, url: str) -> Document:
    """The article of a web page, or all of a pasted piece of one, and what the page says of itself.

    Raises Unreadable, and whatever lxml and trafilatura raise over a page that they were never shown.
    """
    tree = _tree(decoded(body, charset, in_page=True))
    if tree is None:
        raise Unreadable("no-text", "There is no text in this page.")
    own = facts(tree, url)
    whole = _is_whole(tree)
    about = _about(tree, url) if whole else {}
    guessed = about.get("published", "")
    paragraphs = _article(tree, url) if whole else _paragraphs(tree)
    return Document(
        _headless(paragraphs, [own.author, *map(about.get, ("title", "author", "publisher"))]),
        title=about.get("title", ""),
        publisher=about.get("publisher", ""),
        author=own.author or about.get("author", ""),
        published=own.published or (guessed if guessed not in own.changed else ""),
        language=own.language,
        canonical_url=own.canonical_url,
    )


def _tree(text: str) -> HtmlElement | None:
    from lxml.etree import ParserError  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring

    # Given as UTF-8, whatever the page declares: it is decoded already.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(plain.clean(text).encode("utf-8"), parser=parser)
    except ParserError:  # nothing in it
        return None
    if _has_more_than(_MOST_ELEMENTS, tree):
        raise Unreadable("too-much", f"This page has more than {_MOST_ELEMENTS:,} parts.")
    return tree


def _has_more_than(most: int, tree: HtmlElement) -> bool:
    return next(islice(tree.iter(), most, None), None) is not None


def _is_whole(tree: HtmlElement) -> bool:
    """Whether this is a page, with a title of its own, and not a piece of one that somebody copied."""
    return bool(tree.xpath("/html/head/title"))


def _about(tree: HtmlElement, url: str) -> dict[str, str]:
    """What trafilatura makes of a page's head: title, publisher, author and day of the article, "" each if unknown."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(
        deepcopy(tree), default_url=url or None, date_config={"extensive_search": False, "original_date": True}
    )
    names = {"title": found.title, "publisher": found.sitename, "author": found.author, "published": found.date}
    return {name: value or "" for name, value in names.items()}


def _article(tree: HtmlElement, url: str) -> list[str]:
    """The paragraphs of the article in a page; of the whole page, if nothing in it looks like one."""
    pruned = _pruned(tree)
    if _has_more_than(_MOST_TO_WEIGH, pruned):
        return _marked(pruned) or _paragraphs(pruned)
    found = _found(pruned, url) or _found(tree, url)
    if sum(map(len, found)) < _SHORT:
        # Too little for trafilatura to tell what belongs together: a post, a notice, a flash.
        return _marked(pruned) or found or _paragraphs(pruned)
    return found


def _marked(tree: HtmlElement) -> list[str]:
    """The paragraphs of what a page itself marks as its article."""
    marked = tree.xpath("//*[@itemprop='articleBody']") or tree.xpath("//article") or tree.xpath("//main")
    return _paragraphs(marked[0]) if marked else []


def _found(tree: HtmlElement, url: str) -> list[str]:
    from trafilatura.core import bare_extraction

    found: Any = bare_extraction(deepcopy(tree), url=url or None, include_comments=False, include_images=False)
    return _paragraphs(found.body) if found is not None and found.body is not None else []


def _pruned(tree: HtmlElement) -> HtmlElement:
    """A page without what is named as something else than its article."""
    pruned = deepcopy(tree)
    for element in list(pruned.iterdescendants()):
        names = f"{element.get('class', '')} {element.get('id', '')}".split()
        if element.tag not in ("body", "article", "main") and any(map(_BOILERPLATE.fullmatch, names)):
            element.drop_tree()
    return pruned


def _paragraphs(tree: Any) -> list[str]:
    """What a reader sees of a tree, block by block; a row of a table is one block, with bars between its cells."""
    blocks = "".join(_pieces(tree)).split("\0")
    return [tidy for block in blocks for tidy in plain.paragraphs(re.sub(r"(^[\s|]+|[\s|]+$)", "", block)) if tidy]


def _pieces(tree: Any) -> Iterator[str]:
    """The text of a tree in order, with NUL between blocks. It does not recurse: pages nest as deep as they like."""
    from lxml.etree import iterwalk

    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if _is_silent(element, tag, tree):
                walk.skip_subtree()
            else:
                yield _opened(tag) + _seen(element.text)
        else:
            yield _closed(tag) + (_seen(element.tail) if element is not tree else "")


def _is_silent(element: Any, tag: str, tree: Any) -> bool:
    # trafilatura calls its headlines "head", which in HTML is where nothing is shown.
    if tag == "head" and tree.tag != "html":
        return False
    return not tag or _SILENT.fullmatch(tag) is not None or element.get("hidden") is not None


def _opened(tag: str) -> str:
    return "\0" if _BLOCK.fullmatch(tag) else "\n" if _BREAK.fullmatch(tag) else ""


def _closed(tag: str) -> str:
    return "\0" if _BLOCK.fullmatch(tag) else " | " if _CELL.fullmatch(tag) else ""


def _seen(text: str | None) -> str:
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)) if text else ""


def _headless(paragraphs: list[str], said: list[str | None]) -> str:
    """The text of an article without its headline and author, which have fields of their own."""
    known = {_folded(line) for line in said if line}
    while paragraphs and _folded(paragraphs[0]) in known:
        paragraphs = paragraphs[1:]
    return "\n\n".join(paragraphs)


def _folded(line: str) -> str:
    return re.sub(r"^by |\W+", " ", line.casefold()).strip()
