"""What may answer a claim, for programs."""

from urllib.parse import urlencode

import pytest

from tests.factories import make_claim, make_link, make_side

KEYS = ["claim", "likely", "answers", "reasons", "links"]


@pytest.fixture
def claim(north, south, reporter):
    return make_claim(side=north, by=reporter, kind="accusation", accused_side=south, wording="South opened the dam.")


@pytest.fixture
def denial(south, reporter):
    return make_claim(side=south, by=reporter, kind="denial", wording="Nobody touched the dam.")


def asked(program, claim, **parameters):
    return program.get(f"/api/v1/claims/{claim.pk}/candidates/?{urlencode(parameters)}")


def test_the_likeliest_is_told_as_its_claim_is_with_the_clues(program_of, reporter, claim, denial):
    program = program_of(reporter)
    link = make_link(denial, claim, by=reporter)

    body = asked(program, claim).json()

    [found] = body["results"]
    assert list(found) == KEYS
    assert found["claim"] == program.get(f"/api/v1/claims/{denial.pk}/").json()
    assert (found["likely"], found["answers"], found["links"], body["more"]) == (True, True, [link.pk], False)
    assert found["reasons"] == [
        "said by the side that is accused",
        "both say “dam”",
        "only one of them denies",
        "another side, within a week",
    ]


def test_words_and_a_side_narrow_the_search(program_of, reporter, claim, denial, north):
    program = program_of(reporter)
    own = make_claim(side=north, by=reporter, wording="The dam was old.")

    assert [row["claim"]["id"] for row in asked(program, claim, q="dam").json()["results"]] == [denial.pk, own.pk]
    assert [row["claim"]["id"] for row in asked(program, claim, q="dam", side=north.pk).json()["results"]] == [own.pk]
    assert asked(program, claim, q="harvest").json() == {"results": [], "more": False}


def test_what_cannot_be_asked_is_named(program_of, reporter, claim):
    program = program_of(reporter)
    hidden = make_side()

    for wrong in ({"q": "?!"}, {"q": "a" * 501}, {"side": "x"}, {"side": hidden.pk}, {"limit": 5}):
        answer = asked(program, claim, **wrong)

        assert answer.status_code == 400
        assert [error["path"] for error in answer.json()["errors"]] == [*wrong]
