"""Words that a person marks in the text, and what of it is then not offered again."""

import pytest
from django.urls import reverse

from claims.models import Claim
from sources.attribution.statements import Span, Statement
from sources.models import Proposal, Side
from sources.operations import reading as readings
from tests.claims.proposals.dossiers import ARTICLE
from tests.claims.views.desk.working import by_hand, filled, log, look, proposal

pytestmark = pytest.mark.django_db


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
