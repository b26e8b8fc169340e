"""A passage is found again by its words and what stands around them, whatever the text."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sources.models import Passage
from sources.operations import passage as passages
from sources.queries.health import State, health
from tests import factories

#: What PostgreSQL text can hold; with few letters, so that the same words stand in many places.
LETTERS = st.one_of(
    st.text(alphabet="aab \n", max_size=45),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=45),
)


@st.composite
def marked(draw):
    """A text with a passage of it, somewhere."""
    text = f"{draw(LETTERS)}the dam{draw(LETTERS)}"
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


def kept(source, reporter, text, start, end):
    """The passage as it is read back."""
    capture = passages.capture(source, by=reporter, text=text, how="pasted")
    return Passage.objects.get(pk=passages.mark(capture, by=reporter, start=start, end=end).pk)


def places(text: str, words: str) -> list[int]:
    return [place for place in range(len(text)) if text.startswith(words, place)]


anything = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.django_db
@anything
@given(marked())
def test_exact_prefix_and_suffix_stand_where_the_passage_does(source, reporter, given_text):
    text, start, end = given_text
    passage = kept(source, reporter, text, start, end)

    whole = passage.prefix + passage.exact + passage.suffix
    assert passage.exact == text[start:end]
    assert start - len(passage.prefix) in places(text, whole)
    assert len(passage.prefix) == min(start, 32)
    assert len(passage.suffix) == min(len(text) - end, 32)


@pytest.mark.django_db
@anything
@example(("the dam stood open, but all the others said: the dam", 45, 52), "a ")
@given(marked(), st.text(alphabet="ab \n", min_size=1, max_size=9))
def test_in_a_text_that_has_slipped_the_passage_is_found_by_what_stands_around_it(source, reporter, given_text, before):
    text, start, end = given_text
    other = factories.make_source(source.dossier, by=reporter)
    passage = kept(other, reporter, text, start, end)
    later = before + text
    passages.capture(other, by=reporter, text=later, how="pasted")

    (found,) = health(other, [passage])
    assert later[found.start : found.end] == passage.exact
    assert found.state in (State.INTACT, State.MOVED)
    whole = passage.prefix + passage.exact + passage.suffix
    if found.state == State.MOVED and start >= 32 and len(places(later, whole)) == 1:
        assert found.start == start + len(before)
