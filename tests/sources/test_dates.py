"""Reading dates: what journalists type, what it became, and that no text can break it."""

from datetime import date, datetime

import pytest
from edtf import parse_edtf
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sources.dates.days import OPEN_END, OPEN_START, UnreadableDate, bounds, describe
from sources.dates.reading import ReadDate, read_date

DATELINE = date(2020, 10, 29)  # a Thursday

EDTF = [
    ("2020-10-29", "2020-10-29", "2020-10-29", "29 Oct 2020"),
    ("2020-10", "2020-10-01", "2020-10-31", "Oct 2020"),
    ("2020", "2020-01-01", "2020-12-31", "2020"),
    ("2020-10-19/2020-10-25", "2020-10-19", "2020-10-25", "19–25 Oct 2020"),
    ("2020-09-28/2020-10-03", "2020-09-28", "2020-10-03", "28 Sep – 3 Oct 2020"),
    ("2020-10~", "2020-10-01", "2020-10-31", "about Oct 2020"),
    ("2020-10-29?", "2020-10-29", "2020-10-29", "29 Oct 2020 (uncertain)"),
    ("2020-10-29%", "2020-10-29", "2020-10-29", "about 29 Oct 2020 (uncertain)"),
    ("../2020-09-26", "0001-01-01", "2020-09-26", "before 27 Sep 2020"),
    ("../2020-09", "0001-01-01", "2020-09-30", "before Oct 2020"),
    ("/2020-09-26", "0001-01-01", "2020-09-26", "until 26 Sep 2020 (beginning unknown)"),
    ("2020-09-27/..", "2020-09-27", "9999-12-31", "since 27 Sep 2020"),
    ("2020-23", "2020-09-01", "2020-11-30", "autumn 2020"),
    ("2020-24", "2020-12-01", "2021-02-28", "winter 2020"),
    ("202X", "2020-01-01", "2029-12-31", "the 2020s"),
    ("19XX", "1900-01-01", "1999-12-31", "within 1 Jan 1900 – 31 Dec 1999"),
    ("2020-10-XX", "2020-10-01", "2020-10-31", "within 1–31 Oct 2020"),
    ("[2020,2021]", "2020-01-01", "2021-12-31", "within 1 Jan 2020 – 31 Dec 2021"),
]

WRITTEN = [
    ("29 Oct 2020", "2020-10-29"),
    ("29th of October, 2020", "2020-10-29"),
    ("October 29, 2020", "2020-10-29"),
    ("Oct. 29, 2020", "2020-10-29"),
    ("Thursday, October 29, 2020", "2020-10-29"),
    ("29-Oct-2020", "2020-10-29"),
    ("29.10.2020", "2020-10-29"),
    ("29/10/2020", "2020-10-29"),
    ("2020/10/29", "2020-10-29"),
    ("2020-9-7", "2020-09-07"),
    ("2020-10-29T18:05:00.000+04:00", "2020-10-29"),
    ("29 Oct 2020 at 14:30", "2020-10-29"),
    ("٢٩ Oct ٢٠٢٠", "2020-10-29"),
    ("\u200f29 Oct\u00a02020\u200e", "2020-10-29"),
    ("2020‑10‑29", "2020-10-29"),
    ("Oct 2020", "2020-10"),
    ("in October 2020", "2020-10"),
    ("autumn 2020", "2020-23"),
    ("winter of 2020", "2020-24"),
    ("the 1990s", "199X"),
    ("early October 2020", "2020-10-01~/2020-10-10~"),
    ("mid-October 2020", "2020-10-11~/2020-10-20~"),
    ("late October 2020", "2020-10-21~/2020-10-31~"),
    ("early 2020", "2020-01~/2020-04~"),
    ("about October 2020", "2020-10~"),
    ("around 29 Oct 2020", "2020-10-29~"),
    ("circa October 2020", "2020-10~"),
    ("about autumn 2020", "2020-09~/2020-11~"),
    ("probably 29 Oct 2020", "2020-10-29?"),
    ("perhaps about 29 Oct 2020", "2020-10-29%"),
    ("29 Oct 2020 (?)", "2020-10-29?"),
    ("between 19 and 25 Oct 2020", "2020-10-19/2020-10-25"),
    ("from 19 to 25 October 2020", "2020-10-19/2020-10-25"),
    ("19-25 Oct 2020", "2020-10-19/2020-10-25"),
    ("Oct 19–25, 2020", "2020-10-19/2020-10-25"),
    ("28 Sep – 3 Oct 2020", "2020-09-28/2020-10-03"),
    ("28 Dec – 3 Jan 2021", "2020-12-28/2021-01-03"),
    ("2020-10-19–2020-10-25", "2020-10-19/2020-10-25"),
    ("Sept-Oct 2020", "2020-09/2020-10"),
    ("2018–2020", "2018/2020"),
    ("before 27 September 2020", "../2020-09-26"),
    ("before October 2020", "../2020-09"),
    ("until 26 September 2020", "../2020-09-26"),
    ("since 27 Sep 2020", "2020-09-27/.."),
    ("after 27 Sep 2020", "2020-09-28/.."),
    ("the fifth week since 27 September 2020", "2020-10-25/2020-10-31"),
]

