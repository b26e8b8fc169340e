"""The made-up ledger that is measured: the same for one size, whoever makes it.

Claims come in texts of twenty, each of one dossier. Speakers are as unequal as Zipf says, and so are words: each
wording holds common, medium and rare ones. A claim is tied to three others of its own thousand, mostly to the
first of them, so that each thousand has one claim with some two hundred ties. Rows are put in past the triggers,
which would ask who did it and when; the stored documents are then made by the site's own code.
"""

# ruff: noqa: E501 - columns of SQL read better side by side

import time
from collections.abc import Callable, Iterator

import psycopg

#: The dossiers, by their share of the claims, their visibility, and whether the person who asks works on them.
DOSSIERS = [
    (0.60, "public", True),
    (0.20, "newsroom", True),
    (0.10, "members", True),
    (0.05, "newsroom", True),
    (0.03, "public", True),
    (0.02, "members", False),
]
SIDES = 3
TEXT = 20
"""Claims in one text."""
THOUSAND = 1_000
"""Claims among which ties are made."""
LEXICON = 28**3
"""Words there are."""
#: How common words are, by rank: each class of word has its share of the claims, in brackets the least and the most.
RANKS = {"rare": (8_000, 20_000), "medium": (250, 1_200), "common": (4, 30)}

ASKER, EDITOR, LOGGERS = 1, 2, range(3, 23)
#: Claims and links whose history is made up as well: the last ones, where pages look.
REMEMBERED = 20_000

_TABLES = (
    "claims_claim", "claims_figure", "claims_citation", "claims_link", "claims_matter", "claims_claimevent",
    "claims_linkevent", "claims_change", "sources_speaker", "sources_source", "sources_capture", "sources_passage",
)  # fmt: skip

#: What the data depends on here.
RECIPE = (
    "DOSSIERS", "SIDES", "TEXT", "THOUSAND", "LEXICON", "LOGGERS", "REMEMBERED", "_FUNCTIONS", "_PLACES", "_PEOPLE",
    "_CLAIMS", "_FIGURES", "_SOURCES", "_LINKS", "_HISTORY",
)  # fmt: skip

_FUNCTIONS = f"""
CREATE SCHEMA bench;
CREATE FUNCTION bench.r(key bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((hashint8extended(key, salt) >> 11) & 4503599627370495)::float8 / 4503599627370496;
CREATE FUNCTION bench.word(rank int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT substr(s, 1 + 2 * (at / 784), 2) || substr(s, 1 + 2 * ((at / 28) % 28), 2) || substr(s, 1 + 2 * (at % 28), 2)
        FROM (SELECT (rank * 7919) % {LEXICON} AS at, 'babebibodadedidogagegigokakekikolalelilomamemimonaneninososa' AS s) w
    );
CREATE FUNCTION bench.words(key bigint, salt int, n int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT string_agg(bench.word(floor({LEXICON} ^ bench.r(key * 64 + i, salt))::int), ' ')
        FROM generate_series(1, n) i
    );
CREATE FUNCTION bench.sentence(key bigint, salt int, n int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT upper(left(w, 1)) || substr(w, 2) || '.' FROM bench.words(key, salt, n) w);
"""

_PLACES = """
CREATE UNLOGGED TABLE bench.place AS
    SELECT id, dossier, (row_number() OVER (PARTITION BY dossier ORDER BY id) - 1)::int AS n,
        date '2020-01-01' + greatest(0, floor(id * 1825.0 / %(claims)s - 20 * bench.r(id, 2)))::int AS day,
        CASE WHEN s < 0.86 THEN 'published' WHEN s < 0.92 THEN 'submitted' WHEN s < 0.95 THEN 'draft'
            WHEN s < 0.97 THEN 'returned' ELSE 'voided' END AS status
    FROM (
        SELECT id, bench.r(id, 3) AS s, (
            SELECT min(d.id) FROM bench.dossier d WHERE bench.r((id - 1) / %(text)s, 1) < d.high
        ) AS dossier FROM generate_series(1, %(claims)s) id
    ) numbered;
CREATE UNIQUE INDEX ON bench.place (dossier, n);
CREATE UNIQUE INDEX ON bench.place (id);
ANALYZE bench.place;
CREATE UNLOGGED TABLE bench.size AS
    SELECT d.id, count(p.id) AS claims, greatest(count(p.id) / 100, 12) AS speakers, count(p.id) / 150 + 1 AS matters,
        (sum(greatest(count(p.id) / 100, 12)) OVER earlier - greatest(count(p.id) / 100, 12))::bigint AS speakers_before,
        (sum(count(p.id) / 150 + 1) OVER earlier - count(p.id) / 150 - 1)::bigint AS matters_before
    FROM bench.dossier d LEFT JOIN bench.place p ON p.dossier = d.id GROUP BY d.id WINDOW earlier AS (ORDER BY d.id);
"""

