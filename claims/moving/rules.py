"""What an imported dossier must keep, though the triggers that watch over it slept: it is looked for afterwards.

A trigger that compares a row with itself as it was is asked of the history: each event is what was written, and the one
before it what stood there. What depends on other rows is asked of the rows as they are now.
"""

# ruff: noqa: S608 - the SQL is put together from names that stand in the models

import re
from collections.abc import Iterator, Mapping

import pgtrigger

from claims.documents.statements import rows
from claims.moving.files import Unmovable
from claims.moving.tables import IMPORTED, TABLES, Table
from claims.relations import ACYCLIC

Range = tuple[int, int]

#: Of now: each finds rows of the dossier that break a rule of a trigger.
OF_NOW = {
    "claim_published_has_citation": """
        SELECT 1 FROM claims_claim c WHERE c.dossier_id = %(dossier)s AND c.status = 'published'
            AND NOT EXISTS (SELECT FROM claims_citation k WHERE k.claim_id = c.id AND NOT k.voided)
    """,
    "claim_published_by_editor": """
        SELECT 1 FROM claims_claim c WHERE c.dossier_id = %(dossier)s AND c.published_by_id IS NOT NULL
            AND NOT EXISTS (
                SELECT FROM sources_memberevent m
                WHERE (m.dossier_id, m.user_id, m.role, m.active) = (c.dossier_id, c.published_by_id, 'editor', true)
            )
    """,
    "figure_changed_by_wording": """
        SELECT 1 FROM claims_figureevent e JOIN claims_claim c ON c.id = e.claim_id
        WHERE c.dossier_id = %(dossier)s AND NOT EXISTS (
            SELECT FROM claims_claimevent w
            WHERE w.pgh_obj_id = c.id AND w.worded_by_id = (e.pgh_context ->> 'user')::bigint
        )
    """,
    "citation_changed_by_wording": """
        SELECT 1 FROM claims_citationevent e JOIN claims_claim c ON c.id = e.claim_id
        WHERE c.dossier_id = %(dossier)s AND NOT EXISTS (
            SELECT FROM claims_claimevent w
            WHERE w.pgh_obj_id = c.id AND w.worded_by_id = (e.pgh_context ->> 'user')::bigint
        )
    """,
    "citation_proposal_stays": """
        SELECT 1 FROM claims_claim c JOIN claims_citation k ON k.claim_id = c.id
        JOIN claims_citationevent e ON e.pgh_obj_id = k.id
        WHERE c.dossier_id = %(dossier)s AND e.proposal_id IS DISTINCT FROM k.proposal_id
    """,
    "citation_proposal_of_passage": """
        SELECT 1 FROM claims_claim c JOIN claims_citation k ON k.claim_id = c.id
        JOIN sources_passage p ON p.id = k.passage_id JOIN sources_proposal o ON o.id = k.proposal_id
        WHERE c.dossier_id = %(dossier)s AND o.capture_id <> p.capture_id
    """,
    "citation_proposal_once": """
        SELECT 1 FROM claims_claim c JOIN claims_citation k ON k.claim_id = c.id
        WHERE c.dossier_id = %(dossier)s AND c.status <> 'voided' AND NOT k.voided AND k.proposal_id IS NOT NULL
        GROUP BY k.proposal_id HAVING count(*) > 1
    """,
    "link_figures_of_claims": """
        SELECT 1 FROM claims_link l
        LEFT JOIN claims_figure a ON a.id = l.answer_figure_id AND a.claim_id = l.answer_id AND NOT a.voided
        LEFT JOIN claims_figure b ON b.id = l.target_figure_id AND b.claim_id = l.target_id AND NOT b.voided
        WHERE l.dossier_id = %(dossier)s AND l.state = 'confirmed' AND l.answer_figure_id IS NOT NULL
            AND (a.id IS NULL OR b.id IS NULL)
    """,
    "link_figures_comparable": """
        SELECT 1 FROM claims_link l JOIN claims_figure a ON a.id = l.answer_figure_id
        JOIN claims_figure b ON b.id = l.target_figure_id
        WHERE l.dossier_id = %(dossier)s AND l.state = 'confirmed' AND l.relation = 'disputes_figure'
            AND (a.scope <> b.scope OR a.span && b.span OR isempty(a.span) OR isempty(b.span))
    """,
    "link_confirmed_between_published": """
        SELECT 1 FROM claims_link l JOIN claims_claim c ON c.id IN (l.answer_id, l.target_id)
        WHERE l.dossier_id = %(dossier)s AND l.state = 'confirmed' AND c.status <> 'published'
    """,
    "link_confirmed_by_editor": """
        SELECT 1 FROM claims_link l WHERE l.dossier_id = %(dossier)s AND l.state = 'confirmed' AND NOT EXISTS (
            SELECT FROM sources_memberevent m
            WHERE (m.dossier_id, m.user_id, m.role, m.active) = (l.dossier_id, l.decided_by_id, 'editor', true)
        )
    """,
    "link_confirmed_by_signer": """
        SELECT 1 FROM (
            SELECT e.*, lag(e.state) OVER (PARTITION BY e.pgh_obj_id ORDER BY e.pgh_id) AS before
            FROM claims_linkevent e WHERE e.dossier_id = %(dossier)s
        ) e
        WHERE e.state = 'confirmed' AND e.before IS DISTINCT FROM 'confirmed'
            AND e.decided_by_id IS DISTINCT FROM (e.pgh_context ->> 'user')::bigint
    """,
}