RELATIVE = [
    ("today", "2020-10-29"),
    ("yesterday", "2020-10-28"),
    ("the day before yesterday", "2020-10-27"),
    ("overnight", "2020-10-28/2020-10-29"),
    ("Thursday", "2020-10-29"),
    ("on Thursday evening", "2020-10-29"),
    ("last Thursday", "2020-10-22"),
    ("on Monday", "2020-10-26"),
    ("Friday", "2020-10-23"),
    ("next Friday", "2020-10-30"),
    ("Thursday last week", "2020-10-22"),
    ("last week", "2020-10-19/2020-10-25"),
    ("this week", "2020-10-26/2020-11-01"),
    ("earlier this week", "2020-10-26/2020-10-28"),
    ("the week before last", "2020-10-12/2020-10-18"),
    ("late last week", "2020-10-23~/2020-10-25~"),
    ("over the weekend", "2020-10-24/2020-10-25"),
    ("last month", "2020-09"),
    ("this month", "2020-10"),
    ("early this month", "2020-10-01~/2020-10-10~"),
    ("last year", "2019"),
    ("last summer", "2020-22"),
    ("two days ago", "2020-10-27"),
    ("a week ago", "2020-10-22~"),
    ("two months ago", "2020-08~"),
    ("in the past 24 hours", "2020-10-28/2020-10-29"),
    ("in the last two weeks", "2020-10-15/2020-10-29"),
    ("29 October", "2020-10-29"),
    ("30 October", "2019-10-30"),
    ("December 5", "2019-12-05"),
    ("29 Feb", "2020-02-29"),
    ("the 30th", "2020-09-30"),
    ("October", "2020-10"),
    ("19–25 October", "2020-10-19/2020-10-25"),
    ("27 September to 29 October", "2020-09-27/2020-10-29"),
    ("from Monday to Wednesday", "2020-10-26/2020-10-28"),
    ("Wednesday to Friday", "2020-10-21/2020-10-23"),
    ("since 27 September", "2020-09-27/.."),
    ("before last week", "../2020-10-18"),
    ("the fifth week of fighting since September 27", "2020-10-25/2020-10-31"),
]

REFUSED = [
    ("", "Type a date"),
    ("soon", "is not a date we can read"),
    ("\x00", "is not a date we can read"),
    ("\ud800", "is not a date we can read"),
    ("2020-13-45", "2020-10-29"),
    ("2026-03-0X", "2020-10-29"),
    ("2020-02-30", "2020-10-29"),
    ("0000", "0001 to 9999"),
    ("Y1E999999999", "is not a date we can read"),
    ("../..", "neither a beginning nor an end"),
    ("2020-10-25/2020-10-19", "2020-10-19/2020-10-25"),
    ("25–19 Oct 2020", "ends before it begins"),
    ("31 November 2020", "30 days"),
    ("10/29/2020", "29/10/2020"),
    ("29.10.20", "four digits"),
    ("Friday 29 October 2020", "was a Thursday"),
    ("before 1 Jan 0001", "1 to 9999"),
    ("9" * 201, "at most 200"),
    ("x" * 1_000_000, "1,000,000"),
]


@pytest.mark.parametrize(("text", "first_day", "last_day", "described"), EDTF)
def test_edtf_is_kept_as_it_was_typed(text, first_day, last_day, described):
    read = read_date(text)

    assert read.edtf == text
    assert (read.first_day.isoformat(), read.last_day.isoformat()) == (first_day, last_day)
    assert read.describe() == described


@pytest.mark.parametrize(("text", "edtf"), WRITTEN)
def test_a_date_in_words_needs_no_dateline(text, edtf):
    assert read_date(text).edtf == edtf