_PEOPLE = """
INSERT INTO auth_user (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
    SELECT i, '!', false, 'person' || i, 'Person', 'No' || i, 'person' || i || '@example.org', false, true, '2020-01-01'
    FROM generate_series(1, %(people)s) i;
INSERT INTO sources_dossier (id, name, summary, visibility, revision, opened_at, opened_by_id)
    SELECT id, 'Dossier ' || id, '', visibility, 1, '2020-01-01', %(editor)s FROM bench.dossier;
INSERT INTO sources_member (role, active, dossier_id, user_id)
    SELECT 'editor', true, id, %(editor)s FROM bench.dossier
    UNION ALL SELECT 'journalist', true, id, %(asker)s FROM bench.dossier WHERE worked_on;
INSERT INTO sources_side (id, name, short_name, slot, marker, revision, dossier_id)
    SELECT (d.id - 1) * %(sides)s + k, 'Side ' || k, 'S' || k, k, (ARRAY['◆', '●', '■'])[k], 1, d.id
    FROM bench.dossier d, generate_series(1, %(sides)s) k;
INSERT INTO sources_speaker (id, kind, name, aliases, note, revision, dossier_id)
    SELECT s.speakers_before + k, 'person', initcap(bench.words(s.speakers_before + k, 4, 2)) || ' ' || k, '{}', '', 1, s.id
    FROM bench.size s, generate_series(1, s.speakers) k;
INSERT INTO sources_affiliation (office, active, dossier_id, side_id, speaker_id)
    SELECT 'Minister', true, s.dossier_id, (s.dossier_id - 1) * %(sides)s + 1 + s.id %% %(sides)s, s.id
    FROM sources_speaker s;
INSERT INTO sources_publisher (id, name, url, revision)
    SELECT i, 'Paper ' || i, 'https://paper' || i || '.example/', 1 FROM generate_series(1, 50) i;
INSERT INTO claims_matter (id, question, place, date_edtf, note, revision, opened_at, dossier_id, opened_by_id)
    SELECT s.matters_before + k, bench.sentence(s.matters_before + k, 5, 8) || ' ' || k, '', '', '', 1, '2020-01-01', s.id, %(editor)s
    FROM bench.size s, generate_series(1, s.matters) k;
"""

_CLAIMS = """
INSERT INTO claims_claim (
    id, dossier_id, matter_id, speaker_id, side_id, office, kind, wording, own_words, language, translation, date_edtf,
    first_day, last_day, date_words, date_reasoning, date_uncertain, accused_side_id, status, status_reason, revision,
    logged_by_id, logged_at, worded_by_id, worded_at, published_by_id, published_at, published_revision
)
SELECT p.id, p.dossier,
    CASE WHEN bench.r(p.id, 6) < 0.7 THEN s.matters_before + 1 + greatest(p.n / 150 - floor(3 * bench.r(p.id, 7))::int, 0) END,
    k.speaker, k.side, 'Minister', k.kind, bench.sentence(p.id, 8, 10 + floor(17 * bench.r(p.id, 9))::int),
    CASE WHEN bench.r(p.id, 10) < 0.3 THEN bench.sentence(p.id, 11, 12) ELSE '' END, 'en', '',
    p.day::text, p.day, p.day, '', '', false,
    CASE WHEN k.kind = 'accusation' THEN (p.dossier - 1) * %(sides)s + 1 + (k.side - (p.dossier - 1) * %(sides)s) %% %(sides)s END,
    p.status, CASE WHEN p.status IN ('returned', 'voided') THEN 'Not as it was said.' ELSE '' END, 1,
    k.logger, p.day + time '12:00', k.logger, p.day + time '12:00',
    CASE WHEN p.status IN ('published', 'voided') THEN %(editor)s END,
    CASE WHEN p.status IN ('published', 'voided') THEN p.day + time '18:00' END,
    CASE WHEN p.status IN ('published', 'voided') THEN 1 END
FROM bench.place p JOIN bench.size s ON s.id = p.dossier CROSS JOIN LATERAL (
    SELECT s.speakers_before + x.at AS speaker, (p.dossier - 1) * %(sides)s + 1 + (s.speakers_before + x.at) %% %(sides)s AS side,
        (ARRAY['assertion', 'assertion', 'assertion', 'assertion', 'accusation', 'accusation', 'denial', 'denial',
            'admission', 'demand', 'refusal', 'opinion', 'prediction'])[1 + floor(13 * bench.r(p.id, 12))::int] AS kind,
        3 + floor(20 * bench.r(p.id, 13))::int AS logger
    FROM (SELECT floor(s.speakers ^ bench.r(p.id, 14))::int AS at) x OFFSET 0
) k
WHERE p.id BETWEEN %(low)s AND %(high)s ORDER BY p.id
"""

