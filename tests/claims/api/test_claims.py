"""Claims over REST: lists and details are the stored documents, and logging is what the form does."""

import pytest

from claims.models import Claim
from tests import factories

CLAIMS = "/api/v1/claims/"


@pytest.fixture
def spokesman(north, reporter):
    return factories.make_speaker(north.dossier, side=north, name="The northern ministry", by=reporter)


def test_a_claim_has_exactly_these_keys(program_of, reporter, world):
    claim = program_of(reporter).get(f"{CLAIMS}{world.published.pk}/").json()

    assert ",".join(claim) == (
        "id,url,page,dossier,matter,speaker,office,side,accused_side,kind,wording,own_words,language,translation,date,"
        "status,status_reason,revision,standing,contest,has_rival,unanswered,figures,citations,rivals,links,responses,"
        "grading,logged_at,published_at,updated_at,logged_by,worded_by,published_by"
    )


def test_logging_with_everything_that_the_form_can_say(program_of, reporter, dossier, north, south):
    answer = program_of(reporter).post(
        CLAIMS,
        {
            "dossier": dossier.pk,
            "speaker": {"name": "The southern ministry"},
            "side": south.pk,
            "office": "Ministry of Water",
            "kind": "accusation",
            "wording": "Northern troops opened the dam last week, killing at least 90 civilians.",
            "own_words": "They opened it.",
            "language": "en",
            "translation": "",
            "date": "last week",
            "accused_side": north.pk,
            "matter": {"question": "Who opened the dam?"},
            "citation": {
                "source": {
                    "title": "Row over the dam",
                    "url": "https://news.example/dam",
                    "publisher": "The Example",
                    "kind": "release",
                    "dateline": "29 Oct 2020",
                },
                "words": "They opened it, killing at least 90 civilians.",
                "cue": "said",
                "direct": True,
                "origin": "a radio station",
            },
            "figures": [
                {"quantity": "killed", "population": "civilians", "affected_side": south.pk, "bound": "at_least",
                 "low": 90, "unit": "people", "words": "at least 90 civilians"},
            ],
            "submit": True,
        },
    )  # fmt: skip

    assert answer.status_code == 201, answer.content
    claim = Claim.objects.get()
    told = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"http://testserver{CLAIMS}{claim.pk}/"
    assert told["status"] == "submitted"
    assert told["speaker"]["name"] == "The southern ministry"
    assert told["speaker"]["kind"] == "organisation"
    assert told["date"]["edtf"] == "2020-10-19/2020-10-25"
    assert told["date"]["words"] == "last week"
    assert told["matter"]["question"] == "Who opened the dam?"
    assert told["citations"][0]["passage"]["exact"] == "They opened it, killing at least 90 civilians."
    assert told["citations"][0]["source"]["kind"] == "release"
    assert told["citations"][0]["publisher"]["name"] == "The Example"
    assert told["citations"][0]["direct"] is True
    assert (told["figures"][0]["low"], told["figures"][0]["high"]) == (90, None)
    assert told["accused_side"]["id"] == north.pk
