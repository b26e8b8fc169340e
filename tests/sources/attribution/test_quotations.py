"""Quotation marks as people type them."""

import pytest

from sources.attribution.blocks import blocks, plain
from sources.attribution.quotations import quotations


def quoted(text):
    clean = plain(text)
    return [text[q.span.start : q.span.end] for q in quotations(clean, list(blocks(clean)))]


@pytest.mark.parametrize(
    "text",
    [
        "“We stay here,” she said.",
        '"We stay here," she said.',
        "„We stay here“, she said.",
        "»We stay here«, she said.",
        "«We stay here», she said.",
        "‘We stay here,’ she said.",
        "'We stay here,' she said.",
        "''We stay here,'' she said.",
        '„We stay here", she said.',
        "“We stay here, ”she said.",
    ],
)
def test_marks_of_every_kind_open_and_close(text):
    found = quoted(text)

    assert len(found) == 1
    assert "We stay here" in found[0] and "she" not in found[0]


def test_apostrophes_are_no_quotation_marks():
    assert not quoted("The soldiers' families don't know where they're going; it's Tuesday's list.")


def test_a_quotation_ends_with_its_paragraph():
    first, second = quoted("“We stay here.\n\n“We shall go on,” she said.")

    assert (first, second) == ("“We stay here.", "“We shall go on,”")
