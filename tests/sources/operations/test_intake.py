"""A source comes in: pasted, as a file, or from its address."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from config.rows import WrongState
from sources.fetching.pages import Fetched
from sources.models import Capture, Errand, Original, Reading, Source, State
from sources.operations import intake
from sources.texts.documents import Document
from tests import factories
from tests.worker import asked_for, work

TEXT = "Row over the dam\n\nThe minister said that the dam was shut.\n"
PAGE = b"""<!doctype html><html lang="en"><head><title>Row over the dam</title>
<meta property="og:site_name" content="The Daily Ledger"><link rel="canonical" href="https://ledger.example/dam">
<meta name="author" content="Ann Author"><meta property="article:published_time" content="2020-10-29T08:00:00Z">
</head><body><nav>Home</nav><article><h1>Row over the dam</h1>
<p>The minister said on Thursday that the dam was shut, and that nobody had opened it in the night.</p>
<p>The other side said that it had been opened twice, and that the valley below stood under water.</p>
</article></body></html>"""


def fetched(body=PAGE, url="https://ledger.example/dam?x=1"):
    now = datetime(2020, 10, 30, tzinfo=UTC)
    return Fetched(url=url, final_url=url, status=200, content_type="text/html", charset="", body=body, fetched_at=now)


def brought(errand, body=PAGE):
    """What the worker does with a page that a site gave."""
    errand = intake.begin(errand)
    intake.keep(errand, fetched(body))
    return errand


# Pasting


def test_pasted_text_is_there_at_once_and_is_read(dossier, reporter):
    source = intake.paste(dossier, by=reporter, text=TEXT)

    capture = source.captures.get()
    assert (source.title, capture.text, capture.how) == ("Row over the dam", TEXT.strip(), "pasted")
    assert asked_for() == [("read", {"reading": capture.readings.get().pk})]


def test_what_a_person_typed_about_a_source_stands(dossier, reporter):
    source = intake.paste(dossier, by=reporter, text=TEXT, title="My title", publisher="The Post", author="")

    assert (source.title, source.publisher.name) == ("My title", "The Post")


def test_a_text_without_a_headline_is_called_by_its_first_words(dossier, reporter):
    source = intake.paste(dossier, by=reporter, text="The minister said " + "again and again " * 20 + "that it was.")

    assert source.title.startswith("The minister said again") and source.title.endswith(" …")
    assert len(source.title) <= 82


def test_the_same_text_again_is_the_first_source_and_capture(dossier, reporter, second_reporter):
    first = intake.paste(dossier, by=reporter, text=TEXT)

    again = intake.paste(dossier, by=second_reporter, text=TEXT)

    assert again == first
    assert (Source.objects.count(), Capture.objects.count(), Reading.objects.count()) == (1, 1, 1)


def test_a_changed_text_of_a_source_is_a_new_capture(dossier, reporter):
    source = intake.paste(dossier, by=reporter, text=TEXT)

    intake.paste(dossier, by=reporter, text=TEXT.replace("shut", "open"), source=source)

    assert source.captures.count() == 2


def test_the_same_text_in_another_dossier_is_another_source(dossier, reporter):
    other = factories.make_dossier(journalists=[reporter])

    assert intake.paste(dossier, by=reporter, text=TEXT) != intake.paste(other, by=reporter, text=TEXT)


def test_pasted_text_with_a_known_address_goes_to_that_source(dossier, reporter):
    known = factories.make_source(dossier, url="https://ledger.example/dam")

    source = intake.paste(dossier, by=reporter, text=TEXT, url="https://ledger.example/dam")

    assert source == known


@pytest.mark.parametrize(("text", "reason"), [("  \n", "no text"), ("x" * 500_001, "500,001 characters")])
def test_a_text_that_cannot_be_is_refused_in_words(dossier, reporter, text, reason):
    with pytest.raises(ValidationError, match=reason):
        intake.paste(dossier, by=reporter, text=text)
    assert not Source.objects.exists()


def test_pasted_html_is_kept_and_read_by_the_worker(dossier, reporter):
    source = intake.paste(dossier, by=reporter, text=PAGE.decode())

    assert (source.title, source.captures.count()) == ("Pasted page", 0)
    work()
    source.refresh_from_db()
    assert source.title == "Row over the dam"
    assert source.captures.get().original.how == "pasted"
    assert "Home" not in source.captures.get().text


@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_who_does_not_work_on_a_dossier_takes_nothing_in(dossier, person, request):
    with pytest.raises(PermissionDenied):
        intake.paste(dossier, by=request.getfixturevalue(person), text=TEXT)


# Files


def test_a_file_is_read_by_the_worker_and_fills_in_what_nobody_typed(dossier, reporter):
    source = intake.hand_in(dossier, by=reporter, body=PAGE, name="C:\\saved\\dam.html", author="A. N. Other")

    assert source.title == "dam.html"
    work()
    source.refresh_from_db()
    assert (source.title, source.publisher.name, source.author) == (
        "Row over the dam", "The Daily Ledger", "A. N. Other"
    )  # fmt: skip
    assert (source.dateline, source.first_day, source.language) == ("2020-10-29", date(2020, 10, 29), "en")
    assert source.url == "https://ledger.example/dam"
    assert source.errands.get().state == State.DONE


def test_the_bytes_stay_beside_the_text_that_was_read_from_them(dossier, reporter):
    source = intake.hand_in(dossier, by=reporter, body=PAGE, name="dam.html")
    work()

    capture = source.captures.get()
    assert bytes(capture.original.body) == PAGE
    assert (capture.original.name, capture.how, capture.original.obtained_by) == ("dam.html", "uploaded", reporter)
    assert len(capture.original.sha256) == len(capture.sha256) == 64


def test_the_same_file_again_is_the_first_source(dossier, reporter):
    first = intake.hand_in(dossier, by=reporter, body=PAGE, name="dam.html")
    work()

    again = intake.hand_in(dossier, by=reporter, body=PAGE, name="copy.html")

    assert again == first
    assert (Original.objects.count(), Errand.objects.count()) == (1, 1)


def test_another_file_waits_until_the_first_is_read(dossier, reporter):
    source = intake.hand_in(dossier, by=reporter, body=PAGE, name="dam.html")

    with pytest.raises(WrongState, match="brought in already"):
        intake.hand_in(dossier, by=reporter, body=b"The minister said so.", name="dam.txt", source=source)
    work()
    intake.hand_in(dossier, by=reporter, body=b"The minister said so.", name="dam.txt", source=source)
    work()
    assert source.captures.count() == 2


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("dam.docx", b"PK", "cannot be read"),
        ("dam", b"text", "cannot be read"),
        ("dam.txt", b" \n", "empty"),
        ("dam.txt", b"x" * (10 * 2**20 + 1), "larger than 10 MiB"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_words(dossier, reporter, name, body, reason):
    with pytest.raises(ValidationError, match=reason):
        intake.hand_in(dossier, by=reporter, body=body, name=name)


def test_a_file_without_text_fails_and_says_why(dossier, reporter):
    source = intake.hand_in(dossier, by=reporter, body=b"%PDF-1.4 broken", name="dam.pdf")
    work()

    errand = source.errands.get()
    assert (errand.state, source.captures.count()) == (State.FAILED, 0)
    assert errand.problem


# Addresses


def test_an_address_is_fetched_by_the_worker(dossier, reporter):
    source = intake.fetch(dossier, by=reporter, url="https://ledger.example/dam?utm_source=x&x=1#top")

    errand = source.errands.get()
    assert (source.url, errand.url) == ("https://ledger.example/dam?x=1",) * 2
    assert asked_for() == [("bring", {"errand": errand.pk})]


def test_a_fetched_page_fills_in_its_source_and_is_read(dossier, reporter):
    source = intake.fetch(dossier, by=reporter, url="https://ledger.example/dam?x=1")
    errand = brought(source.errands.get())

    intake.deliver(errand, Document("The minister said so.", title="Row", published="2020-10-29"))

    source.refresh_from_db()
    capture = source.captures.get()
    assert (source.title, source.dateline, source.url) == ("Row", "2020-10-29", "https://ledger.example/dam?x=1")
    assert (capture.how, capture.original.url) == ("fetched", "https://ledger.example/dam?x=1")
    assert capture.readings.get().state == State.WAITING


def test_the_same_address_again_is_the_same_source(dossier, reporter, second_reporter):
    first = intake.fetch(dossier, by=reporter, url="https://ledger.example/dam")

    assert intake.fetch(dossier, by=second_reporter, url="https://ledger.example/dam#comments") == first
    assert Errand.objects.count() == 1


def test_a_page_whose_text_we_have_is_fetched_again_only_when_asked(dossier, reporter):
    source = intake.fetch(dossier, by=reporter, url="https://ledger.example/dam")
    intake.deliver(brought(source.errands.get()), Document("The minister said so."))

    intake.fetch(dossier, by=reporter, url="https://ledger.example/dam")
    assert Errand.objects.count() == 1

    intake.fetch(dossier, by=reporter, url="https://ledger.example/dam", source=source)
    intake.deliver(brought(Errand.objects.last(), PAGE + b"<!-- -->"), Document("The minister said so, again."))
    assert source.captures.count() == 2


def test_a_page_that_has_not_changed_is_the_same_capture(dossier, reporter):
    source = intake.fetch(dossier, by=reporter, url="https://ledger.example/dam")
    intake.deliver(brought(source.errands.get()), Document("The minister said so."))
    intake.fetch(dossier, by=reporter, url="https://ledger.example/dam", source=source)

    intake.deliver(brought(Errand.objects.last(), PAGE + b"<!-- -->"), Document("The minister said so."))

    assert Errand.objects.last().capture == source.captures.get()
    assert source.originals.count() == 2


@pytest.mark.parametrize("url", ["ftp://ledger.example/", "http://127.0.0.1/", "https://a:b@ledger.example/", "dam"])
def test_what_is_no_address_on_the_web_is_refused_at_once(dossier, reporter, url):
    with pytest.raises(ValidationError) as refusal:
        intake.fetch(dossier, by=reporter, url=url)
    assert "url" in refusal.value.message_dict
    assert not Source.objects.exists()


def test_a_failed_fetch_leaves_a_source_to_paste_into(dossier, reporter):
    source = intake.fetch(dossier, by=reporter, url="https://ledger.example/dam")
    intake.fail(intake.begin(source.errands.get()), problem="The site does not answer.")

    pasted = intake.paste(dossier, by=reporter, text=TEXT, url="https://ledger.example/dam")

    assert pasted == source
    assert source.captures.get().text == TEXT.strip()


def test_after_a_failed_fetch_the_address_may_be_tried_again(dossier, reporter):
    source = intake.fetch(dossier, by=reporter, url="https://ledger.example/dam")
    intake.fail(intake.begin(source.errands.get()), problem="The site does not answer.")

    intake.fetch(dossier, by=reporter, url="https://ledger.example/dam")

    assert [errand.state for errand in source.errands.all()] == [State.FAILED, State.WAITING]


def test_an_errand_is_done_once_however_often_the_worker_does_it(dossier, reporter):
    source = intake.fetch(dossier, by=reporter, url="https://ledger.example/dam")
    errand = brought(source.errands.get())
    intake.deliver(errand, Document("The minister said so."))

    intake.deliver(errand, Document("The minister said something else."))

    assert intake.begin(errand) is None
    assert source.captures.count() == 1
    assert intake.fail(errand, problem="Late.").state == State.DONE


def test_what_the_worker_writes_is_signed_by_who_asked(dossier, reporter):
    source = intake.hand_in(dossier, by=reporter, body=PAGE, name="dam.html")
    work()

    signed = source.captures.get().events.get().pgh_context
    assert (signed["user"], signed["step"]) == (reporter.pk, "capture")