_FIGURES = """
INSERT INTO claims_figure (
    id, claim_id, quantity, population, quantity_key, population_key, place, period, cumulative, bound, low, high, unit,
    unit_key, words, voided, revision, affected_side_id
)
SELECT id, id, q, p, q, p, '', '', bench.r(id, 22) < 0.3, 'exact', n, n, 'people', 'people', n || ' ' || p, false, 1,
    CASE WHEN bench.r(id, 23) < 0.5 THEN (dossier - 1) * %(sides)s + 1 + floor(%(sides)s * bench.r(id, 24))::int END
FROM (
    SELECT id, dossier, (ARRAY['killed', 'wounded', 'captured', 'displaced'])[1 + floor(4 * bench.r(id, 20))::int] AS q,
        (ARRAY['soldiers', 'civilians', 'children'])[1 + floor(3 * bench.r(id, 21))::int] AS p,
        floor(exp(9 * bench.r(id, 25))) AS n
    FROM bench.place WHERE bench.r(id, 19) < 0.6 AND id BETWEEN %(low)s AND %(high)s
) f
"""

_SOURCES = """
CREATE UNLOGGED TABLE bench.sentences AS
    SELECT id, dossier, day, (id - 1) / %(text)s + 1 AS source, bench.sentence(id, 30, 14) AS said FROM bench.place;
INSERT INTO sources_source (
    id, kind, title, url, author, language, dateline, first_day, last_day, note, revision, added_at, added_by_id,
    dossier_id, publisher_id
)
SELECT source, 'article', bench.sentence(source, 31, 6), 'https://paper.example/' || source, '', 'en', min(day)::text,
    min(day), min(day), '', 1, min(day), 3, min(dossier), 1 + source %% 50
FROM bench.sentences GROUP BY source;
INSERT INTO sources_capture (id, text, how, taken_at, taken_by_id, source_id)
    SELECT source, string_agg(said, ' ' ORDER BY id), 'pasted', min(day), 3, source FROM bench.sentences GROUP BY source;
INSERT INTO sources_passage (id, start, "end", exact, prefix, suffix, capture_id)
    SELECT p.id, p.start, p.start + length(p.said), p.said, right(left(c.text, p.start::int), 32),
        left(substr(c.text, (p.start + length(p.said) + 1)::int), 32), p.source
    FROM (
        SELECT id, source, said, coalesce(sum(length(said) + 1) OVER (
            PARTITION BY source ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS start FROM bench.sentences
    ) p JOIN sources_capture c ON c.id = p.source;
INSERT INTO claims_citation (id, claim_id, passage_id, cue, directness, origin, voided, revision)
    SELECT id, id, id, 'said', CASE WHEN bench.r(id, 32) < 0.3 THEN 'direct' ELSE 'paraphrase' END, '', false, 1
    FROM bench.place;
"""