@pytest.mark.parametrize(("text", "edtf"), RELATIVE)
def test_a_relative_date_counts_from_the_dateline(text, edtf):
    read = read_date(text, dateline=DATELINE)

    assert read.edtf == edtf
    assert "27 Sep 2020" in read.reasoning or "against the dateline 29 Oct 2020" in read.reasoning


@pytest.mark.parametrize("text", [text for text, _ in RELATIVE])
def test_a_relative_date_without_a_dateline_asks_for_it(text):
    with pytest.raises(UnreadableDate, match="dateline is needed"):
        read_date(text)


@pytest.mark.parametrize(("text", "advice"), REFUSED)
def test_a_refused_date_says_what_to_type(text, advice):
    with pytest.raises(UnreadableDate) as refusal:
        read_date(text, dateline=DATELINE)

    assert advice in str(refusal.value)
    assert len(str(refusal.value).encode()) < 500  # it can be shown: no lone surrogate, no flood


def test_last_week_says_how_it_was_read():
    read = read_date("last week", dateline=DATELINE)

    assert read == ReadDate(
        edtf="2020-10-19/2020-10-25",
        first_day=date(2020, 10, 19),
        last_day=date(2020, 10, 25),
        words="last week",
        reasoning="“last week” read against the dateline 29 Oct 2020: the week of 19–25 Oct 2020",
        uncertain=False,
    )


def test_figures_are_read_day_first_and_say_so():
    read = read_date("3/4/2020")

    assert read.edtf == "2020-04-03"
    assert read.reasoning == "“3/4/2020” read day first: 3 Apr 2020"


def test_only_a_qualified_date_is_uncertain():
    assert read_date("about Oct 2020").uncertain
    assert read_date("2020-10-29?").uncertain
    assert not read_date("Thursday", dateline=DATELINE).uncertain


def test_an_open_date_runs_to_the_end_of_the_calendar():
    assert read_date("since 27 Sep 2020").last_day == OPEN_END
    assert read_date("before 27 Sep 2020").first_day == OPEN_START


def test_a_dateline_with_a_time_is_its_day():
    read = read_date("today", dateline=datetime(2020, 10, 29, 18, 5))  # noqa: DTZ001

    assert read.edtf == "2020-10-29"


@pytest.mark.parametrize("dateline", [date.min, date.max])
@pytest.mark.parametrize("text", [text for text, _ in RELATIVE])
def test_a_dateline_at_the_edge_of_the_calendar_is_read_or_refused(text, dateline):
    try:
        read = read_date(text, dateline=dateline)
    except UnreadableDate:
        return

    assert read.first_day <= read.last_day


@pytest.mark.parametrize("text", [text for text, *_ in (*EDTF, *WRITTEN, *RELATIVE)])
def test_the_edtf_package_agrees_on_every_date_we_make(text):
    read = read_date(text, dateline=DATELINE)

    parsed = parse_edtf(read.edtf)

    if read.edtf != "2020-24" and not read.edtf.startswith("/"):  # winters and unknown ends: ours
        if read.first_day != OPEN_START:
            assert parsed.lower_strict()[:3] == read.first_day.timetuple()[:3]
        if read.last_day != OPEN_END:
            assert parsed.upper_strict()[:3] == read.last_day.timetuple()[:3]


PIECES = st.lists(
    st.sampled_from(
        [
            *(word for text, *_ in (*EDTF, *WRITTEN, *RELATIVE) for word in text.split()),
            "-",
            "/",
            "?",
        ]
    ),
    max_size=8,
).map(" ".join)
NEAR_EDTF = st.text(alphabet="0123456789X-/.~?%[]{},", max_size=24)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), PIECES, NEAR_EDTF), st.none() | st.dates())
@example("٣" * 200, DATELINE)
@example("ca " * 66, DATELINE)
@example("?" * 200, DATELINE)
@example("2020-" * 40, DATELINE)
def test_any_text_is_read_or_refused(text, dateline):
    try:
        read = read_date(text, dateline=dateline)
    except UnreadableDate as refusal:
        str(refusal).encode()
        return

    assert read.first_day <= read.last_day
    assert (read.first_day, read.last_day) == bounds(read.edtf)
    assert read.describe() and read.reasoning
    assert len(read.edtf) <= 64


@given(st.dates(), st.dates())
def test_what_we_say_of_a_span_reads_back_as_the_same_days(one, other):
    first, last = sorted((one, other))

    said = describe(f"{first}/{last}", first, last)

    if first.year >= 1000:
        read = read_date(said)
        assert (read.first_day, read.last_day) == (first, last)
