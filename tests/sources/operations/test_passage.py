"""Captures and passages are exact."""

import pytest
from django.core.exceptions import ValidationError

from sources.operations import passage as passages
from tests.factories import make_capture


def test_the_same_text_again_is_the_same_capture(source, reporter, second_reporter):
    text = "The dam was shut.\n\nNobody said why."

    one = passages.capture(source, by=reporter, text=text, how="pasted")

    assert passages.capture(source, by=second_reporter, text=text, how="typed") == one
    assert (one.how, one.taken_by) == ("pasted", reporter)


def test_words_are_found_where_they_stand_in_a_capture(source, reporter):
    capture = passages.capture(source, by=reporter, text="At dawn 🌅 the dam was shut, he said.", how="pasted")

    passage = passages.quote(source, by=reporter, words=" the dam was shut ")

    assert passage.capture == capture
    assert (passage.start, passage.exact) == (10, "the dam was shut")
    assert passages.quote(source, by=reporter, words="the dam was shut") == passage


@pytest.mark.parametrize(("there", "sent"), [("\n", "\r\n"), ("\r\n", "\n"), ("\r\n", "\r\n")])
def test_words_over_two_lines_are_found_however_the_lines_end(source, reporter, there, sent):
    capture = make_capture(source, text=f"He said so.{there}The dam was shut.{there}It rained.")

    passage = passages.quote(source, by=reporter, words=f"said so.{sent}The dam")

    assert (passage.capture, passage.exact) == (capture, f"said so.{there}The dam")


def test_words_that_stand_in_no_capture_are_kept_as_heard(source, reporter):
    passages.capture(source, by=reporter, text="100% shut", how="pasted")

    passage = passages.quote(source, by=reporter, words="100_ shut")

    assert (passage.capture.how, passage.capture.text) == ("typed", "100_ shut")


@pytest.mark.parametrize("words", ["", " \n "])
def test_no_words_are_no_passage(source, reporter, words):
    with pytest.raises(ValidationError, match="Copy the words"):
        passages.quote(source, by=reporter, words=words)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2), (0, 100)])
def test_a_passage_lies_within_its_capture(source, reporter, start, end):
    capture = passages.capture(source, by=reporter, text="The dam was shut.", how="pasted")

    with pytest.raises(ValidationError, match="outside the captured text"):
        passages.mark(capture, by=reporter, start=start, end=end)
