"""How well the rivals of a statement are found, on pools of statements annotated by others (`make eval`).

Each pool becomes a dossier of one side, and each query a statement of another. Of what is listed then:

    rivals   how many of its rivals are among them (of as many as could be)
    topic    how many of all that speak of the same are
    first    how often the first is a rival
    ndcg     how high the rivals stand among the first ten, 1 is best
"""

from math import log2

import pytest
from django.db import connection

from claims.queries.candidates import LISTED, candidates
from claims.queries.cards import cards_for
from tests.factories import editor_of, make_claim, make_dossier, make_side, make_speaker
from tests.scored import lines, tell

TOP = 10


def gain(places):
    return sum(1 / log2(place + 2) for place in places)


def scores(listed, rivals, topic):
    return {
        "rivals": len(rivals.intersection(listed)) / min(len(rivals), LISTED),
        "topic": len(topic.intersection(listed)) / min(len(topic), LISTED),
        "first": listed[:1] != [] and listed[0] in rivals,
        "ndcg": gain(at for at, each in enumerate(listed[:TOP]) if each in rivals) / gain(range(min(len(rivals), TOP))),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("pool", ["rivals-emergent-dev", "rivals-perspectrum-dev"])
def test_rivals_are_found_in(pool, capsys):
    dossier = make_dossier()
    asking, answering = (make_speaker(side=make_side(dossier)) for _ in range(2))
    known = {make_claim(speaker=answering, wording=row["text"]).pk: row["sid"] for row in lines(f"{pool}-pool.jsonl")}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_claim")
    editor, found = editor_of(dossier), []
    for row in lines(f"{pool}-queries.jsonl"):
        key = make_claim(speaker=asking, wording=row["text"]).pk
        search = candidates(editor, cards_for(editor, [key])[key])
        listed = [known[candidate.claim.pk] for candidate in search.found if candidate.claim.pk in known]
        found.append(scores(listed, {*row["rivals"]}, {*row["rivals"], *row["same_topic_not_rival"]}))
    tell(f"{pool}, {len(found)} statements", found, capsys)
