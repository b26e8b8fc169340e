"""The JSON of a claim, as REST serves it: “who says what against whom” in one object.

One expression in SQL fills the stored documents, refreshes the few that a write touches, and computes
those that `verify` compares. Whoever works on the dossier (journalist, editor) is given the document
with all its keys, everybody else the public one: nothing that is not published.

The keys, in this order; none is ever left out, nothing known is null for objects and numbers, "" for words:

    id              number
    url             "/api/v1/claims/7/": a path, so that documents do not depend on the host
    page            "/claims/7/"
    dossier         {id, name}
    matter          {id, question} or null
    speaker         {id, name, kind}
    office          words
    side            {id, name, short_name}
    accused_side    {id, name, short_name} or null
    kind            assertion, denial, accusation, …
    wording         ours
    own_words       the speaker's
    language        of the own words (BCP 47)
    translation     of the own words
    date            {edtf, first_day, last_day, words, reasoning, uncertain}; days as 2020-10-29
    status          draft, submitted, returned, published, voided
    status_reason   why it was returned or voided
    revision        number: what an edit or a publication must have read
    standing        standing, superseded, retracted
    contest         no_rival_known, unanswered, denied, figure_disputed, framing_disputed,
                    conceded_in_part, conceded, mixed
    has_rival       true or false
    unanswered      true or false: a published accusation without an answer from the side it accuses
    figures         [{id, quantity, population, affected_side {id, name, short_name} or null, place, period (EDTF),
                      cumulative, bound, withheld, low, high, unit, words, revision}]; numbers are exact
    citations       [{id, cue, direct, origin (at second hand: through whom), revision,
                      passage {id, capture, sha256 (of the capture's text), start, end, exact, prefix, suffix},
                      source {id, kind, title, url, language, dateline, first_day, last_day},
                      publisher {id, name} or null}]
    rivals          [{id (of the link), relation, direction, aspect, state, rationale, figure, other_figure (ids
                      or null: what they count is in the claims), claim {id, url, kind, wording, status, date (EDTF),
                      speaker {id, name, kind}, side {id, name, short_name}}}]
                    direction: "out" when this claim answers the other, "in" when the other answers this one;
                    "out" and "in" mean nothing for the symmetric relations
    links           the ties that make no rivals, in the same shape
    responses       [{id, side {id, name, short_name}, state, note, recorded_at, revision}], none that was taken back
    grading         {grade, explanation, graded_at, revision} or null, also where it was taken back
    logged_at       2020-10-29T08:00:00.000000Z, as all times
    published_at    a time or null
    updated_at      when it was worded or published last
    logged_by       {id, name}; this and the next two only for who works on the dossier
    worded_by       {id, name}
    published_by    {id, name} or null

Links that were rejected or withdrawn, and figures and citations that were struck out, are in neither document;
links that are only proposed or need review are not in the public one. What was never published has no public
document; what is voided after it was published keeps one.
"""

# ruff: noqa: S608 - the SQL is put together from Django's own and from names that stand in this module

from collections.abc import Iterable, Mapping
from functools import cache

from claims.documents.statements import bound
from claims.models import Claim
from claims.relations import RIVAL

#: What of a claim is seen from the claims it is linked to: a change of these kinds is told to them too.
_TOLD_ON = ("claim", "speaker", "side")

