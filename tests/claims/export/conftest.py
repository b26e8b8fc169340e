"""A dossier with something of everything, and how to ask for it in a format."""

import pytest

from claims.operations import assessment
from claims.operations import claim as claims
from tests import factories

PAGE, REST = "/claims/export/", "/api/v1/claims/export/"


@pytest.fixture
def hostile():
    """Words that XML, CSV and JSON each must take apart with care."""
    return '=1+1\t<b>"&amp;" ]]>\x01\x0b \u202eשלום “‘’” \U0001f600 \ufffe,\r\nend'


@pytest.fixture
def statements(dossier, north, south, matter, hostile):
    """A published claim with a figure; one that denies it; a draft; one voided after it was published."""
    source = factories.make_source(
        dossier, title="Row over the dam", url="https://news.example/dam?a=1&b=2", publisher="The Daily Ledger",
        dateline="2020-10-29", first_day="2020-10-29", last_day="2020-10-29",
    )  # fmt: skip
    first = factories.make_claim(
        dossier, side=north, matter=matter, status="published", wording="The dam was opened.", figures=[{"value": 90}],
        own_words=hostile, language="he", passage=factories.make_passage(source, words="“They opened the dam” <now>"),
    )  # fmt: skip
    answer = factories.make_claim(dossier, side=south, kind="denial", status="published", wording="=It was shut.")
    draft = factories.make_claim(dossier, side=north, wording="Nobody has read this yet.")
    voided = factories.make_claim(dossier, side=south, status="published", wording="It was satire.")
    factories.make_link(answer, first, state="confirmed")
    factories.make_link(answer, draft, relation="corroborates")
    claims.void(voided, by=factories.editor_of(dossier), reason="It was satire.")
    assessment.grade(
        first, by=factories.editor_of(dossier, but=[first.logged_by]), grade="weak", explanation="One source only."
    )
    return {"first": first, "answer": answer, "draft": draft, "voided": voided}


@pytest.fixture(params=[PAGE, REST], ids=["page", "REST"])
def door(request):
    return request.param


@pytest.fixture
def export(client_of):
    """The body of an export as somebody gets it: `export(reader, "csv", table="links")`."""

    def ask(user, format, *, door=PAGE, **asked):
        answer = client_of(user).get(door, {"format": format, **asked})
        assert answer.status_code == 200, answer.content
        return b"".join(answer) if answer.streaming else answer.content

    return ask
