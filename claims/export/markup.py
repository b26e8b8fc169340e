"""Words as XML 1.0 can hold them."""

import re
from xml.sax.saxutils import escape

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit(words: object) -> str:
    """Escaped for text and for attributes alike; what XML forbids becomes the replacement character."""
    shown = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", str(words))
    return escape(shown, {'"': "&quot;", "'": "&#39;", "\r": "&#13;"})


def element(name: str, words: object = "", **attributes: object) -> str:
    """An element that holds nothing but words."""
    said = "".join(f' {key}="{fit(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{fit(words)}</{name}>" if words != "" else f"<{name}{said}/>"