#: The claims whose own document shows a record, by the kind of record that was noted as stale.
_SHOWING = {
    "new": "SELECT unnest(%(new)s::bigint[])",
    "part": "SELECT unnest(%(part)s::bigint[])",
    "claim": "SELECT unnest(%(claim)s::bigint[])",
    "speaker": "SELECT id FROM claims_claim WHERE speaker_id = ANY(%(speaker)s::bigint[])",
    "side": """
        SELECT id FROM claims_claim WHERE side_id = ANY(%(side)s::bigint[])
        UNION ALL SELECT id FROM claims_claim WHERE accused_side_id = ANY(%(side)s::bigint[])
        UNION ALL SELECT claim_id FROM claims_figure WHERE affected_side_id = ANY(%(side)s::bigint[])
        UNION ALL SELECT claim_id FROM claims_response WHERE side_id = ANY(%(side)s::bigint[])
    """,
    "matter": "SELECT id FROM claims_claim WHERE matter_id = ANY(%(matter)s::bigint[])",
    "dossier": "SELECT id FROM claims_claim WHERE dossier_id = ANY(%(dossier)s::bigint[])",
    "source": """
        SELECT citation.claim_id FROM sources_capture capture
        JOIN sources_passage passage ON passage.capture_id = capture.id
        JOIN claims_citation citation ON citation.passage_id = passage.id
        WHERE capture.source_id = ANY(%(source)s::bigint[])
    """,
    "publisher": """
        SELECT citation.claim_id FROM sources_source source
        JOIN sources_capture capture ON capture.source_id = source.id
        JOIN sources_passage passage ON passage.capture_id = capture.id
        JOIN claims_citation citation ON citation.passage_id = passage.id
        WHERE source.publisher_id = ANY(%(publisher)s::bigint[])
    """,
    "person": """
        SELECT id FROM claims_claim WHERE logged_by_id = ANY(%(person)s::bigint[])
        UNION ALL SELECT id FROM claims_claim WHERE worded_by_id = ANY(%(person)s::bigint[])
        UNION ALL SELECT id FROM claims_claim WHERE published_by_id = ANY(%(person)s::bigint[])
    """,
}
KINDS = tuple(_SHOWING)
#: What every step of the newsroom notes; the others are rare.
USUAL = ("new", "part", "claim")


def in_order(noted: Iterable[str]) -> tuple[str, ...]:
    """These kinds of records in a fixed order, and always the usual ones: few statements are to be planned."""
    return tuple(kind for kind in _SHOWING if kind in USUAL or kind in noted)


def may_grow(kinds: Iterable[str], values: Mapping[str, str]) -> bool:
    """Can other claims come to show these records while we wait for a lock?"""
    return any(values[kind] != "{}" for kind in kinds if kind not in ("new", "part"))


@cache
def showing(kinds: tuple[str, ...], *, limit: int | None = None, after: bool = False) -> str:
    """SQL for the ids of the claims whose document shows a record of these kinds, itself or in a rival.

    Takes a list of keys by the name of each kind. `limit` bounds the rows that are looked at, so that counting
    many costs no more than that; `after` looks only at claims past %(after)s, the first ones by key.
    """
    near = " UNION ALL ".join(f"({_SHOWING[kind]})" for kind in kinds if kind not in _TOLD_ON) or "SELECT NULL::bigint"
    far = " UNION ALL ".join(f"({_SHOWING[kind]})" for kind in kinds if kind in _TOLD_ON) or "SELECT NULL::bigint"
    if after:
        bound = f"SELECT DISTINCT id FROM ({{}}) all_of_them(id) WHERE id > %(after)s ORDER BY id LIMIT {limit}"
        near, far = bound.format(near), bound.format(far)
    elif limit:
        near, far = (f"SELECT id FROM ({part}) first_ones(id) LIMIT {limit}" for part in (near, far))
    return f"""
        near(id) AS MATERIALIZED ({near}),
        far(id) AS MATERIALIZED ({far}),
        showing AS MATERIALIZED (
            SELECT DISTINCT id FROM (
                SELECT id FROM near
                UNION ALL SELECT id FROM far
                UNION ALL SELECT link.target_id FROM far JOIN claims_link link ON link.answer_id = far.id
                UNION ALL SELECT link.answer_id FROM far JOIN claims_link link ON link.target_id = far.id
            ) all_of_them
            WHERE id IS NOT NULL {f"LIMIT {limit}" if limit and not after else ""}
        )
    """


def _object(alias: str, *columns: str) -> str:
    """A JSON object of columns; null where the row of an outer join is missing."""
    names = ", ".join(f"{alias}.{column}" for column in columns)
    return f"CASE WHEN {alias}.id IS NOT NULL THEN (SELECT row_to_json(o) FROM (SELECT {names}) o) END"


def _side(alias: str) -> str:
    return _object(alias, "id", "name", "short_name")


def _speaker(alias: str) -> str:
    return _object(alias, "id", "name", "kind")


def _person(alias: str) -> str:
    name = (
        f"coalesce(nullif(btrim(concat_ws(' ', {alias}.first_name, {alias}.last_name)), ''), {alias}.username) AS name"
    )
    return f"""CASE WHEN {alias}.id IS NOT NULL THEN
        (SELECT row_to_json(o) FROM (SELECT {alias}.id, {name}) o) END"""


