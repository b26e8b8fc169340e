"""NDJSON is the lists' documents, whoever asks, at whichever door; a broken stream is taken up again."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser

from claims.documents import reading
from claims.models import Claim

pytestmark = pytest.mark.django_db


def wordings(body: bytes) -> list[str]:
    return [json.loads(line)["wording"] for line in body.splitlines()]


def test_the_lines_are_the_stored_documents_by_key(statements, export, reporter, door):
    keys = [claim.pk for claim in statements.values()]

    lines = export(reporter, "ndjson", door=door).splitlines()

    assert b"[%s]" % b",".join(lines) == reading.page(keys, reporter)


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("anonymous", []),
        ("outsider", []),
        ("reader", ["first", "answer", "voided"]),
        ("reporter", ["first", "answer", "draft", "voided"]),
        ("editor", ["first", "answer", "draft", "voided"]),
    ],
)
def test_each_role_gets_what_it_may_read(role, seen, statements, export, door, request):
    person = None if role == "anonymous" else request.getfixturevalue(role)

    found = [json.loads(line)["id"] for line in export(person, "ndjson", door=door).splitlines()]

    assert found == [statements[name].pk for name in seen]
    assert found == [*Claim.objects.visible_to(person or AnonymousUser()).order_by("pk").values_list("pk", flat=True)]


def test_the_filters_of_the_list_are_those_of_the_export(statements, export, reader, north, south, door):
    assert wordings(export(reader, "ndjson", door=door, side=north.pk)) == ["The dam was opened."]
    assert wordings(export(reader, "ndjson", door=door, side=[north.pk, south.pk], q="shut")) == ["=It was shut."]
    assert wordings(export(reader, "ndjson", door=door, status="voided")) == ["It was satire."]


def test_a_broken_stream_is_taken_up_without_loss_or_repetition(statements, export, reporter, door):
    whole = export(reporter, "ndjson", door=door)

    for cut in (0, 1, len(whole) // 3, len(whole) // 2, len(whole) - 1, len(whole)):
        complete = whole[: whole[:cut].rfind(b"\n") + 1]
        last = json.loads(complete.splitlines()[-1])["id"] if complete else 0
        assert complete + export(reporter, "ndjson", door=door, after=last) == whole


@pytest.mark.parametrize(
    ("asked", "name", "says"),
    [
        ("format=xlsx", "format", "ndjson, csv, jsonld, annotations, atom, graphml"),
        ("format=csv&table=people", "table", "claims, figures, links"),
        ("format=atom&feed=people", "feed", "claims, disputes"),
        ("table=links", "table", "csv"),
        ("format=jsonld&after=3", "after", "ndjson and csv"),
        ("after=x", "after", "key"),
        ("after=-1", "after", "key"),
        ("sort=oldest", "sort", "no such parameter"),
        ("before=3", "before", "no such parameter"),
        ("kind=rumour", "kind", "rumour"),
        ("colour=red", "colour", "no such parameter"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(asked, name, says, client, db, door):
    answer = client.get(f"{door}?{asked}")

    assert answer.status_code == 400
    assert name in answer.content.decode()
    assert says in answer.content.decode()


def test_the_answer_says_what_it_is(client, db, door):
    answer = client.get(door, {"format": "ndjson"})

    assert answer.streaming
    assert answer["Content-Type"] == "application/x-ndjson"
    assert answer["Content-Disposition"] == 'attachment; filename="claims.ndjson"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"


def test_asking_for_the_head_alone_reads_nothing(statements, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(0):
        answer = client.head("/claims/export/?format=ndjson")
        assert b"".join(answer.streaming_content) == b""


def test_one_claim_is_exported_by_its_own_address(statements, client_of, reader, reporter):
    for start in ("", "/api/v1"):
        address = f"{start}/claims/{statements['draft'].pk}/export/"
        assert wordings(b"".join(client_of(reporter).get(address))) == ["Nobody has read this yet."]
        assert client_of(reader).get(address).status_code == 404