#: Of now, too: `supersedes` and `repeats` never form a circle.
CIRCLE = "link_no_circle"

#: Rules of triggers that hold when something is written, and say nothing of how it stands afterwards.
AT_THE_TIME = {
    "figure_claim_open": "the claim may have been published since",
    "citation_claim_open": "the claim may have been published since",
    "citation_proposal_not_skipped": "it may have been skipped since the claim was voided",
}

#: What compares with other rows, too, but with such as never change or go: it can be asked of the history.
LASTING = {"claim_speaker_stays"}

_RULE = re.compile(
    r"IF ((?:(?!\bIF\b).)*?) THEN\s+RAISE EXCEPTION '([^']*)'\s+"
    r"USING ERRCODE = 'check_violation', CONSTRAINT = '(\w+)'",
    re.S,
)


def check(arrived: Mapping[Table, Range]) -> None:
    """Raise Unmovable unless the rows with these keys, and their history, are as people could have made them."""
    for table, (first, last) in arrived.items():
        if last >= first:
            _check_history(table, {"first": first, "last": last})
    [dossier] = [first for table, (first, _) in arrived.items() if table.name == "sources_dossier"]
    for rule, finding in OF_NOW.items():
        if _finds(finding, {"dossier": dossier}):
            raise _broken(rule)
    if _closes_a_circle(dossier):
        raise _broken(CIRCLE)


def _closes_a_circle(dossier: int) -> bool:
    """Take the links away that lead nowhere on, again and again: only circles are left."""
    rows(
        "CREATE TEMPORARY TABLE tie ON COMMIT DROP AS SELECT relation, answer_id, target_id FROM claims_link"
        " WHERE dossier_id = %(dossier)s AND relation = ANY(%(relations)s) AND state NOT IN ('rejected', 'withdrawn')",
        {"dossier": dossier, "relations": list(ACYCLIC)},
        prepare=False,
    )
    rows("CREATE INDEX ON tie (answer_id)", {}, prepare=False)
    leading_nowhere = """
        DELETE FROM tie WHERE NOT EXISTS (
            SELECT FROM tie next WHERE next.relation = tie.relation AND next.answer_id = tie.target_id
        ) RETURNING 1
    """
    while rows(f"WITH gone AS ({leading_nowhere}) SELECT count(*) FROM gone", {}, prepare=False) != [(0,)]:
        pass
    circles = _finds("SELECT 1 FROM tie", {})
    rows("DROP TABLE tie", {}, prepare=False)
    return circles


def _finds(finding: str, values: Mapping[str, int]) -> bool:
    """Does the statement find a row? All are counted: who looks for the first only is planned to find it soon."""
    [(found,)] = rows(f"SELECT count(*) FROM ({finding}) found", values, prepare=False)
    return bool(found)