def _time(column: str) -> str:
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def _array(rows: str, order: str = "id") -> str:
    """The rows of a query as the inside of a JSON array, as text."""
    return f"SELECT coalesce(string_agg(row_to_json(o)::text, ',' ORDER BY o.{order}), '') AS json FROM ({rows}) o"


_HEAD = f"""
    claim.id, '/api/v1/claims/' || claim.id || '/' AS url, '/claims/' || claim.id || '/' AS page,
    {_object("dossier", "id", "name")} AS dossier, {_object("matter", "id", "question")} AS matter,
    {_speaker("speaker")} AS speaker, claim.office, {_side("side")} AS side, {_side("accused")} AS accused_side,
    claim.kind, claim.wording, claim.own_words, claim.language, claim.translation,
    (SELECT row_to_json(o) FROM (
        SELECT claim.date_edtf AS edtf, claim.first_day, claim.last_day, claim.date_words AS words,
            claim.date_reasoning AS reasoning, claim.date_uncertain AS uncertain) o) AS date,
    claim.status, claim.status_reason, claim.revision,
    state.standing, state.contest, state.has_rival, state.is_unanswered AS unanswered
"""

_FIGURES = f"""
    SELECT figure.id, figure.quantity, figure.population, {_side("affected")} AS affected_side, figure.place,
        figure.period, figure.cumulative, figure.bound, figure.bound = 'withheld' AS withheld,
        trim_scale(figure.low) AS low, trim_scale(figure.high) AS high, figure.unit, figure.words, figure.revision
    FROM claims_figure figure LEFT JOIN sources_side affected ON affected.id = figure.affected_side_id
    WHERE figure.claim_id = claim.id AND NOT figure.voided
"""

_CITATIONS = f"""
    SELECT citation.id, citation.cue, citation.directness = 'direct' AS direct, citation.origin, citation.revision,
        (SELECT row_to_json(o) FROM (
            SELECT passage.id, passage.capture_id AS capture, capture.sha256, passage.start, passage."end",
                passage.exact, passage.prefix, passage.suffix) o) AS passage,
        {_object("source", "id", "kind", "title", "url", "language", "dateline", "first_day", "last_day")} AS source,
        {_object("publisher", "id", "name")} AS publisher
    FROM claims_citation citation
    JOIN sources_passage passage ON passage.id = citation.passage_id
    JOIN sources_capture capture ON capture.id = passage.capture_id
    JOIN sources_source source ON source.id = capture.source_id
    LEFT JOIN sources_publisher publisher ON publisher.id = source.publisher_id
    WHERE citation.claim_id = claim.id AND NOT citation.voided
"""

_TIES = f"""
    SELECT tie.id, tie.relation IN ({", ".join(f"'{relation}'" for relation in RIVAL)}) AS rival,
        tie.state = 'confirmed' AND other.status = 'published' AS open,
        (SELECT row_to_json(o) FROM (
            SELECT tie.id, tie.relation, tie.direction, tie.aspect, tie.state, tie.rationale, tie.figure,
                tie.other_figure,
                (SELECT row_to_json(o) FROM (
                    SELECT other.id, '/api/v1/claims/' || other.id || '/' AS url, other.kind, other.wording,
                        other.status, other.date_edtf AS date, {_speaker("its_speaker")} AS speaker,
                        {_side("its_side")} AS side) o) AS claim) o)::text AS json
    FROM (
        SELECT id, relation, 'out' AS direction, aspect, state, rationale, answer_figure_id AS figure,
            target_figure_id AS other_figure, target_id AS other_id
        FROM claims_link WHERE answer_id = claim.id AND state NOT IN ('rejected', 'withdrawn')
        UNION ALL
        SELECT id, relation, 'in', aspect, state, rationale, target_figure_id, answer_figure_id, answer_id
        FROM claims_link WHERE target_id = claim.id AND state NOT IN ('rejected', 'withdrawn')
    ) tie
    JOIN claims_claim other ON other.id = tie.other_id
    JOIN sources_speaker its_speaker ON its_speaker.id = other.speaker_id
    JOIN sources_side its_side ON its_side.id = other.side_id
    OFFSET 0
"""