_LINKS = """
INSERT INTO claims_link (
    dossier_id, answer_id, target_id, relation, aspect, rationale, answer_figure_id, target_figure_id, state,
    proposed_by_id, proposed_at, decided_by_id, decided_at, decision_reason
)
SELECT dossier, answer, target, relation,
    CASE relation WHEN 'denies' THEN 'fact' WHEN 'concedes' THEN 'part' ELSE '' END,
    CASE WHEN relation IN ('contradicts', 'disputes_framing') THEN 'Both cannot be so: the places are the same.' ELSE '' END,
    CASE WHEN relation = 'disputes_figure' THEN answer END, CASE WHEN relation = 'disputes_figure' THEN target END,
    state, 3, day, CASE WHEN state = 'confirmed' THEN 2 END, CASE WHEN state = 'confirmed' THEN day END, ''
FROM (
    SELECT DISTINCT ON (low, high, relation) dossier, day, relation,
        CASE WHEN relation IN ('contradicts', 'disputes_figure', 'corroborates') THEN low ELSE high END AS answer,
        CASE WHEN relation IN ('contradicts', 'disputes_figure', 'corroborates') THEN high ELSE low END AS target,
        CASE WHEN 'voided' IN (one_status, other_status) THEN 'withdrawn'
            WHEN one_status <> 'published' OR other_status <> 'published' THEN 'proposed'
            WHEN chance < 0.8 THEN 'confirmed' WHEN chance < 0.92 THEN 'proposed' ELSE 'withdrawn' END AS state
    FROM (
        SELECT one.dossier, greatest(one.day, other.day) AS day, least(one.id, other.id) AS low,
            greatest(one.id, other.id) AS high, one.status AS one_status, other.status AS other_status,
            bench.r(one.id * 8 + j, 43) AS chance,
            CASE WHEN kind < 0.25 THEN 'denies' WHEN kind < 0.42 THEN 'contradicts'
                WHEN kind < 0.50 THEN CASE WHEN bench.r(one.id, 19) < 0.6 AND bench.r(other.id, 19) < 0.6
                    THEN 'disputes_figure' ELSE 'contradicts' END
                WHEN kind < 0.60 THEN 'disputes_framing' WHEN kind < 0.66 THEN 'concedes'
                WHEN kind < 0.80 THEN 'corroborates' WHEN kind < 0.92 THEN 'repeats' ELSE 'elaborates' END AS relation
        FROM bench.place one CROSS JOIN generate_series(1, 4) j
        JOIN bench.place other ON other.dossier = one.dossier
            AND other.n = one.n / %(thousand)s * %(thousand)s + floor(%(thousand)s * bench.r(one.id * 8 + j, 41) ^ 2.5)::int
        CROSS JOIN LATERAL (SELECT bench.r(one.id * 8 + j, 42) AS kind OFFSET 0) k
        WHERE one.id <> other.id AND bench.r(one.id * 8 + j, 40) < 0.77 AND one.id BETWEEN %(low)s AND %(high)s
    ) pairs
    ORDER BY low, high, relation
) ties ON CONFLICT DO NOTHING
"""

_HISTORY = """
INSERT INTO claims_claimevent (pgh_created_at, pgh_label, pgh_obj_id, pgh_context, {claim})
    SELECT logged_at, 'insert', id, jsonb_build_object('user', logged_by_id, 'name', 'Person', 'step', 'log', 'reason', ''), {claim}
    FROM claims_claim WHERE id > %(old)s ORDER BY id;
INSERT INTO claims_linkevent (pgh_created_at, pgh_label, pgh_obj_id, pgh_context, {link})
    SELECT proposed_at, 'insert', id, jsonb_build_object('user', proposed_by_id, 'name', 'Person', 'step', 'propose', 'reason', ''), {link}
    FROM claims_link WHERE answer_id > %(old)s AND target_id > %(old)s ORDER BY id;
"""


