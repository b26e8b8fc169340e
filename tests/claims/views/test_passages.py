"""What became of the cited words of a source whose page has changed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.operations import citation as citations
from claims.operations import claim as claims
from sources.operations import passage as passages
from tests import factories

OLD = "The minister said that the dam was shut in the night.\n\nHe added that forty people had left the valley."


def cite(source, words, *, text=OLD, **over):
    """A claim that cites these words of the first text of a source."""
    capture = source.captures.whole().first() or factories.make_capture(source, text=text)
    start = capture.text.index(words)
    by = factories.journalist_of(source.dossier)
    passage = passages.mark(capture, by=by, start=start, end=start + len(words))
    return factories.make_claim(source.dossier, passage=passage, **over)


def look(client, source, **query):
    return client.get(reverse("claims:passages", args=[source.pk]), query)


def found(answer):
    return [(one.health.state, [each.claim for each in one.citations]) for one in answer.context["page"].rows]


def test_each_cited_passage_is_shown_as_it_reads_now_with_what_cites_it(nora, source):
    dam = cite(source, "The minister said")
    night = cite(source, "the dam was shut in the night")
    left = cite(source, "that forty people had left the valley")
    factories.make_capture(source, text="The minister said nothing. Then that nearly fifty people had left the valley.")

    answer = look(nora, source)
    page = answer.content.decode()
    assert found(answer) == [("gone", [night]), ("altered", [left]), ("intact", [dam])]
    assert "nearly fifty people had left the valley" in page
    assert all(claim.get_absolute_url() in page for claim in (dam, night, left))


def test_two_claims_that_cite_the_same_words_stand_under_them_together(nora, source):
    one, other = cite(source, "the dam was shut"), cite(source, "the dam was shut")
    factories.make_capture(source, text=f"Updated. {OLD}")

    assert found(look(nora, source)) == [("moved", [one, other])]


def test_what_no_live_claim_cites_is_left_out(nora, source, reporter):
    struck = cite(source, "the dam was shut")
    claims.void(struck, by=struck.logged_by, reason="Not said.")
    kept = cite(source, "the valley")
    citations.void(kept.citations.get(), by=kept.logged_by, reason="Not there.")
    passages.mark(source.captures.get(), by=reporter, start=0, end=3)
    factories.make_capture(source, text=f"Updated. {OLD}")

    assert "No statement cites an earlier text" in look(nora, source).content.decode()


def test_words_that_somebody_typed_and_the_newest_text_are_no_earlier_text(nora, source):
    typed = factories.make_passage(source, words="He never said so.")
    factories.make_claim(source.dossier, passage=typed)
    factories.make_capture(source, text=OLD)
    cite(source, "the valley")

    assert found(look(nora, source)) == []


def test_the_page_of_a_source_asks_for_it_once_its_text_has_changed(nora, source):
    address = reverse("claims:passages", args=[source.pk])
    page = reverse("sources:source", args=[source.pk])
    cite(source, "the dam was shut")
    once = nora.get(page).content.decode()
    factories.make_capture(source, text=f"Updated. {OLD}")
    part = nora.get(address, headers={"HX-Request": "true", "HX-Target": "passages"}).content.decode()

    assert address not in once
    assert address in nora.get(page).content.decode()
    assert 'id="passages"' in part and "<html" not in part


def test_readers_are_not_offered_what_they_may_not_open(client_of, reader, source):
    cite(source, "the dam was shut", status="published")
    factories.make_capture(source, text=f"Updated. {OLD}")
    rana = client_of(reader)

    assert look(rana, source).status_code == 403
    page = rana.get(reverse("sources:source", args=[source.pk]))
    assert page.status_code == 200
    assert reverse("claims:passages", args=[source.pk]) not in page.content.decode()


def test_many_passages_come_in_pages_and_cost_what_one_does(nora, source):
    text = " ".join(f"Sentence {number} was said." for number in range(100, 130))
    cite(source, "Sentence 100", text=text)
    factories.make_capture(source, text=f"Updated. {text}")
    with CaptureQueriesContext(connection) as one:
        look(nora, source)
    for number in range(101, 130):
        cite(source, f"Sentence {number}")
    with CaptureQueriesContext(connection) as thirty:
        first = look(nora, source)

    assert len(one) == len(thirty)
    assert len(first.context["page"].rows) == 20
    behind = nora.get(first.context["later"])
    assert len(behind.context["page"].rows) == 10
