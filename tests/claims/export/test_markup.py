"""What XML 1.0 can hold, out of anything."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from claims.export.markup import element, fit


@given(st.text())
def test_any_words_come_back_but_for_what_xml_forbids(words):
    found = ElementTree.fromstring(element("a", words, b=words))  # noqa: S314 - ours

    assert (found.text or "").replace("�", "") == "".join(sign for sign in words if fit(sign) != "�")
    assert len(found.attrib["b"]) == len(words)


def test_an_element_without_words_is_closed():
    assert element("link", rel="self") == '<link rel="self"/>'
