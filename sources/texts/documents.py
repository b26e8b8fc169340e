"""What a source says, once its wrapping is taken off."""

from dataclasses import dataclass


class Unreadable(Exception):
    """No text was found in a source. `code` is stable, for programs; `str(error)` is the sentence for people.

    Codes: `type` (a kind of file that we do not read), `too-large`, `too-much` (parsing it took more time or
    memory than any article needs), `broken`, `locked` (a PDF with a password), `order` (a PDF whose letters
    cannot be put in order), `no-text`.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Limits:
    """How much reading one source may take: bytes in, signs out, seconds, bytes of memory for its parser."""

    body_bytes: int = 10 * 2**20
    signs: int = 2_000_000
    seconds: float = 20.0
    memory_bytes: int = 768 * 2**20


@dataclass(frozen=True)
class Document:
    """A source as text, and what it says of itself; whatever it does not say is "".

    `text` has its paragraphs set apart by blank lines, without a page's own headline, navigation, comments and
    advertisements, and no sign that a database refuses; `published` is a day (EDTF level 0: 2020-10-29) as its
    publisher's clock showed it; `language` is the primary subtag of BCP 47; `canonical_url` the address under
    which the source wants to be known, or the one it was found at; several authors are joined by "; ".
    """

    text: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    language: str = ""
    canonical_url: str = ""
