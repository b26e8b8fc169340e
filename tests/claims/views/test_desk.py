"""The desk as a page: what stands in a text, logged from a form that is filled in."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim, Link
from claims.operations import desk as operations
from sources.attribution.statements import Span, Statement
from sources.models import Proposal, Side, Source, Speaker
from sources.operations import intake
from sources.operations import reading as readings
from tests import factories
from tests.claims.proposals.dossiers import ARTICLE
from tests.sources.test_reading_layouts import long_article
from tests.worker import work

pytestmark = pytest.mark.django_db

DAY, DAYS = date(2020, 10, 29), ("first_day", "last_day")


@pytest.fixture
def war(dossier, reporter):
    """A dossier of the war that the article is about."""
    for name in ("Azerbaijan", "Armenia", "Nagorno-Karabakh authorities"):
        factories.make_side(dossier, name=name, by=reporter)
    return dossier


@pytest.fixture
def article(war, reporter):
    """The article, pasted and read."""
    days = {"dateline": "2020-10-29", "first_day": "2020-10-29", "last_day": "2020-10-29"}
    source = intake.paste(war, by=reporter, text=ARTICLE, **days)
    work()
    return source


@pytest.fixture
def nora(client_of, reporter):
    return client_of(reporter)


def proposal(source: Source, words: str) -> Proposal:
    """The proposal whose words in the text are these."""
    return next(one for one in Proposal.objects.filter(capture__source=source) if words in one.words)


def look(client, source, at=None, **asked):
    return client.get(reverse("claims:desk", args=[source.pk]), ({"at": at.pk} if at else {}) | asked)


def filled(answer) -> dict[str, str]:
    """The form of an answer as a browser would send it."""
    form = answer.context["form"]
    sent = {field.html_name: field.value() for field in form if field.name != "rivals"}
    for row in form.figures:
        sent |= {field.html_name: field.value() for field in row}
    sent |= {"figures-total": len(form.figures)}
    return {
        name: "on" if value is True else str(value)
        for name, value in sent.items()
        if value is not None and value is not False
    }


def log(client, source, at, **over):
    sent = filled(look(client, source, at)) | over
    return client.post(reverse("claims:log_proposal", args=[source.pk, at.pk]), sent)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The river rose by two metres in the night and fell again by noon.", "No statement found"),
        ("Река поднялась ночью на два метра и к полудню снова опустилась.", "does not seem to be English"),
    ],
)
def test_where_nothing_is_found_the_desk_says_why(nora, war, reporter, text, said):
    source = intake.paste(war, by=reporter, text=text)
    work()

    assert said in look(nora, source).content.decode()


def test_a_text_that_is_pasted_comes_to_the_desk(nora, war):
    answer = nora.post(reverse("claims:capture_into", args=[war.pk]), {"text": ARTICLE})
    work()

    source = Source.objects.get()
    assert answer.url == reverse("claims:desk", args=[source.pk])
    assert "When was this published?" in look(nora, source).content.decode()


def test_the_day_of_a_source_is_asked_for_once(nora, war, reporter):
    source = intake.paste(war, by=reporter, text=ARTICLE)
    work()
    address = reverse("claims:date_source", args=[source.pk])

    wrong = nora.post(address, {"dateline": "some day", "revision": source.revision})
    nora.post(address, {"dateline": "29 Oct 2020", "revision": source.revision})

    source.refresh_from_db()
    assert (wrong.status_code, source.dateline) == (400, "2020-10-29")
    assert "some day" in wrong.content.decode()
    assert "When was this published?" not in look(nora, source).content.decode()


def test_a_statement_is_logged_as_it_was_filled_in(nora, article):
    at = proposal(article, "shelling Stepanakert")
    answer = log(nora, article, at)

    claim = Claim.objects.get()
    assert answer.status_code == 302
    assert (claim.speaker.name, claim.side.name) == ("Nagorno-Karabakh authorities", "Nagorno-Karabakh authorities")
    assert (claim.kind, claim.accused_side.name, claim.status) == ("accusation", "Azerbaijan", "submitted")
    assert (claim.date_edtf, claim.date_words) == ("2020-10-29", "Thursday")
    assert claim.citations.get().proposal == at
    assert at.words in claim.citations.get().passage.exact


def test_a_new_name_is_asked_about_once(nora, article):
    first = look(nora, article, proposal(article, "1,166"))
    log(nora, article, proposal(article, "1,166"))
    second = look(nora, article, proposal(article, "struck by"))

    assert "Add as a new speaker" in first.content.decode()
    assert Speaker.objects.get().name == "Nagorno-Karabakh officials"
    assert second.context["form"]["speaker_pk"].value() == Speaker.objects.get().pk
    assert "Add as a new speaker" not in second.content.decode()


def test_the_figures_that_are_ticked_are_saved(nora, article):
    log(nora, article, proposal(article, "1,166"))

    figures = Claim.objects.get().figures.order_by("pk")
    assert [(int(one.low), one.population, one.affected_side.name) for one in figures] == [
        (1166, "troops", "Nagorno-Karabakh authorities"),
        (39, "civilians", "Nagorno-Karabakh authorities"),
    ]


def test_a_denial_is_linked_to_what_it_denies_when_the_rival_is_accepted(nora, article):
    log(nora, article, proposal(article, "shot down"))
    denial = proposal(article, "disinformation")
    form = look(nora, article, denial).context["form"]
    log(nora, article, denial, rivals=form.ties[0].value)

    link = Link.objects.get()
    assert (link.relation, link.answer.kind, link.state) == ("denies", "denial", "proposed")
    assert "disinformation" in link.rationale
    assert link.answer.matter == link.target.matter


def test_without_a_word_nothing_is_linked(nora, article):
    log(nora, article, proposal(article, "shot down"))
    log(nora, article, proposal(article, "disinformation"))

    assert Claim.objects.count() == 2
    assert not Link.objects.exists()


def test_a_part_of_a_total_is_linked_by_each_of_its_figures(nora, article):
    log(nora, article, proposal(article, "toll was about 5,000"))
    dead = proposal(article, "1,166")
    answer = look(nora, article, dead)
    log(nora, article, dead, rivals=answer.context["form"].ties[0].value)

    assert "Part of a total found" in answer.content.decode()
    links = Link.objects.order_by("pk")
    assert [(one.relation, int(one.answer_figure.low), int(one.target_figure.low)) for one in links] == [
        ("part_of", 1166, 5000),
        ("part_of", 39, 5000),
    ]


def test_the_total_is_linked_to_its_part_when_it_comes_second(nora, article):
    log(nora, article, proposal(article, "killed at least 90"))
    total = proposal(article, "toll was about 5,000")
    ties = look(nora, article, total).context["form"].ties
    log(nora, article, total, rivals=next(tie.value for tie in ties if tie.claim))

    link = Link.objects.get()
    assert (link.relation, int(link.answer_figure.low), int(link.target_figure.low)) == ("part_of", 90, 5000)


def test_words_that_make_no_sentence_wait_for_one(nora, war, reporter):
    days = dict.fromkeys(DAYS, DAY)
    source = intake.paste(
        war, by=reporter, text="Armenian officials said would be over soon.", dateline=str(DAY), **days
    )
    work()
    answer = look(nora, source)

    assert answer.context["form"]["wording"].value() == ""
    assert answer.context["form"].gap == "wording"
    assert "would be over soon”: put it as a sentence." in answer.content.decode()


def test_the_link_is_offered_from_the_other_end_too(nora, article):
    log(nora, article, proposal(article, "disinformation"))
    jets = proposal(article, "shot down")
    log(nora, article, jets, rivals=look(nora, article, jets).context["form"].ties[0].value)

    assert Link.objects.get().answer.kind == "denial"


def test_what_each_says_of_the_other_is_logged_for_both(nora, article):
    log(nora, article, proposal(article, "each other"))

    one, other = Claim.objects.order_by("pk")
    assert (one.side, one.accused_side) == (other.accused_side, other.side)
    assert Link.objects.get().relation == "counter_accuses"


def test_what_each_says_of_the_other_may_be_logged_for_one(nora, article):
    at = proposal(article, "each other")
    sent = filled(look(nora, article, at))
    del sent["also"]
    nora.post(reverse("claims:log_proposal", args=[article.pk, at.pk]), sent)

    assert Claim.objects.count() == 1


def test_a_side_that_the_text_names_may_be_added_with_its_statement(nora, article):
    at = proposal(article, "toll was about 5,000")
    assert "Russia (a new side)" in look(nora, article, at).content.decode()
    log(nora, article, at)

    claim = Claim.objects.get()
    assert (claim.side.name, claim.date_edtf) == ("Russia", "2020-10-19/2020-10-25")
    assert claim.citations.get().origin == "reports from Moscow"
    assert Side.objects.filter(name="Russia").count() == 1


def test_a_refused_form_keeps_what_was_typed(nora, article):
    answer = log(nora, article, proposal(article, "1,166"), wording="", office="Words that must stay", side="")

    assert answer.status_code == 400
    assert "Words that must stay" in answer.content.decode()
    assert not Claim.objects.exists()


def test_what_a_colleague_logged_first_is_named_and_nothing_typed_is_lost(nora, article, client_of, second_reporter):
    at = proposal(article, "1,166")
    sent = filled(look(nora, article, at)) | {"wording": "My own words for it."}
    log(client_of(second_reporter), article, at)
    answer = nora.post(reverse("claims:log_proposal", args=[article.pk, at.pk]), sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert Claim.objects.get().get_absolute_url() in page
    assert "Ilya Reporter logged this statement first" in page and "My own words for it." in page
    assert Claim.objects.count() == 1


def test_what_is_skipped_can_be_taken_up_by_somebody_else(nora, article, client_of, second_reporter):
    at = proposal(article, "1,166")
    nora.post(reverse("claims:skip", args=[article.pk, at.pk]))
    ilya = client_of(second_reporter)
    page = look(ilya, article, at).content.decode()
    ilya.post(reverse("claims:take_up", args=[article.pk, at.pk]))

    at.refresh_from_db()
    assert "Skipped by Nora Reporter" in page
    assert at.skipped_at is None
    assert look(nora, article, at).context["form"]


def test_after_logging_the_next_open_statement_comes(nora, article):
    first, second = Proposal.objects.filter(capture__source=article).order_by("start")[:2]
    answer = log(nora, article, first)

    assert answer.url == f"{reverse('claims:desk', args=[article.pk])}?at={second.pk}"


def test_when_all_is_settled_the_desk_says_so(nora, article, reporter):
    for one in Proposal.objects.all():
        operations.skip(one, by=reporter)

    assert "All done" in look(nora, article).content.decode()


def test_words_that_were_not_found_can_be_logged(nora, article):
    answer = look(nora, article, words="within sight of Shushi")
    sent = filled(answer) | {"speaker": "Nagorno-Karabakh authorities", "speaker_choice": "new"}
    sent |= {"speaker_asked": "Nagorno-Karabakh authorities", "side": str(Side.objects.first().pk)}
    done = nora.post(reverse("claims:log_passage", args=[article.pk]), sent)

    claim = Claim.objects.get()
    assert done.status_code == 302
    assert claim.citations.get().passage.exact == "within sight of Shushi"
    assert claim.citations.get().proposal is None
    assert claim.wording == "Within sight of Shushi."


def test_words_that_do_not_stand_in_the_text_are_refused_kindly(nora, article):
    assert "does not stand in this text" in look(nora, article, words="words of nobody").content.decode()


def test_places_of_a_marked_passage_count_code_points(nora, article):
    start = ARTICLE.index("within sight")
    answer = look(nora, article, start=start, end=start + len("within sight"))

    assert answer.context["form"]["wording"].value() == "Within sight."


@pytest.mark.parametrize("asked", [{"start": "9", "end": "3"}, {"start": "x"}, {"start": "1", "end": "9" * 9}])
def test_a_passage_outside_the_text_starts_nothing(nora, article, asked):
    assert look(nora, article, **asked).status_code == 200


def test_the_text_stands_whole_on_the_page(nora, article):
    stretches = look(nora, article).context["desk"].stretches()

    assert "".join(stretch.text for stretch in stretches) == article.captures.get().text


def test_nothing_new_is_answered_with_nothing(nora, article, client_of, second_reporter):
    seen = look(nora, article).context["desk"].seen
    address = reverse("claims:desk_news", args=[article.pk])
    before = nora.get(address, {"seen": seen})
    log(client_of(second_reporter), article, proposal(article, "1,166"))
    after = nora.get(address, {"seen": seen})

    assert (before.status_code, after.status_code) == (204, 200)
    assert "Ilya Reporter" in after.content.decode()


def test_until_the_reader_has_read_the_text_stands_alone(nora, war, reporter):
    source = intake.paste(war, by=reporter, text=ARTICLE)
    page = look(nora, source).content.decode()

    assert "The reader is not running" in page
    assert "within sight of Shushi" in page


def test_once_the_text_is_read_the_desk_takes_the_place_of_the_waiting_one(nora, article):
    news = nora.get(
        reverse("claims:desk_news", args=[article.pk]),
        {"seen": "another", "waiting": "1"},
        headers={"HX-Request": "true", "HX-Target": "desk-pulse"},
    )
    page = news.content.decode()

    assert (news["HX-Retarget"], news["HX-Reswap"]) == ("#desk", "outerHTML")
    assert page.count('id="desk"') == 1
    assert "Statement 1 of" in page
    assert "<html" not in page


def test_the_desk_costs_the_same_for_one_statement_as_for_all(nora, article, reporter):

    with CaptureQueriesContext(connection) as all_open:
        look(nora, article)
    for one in list(Proposal.objects.order_by("start"))[2:]:
        operations.skip(one, by=reporter)
    with CaptureQueriesContext(connection) as few:
        look(nora, article)

    assert len(all_open) == len(few)


def test_a_hundred_statements_cost_what_one_does(nora, war, reporter):
    report = "The ministry of Armenia said that its forces had destroyed {} tanks near Kelm. "
    few = intake.paste(war, by=reporter, text=report.format(7))
    many = intake.paste(war, by=reporter, text=" ".join(report.format(number) for number in range(10, 110)))
    work()

    costs = []
    for source in (few, many):
        at = Proposal.objects.filter(capture__source=source).order_by("start")[0]
        with CaptureQueriesContext(connection) as seen:
            look(nora, source, at)
        with CaptureQueriesContext(connection) as skipped:
            nora.post(reverse("claims:skip", args=[source.pk, at.pk]))
        costs.append((len(seen), len(skipped)))

    assert Proposal.objects.filter(capture__source=many).count() == 100
    assert costs[0] == costs[1]


def test_of_a_long_text_the_list_shows_a_page_and_counts_the_rest(nora, war, reporter):
    report = "The ministry of Armenia said that its forces had destroyed {} tanks near Kelm. "
    source = intake.paste(war, by=reporter, text=" ".join(report.format(number) for number in range(10, 110)))
    work()
    places = list(Proposal.objects.order_by("start"))
    answer = look(nora, source, places[70])

    desk = answer.context["desk"]
    assert (len(desk.items), len(desk.listed), desk.current.key) == (100, 40, places[70].pk)
    assert (desk.listed_before, desk.listed_after) == (60, 0)
    assert "60 earlier" in answer.content.decode()
    assert all(one.form.wording for one in desk.listed)


def test_an_address_that_is_captured_already_is_named(nora, war, reporter):
    source = factories.make_source(war, by=reporter, url="https://example.org/a", title="Row over the dam")
    page = nora.get(reverse("claims:capture_into", args=[war.pk]), {"url": "https://example.org/a"}).content.decode()

    assert reverse("claims:desk", args=[source.pk]) in page


def test_a_bookmark_leads_to_the_capture_of_an_address(nora, war):
    page = nora.get(reverse("claims:capture"), {"url": "https://example.org/a", "dossier": war.pk}).content.decode()

    assert 'value="https://example.org/a"' in page


def test_a_capture_without_anything_says_what_to_give(nora, war):
    answer = nora.post(reverse("claims:capture_into", args=[war.pk]), {})

    assert answer.status_code == 400
    assert "Paste a text, choose a file, or type an address." in answer.content.decode()


def test_a_source_without_a_text_takes_it_on_the_desk(nora, war, reporter):
    source = factories.make_source(war, by=reporter)
    empty = nora.post(reverse("claims:paste_text", args=[source.pk]), {"text": " "})
    nora.post(reverse("claims:paste_text", args=[source.pk]), {"text": ARTICLE})
    work()

    assert empty.status_code == 400
    assert look(nora, source).context["desk"].items


def test_a_text_that_nobody_read_is_read_when_somebody_asks(nora, war, reporter):
    source = factories.make_capture(factories.make_source(war, by=reporter), text=ARTICLE, by=reporter).source
    page = look(nora, source).content.decode()
    nora.post(reverse("claims:read_text", args=[source.pk]))
    work()

    assert "Nobody has asked yet" in page
    assert look(nora, source).context["desk"].items


def test_a_question_that_is_offered_becomes_a_matter_when_ticked(nora, article):
    log(nora, article, proposal(article, "put off"), ask="on")
    log(nora, article, proposal(article, "five kilometers"))

    asked = [claim.matter and claim.matter.question for claim in Claim.objects.order_by("pk")]
    assert asked == ["Was the meeting put off for logistical reasons?", None]


def by_hand(nora, article, words: str) -> Claim:
    """A claim logged from words that somebody marked."""
    sent = filled(look(nora, article, words=words)) | {"speaker": "Nagorno-Karabakh authorities"}
    sent |= {"speaker_choice": "new", "speaker_asked": "Nagorno-Karabakh authorities"}
    sent |= {"side": str(Side.objects.first().pk), "wording": f"They said {words}."}
    nora.post(reverse("claims:log_passage", args=[article.pk]), sent)
    return Claim.objects.latest("pk")


def test_what_was_logged_by_hand_is_not_offered_again(nora, article, client_of, second_reporter):
    at = proposal(article, "1,166")
    claim = by_hand(nora, article, at.words)

    answer = look(client_of(second_reporter), article, at)
    again = nora.post(reverse("claims:log_proposal", args=[article.pk, at.pk]), {"wording": "Once more."})
    desk = answer.context["desk"]
    assert (desk.current.key, desk.current.claim, desk.logged) == (at.pk, claim, 1)
    assert answer.context["form"] is None
    assert at.pk not in [item.key for item in desk.open]
    assert again.status_code == 409
    assert Claim.objects.count() == 1


def test_of_several_statements_one_passage_stands_for_the_one_it_says_most_of(nora, article):
    at = proposal(article, "1,166")
    before = len(look(nora, article).context["desk"].open)
    by_hand(nora, article, at.words)

    assert len(look(nora, article).context["desk"].open) == before - 1


def test_what_another_reading_found_and_somebody_logged_is_not_offered_again(nora, article, reporter):
    at = proposal(article, "1,166")
    log(nora, article, at)
    shorter = Statement((), (), (Span(at.start + 2, at.end),), "assertion", "paraphrase")
    capture = article.captures.get()
    reading = readings.begin(readings.start(capture, by=reporter, model="another"))
    readings.finish(reading, [shorter])

    (item,) = look(nora, article).context["desk"].items
    assert item.key != at.pk
    assert item.claim == Claim.objects.get()


def test_the_statement_that_comes_next_is_none_that_was_logged_by_hand(nora, article):
    first, second, third = Proposal.objects.filter(capture__source=article).order_by("start", "end")[:3]
    by_hand(nora, article, second.words)
    answer = nora.post(reverse("claims:skip", args=[article.pk, first.pk]))

    assert answer.url.endswith(f"?at={third.pk}")


# A step sends what it changes, and costs the same in a text of any length

HTMX = {"HX-Request": "true", "HX-Target": "desk-item"}
REPORT = "The ministry of Armenia said that its forces had destroyed {} tanks near Kelm. "


def marks(page) -> dict[str, str]:
    """The classes of each mark of an answer, by its id."""
    return {
        name: look for look, name in re.findall(r'<a class="mark ([^"]*)" id="(mark-[^"]*)"', page.content.decode())
    }


def drawn(page) -> dict[str, str]:
    """What a page says back with its next step."""
    return dict(re.findall(r'<input type="hidden" name="(seen|was)" value="([^"]*)">', page.content.decode()))


def reported(war, reporter, numbers) -> list[Proposal]:
    source = intake.paste(
        war, by=reporter, text=" ".join(map(REPORT.format, numbers)), dateline="2020-10-29", **dict.fromkeys(DAYS, DAY)
    )
    work()
    return list(Proposal.objects.filter(capture__source=source).order_by("start"))


def test_a_move_draws_nothing_but_the_form_and_two_marks(nora, article):
    first, second, third = Proposal.objects.order_by("start", "end")[:3]
    page = look(nora, article, first)
    step = nora.get(reverse("claims:desk", args=[article.pk]), {"at": second.pk} | drawn(page), headers=HTMX)

    assert {name.split("-")[1] for name in marks(step)} == {str(first.pk), str(second.pk)}
    assert [name for name, look in marks(step).items() if "now" in look.split()] == [f"mark-{second.pk}-1"]
    assert f'id="to-{third.pk}"' in step.content.decode()  # it is the next one now
    assert 'id="desk-text"' not in step.content.decode()
    assert step["HX-Push-Url"] == f"{reverse('claims:desk', args=[article.pk])}?at={second.pk}"


def test_a_skip_draws_what_was_skipped_and_what_comes_next(nora, article):
    first, second = Proposal.objects.order_by("start", "end")[:2]
    page = look(nora, article, first)
    step = nora.post(reverse("claims:skip", args=[article.pk, first.pk]), drawn(page), headers=HTMX)

    assert {name.split("-")[1]: look.split()[0] for name, look in marks(step).items()} == {
        str(first.pk): "skipped",
        str(second.pk): "open",
    }
    assert 'id="desk-text"' not in step.content.decode()


def test_a_step_brings_what_a_colleague_did_meanwhile(nora, article, second_reporter):
    first, second, _, fourth = Proposal.objects.order_by("start", "end")[:4]
    page = look(nora, article, first)
    operations.skip(fourth, by=second_reporter)
    step = nora.get(reverse("claims:desk", args=[article.pk]), {"at": second.pk} | drawn(page), headers=HTMX)

    assert marks(step)[f"mark-{fourth.pk}-1"].startswith("skipped")
    assert "skipped by Ilya Reporter" in step.content.decode()


def test_statements_that_a_new_speaker_brings_to_a_side_are_drawn_anew(nora, article):
    at = proposal(article, "toll was about 5,000")
    page = look(nora, article, at)
    sent = filled(page) | drawn(page)
    step = nora.post(reverse("claims:log_proposal", args=[article.pk, at.pk]), sent, headers=HTMX)

    whole = marks(look(nora, article, step.context["item"].proposal))
    before = marks(page)
    assert {name: look for name, look in whole.items() if before[name] != look}.items() <= marks(step).items()
    assert 'id="desk-text"' not in step.content.decode()
    assert 'id="desk-list"' in step.content.decode()  # its words name the new side


def test_what_was_taken_up_again_has_the_whole_text_drawn_anew(nora, article, reporter):
    first, second = Proposal.objects.order_by("start", "end")[:2]
    operations.skip(second, by=reporter)
    page = look(nora, article, first)
    operations.take_up(second, by=reporter)
    news = nora.get(reverse("claims:desk_news", args=[article.pk]), drawn(page))

    assert marks(news).keys() == marks(page).keys()


@pytest.mark.parametrize("seen", ["", "nonsense", "1-2-3", "1-2-3-4-x~y", "-".join("9" * 30 for _ in range(5))])
def test_a_page_that_cannot_say_what_it_saw_is_drawn_anew(nora, article, seen):
    answer = nora.get(reverse("claims:desk_news", args=[article.pk]), {"seen": seen, "was": "x"})

    assert answer.status_code == 200
    assert 'id="desk-text"' in answer.content.decode()


def test_a_log_and_a_look_at_the_news_cost_the_same_for_many_statements(nora, war, reporter, second_reporter):
    costs = []
    for numbers in (range(7, 10), range(10, 130)):
        first, other, *_ = reported(war, reporter, numbers)
        source = first.capture.source
        log(nora, source, other)  # from here on the speaker is known
        page = look(nora, source, first)
        with CaptureQueriesContext(connection) as logging:
            answer = nora.post(
                reverse("claims:log_proposal", args=[source.pk, first.pk]), filled(page) | drawn(page), headers=HTMX
            )
        with CaptureQueriesContext(connection) as news:
            nora.get(reverse("claims:desk_news", args=[source.pk]), drawn(page))
        with CaptureQueriesContext(connection) as nothing:
            nora.get(reverse("claims:desk_news", args=[source.pk]), drawn(answer))
        assert len(marks(answer)) == 2
        costs.append((len(logging), len(news), len(nothing)))

    assert costs[0] == costs[1]


def test_a_text_of_thirty_thousand_words_is_worked_through_to_its_last_statement(nora, war, reporter):
    paragraphs = long_article(30_000)
    address = nora.post(
        reverse("claims:capture_into", args=[war.pk]), {"text": "\n\n".join(paragraphs), "dateline": "29 Oct 2020"}
    ).url
    work()
    source = Source.objects.get()
    places = list(Proposal.objects.order_by("start", "end", "pk"))
    page = nora.get(address)
    for one in places[:3]:
        sent = filled(look(nora, source, one)) | {"side": str(Side.objects.first().pk)}
        step = nora.post(
            reverse("claims:log_proposal", args=[source.pk, one.pk]),
            sent | drawn(look(nora, source, one)),
            headers=HTMX,
        )
        assert step.status_code == 200
    last = look(nora, source, places[-1])

    assert len(places) >= len(paragraphs)
    assert page.context["item"].proposal == places[0]
    assert step.context["item"].proposal == places[3]
    assert Claim.objects.count() == 3
    assert f"Statement {len(places)} of {len(places)}" in last.content.decode().replace("\xa0", " ")
    assert last.context["item"].form.passage.end > len(source.captures.get().text) - len(paragraphs[-1])
