"""Finding a rival: what is likely, what is searched for, what is linked already."""

from datetime import timedelta

import pytest

from claims.operations import claim as claims
from claims.operations import link as operations
from claims.queries import candidates as queries
from tests.claims.views.link.pages import compare
from tests.claims.views.reading import cost, shown
from tests.factories import make_claim, make_link

#: A day that is no week away from any other.
FAR = {"date_edtf": "2021-05-01", "first_day": "2021-05-01", "last_day": "2021-05-01"}


def found(response):
    return [candidate.claim for candidate in response.context["search"].found]


def test_likely_rivals_are_listed_before_anything_is_typed(claim, denial, client_of, reporter, north, mediators):
    far = make_claim(side=mediators, by=reporter, wording="The talks were put off.", **FAR)
    own_side = make_claim(side=north, by=reporter, matter=claim.matter, wording="Ask the engineers.")

    response = client_of(reporter).get(f"/claims/{claim.pk}/link/")

    assert found(response) == [denial, own_side]
    assert far not in found(response)
    assert "said by the side that is accused" in shown(response)
    assert "same matter" in shown(response)


def test_of_many_that_contain_a_word_those_said_next_to_it_are_ranked(claim, client_of, reporter, south, monkeypatch):
    monkeypatch.setattr(queries, "LOOKED_AT", 1)
    days = [f"{claim.first_day - timedelta(days=days)}" for days in (9, 1, -1, -9)]
    _, before, after, _ = [
        make_claim(side=south, by=reporter, wording="Of the weir.", date_edtf=day, first_day=day, last_day=day)
        for day in days
    ]

    assert set(found(client_of(reporter).get(f"/claims/{claim.pk}/link/?q=weir"))) == {before, after}


