"""What is done with a claim that is typed: kept as a draft, submitted, rivalled, or cited where it stands already."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim
from sources.models import Source
from tests import factories
from tests.claims.views.log.form import NINETY, SIX, logged, rows


def test_a_draft_may_do_without_its_passage(nora, address, varga, south):
    response = nora.post(address, SIX | {"do": "draft", "passage": ""})

    assert response.status_code == 302
    assert logged().status == Claim.Status.DRAFT
    assert Source.objects.count() == 1


def test_review_asks_for_the_passage(nora, address, varga, south):
    response = nora.post(address, SIX | {"passage": ""})

    assert response.status_code == 400
    assert "passage" in response.context["form"].errors


def test_save_and_add_the_rival_flips_the_side_and_leads_to_the_link(nora, address, varga, south):
    first = nora.post(address, SIX | {"do": "rival", "matter": "Was the dam opened?"})
    claim = logged()

    page = nora.get(first.url)
    form = page.context["form"]
    assert (form["side"].value(), form["kind"].value(), form["rival"].value()) == (south.pk, "denial", claim.pk)
    factories.make_speaker(name="Boris Dahl", side=south)
    answer = {"rival": claim.pk, "speaker": "Boris Dahl", "wording": "The north did open it.", "side": south.pk}
    second = nora.post(address, SIX | answer)

    rival = Claim.objects.order_by("pk").last()
    assert second.url == reverse("claims:propose", args=[rival.pk, claim.pk])


def test_a_side_that_was_merely_offered_gives_way_to_the_speakers_own(nora, address, varga, south):
    nora.post(address, SIX | {"side": south.pk, "side_offered": south.pk})

    assert logged().side != south


def test_a_likely_duplicate_is_shown_and_can_be_cited_instead(nora, address, varga, south, dossier, reporter):
    stands = factories.make_claim(speaker=varga, wording="The north did not open the dam at night.", by=reporter)

    looked = nora.post(address, SIX | {"do": "read"})
    response = nora.post(address, {name: SIX[name] for name in ("source", "dateline", "passage")} | {"cite": stands.pk})

    assert looked.context["similar"] == [stands]
    assert response.url == stands.get_absolute_url()
    assert Claim.objects.count() == 1
    stands.refresh_from_db()
    assert (stands.citations.count(), stands.revision) == (2, 2)


def test_citing_another_persons_claim_is_not_offered_to_a_journalist(nora, address, varga, south, second_reporter):
    theirs = factories.make_claim(speaker=varga, wording="The north did not open the dam at night.", by=second_reporter)

    looked = nora.post(address, SIX | {"do": "read"})
    response = nora.post(address, SIX | {"cite": theirs.pk})

    assert looked.context["similar"] == [theirs]
    assert b'name="cite"' not in looked.content
    assert response.status_code == 403


def test_the_page_costs_the_same_with_many_speakers_duplicates_and_figures(nora, address, dossier, north, south):
    def add(number: int) -> None:
        factories.make_speaker(dossier, name=f"Speaker {number}", side=south)
        factories.make_claim(side=north, wording=f"The north did not open the dam, {number}.")

    def cost(figures: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            sent = SIX | {"speaker": "Spea", "do": "read"} | rows(*[NINETY] * figures)
            assert nora.post(address, sent).status_code == 200
        return len(queries)

    add(0)
    few = cost(1)
    for number in range(1, 12):
        add(number)

    assert cost(12) == few
