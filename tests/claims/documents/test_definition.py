"""The JSON of a claim: its exact keys and values. Programs rely on each; none may go or change its type."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from claims.documents import reading
from claims.models import Claim
from claims.operations import assessment
from sources.operations import passage as passages
from sources.operations import source as sources
from tests import factories

pytestmark = pytest.mark.django_db

KEYS = [
    *("id", "url", "page", "dossier", "matter", "speaker", "office", "side", "accused_side", "kind"),
    *("wording", "own_words", "language", "translation", "date", "status", "status_reason", "revision"),
    *("standing", "contest", "has_rival", "unanswered", "figures", "citations", "rivals", "links"),
    *("responses", "grading", "logged_at", "published_at", "updated_at"),
]
STAFF = ["logged_by", "worded_by", "published_by"]


@pytest.fixture
def claim(dossier, north, south, matter, source, reporter, editor):
    """An accusation with all that a claim may have, denied by a confirmed link and repeated by a proposed one."""
    sources.edit(source, by=reporter, revision=1, publisher="The Daily Ledger", url="https://ledger.example/1")
    claim = factories.make_claim(
        dossier, side=north, matter=matter, by=reporter, status="published", reviewer=editor, kind="accusation",
        accused_side=south, office="Spokesman", own_words="«Հերքում ենք» \\ “no”\n\t\x7f",
        language="hy", translation="We deny it",
        wording='They "opened" the dam </script> 😀',
        passage=passages.quote(source, by=reporter, words="opened the dam"),
        cue="said", directness="direct", origin="Agency for Dams",
        figures=[
            {"low": Decimal("1166"), "high": Decimal("1166"), "affected_side": north, "place": "The river"},
            {"bound": "about", "low": Decimal("0.5"), "high": Decimal("0.5"), "unit": "km", "cumulative": True},
            {"bound": "withheld"},
        ],
        date_words="last week", date_reasoning="The week before 29 October", date_uncertain=True,
        date_edtf="2020-10-19/2020-10-25", first_day="2020-10-19", last_day="2020-10-25",
    )  # fmt: skip
    denial = factories.make_claim(dossier, side=south, status="published", kind="denial", wording="They did not.")
    factories.make_link(denial, claim, state="confirmed", aspect="responsibility", rationale="It answers.")
    factories.make_link(factories.make_claim(dossier, side=north), claim, relation="repeats")
    assessment.respond(claim, by=reporter, side=south, state="declined", note="By telephone.")
    assessment.grade(claim, by=editor, grade="fair", explanation="Two saw it.")
    return Claim.objects.get(pk=claim.pk)


def test_the_keys_of_both_documents(claim, reader, reporter):
    assert list(json.loads(reading.one(claim.pk, reporter))) == KEYS + STAFF
    assert list(json.loads(reading.one(claim.pk, reader))) == KEYS


def test_every_value(claim, dossier, north, south, matter, source, reporter, editor, reader):
    found = json.loads(reading.one(claim.pk, reporter))

    exact, about, withheld = claim.figures.all()
    citation = claim.citations.get()
    denial = claim.links_in.get(relation="denies")
    assert found | {"figures": 0, "citations": 0, "rivals": 0, "links": 0, "responses": 0} == {
        "id": claim.pk,
        "url": f"/api/v1/claims/{claim.pk}/",
        "page": claim.get_absolute_url(),
        "dossier": {"id": dossier.pk, "name": "The river dispute"},
        "matter": {"id": matter.pk, "question": "Was the dam opened?"},
        "speaker": {"id": claim.speaker_id, "name": claim.speaker.name, "kind": "person"},
        "office": "Spokesman",
        "side": {"id": north.pk, "name": "North", "short_name": "North"},
        "accused_side": {"id": south.pk, "name": "South", "short_name": "South"},
        "kind": "accusation",
        "wording": 'They "opened" the dam </script> 😀',
        "own_words": "«Հերքում ենք» \\ “no”\n\t\x7f",
        "language": "hy",
        "translation": "We deny it",
        "date": {
            "edtf": "2020-10-19/2020-10-25",
            "first_day": "2020-10-19",
            "last_day": "2020-10-25",
            "words": "last week",
            "reasoning": "The week before 29 October",
            "uncertain": True,
        },
        "status": "published",
        "status_reason": "",
        "revision": 1,
        "standing": "standing",
        "contest": "denied",
        "has_rival": True,
        "unanswered": False,
        "figures": 0,
        "citations": 0,
        "rivals": 0,
        "links": 0,
        "responses": 0,
        "grading": {
            "grade": "fair",
            "explanation": "Two saw it.",
            "graded_at": utc(claim.grading.graded_at),
            "revision": 1,
        },
        "logged_at": utc(claim.logged_at),
        "published_at": utc(claim.published_at),
        "updated_at": utc(claim.published_at),
        "logged_by": {"id": reporter.pk, "name": "Nora Reporter"},
        "worded_by": {"id": reporter.pk, "name": "Nora Reporter"},
        "published_by": {"id": editor.pk, "name": "Emma Editor"},
    }
    assert found["figures"] == [
        {
            "id": exact.pk, "quantity": exact.quantity, "population": exact.population,
            "affected_side": {"id": north.pk, "name": "North", "short_name": "North"}, "place": "The river",
            "period": "", "cumulative": False, "bound": "exact", "withheld": False, "low": 1166, "high": 1166,
            "unit": "", "words": "", "revision": 1,
        },
        {
            "id": about.pk, "quantity": about.quantity, "population": about.population, "affected_side": None,
            "place": "", "period": "", "cumulative": True, "bound": "about", "withheld": False, "low": 0.5,
            "high": 0.5, "unit": "km", "words": "", "revision": 1,
        },
        {
            "id": withheld.pk, "quantity": withheld.quantity, "population": withheld.population,
            "affected_side": None, "place": "", "period": "", "cumulative": False, "bound": "withheld",
            "withheld": True, "low": None, "high": None, "unit": "", "words": "", "revision": 1,
        },
    ]  # fmt: skip
    assert found["citations"] == [
        {
            "id": citation.pk, "cue": "said", "direct": True, "origin": "Agency for Dams", "revision": 1,
            "passage": {
                "id": citation.passage_id, "capture": citation.passage.capture_id,
                "sha256": citation.passage.capture.sha256, "start": 0, "end": 14, "exact": "opened the dam",
                "prefix": "", "suffix": "",
            },
            "source": {
                "id": source.pk, "kind": "article", "title": "Row over the dam", "url": "https://ledger.example/1",
                "language": "", "dateline": "2020-10-29", "first_day": "2020-10-29", "last_day": "2020-10-29",
            },
            "publisher": {"id": citation.passage.capture.source.publisher_id, "name": "The Daily Ledger"},
        }
    ]  # fmt: skip
    assert found["rivals"] == [
        {
            "id": denial.pk, "relation": "denies", "direction": "in", "aspect": "responsibility",
            "state": "confirmed", "rationale": "It answers.", "figure": None, "other_figure": None,
            "claim": {
                "id": denial.answer_id, "url": f"/api/v1/claims/{denial.answer_id}/", "kind": "denial",
                "wording": "They did not.", "status": "published", "date": "2020-10-29",
                "speaker": {"id": denial.answer.speaker_id, "name": denial.answer.speaker.name, "kind": "person"},
                "side": {"id": south.pk, "name": "South", "short_name": "South"},
            },
        }
    ]  # fmt: skip
    assert [(tie["relation"], tie["direction"], tie["state"]) for tie in found["links"]] == [
        ("repeats", "in", "proposed")
    ]
    response = claim.responses.get()
    assert found["responses"] == [
        {
            "id": response.pk, "side": {"id": south.pk, "name": "South", "short_name": "South"}, "state": "declined",
            "note": "By telephone.", "recorded_at": utc(response.recorded_at), "revision": 1,
        }
    ]  # fmt: skip
    assert json.loads(reading.one(claim.pk, reader)) == {key: found[key] for key in KEYS} | {"links": []}


def test_numbers_are_written_exactly(dossier, north, reporter):
    claim = factories.make_claim(
        dossier, side=north, figures=[{"value": Decimal("900000000000000.125")}, {"value": 5000}]
    )

    written = reading.one(claim.pk, reporter).decode()

    assert '"low":900000000000000.125,"high":900000000000000.125' in written
    assert '"low":5000,"high":5000' in written


def test_what_is_not_there_is_null_or_empty(dossier, north, reporter):
    found = json.loads(reading.one(factories.make_claim(dossier, side=north, cited=False).pk, reporter))

    assert [found[key] for key in ("matter", "accused_side", "grading", "published_at", "published_by")] == [None] * 5
    assert [found[key] for key in ("figures", "citations", "rivals", "links", "responses")] == [[]] * 5


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
