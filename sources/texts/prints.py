"""PDF: what was made to be printed.

pypdf reads it: pure Python, one small wheel without dependencies, kept well for years (BSD). Its text is
good for what ministries send, pages written with a word processor. A scanned page has no text to read, and
Hebrew and Arabic come out in the order in which they were painted, so they are refused and not garbled.
"""

import io
import re
from collections import Counter

from sources.texts import plain
from sources.texts.documents import Document, Unreadable

_MOST_PAGES = 400
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " "})


def read(body: bytes, charset: str, url: str) -> Document:
    """The text of a PDF, without what stands at the head or foot of every page. Raises Unreadable.

    The day on which a file was made is not the day on which it was published, so no day is given.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(body), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("locked", "This PDF opens only with a password.")
    if len(reader.pages) > _MOST_PAGES:
        raise Unreadable("too-large", f"This PDF has more than {_MOST_PAGES} pages.")
    sheets = [plain.clean(page.extract_text()).translate(_LIGATURES).strip().split("\n") for page in reader.pages]
    # A PDF knows lines only: what is not one line broken in two is a paragraph of its own.
    lines = plain.unwrapped("\n\n".join("\n".join(lines) for lines in _without_margins(sheets))).split("\n")
    text = "\n\n".join(" ".join(line.split()) for line in lines if line.strip())
    if not text:
        raise Unreadable("no-text", "This PDF has no text in it: it may be a scanned picture.")
    if plain.runs_right_to_left(text):
        raise Unreadable("order", "The letters of this PDF come out in the wrong order. Copy its text and paste it.")
    about = reader.metadata
    return Document(
        text,
        title=(about and about.title) or plain.title_of(text),
        author=(about and about.author) or "",
        canonical_url=url,
    )


def _without_margins(sheets: list[list[str]]) -> list[list[str]]:
    """Each page's lines but those that head or foot most pages, whatever number stands in them."""
    if len(sheets) < 3:
        return sheets
    edges = Counter(_shape(line) for lines in sheets for line in {lines[0], lines[-1]})
    margins = {shape for shape, times in edges.items() if shape and times > len(sheets) / 2}
    return [
        [line for place, line in enumerate(lines) if place not in (0, len(lines) - 1) or _shape(line) not in margins]
        for lines in sheets
    ]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line).strip()
