"""Whole reports in many styles, marked by hand: what share is found, and what furniture is left alone."""

import pytest

from sources.attribution.reading import read
from tests.sources.attribution import reports
from tests.sources.attribution.reports import Marked, Report, alike, words


def matches(report: Report) -> tuple[dict[str, object], int]:
    """Marked statement → the one found with its content, its cue and its speaker; and how many were found in all."""
    found = read(report.text)
    free = list(found)
    matched = {}
    for key, marked in report.statements.items():
        best = max(free, key=lambda item: alike(_said(report, marked), words(report.text, item.content)), default=None)
        if best is not None and _fits(report, marked, best):
            matched[key] = best
            free.remove(best)
    return matched, len(found)


def _said(report: Report, marked: Marked) -> set[int]:
    return words(report.text, marked.roles["t"])


def _fits(report: Report, marked: Marked, item) -> bool:
    text, roles = report.text, marked.roles
    cue = words(text, roles["c"])
    return (
        alike(_said(report, marked), words(text, item.content)) >= 0.5
        and (not cue or bool(cue & words(text, item.cue)))
        and bool(words(text, roles["s"]) & words(text, item.source))
    )


@pytest.fixture(scope="module")
def all_matches():
    return {report.name: (report, *matches(report)) for report in reports.reports()}


def test_nine_in_ten_marked_statements_are_found_with_cue_and_speaker(all_matches):
    marked = sum(len(report.statements) for report, _, _ in all_matches.values())
    found = sum(len(matched) for _, matched, _ in all_matches.values())

    assert found / marked >= 0.9


def test_nine_in_ten_proposals_are_statements(all_matches):
    proposed = sum(number for _, _, number in all_matches.values())
    found = sum(len(matched) for _, matched, _ in all_matches.values())

    assert found / proposed >= 0.9


def test_marked_denials_are_found(all_matches):
    denials = [
        (matched, key)
        for report, matched, _ in all_matches.values()
        for key, marked in report.statements.items()
        if marked.kind == "denial"
    ]

    assert sum(key in matched for matched, key in denials) / len(denials) >= 0.95


def test_most_found_statements_have_the_kind_a_person_gave_them(all_matches):
    kinds = [
        (matched[key].kind, marked.kind)
        for report, matched, _ in all_matches.values()
        for key, marked in report.statements.items()
        if key in matched and marked.kind
    ]

    assert sum(found == given for found, given in kinds) / len(kinds) >= 0.75


@pytest.mark.parametrize("name", ["tabloid", "liveblog", "release"])
def test_nothing_is_proposed_from_page_furniture(name):
    report = reports.report(name)
    lines = ("Sign up", "Leave a comment", "Follow our", "Contact:")

    for statement in read(report.text):
        for span in (*statement.source, *statement.cue, *statement.content):
            assert not any(line in report.text[span.start : span.end] for line in lines)


def test_a_comment_form_is_no_statement():
    assert not read("Please enter your comment!\nPlease enter your name here\nSave my name, email and website")


def test_a_dateline_is_no_part_of_what_is_said():
    text = "ADRAN, 3 May (SNA) - Two bridges over the river have been closed to lorries since dawn, officials said."

    assert text[read(text)[0].content[0].start :].startswith("Two bridges")


def test_named_labels_in_a_transcript_are_its_speakers():
    report = reports.report("transcript")

    assert [report.text[s.source[0].start : s.source[0].end] for s in read(report.text)] == [
        "MR. ADEYEMI", "MR. ADEYEMI", "MR. ADEYEMI",
    ]  # fmt: skip