def test_opposite_sides_come_first_in_a_search_too(claim, client_of, reporter, north, mediators):
    own = make_claim(side=north, by=reporter, wording="The bridge fell.")
    other = make_claim(side=mediators, by=reporter, wording="A bridge fell.")

    assert found(client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": "bridge"})) == [other, own]
    assert found(client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": "bridge", "side": north.pk})) == [own]


def test_claims_that_count_the_same_thing_are_likely(dossier, client_of, reporter, north, south):
    one = make_claim(side=north, by=reporter, figures=[{"value": 90}], wording="Ninety died.")
    other = make_claim(side=south, by=reporter, figures=[{"value": 12}], wording="A dozen lives were lost.", **FAR)
    make_claim(side=south, by=reporter, figures=[{"population": "cattle"}], wording="Of cows, many.", **FAR)

    response = client_of(reporter).get(f"/claims/{one.pk}/link/")

    assert found(response) == [other]
    assert "counts the same thing" in shown(response)


def test_what_has_the_same_words_is_likely_however_long_ago_it_was_said(client_of, reporter, north, south):
    one = make_claim(side=north, by=reporter, wording="Two Su-25 jets were shot down near the dam.")
    make_claim(side=south, by=reporter, wording="The talks were put off.", **FAR)
    other = make_claim(side=south, by=reporter, wording="Reports of jets shot down are disinformation.", **FAR)

    response = client_of(reporter).get(f"/claims/{one.pk}/link/")

    assert found(response) == [other]
    assert "both say “down”, “jets”, “shot”" in shown(response)
    assert "only one of them denies" in shown(response)


def test_of_two_that_say_as_much_the_one_that_denies_comes_first(client_of, reporter, north, south):
    one = make_claim(side=north, by=reporter, wording="Two jets were shot down.")
    denied = make_claim(side=south, by=reporter, wording="No jets were shot down.", **FAR)
    again = make_claim(side=south, by=reporter, wording="Yes, jets were shot down.", **FAR)
    kind = make_claim(side=south, by=reporter, wording="The jets shot down? All are here.", kind="denial", **FAR)

    assert found(client_of(reporter).get(f"/claims/{one.pk}/link/")) == [kind, denied, again]


def test_an_accusation_in_turn_is_likely_about_then(client_of, reporter, north, south, mediators):
    accusation = {"kind": "accusation", "by": reporter}
    one = make_claim(side=north, accused_side=south, wording="They shelled the town.", **accusation)
    turned = make_claim(side=mediators, accused_side=north, wording="Rockets were fired.", **accusation)
    make_claim(side=mediators, accused_side=north, wording="Rockets were fired again.", **accusation, **FAR)

    response = client_of(reporter).get(f"/claims/{one.pk}/link/")

    assert found(response) == [turned]
    assert response.context["search"].found[0].likely
    assert "accuses in turn" in shown(response)


def test_what_has_nothing_in_common_comes_last_and_is_told_apart(client_of, reporter, north, south):
    one = make_claim(side=north, by=reporter, wording="Two jets were shot down.")
    client = client_of(reporter)
    unlike = make_claim(side=south, by=reporter, wording="The talks were put off.")

    alone = shown(client.get(f"/claims/{one.pk}/link/"))
    likely = make_claim(side=south, by=reporter, wording="Our jets are all here.")
    response = client.get(f"/claims/{one.pk}/link/")

    assert "None is likely" in alone
    assert found(response) == [likely, unlike]
    assert "Likely ones" in shown(response)
    assert shown(response).count("Nothing in common, but said by another side within a week") == 1
    assert "Nothing in common" not in shown(client.get(f"/claims/{one.pk}/link/?q=talks"))


def test_words_that_every_statement_has_make_nothing_likely(client_of, reporter, north, south):
    one = make_claim(side=north, by=reporter, wording="They said that it was not there.")
    make_claim(side=south, by=reporter, wording="It was said by them that this is not so.", **FAR)

    assert found(client_of(reporter).get(f"/claims/{one.pk}/link/")) == []


def test_a_pair_found_not_to_be_comparable_is_not_offered_again(claim, denial, client_of, reporter):
    make_link(claim, denial, relation="not_comparable", by=reporter)

    assert found(client_of(reporter).get(f"/claims/{claim.pk}/link/")) == []


def test_what_is_linked_already_says_so_and_leads_there(claim, denial, client_of, reporter):
    link = make_link(denial, claim, by=reporter)

    html = shown(client_of(reporter).get(f"/claims/{claim.pk}/link/"))

    assert "linked already: it denies this" in html
    assert f'href="/claims/{claim.pk}/#link-{link.pk}"' in html


def test_what_was_decided_before_is_told_where_it_is_proposed_anew(claim, denial, client_of, reporter, editor):
    rejected = make_link(denial, claim, by=reporter)
    operations.reject(rejected, by=editor, reason="They speak of two dams.")
    withdrawn = make_link(claim, denial, relation="contradicts", by=reporter)
    operations.withdraw(withdrawn, by=reporter)
    client = client_of(reporter)

    listed, compared = (shown(client.get(url)) for url in (f"/claims/{claim.pk}/link/", compare(denial, claim)))

    assert "rejected before: it denies this" in listed and "withdrawn before:" in listed
    assert "rejected by Emma Editor" in compared and "“They speak of two dams.”" in compared
    assert "withdrawn by Nora Reporter" in compared and "without a reason" in compared
    assert "Linked already" not in compared
    assert 'value="denies" required id="id_relation" checked' in compared


def test_comparing_costs_the_same_however_often_it_was_decided(claim, denial, client_of, reporter, editor):
    def decide():
        operations.reject(make_link(denial, claim, by=reporter), by=editor, reason="They speak of two dams.")

    client = client_of(reporter)
    decide()
    once = cost(client, compare(denial, claim)), cost(client, f"/claims/{claim.pk}/link/")
    for _ in range(4):
        decide()

    assert (cost(client, compare(denial, claim)), cost(client, f"/claims/{claim.pk}/link/")) == once


def test_the_later_or_denying_claim_is_offered_as_the_answer(claim, denial, client_of, reporter):
    assert f'href="{compare(denial, claim)}"' in shown(client_of(reporter).get(f"/claims/{claim.pk}/link/"))
    assert f'href="{compare(denial, claim)}"' in shown(client_of(reporter).get(f"/claims/{denial.pk}/link/"))


def test_only_the_results_are_swapped_while_typing(claim, denial, client_of, reporter):
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "candidates"}

    html = shown(client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": "touched"}, **headers))

    assert html.startswith('<section id="candidates"')
    assert "<html" not in html


def test_nothing_found_says_what_to_try(claim, client_of, reporter):
    assert "No statement matches" in shown(client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": "zeppelin"}))
    assert "Nothing likely yet" in shown(client_of(reporter).get(f"/claims/{claim.pk}/link/"))


@pytest.mark.parametrize("query", ["'", "a' OR 1=1 --", "&|!()", "%", "\\", "🙂", "x" * 5000])
def test_odd_searches_are_searches(claim, client_of, reporter, query):
    assert client_of(reporter).get(f"/claims/{claim.pk}/link/", {"q": query}).status_code == 200


def test_those_who_do_not_work_on_it_do_not_link(claim, client_of, reader, outsider, editor):
    claims.submit(claim, by=claim.logged_by)
    claims.publish(claim, by=editor, revision=1)

    assert client_of(reader).get(f"/claims/{claim.pk}/link/").status_code == 403
    assert client_of(outsider).get(f"/claims/{claim.pk}/link/").status_code == 404


def test_the_search_costs_the_same_for_one_claim_as_for_many(claim, denial, client_of, reporter, south):
    client = client_of(reporter)
    once = cost(client, f"/claims/{claim.pk}/link/")
    for _ in range(9):
        make_link(make_claim(side=south, by=reporter, matter=claim.matter, figures=[{}]), claim, by=reporter)

    assert cost(client, f"/claims/{claim.pk}/link/") == once
