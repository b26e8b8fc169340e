"""The one set of filters of the list of claims: what each leaves, and what it refuses by name."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from claims.filters import ClaimFilter
from claims.models import Claim, Link
from claims.operations import citation as citations
from claims.operations.speaker import merge
from tests.factories import confirm, day, make_claim, make_dossier, make_link, make_matter, make_passage, make_speaker

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED


@pytest.fixture
def filtered(rf, editor):
    def filtered(query: str, user=None):
        request = rf.get(f"/claims/?{query}")
        request.user = user or editor
        return ClaimFilter(QueryDict(query), Claim.objects.visible_to(request.user), request=request)

    return filtered


@pytest.fixture
def left(filtered):
    """The keys of the claims that a query leaves."""

    def left(query: str, user=None):
        filters = filtered(query, user)
        assert not filters.errors, filters.errors
        return set(filters.qs.values_list("pk", flat=True))

    return left


def refusals(filters):
    return filters.form.non_field_errors() + [error for field in filters.form for error in field.errors]


def test_several_values_of_one_filter_widen_and_several_filters_narrow(left, north, south, mediators):
    denial = make_claim(side=north, kind="denial")
    other = make_claim(side=south)
    make_claim(side=mediators, kind="denial")

    assert left(f"side={north.pk}&side={south.pk}") == {denial.pk, other.pk}
    assert left(f"side={north.pk}&side={south.pk}&kind=denial") == {denial.pk}


def test_filters_by_dossier_speaker_matter_and_status(left, dossier, north, matter, editor):
    speaker = make_speaker(dossier, side=north)
    here = make_claim(speaker=speaker, matter=matter, status=PUBLISHED)
    draft = make_claim(side=north, matter=make_matter(dossier))
    elsewhere = make_claim(make_dossier(editors=[editor]))

    assert left("") == {here.pk, draft.pk, elsewhere.pk}
    assert left(f"dossier={dossier.pk}") == {here.pk, draft.pk}
    assert left(f"speaker={speaker.pk}") == left(f"matter={matter.pk}") == left("status=published") == {here.pk}


@pytest.fixture
def merged_twice(dossier, north, editor):
    """Two entries that were merged away, one after the other, and a claim of the speaker that stands for both."""
    first, second, kept = (make_speaker(dossier, side=north, name=name) for name in ("Defence", "Ministry", "The MoD"))
    claim = make_claim(speaker=first)
    merge(second, merged=first, by=editor)
    merge(kept, merged=second, by=editor)
    return first, second, kept, claim


def test_whoever_names_an_entry_that_was_merged_away_gets_the_speaker_that_stands(left, filtered, merged_twice):
    first, second, kept, claim = merged_twice

    assert left(f"speaker={first.pk}") == left(f"speaker={second.pk}&speaker={kept.pk}") == {claim.pk}
    assert filtered(f"speaker={first.pk}").within == {"speaker": [kept.pk]}
    assert [used.words for used in filtered(f"speaker={first.pk}").in_use()] == ["The MoD"]


def test_filters_by_counted_relation_from_either_end(left, north, south):
    claim, denial, hint = (make_claim(side=side, status=PUBLISHED) for side in (north, south, south))
    make_link(denial, claim, relation="denies", state=CONFIRMED)
    make_link(hint, claim, relation="contradicts")

    assert left("relation=denies") == {claim.pk, denial.pk}
    assert left("relation=contradicts") == set()
    assert left("has_rival=on") == {claim.pk, denial.pk}
    assert left("has_rival=off") == {hint.pk}


@pytest.mark.parametrize("yes", ["on", "yes", "true", "1", "On"])
def test_unanswered_is_said_in_several_ways(left, north, south, yes):
    silent = make_claim(side=north, kind="accusation", accused_side=south, status=PUBLISHED)
    other = make_claim(side=north)

    assert left(f"unanswered={yes}") == {silent.pk}
    assert left("unanswered=off") == {other.pk}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("since=2020-10-20", {"second", "third"}),
        ("until=2020-10-20", {"first", "second"}),
        ("since=Oct+2020&until=2020-10", {"first", "second", "third"}),
        ("since=20+Oct+2020&until=2020-10-20", {"second"}),
        ("until=before+2020-10-20", {"first", "second"}),
        ("since=2021", set()),
    ],
)
def test_dates_are_read_as_people_write_them(left, north, query, found):
    claims = {
        name: make_claim(side=north, **when).pk
        for name, when in {
            "first": day("2020-10-01"),
            "second": {"date_edtf": "2020-10-19/2020-10-25", "first_day": "2020-10-19", "last_day": "2020-10-25"},
            "third": day("2020-10-31"),
        }.items()
    }

    assert left(query) == {claims[name] for name in found}


def test_what_was_logged_and_changed_since_a_day(left, north):
    claim = make_claim(side=north)

    assert left("logged_since=yesterday") == left("updated_since=today") == {claim.pk}
    assert left("logged_since=2999") == left("updated_since=2999") == set()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("disinformation", True),
        ("DISINFO", True),
        ("susa", True),
        ("Şuşa sluices", True),
        ('"the sluices of Şuşa"', True),
        ('"Şuşa of sluices"', False),
        ("стан", True),
        ("sluices airport", False),
        ("agency for dams", True),
    ],
)
def test_finds_words_in_any_language_by_their_beginning_accents_aside(left, dossier, north, words, found):
    speaker = make_speaker(dossier, side=north, name="Agency for Dams")
    make_claim(
        speaker=speaker,
        wording="The sluices of Şuşa stayed shut.",
        own_words="Это дезинформация станции",
        language="ru",
        translation="That is disinformation.",
    )

    assert bool(left(f"q={words}")) is found


@pytest.mark.parametrize(
    "words",
    ["½", "ŉ", "a'b", "x:*&!(|)", "\\", "''", "a & b | !c", "ﷺ", "%", "_", "٣", "a" * 500, "ﷺ" * 500, "𝟓ß" * 250],
)
def test_no_search_words_break_the_search(filtered, north, words):
    make_claim(side=north, wording="One half was opened.")

    filters = filtered(urlencode({"q": words}))

    assert len(filters.qs) <= 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sied=1", "sied"),
        ("status=open", "open"),
        ("kind=lie", "lie"),
        ("relation=hates", "hates"),
        ("side=x", "x"),
        ("side=999999", "999999"),
        ("side=99999999999999999999999", "99999999999999999999999"),
        ("side=2020-13-45", "2020-13-45"),
        ("speaker=1+OR+1%3D1", "1 OR 1=1"),
        ("matter='%3B+DROP+TABLE+claims_claim%3B--", "DROP"),
        ("since=2020-13-45", "2020-13-45"),
        ("until=never", "never"),
        ("unanswered=perhaps", "perhaps"),
        ("q=%21%3F", "!?"),
        ("q=" + "a" * 501, "500"),
        ("sort=random", "random"),
    ],
)
def test_what_cannot_be_read_is_named_and_leaves_nothing(filtered, north, query, said):
    make_claim(side=north)

    filters = filtered(query)

    assert any(said in refusal for refusal in refusals(filters))
    assert list(filters.qs) == []


def test_rows_of_a_closed_dossier_are_as_unknown_as_any(filtered, north, outsider):
    make_claim(side=north, status=PUBLISHED)

    assert filtered(f"side={north.pk}", outsider).errors
    assert list(filtered("", outsider).qs) == []


def test_the_address_has_one_spelling_and_each_filter_can_be_taken_out_of_it(filtered, north, south):
    filters = filtered(f"until=&kind=&side={north.pk}&q=dam&side={south.pk}&sort=newest&after=x")

    assert filters.address().urlencode() == f"q=dam&side={north.pk}&side={south.pk}"
    assert [(used.label, used.words, used.href) for used in filters.in_use()] == [
        ("Words", "“dam”", f"?side={north.pk}&side={south.pk}"),
        ("Side", "North", f"?q=dam&side={south.pk}"),
        ("Side", "South", f"?q=dam&side={north.pk}"),
    ]


def test_filters_by_the_source_that_a_statement_was_taken_from(left, dossier, north, source, reporter):
    taken = make_claim(side=north, passage=make_passage(source))
    struck = make_claim(side=north, passage=make_passage(source), by=reporter)
    citations.void(struck.citations.get(), by=reporter, reason="Another article.")
    other = make_claim(side=north)

    assert left(f"source={source.pk}") == {taken.pk}
    assert left(f"source={source.pk}&source={other.citations.get().passage.capture.source_id}") == {taken.pk, other.pk}


def test_a_source_that_may_not_be_read_is_no_filter(filtered, source, outsider):
    assert refusals(filtered(f"source={source.pk}", outsider))


def test_by_what_claims_are_contested_as_today(left, dossier, north, south):
    link = make_link(
        make_claim(dossier, side=south, status=PUBLISHED), make_claim(dossier, side=north, status=PUBLISHED)
    )
    alone = make_claim(dossier, side=north, status=PUBLISHED)

    assert left("contest=denied") == set()
    confirm(link)

    assert left("contest=denied") == {link.answer_id, link.target_id}
    assert left("contest=no_rival_known") == {alone.pk}
    assert left("contest=denied&contest=no_rival_known") == {link.answer_id, link.target_id, alone.pk}
