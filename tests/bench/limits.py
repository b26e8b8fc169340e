"""The least that the same answers cost: SQL by hand on the same tables, prepared, nobody asked who is asking."""

from claims.documents import definition, refreshing
from config.postgres.direct import numbered

_BEHIND = "WHERE (first_day, id) < ($1::date, $2::bigint)"
_NEWEST = "ORDER BY first_day DESC, id DESC"
PAGE = 100
TOP = 50


def _computed(ids: str) -> str:
    """The JSON of these claims from the tables it is made of."""
    return definition.documents(ids).replace("%%", "%")


def _together(ids: str) -> str:
    """The stored documents of rows of (id, first_day), in the order of the list."""
    return f"""
        SELECT string_agg(stored.document, ',' ORDER BY page.first_day DESC, page.id DESC)
        FROM ({ids}) page JOIN claims_claimdocument stored ON stored.claim_id = page.id
    """


PAGE_STORED = _together(f"SELECT id, first_day FROM claims_claim {_BEHIND} {_NEWEST} LIMIT {PAGE}")
PAGE_COMPUTED = f"""
    SELECT string_agg(document, ',') FROM (
        {_computed(f"ARRAY(SELECT id FROM claims_claim {_BEHIND} {_NEWEST} LIMIT {PAGE})")}
    ) page
"""

_FILTER = "dossier_id = $1::bigint AND status = 'published' AND side_id = $2::bigint"
LIST_STORED = _together(f"SELECT id, first_day FROM claims_claim WHERE {_FILTER} {_NEWEST} LIMIT {TOP}")
#: In two statements: to plan the first anew for each side finds them best, and the second needs but one plan.
LIST_FOUND = f"""
    SELECT coalesce(array_agg(id), '{{}}')
    FROM (SELECT id FROM claims_claim WHERE {_FILTER} {_NEWEST} LIMIT {TOP}) found
"""
COMPUTED = f"SELECT string_agg(document, ',') FROM ({_computed('$1::bigint[]')}) page"

_MATCH = "search @@ to_tsquery('simple', $1::text || ':*')"
#: The planner's own choice, and the match found as a set of its own first.
SEARCH_UNFENCED = _together(f"SELECT id, first_day FROM claims_claim WHERE {_MATCH} {_NEWEST} LIMIT {TOP}")
SEARCH_FENCED = _together(
    f"SELECT id, first_day FROM (SELECT id, first_day FROM claims_claim WHERE {_MATCH} OFFSET 0) hits"
    f" {_NEWEST} LIMIT {TOP}"
)

ONE_STORED = "SELECT document FROM claims_claimdocument WHERE claim_id = $1::bigint"
ONE_COMPUTED = f"SELECT document FROM ({_computed('ARRAY[$1::bigint]')}) one"


def export(dossiers: str) -> str:
    return (
        f"COPY (SELECT document FROM claims_claimdocument WHERE dossier_id = ANY('{dossiers}') ORDER BY claim_id)"
        " TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"
    )


_CLAIM = """
    INSERT INTO claims_claim (
        dossier_id, speaker_id, side_id, office, kind, wording, own_words, language, translation, date_edtf, first_day,
        last_day, date_words, date_reasoning, date_uncertain, status, status_reason, revision, logged_by_id,
        worded_by_id, logged_at, worded_at
    ) SELECT dossier_id, $2::bigint, side_id, '', 'denial', $3::text, '', 'en', '', '2025-01-01', '2025-01-01',
        '2025-01-01', '', '', false, 'draft', '', 1, $4::bigint, $4::bigint, now(), now()
    FROM claims_claim WHERE id = $1::bigint
    RETURNING id, dossier_id
"""
#: A claim, where it stands and what it denies, in one durable transaction.
WRITE = f"""
    WITH claim AS ({_CLAIM}), citation AS (
        INSERT INTO claims_citation (claim_id, passage_id, cue, directness, origin, voided, revision)
        SELECT id, $5::bigint, 'said', 'paraphrase', '', false, 1 FROM claim
    )
    INSERT INTO claims_link (
        dossier_id, answer_id, target_id, relation, aspect, rationale, state, proposed_by_id, proposed_at,
        decision_reason
    ) SELECT dossier_id, id, $1::bigint, 'denies', 'fact', '', 'proposed', $4::bigint, now(), '' FROM claim
    RETURNING answer_id::text
"""

_REFRESH, _NAMES = numbered(refreshing.writing(definition.showing(definition.USUAL)))
#: The documents of these claims, as the site itself makes and stores them.
REFRESH = _REFRESH.decode()


def refreshed(*claims: object) -> list[str]:
    """The values that REFRESH takes."""
    keys = {"claims": f"{{{','.join(map(str, claims))}}}"}
    return [keys.get(name, "{}") for name in _NAMES]
