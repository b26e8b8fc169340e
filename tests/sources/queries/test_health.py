"""Passages of earlier captures, in what the source says now."""

import pytest

from sources.models import Capture
from sources.operations import passage as passages
from sources.queries.health import State, health
from tests import factories

OLD = "The minister said that the dam was shut in the night.\n\nHe added that forty people had left the valley."


def passage(source, words, by, text=OLD):
    capture = source.captures.filter(text=text).first() or passages.capture(source, by=by, text=text, how="fetched")
    start = text.index(words)
    return passages.mark(capture, by=by, start=start, end=start + len(words))


@pytest.mark.parametrize(
    ("new", "state", "words"),
    [
        (f"{OLD}\n\nMore follows.", State.INTACT, "that forty people had left the valley"),
        (f"Updated.\n\n{OLD}", State.MOVED, "that forty people had left the valley"),
        (OLD.replace("forty people", "nearly fifty people"), State.ALTERED, "nearly fifty people had left the valley"),
        ("The minister said nothing at all about it.", State.GONE, ""),
        ("…", State.GONE, ""),
    ],
)
def test_a_passage_is_found_in_a_later_capture(source, reporter, new, state, words):
    old = passage(source, "that forty people had left the valley", reporter)
    later = passages.capture(source, by=reporter, text=new, how="fetched")

    (found,) = health(source)

    assert (found.passage, found.state) == (old, state)
    if state != State.GONE:
        assert later.text[found.start : found.end].startswith(words)
    assert bool(found.words) == (state == State.ALTERED)


def test_of_several_places_the_one_in_the_same_surroundings_is_meant(source, reporter):
    text = "One man said no. Two men said no. Three men said no."
    passage(source, "no", reporter, text=text)
    start = text.index("no", 20)
    passages.mark(source.captures.get(), by=reporter, start=start, end=start + 2)
    later = passages.capture(source, by=reporter, text=f"Now: {text}", how="fetched")

    assert [(found.state, found.start) for found in health(source)] == [
        (State.MOVED, later.text.index("no.")),
        (State.MOVED, start + 5),
    ]


def test_words_that_somebody_typed_from_it_are_not_its_latest_text(source, reporter):
    passage(source, "the dam was shut", reporter)
    passages.quote(source, by=reporter, words="He never said so.")

    assert health(source) == []
    assert Capture.objects.count() == 2


def test_a_source_without_a_text_has_no_passages_to_lose(source):
    assert health(source) == []


def test_only_the_passages_asked_for_are_looked_at(source, reporter):
    one, _ = passage(source, "the dam", reporter), passage(source, "the valley", reporter)
    passages.capture(source, by=reporter, text=f"{OLD} More.", how="fetched")

    assert [found.passage for found in health(source, [one])] == [one]


def test_a_long_passage_in_a_long_text_is_found_altered(source, reporter):
    text = " ".join(f"Sentence {number} says that the dam was shut at {number} o'clock." for number in range(3000))
    passage(source, text[90_000:93_000], reporter, text=text)
    passages.capture(source, by=reporter, text=text.replace("was shut", "was closed"), how="fetched")

    (found,) = health(source)

    assert found.state == State.ALTERED
    assert "the dam was closed at" in found.words


def test_a_capture_of_a_later_page_keeps_its_own_passages_out(source, reporter):
    factories.make_capture(source, text=OLD)
    passage(source, "the dam", reporter)

    assert health(source) == []
