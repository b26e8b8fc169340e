"""Bytes into letters: by their mark, by what was declared, by trying, and last by guessing."""

import codecs
import re

# What the web means by these labels (WHATWG Encoding): pages that declare the narrow one use the wide one.
_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
}
# Python knows codecs that are no alphabets (hex, zip, idna): a page may only name one of these families.
_ALPHABETS = re.compile(r"(utf|iso|cp|windows|koi8|mac|gb|big5|shift|euc|tis|ptcp|hz|johab|kz)[\w-]*")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before the mark of UTF-16, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_PAGE = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_SAMPLE = 32 * 2**10
_FEW = 0.01


def decoded(body: bytes, declared: str = "", *, in_page: bool = False) -> str:
    """The letters of a source. Takes any bytes and raises nothing: what cannot be read becomes U+FFFD.

    `declared` is the charset that came with the source; `in_page` lets HTML declare its own in its beginning.
    """
    for mark, alphabet in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(alphabet, "replace")
    own = _IN_PAGE.search(body[:4096]) if in_page else None
    # A page that we can search for ASCII letters is in no wide alphabet, whatever it says.
    own_alphabet = re.sub("^(utf-?(16|32)|unicode).*", "utf-8", own[1].decode("ascii").lower()) if own else ""
    for alphabet in filter(None, [_known(declared), _known(own_alphabet), "utf-8"]):
        try:
            return body.decode(alphabet)
        except UnicodeDecodeError:
            continue
    return _guessed(body)


def _known(label: str) -> str:
    """Python's name for the alphabet that a label means, or ""."""
    label = label.strip("\"' ").lower()
    name = _MEANT.get(label, label)
    try:
        return codecs.lookup(name).name if _ALPHABETS.fullmatch(name) else ""
    except LookupError:
        return ""


def _guessed(body: bytes) -> str:
    mended = body.decode("utf-8", "replace")
    if mended.count("\ufffd") <= _FEW * len(mended):
        return mended  # UTF-8 with a sign cut in two
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE]).best()
    return body.decode(best.encoding if best else "cp1252", "replace")
