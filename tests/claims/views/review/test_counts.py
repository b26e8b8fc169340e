"""How much waits, and who is told."""

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser

from claims.queries import review as queries
from tests.claims.views.reading import shown


def test_the_counts_are_one_query_and_none_for_strangers(
    waiting, proposal, editor, reporter, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert queries.waiting_for(editor) == queries.Waiting(claims=3, links=1, may_review=True, works=True)
    with django_assert_num_queries(1):
        assert queries.waiting_for(reporter) == queries.Waiting(works=True)
    with django_assert_num_queries(0):
        assert queries.waiting_for(AnonymousUser()) == queries.Waiting()


def test_a_long_queue_is_counted_only_so_far(waiting, editor):
    counted = queries.waiting_for(editor)
    long = replace(counted, claims=queries.COUNTED + 1)

    assert (counted.claims_said, counted.said) == ("3", "3")
    assert (long.claims_said, long.said) == (f"{queries.COUNTED}+", f"{queries.COUNTED}+")


def test_the_bar_leads_to_the_review_only_those_who_may(waiting, client_of, editor, reporter):
    assert 'id="place-review"' in shown(client_of(editor).get("/claims/"))
    assert 'id="place-review"' not in shown(client_of(reporter).get("/claims/"))