_RESPONSES = f"""
    SELECT response.id, {_side("asked")} AS side, response.state, response.note,
        {_time("response.recorded_at")} AS recorded_at, response.revision
    FROM claims_response response JOIN sources_side asked ON asked.id = response.side_id
    WHERE response.claim_id = claim.id AND response.state <> 'not_sought'
"""

_TAIL = f"""
    CASE WHEN grading.id IS NOT NULL THEN (SELECT row_to_json(o) FROM (
        SELECT grading.grade, grading.explanation, {_time("grading.graded_at")} AS graded_at, grading.revision) o)
    END AS grading,
    {_time("claim.logged_at")} AS logged_at, {_time("claim.published_at")} AS published_at,
    {_time("greatest(claim.worded_at, claim.published_at)")} AS updated_at
"""

_STAFF = f"""
    {_person("logger")} AS logged_by, {_person("wording_person")} AS worded_by,
    {_person("publishing_person")} AS published_by
"""


def _ties_where(condition: str) -> str:
    return f"coalesce(string_agg(json, ',' ORDER BY id) FILTER (WHERE {condition}), '')"


@cache
def documents(claims: str = "%(claims)s::bigint[]") -> str:
    """SQL for both documents of each of these claims (an array of ids), as of now.

    Columns: claim_id, dossier_id, contest, standing, has_rival, is_unanswered, document, public_document (empty
    for what readers may not see).
    """
    states = Claim.objects.with_contest().order_by().values("id", "contest", "standing", "has_rival", "is_unanswered")
    computed = bound(*states.query.sql_with_params()).replace("%", "%%")
    return f"""
        WITH state AS MATERIALIZED (SELECT * FROM ({computed}) computed WHERE id = ANY({claims}))
        SELECT claim.id AS claim_id, claim.dossier_id, state.contest, state.standing, state.has_rival,
            state.is_unanswered,
            concat(parts.begin, ties.rivals, '],"links":[', ties.links, '],', parts.rest, ',', parts.staff) AS document,
            CASE WHEN claim.status = 'published' OR claim.status = 'voided' AND claim.published_at IS NOT NULL THEN
                concat(parts.begin, ties.open_rivals, '],"links":[', ties.open_links, '],', parts.rest, '}}')
            ELSE '' END AS public_document
        FROM state
        JOIN claims_claim claim ON claim.id = state.id
        JOIN sources_dossier dossier ON dossier.id = claim.dossier_id
        JOIN sources_speaker speaker ON speaker.id = claim.speaker_id
        JOIN sources_side side ON side.id = claim.side_id
        LEFT JOIN sources_side accused ON accused.id = claim.accused_side_id
        LEFT JOIN claims_matter matter ON matter.id = claim.matter_id
        LEFT JOIN claims_grading grading ON grading.claim_id = claim.id AND grading.grade <> 'ungraded'
        LEFT JOIN auth_user logger ON logger.id = claim.logged_by_id
        LEFT JOIN auth_user wording_person ON wording_person.id = claim.worded_by_id
        LEFT JOIN auth_user publishing_person ON publishing_person.id = claim.published_by_id
        CROSS JOIN LATERAL (SELECT row_to_json(o)::text AS json FROM (SELECT {_HEAD}) o) head
        CROSS JOIN LATERAL (SELECT row_to_json(o)::text AS json FROM (SELECT {_TAIL}) o) tail
        CROSS JOIN LATERAL (SELECT row_to_json(o)::text AS json FROM (SELECT {_STAFF}) o) staff
        CROSS JOIN LATERAL ({_array(_FIGURES)}) figures
        CROSS JOIN LATERAL ({_array(_CITATIONS)}) citations
        CROSS JOIN LATERAL ({_array(_RESPONSES)}) responses
        CROSS JOIN LATERAL (
            SELECT {_ties_where("rival")} AS rivals, {_ties_where("NOT rival")} AS links,
                {_ties_where("rival AND open")} AS open_rivals, {_ties_where("NOT rival AND open")} AS open_links
            FROM ({_TIES}) tie
        ) ties
        CROSS JOIN LATERAL (
            SELECT concat(left(head.json, -1), ',"figures":[', figures.json, '],"citations":[', citations.json,
                    '],"rivals":[') AS begin,
                concat('"responses":[', responses.json, '],', substr(left(tail.json, -1), 2)) AS rest,
                substr(staff.json, 2) AS staff
            OFFSET 0
        ) parts
    """
