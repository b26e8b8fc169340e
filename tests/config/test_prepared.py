"""Querysets that are put together once."""

from datetime import date

from django.contrib.auth.models import AnonymousUser

from claims.models import Claim, Link
from config.prepared import Given, GivenDay, GivenKeys, prepared
from sources.models import Dossier, Member
from tests.factories import day, make_claim, make_link

PUBLISHED = Claim.Status.PUBLISHED


def visible(person):
    return Claim.objects.visible_to(person).select_related("side", "accused_side").order_by("pk")


def test_gives_each_person_what_the_queryset_gives_them(dossier, north, south, editor, reader, outsider):
    make_claim(side=north, status=PUBLISHED, kind="accusation", accused_side=south)
    make_claim(side=north)
    ask = prepared(visible)

    for _ in range(2):
        for person in (editor, reader, outsider, AnonymousUser()):
            assert ask(person) == list(visible(person))


def test_records_come_with_what_was_selected_beside_them(north, south, reader, django_assert_num_queries):
    claim = make_claim(side=north, status=PUBLISHED, kind="accusation", accused_side=south)
    make_claim(side=north, status=PUBLISHED)
    ask = prepared(lambda person: visible(person).with_contest())

    with django_assert_num_queries(1):
        first, second = ask(reader)
        assert (first, first.side, first.accused_side, first.is_unanswered) == (claim, north, south, True)
        assert second.accused_side is None
    assert first._state.db == "default"
    assert not first._state.adding


def test_rows_that_name_the_same_record_share_it(north, reader):
    for _ in range(2):
        make_claim(side=north, status=PUBLISHED)

    first, second = prepared(visible)(reader)

    assert first.side is second.side


def test_keys_days_and_lists_of_keys_are_given_when_it_is_asked(north, south):
    early, late = make_claim(side=north, **day("2020-10-01")), make_claim(side=south, **day("2020-10-20"))
    link = make_link(late, early)
    by_keys = prepared(lambda: Claim.objects.filter(pk__in=GivenKeys("keys")).order_by("pk"))
    by_day = prepared(lambda: Claim.objects.filter(first_day__lte=GivenDay("as_of")))
    by_claim = prepared(lambda: Link.objects.touching(Given("claim")))

    assert by_keys(keys=[early.pk, late.pk]) == [early, late]
    assert by_keys(keys=[]) == []
    assert by_day(as_of=date(2020, 10, 2)) == [early]
    assert by_claim(claim=early.pk) == by_claim(claim=late.pk) == [link]


def test_tuples_come_as_tuples(dossier, editor):
    roles = prepared(lambda person: Member.objects.filter(user=person).values_list("role", "active"))

    assert roles(editor) == [("editor", True)]


def test_what_is_written_into_the_statement_stays_as_it_is(north):
    odd = make_claim(side=north, wording="100% of it: %s, %(claim)s and '--' \\ “{}”")
    make_claim(side=north, wording="100 of it")
    found = prepared(lambda: Claim.objects.filter(wording__startswith="100% of it: %s, %(claim)s and '--' \\ “{}”"))

    assert found() == [odd]


def test_what_nobody_may_see_is_not_asked_for(dossier, editor, django_assert_num_queries):
    own = prepared(lambda person: Dossier.objects.worked_on_by(person, "editor"))

    assert own(editor) == [dossier]
    with django_assert_num_queries(0):
        assert own(AnonymousUser()) == []
