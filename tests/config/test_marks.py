"""The smallest parts of a page."""

from datetime import UTC, datetime

from django.urls import reverse

from config.paths import path_of
from config.templatetags.marks import icon, moment, pill


def test_a_state_says_its_key_where_it_has_no_words_and_may_lead_somewhere():
    assert pill("draft") == '<span class="pill draft">draft</span>'
    assert pill("kind", "A <b>") == '<span class="pill kind">A &lt;b&gt;</span>'
    assert pill("pending", "3", "/review/") == '<a class="pill pending" href="/review/">3</a>'


def test_a_drawing_is_named():
    assert icon("plus") == '<svg class="icon " aria-hidden="true"><use href="#i-plus"></use></svg>'


def test_a_moment_reads_as_a_day_and_a_time():
    assert moment(datetime(2020, 10, 9, 8, 5, tzinfo=UTC)) == "9 Oct 2020, 08:05"
    assert moment(None) == ""


def test_a_path_is_the_one_that_django_gives():
    for name in ("claims:claim", "claims:ledger", "claims:link", "sources:speaker"):
        assert path_of(name, 7) == reverse(name, args=[7])
