"""A page of the list is what `visible_to` lets through, in order, whoever asks and however it is asked for."""

import orjson
import pytest
from django.contrib.auth.models import AnonymousUser

from claims import querysets
from claims.documents import listing, reading
from claims.filters import SORTS
from claims.models import Claim, Debt
from claims.operations import claim as claims
from claims.searching import Sought
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(dossier, north, reporter):
    """Claims of a members-only dossier and of a public one, in every state, some of them said on the same day."""
    public = factories.make_dossier(visibility="public", journalists=[factories.make_user()])
    for said in ("2020-01-01", "2020-01-02"):
        for status in ("draft", "submitted", "published"):
            factories.make_claim(dossier, side=north, status=status, **factories.day(said))
            factories.make_claim(public, status=status, **factories.day(said))


def walked(user, keys, size, claims=None):
    """The keys of all claims, page by page."""
    found, after = [], None
    while True:
        page = listing.page(claims, keys, user, after=after, limit=size)
        found += [claim["id"] for claim in map(orjson.loads, page.documents)]
        if not page.last:
            return found
        after = Claim.objects.filter(pk=found[-1]).values_list(*[key.strip("-") for key in keys]).get()


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("indebted", [False, True])
def test_all_pages_together_hold_each_visible_claim_once_in_order(ledger, reporter, reader, outsider, sort, indebted):
    keys = SORTS[sort][1]
    if indebted:
        Debt.objects.create(kind="part", key=0)

    for user in (reporter, reader, outsider, AnonymousUser()):
        visible = Claim.objects.visible_to(user)
        expected = list(visible.order_by(*keys).values_list("pk", flat=True))

        assert walked(user, keys, 2) == expected
        assert walked(user, keys, 2, visible) == expected
        assert walked(user, keys, 100) == expected


@pytest.mark.parametrize("shown", [0, 10**9], ids=["often", "seldom"])
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dam", ["The dam burst.", "The dam held.", "Nothing was said of it."]),
        ("dam burs", ["The dam burst."]),
        ('"dam burst"', ["The dam burst."]),
        ('"burst dam"', []),
        ("dám", ["The dam burst.", "The dam held.", "Nothing was said of it."]),
        ("dam%' --", ["The dam burst.", "The dam held."]),
        ("nowhere", []),
    ],
)
def test_a_search_finds_the_same_in_pages_whichever_way_is_taken(
    dossier, north, reporter, outsider, monkeypatch, shown, words, found
):
    monkeypatch.setattr(querysets, "SHOWN", shown)
    for wording in ("The dam burst.", "The dam held.", "The bridge held."):
        factories.make_claim(dossier, side=north, wording=wording)
    keeper = factories.make_speaker(dossier, side=north, name="Keepers of the dam")
    factories.make_claim(dossier, side=north, speaker=keeper, wording="Nothing was said of it.")
    sought, keys = Sought.of(words), SORTS["oldest"][1]

    page = listing.page(sought, keys, reporter, after=None, limit=100)

    assert [claim["wording"] for claim in map(orjson.loads, page.documents)] == found
    assert walked(reporter, keys, 1, sought) == list(
        Claim.objects.visible_to(reporter).matching(words).order_by(*keys).values_list("pk", flat=True)
    )
    assert walked(outsider, keys, 1, sought) == []


def test_what_is_narrowed_to_rows_and_choices_is_what_their_filter_lets_through(ledger, dossier, north, reporter):
    elsewhere = Claim.objects.exclude(dossier=dossier)[0]
    keys = SORTS["newest"][1]
    for within in (
        {"side": [north.pk]},
        {"side": [north.pk, elsewhere.side_id], "status": ["draft", "published"]},
        {"dossier": [elsewhere.dossier_id], "status": ["published"], "speaker": [elsewhere.speaker_id]},
        {"dossier": [dossier.pk], "side": [elsewhere.side_id]},
    ):
        for user in (reporter, AnonymousUser()):
            claims = Claim.objects.visible_to(user).filter(**{f"{name}__in": asked for name, asked in within.items()})

            assert walked(user, keys, 2, within) == list(claims.order_by(*keys).values_list("pk", flat=True))


def test_nothing_is_sent_to_whoever_has_the_page(ledger, reporter):
    keys = SORTS["newest"][1]
    page = listing.page(None, keys, reporter, after=None, limit=3)

    again = listing.page(None, keys, reporter, after=None, limit=3, known=lambda tag: tag == page.tag)
    other = listing.page(None, keys, reporter, after=None, limit=3, known=lambda tag: False)

    assert (again.tag, again.last, again.documents) == (page.tag, page.last, [])
    assert other == page


def test_the_tag_of_a_page_changes_with_what_the_reader_sees_of_it(ledger, reporter, reader):
    def tags():
        return [listing.page(None, SORTS["newest"][1], user, after=None, limit=100).tag for user in (reader, reporter)]

    before = tags()
    draft = Claim.objects.filter(logged_by=reporter, status="draft").latest("first_day")
    claims.edit(draft, by=reporter, revision=1, wording="Something else was said.")

    assert before[0] != before[1]
    assert [one == other for one, other in zip(before, tags(), strict=True)] == [True, False]


def test_only_what_a_debt_touches_is_computed(ledger, dossier, as_owner, reporter):
    as_owner("UPDATE claims_claimdocument SET document = %s", ['{"id": 0}'])
    claims = Claim.objects.filter(dossier=dossier)
    owed = claims.latest("pk")
    keys = SORTS["logged"][1]
    stale = listing.page(claims, keys, reporter, after=None, limit=100).tag

    Debt.objects.create(kind="claim", key=owed.pk)

    page = listing.page(claims, keys, reporter, after=None, limit=100)
    assert {claim["id"] for claim in map(orjson.loads, page.documents)} == {0, owed.pk}
    assert page.tag != stale


@pytest.mark.parametrize("indebted", [False, True])
def test_one_claim_is_found_by_whoever_may_see_it(ledger, reporter, reader, outsider, indebted):
    if indebted:
        Debt.objects.create(kind="part", key=0)

    for user in (reporter, reader, outsider, AnonymousUser()):
        visible = set(Claim.objects.visible_to(user).values_list("pk", flat=True))

        for claim in Claim.objects.all():
            found = listing.one(claim.pk, user)
            assert (found is not None) == (claim.pk in visible)
            assert found is None or found == (claim.revision, reading.one(claim.pk, user))