def load(owner: psycopg.Connection, claims: int, told: Callable[[str], None], *, step: int = 50_000) -> None:
    """Fill the empty, migrated database with so many claims, through a superuser's connection."""
    began = time.monotonic()
    values = {
        "claims": claims, "text": TEXT, "thousand": THOUSAND, "sides": SIDES, "people": LOGGERS.stop - 1,
        "editor": EDITOR, "asker": ASKER, "old": max(claims - REMEMBERED, 0),
    }  # fmt: skip
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute("SET LOCAL synchronous_commit = off")
        owner.execute("SET LOCAL maintenance_work_mem = '512MB'")
        owner.execute("SET LOCAL work_mem = '256MB'")
        owner.execute(_FUNCTIONS)
        owner.execute("CREATE UNLOGGED TABLE bench.dossier (id int, high float8, visibility text, worked_on boolean)")
        shares = [share for share, *_ in DOSSIERS]
        for at, (_, visibility, worked_on) in enumerate(DOSSIERS):
            high = 2.0 if at == len(DOSSIERS) - 1 else sum(shares[: at + 1])
            owner.execute("INSERT INTO bench.dossier VALUES (%s, %s, %s, %s)", [at + 1, high, visibility, worked_on])
        indexes = _drop_indexes(owner)
        _run(owner, _PLACES, values)
        _run(owner, _PEOPLE, values)
        for low, high in _steps(claims, step):
            for statement in (_CLAIMS, _FIGURES):
                owner.execute(statement, {**values, "low": low, "high": high})
            told(f"{high:,} claims, {time.monotonic() - began:.0f} s")
        _run(owner, _SOURCES, values)
        for low, high in _steps(claims, step):
            owner.execute(_LINKS, {**values, "low": low, "high": high})
        told(f"sources and links, {time.monotonic() - began:.0f} s")
        columns = {name: ", ".join(_columns(owner, f"claims_{name}")) for name in ("claim", "link")}
        _run(owner, _HISTORY.format(**columns), values)
        owner.execute("DROP SCHEMA bench CASCADE")
        for statement in indexes:
            owner.execute(statement)
        _continue_keys(owner)
        told(f"indexes, {time.monotonic() - began:.0f} s")


def forget(owner: psycopg.Connection, claims: int) -> None:
    """Take away every claim logged since the data was made, with all that hangs on it."""
    late = f"> {claims}"
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute(f"DELETE FROM claims_change WHERE resource = 'claims' AND key {late}")
        owner.execute(
            f"WITH gone AS (DELETE FROM claims_link WHERE answer_id {late} OR target_id {late} RETURNING id),"
            " history AS (DELETE FROM claims_linkevent WHERE pgh_obj_id IN (SELECT id FROM gone))"
            " DELETE FROM claims_change WHERE resource = 'links' AND key IN (SELECT id FROM gone)"
        )
        for table in ("claims_citation", "claims_claimdocument", "claims_publicdocument"):
            owner.execute(f"DELETE FROM {table} WHERE claim_id {late}")
        owner.execute(f"DELETE FROM claims_claimevent WHERE pgh_obj_id {late}")
        owner.execute(f"DELETE FROM claims_claim WHERE id {late}")
    owner.execute("DELETE FROM claims_debt")


def tidy(owner: psycopg.Connection, records: list[tuple[str, tuple[str, ...], str]]) -> None:
    """What time does to a ledger that grows slowly: its order of changes, its statistics, its vacuumed pages.

    `records` are the resources of the feed of changes, as `claims.documents.verifying` names them.
    """
    with owner.transaction():
        for resource, audiences, rows in records:
            for audience in audiences:
                owner.execute(
                    "INSERT INTO claims_change (audience, resource, key, dossier_id, xact, first_xact, version)"
                    f" SELECT %s, %s, key, dossier_id, 1, 1, nextval('claims_version') FROM ({rows}) records"
                    " ORDER BY key ON CONFLICT DO NOTHING",
                    [audience, resource],
                )
    owner.execute("VACUUM (FREEZE, ANALYZE)")
    owner.execute("CHECKPOINT")


def _run(owner: psycopg.Connection, statements: str, values: dict[str, object]) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            owner.execute(statement, values)


def _steps(claims: int, step: int) -> Iterator[tuple[int, int]]:
    for low in range(1, claims + 1, step):
        yield low, min(low + step - 1, claims)


def _drop_indexes(owner: psycopg.Connection) -> list[str]:
    """Take the indexes away that no key needs: they are made anew faster than kept. How to make them."""
    found = owner.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid::regclass::text = ANY(%s)"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
        " AND NOT (indrelid = 'claims_link'::regclass AND indisunique)",
        [list(_TABLES)],
    ).fetchall()
    for name, _ in found:
        owner.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]


def _columns(owner: psycopg.Connection, table: str) -> list[str]:
    """The columns that a row's history keeps."""
    return [
        name
        for (name,) in owner.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'"
            " AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
    ]


def _continue_keys(owner: psycopg.Connection) -> None:
    tables = owner.execute(
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'id' AND is_identity = 'YES'"
        " AND table_schema = 'public'"
    ).fetchall()
    for (table,) in tables:
        owner.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) IS NOT NULL"
        )