def _check_history(table: Table, between: dict[str, int]) -> None:
    kept = ", ".join(f'row."{name}"' for name in table.remembered)
    ended = _finds(
        f"""
        SELECT 1 FROM {table.name} row LEFT JOIN (
            SELECT pgh_obj_id, max(pgh_id) AS last FROM {table.events}
            WHERE pgh_obj_id BETWEEN %(first)s AND %(last)s GROUP BY pgh_obj_id
        ) history ON history.pgh_obj_id = row.id LEFT JOIN {table.events} event ON event.pgh_id = history.last
        WHERE row.id BETWEEN %(first)s AND %(last)s AND ({kept}) IS DISTINCT FROM ({kept.replace("row.", "event.")})
        """,
        between,
    )
    begun = _finds(
        f"""
        SELECT 1 FROM (
            SELECT id, pgh_obj_id, pgh_label, row_number() OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS step
            FROM {table.events}
            WHERE pgh_obj_id BETWEEN %(first)s AND %(last)s AND pgh_label <> '{IMPORTED}'
        ) event WHERE pgh_label <> CASE step WHEN 1 THEN 'insert' ELSE 'update' END OR id <> pgh_obj_id
        """,
        between,
    )
    if ended or begun:
        raise Unmovable(
            f"The history of a row does not lead to it ({table.name}), and nothing was changed: export the file again."
        )
    asked = dict(conditions(table))
    if not asked:
        return
    answers = " ".join(f"WHEN {condition} THEN '{rule}'" for rule, condition in asked.items())
    [(broken,)] = rows(
        f"""
        SELECT min(broken) FROM (
            SELECT event AS new, lag(event) OVER history AS old, row_number() OVER history = 1 AS added
            FROM {table.events} event
            WHERE pgh_obj_id BETWEEN %(first)s AND %(last)s AND pgh_label <> '{IMPORTED}'
            WINDOW history AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)
        ) step CROSS JOIN LATERAL (SELECT CASE {answers} END AS broken) found
        """,
        between,
        prepare=False,
    )
    if broken:
        raise _broken(broken)


def conditions(table: Table) -> Iterator[tuple[str, str]]:
    """The rules of a table that can be asked of its history: each with SQL that is true of a step that breaks it.

    A step is `added` or not, `new` what was written and `old` what stood there.
    """
    for trigger in table.model._meta.triggers:  # type: ignore[attr-defined]
        when = {"INSERT": "added", "UPDATE": "NOT added"}.get(str(trigger.operation), "true")
        if isinstance(trigger, pgtrigger.FSM):
            old, new = f"(step.old).{trigger.field}", f"(step.new).{trigger.field}"
            steps = ", ".join(f"('{start}', '{end}')" for start, end in trigger.transitions)
            yield str(trigger.name), f"NOT added AND {old} <> {new} AND ({old}, {new}) NOT IN ({steps})"
        elif isinstance(trigger, pgtrigger.Protect):
            if when == "NOT added" and not trigger.condition:
                yield str(trigger.name), when
        elif _is_plain(trigger):
            for rule, condition, _ in rules_of(trigger):
                if "SELECT" not in condition or rule in LASTING:
                    yield rule, f"{when} AND ({_of_history(condition)})"


def _is_plain(trigger: pgtrigger.Trigger) -> bool:
    """Does each of its rules hold by itself, and not only inside a condition?"""
    return bool(trigger.func) and str(trigger.func).count("END IF") == len(list(rules_of(trigger)))


def rules_of(trigger: pgtrigger.Trigger) -> Iterator[tuple[str, str, str]]:
    """What a trigger refuses: (name, SQL that is true of it, sentence for people), as `sources.triggers` writes it."""
    for condition, sentence, name in _RULE.findall(str(trigger.func or "")):
        yield name, condition, sentence


def _of_history(condition: str) -> str:
    """The condition of a trigger, said of a step of the history."""
    for said, meant in (
        (r"\bNEW\.", "(step.new)."),
        (r"\bOLD\.", "(step.old)."),
        (r"\bsigner\(\)", "((step.new).pgh_context ->> 'user')::bigint"),
        (r"TG_OP = 'UPDATE'", "NOT added"),
        (r"TG_OP = 'INSERT'", "added"),
    ):
        condition = re.sub(said, meant, condition)
    return condition


def _broken(rule: str) -> Unmovable:
    sentences = {
        name: sentence
        for table in TABLES
        for trigger in table.model._meta.triggers  # type: ignore[attr-defined]
        for name, _, sentence in rules_of(trigger)
    }
    sentence = sentences.get(rule, "Its history takes a step that nobody can take.")
    return Unmovable(f"The file breaks a rule, and nothing was changed: {sentence} ({rule.replace('_', '-')})")
