"""What is asked for, drawn once from the data: the same for all ways."""

import random
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.bench import data, limits

PLACES = 200
"""Places, claims and words that are asked for in turn."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Chosen:
    """Rows by their keys: dossiers that the asker sees, and in them what is paged, read, listed and answered."""

    dossiers: list[int]
    places: list[Row]  # first day and claim, as the list is sorted
    last: Row | None  # the place that the last page follows
    remembered: list[Row]  # new claims, whose documents are stored
    sides: list[Row]  # dossier and side
    targets: list[Row]  # claim, speaker, what is left of the speaker's key by three, and dossier

    def place(self, at: int) -> Row:
        return self.places[at % len(self.places)]


def choose(login: str, size: int, chance: random.Random) -> Chosen:
    with psycopg.connect(login) as owner:
        seen = owner.execute(
            "SELECT id FROM sources_dossier d WHERE visibility IN ('public', 'newsroom')"
            " OR EXISTS (SELECT FROM sources_member m WHERE m.dossier_id = d.id AND m.user_id = %s)",
            [data.ASKER],
        ).fetchall()
        dossiers = sorted(key for (key,) in seen)
        ids = chance.sample(range(1, size + 1), min(PLACES * 3, size))
        places = owner.execute(
            "SELECT first_day, id FROM claims_claim WHERE id = ANY(%s) AND dossier_id = ANY(%s)"
            " AND status = 'published' ORDER BY md5(id::text) LIMIT %s",
            [ids, dossiers, PLACES],
        ).fetchall()
        last = owner.execute(
            "SELECT first_day, id FROM claims_claim WHERE dossier_id = ANY(%s)"
            " ORDER BY first_day, id OFFSET %s LIMIT 1",
            [dossiers, min(limits.PAGE, size // 3)],
        ).fetchone()
        newest = [size - at for at in range(min(data.REMEMBERED, size) - 1)]
        remembered = owner.execute(
            "SELECT id FROM claims_claim WHERE id = ANY(%s) AND dossier_id = 1 AND status = 'published'"
            " ORDER BY md5(id::text) LIMIT %s",
            [newest, PLACES],
        ).fetchall()
        sides = owner.execute(
            "SELECT dossier_id, id FROM sources_side WHERE dossier_id = ANY(%s)", [dossiers[:2]]
        ).fetchall()
        targets = owner.execute(
            "SELECT c.id, s.id, s.id %% 3, c.dossier_id FROM claims_claim c JOIN LATERAL ("
            " SELECT id FROM sources_speaker WHERE dossier_id = c.dossier_id AND id <> c.speaker_id"
            " ORDER BY md5(id::text || c.id) LIMIT 1) s ON true"
            " WHERE c.id = ANY(%s) AND c.dossier_id = 1 AND c.kind IN ('assertion', 'accusation')"
            " AND c.status = 'published' LIMIT %s",
            [ids, PLACES],
        ).fetchall()
    return Chosen(dossiers, places, last, remembered, sides, targets)


def word(rank: int) -> str:
    """The word of this rank, as `data` makes it."""
    syllables = "babebibodadedidogagegigokakekikolalelilomamemimonaneninososa"
    at = rank * 7919 % data.LEXICON
    return "".join(syllables[2 * part : 2 * part + 2] for part in (at // 784, at // 28 % 28, at % 28))
