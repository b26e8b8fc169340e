"""A page to read, and the refusal of what cannot be read."""

import pytest

from sources.texts.documents import Limits, Unreadable
from sources.texts.reading import read

SAID = "The ministry said that two boats were stopped, and that nobody was hurt on either side of the strait."


def page(body: str, head: str = "<title>Two boats</title>") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def refusal(body: bytes, content_type: str = "", **over) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(body, content_type, limits=Limits(**over))
    return caught.value
