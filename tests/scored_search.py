"""How well a sentence that somebody pasted is found among fact-checked claims, annotated by others (`make eval`).

first    how often the claim that the sentence repeats comes first
five     how often it is among the first five
listed   how often it is listed at all
map@5    how high it stands among the first five, 1 is best
"""

import pytest
from django.db import connection

from claims.models import Claim
from claims.queries.alike import alike
from tests.factories import make_claim, make_dossier, make_side, make_speaker
from tests.scored import lines, tell

TOP = 5


def scores(listed, matches):
    at = min((place for place, each in enumerate(listed) if each in matches), default=None)
    near = at is not None and at < TOP
    return {"first": at == 0, "five": near, "listed": at is not None, "map@5": 1 / (at + 1) if near else 0}


@pytest.mark.django_db
@pytest.mark.parametrize("pool", ["claims-checkthat2020"])
def test_what_a_sentence_repeats_is_found_in(pool, capsys):
    speaker = make_speaker(side=make_side(make_dossier()))
    known = {make_claim(speaker=speaker, wording=row["text"]).pk: row["sid"] for row in lines(f"{pool}-pool.jsonl")}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_claim")
    found = []
    for row in lines(f"{pool}-dev-queries.jsonl"):
        listed = [known[one.claim.pk] for one in alike(Claim.objects.all(), row["text"])]
        found.append(scores(listed, row["matches"]))
    tell(f"{pool}, {len(found)} sentences", found, capsys)
