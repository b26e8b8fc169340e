"""How a rule that a check constraint cannot hold becomes a PostgreSQL trigger, and the rules of sources.

Each rule refuses with SQLSTATE 23514 and a constraint name of its own, as a check constraint does, so
that `config.errors` needs no second path.
"""

import pgtrigger


def refuse(constraint: str, when: str, message: str) -> str:
    return f"""
        IF {when} THEN
            RAISE EXCEPTION '{message}'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';
        END IF;
    """


def changed(*columns: str) -> str:
    """SQL that is true when any of the columns changes."""
    new, old = (", ".join(f'{row}."{c}"' for c in columns) for row in ("NEW", "OLD"))
    return f"({new}) IS DISTINCT FROM ({old})"


def guard(name: str, operation, *rules: str, **options) -> pgtrigger.Trigger:
    """A trigger that runs the rules in turn before a row is written."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func="\n".join(rules) + "\nRETURN NEW;",
        **options,
    )


def not_signed_by(column: str) -> str:
    """SQL that is true unless the person in this column is the one whom the history will name."""
    return f"NEW.{column} IS DISTINCT FROM signer()"


def steps(transitions: list[tuple[str, str]], field: str) -> pgtrigger.FSM:
    return pgtrigger.FSM(name=f"{field}_steps", field=field, transitions=transitions)


CAPTURE = [
    guard(
        "original_of_source",
        pgtrigger.Insert,
        refuse(
            "capture_original_of_source",
            """NEW.original_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM sources_original o WHERE o.id = NEW.original_id AND o.source_id = NEW.source_id
            )""",
            "A text is read from an original of the same source.",
        ),
    ),
]


def asked_of_workers(model: str, *question: str) -> list[pgtrigger.Trigger]:
    """What people ask of workers: it waits, is run, and ends done or failed; what was asked never changes."""
    return [
        steps([("waiting", "running"), ("waiting", "failed"), ("running", "done"), ("running", "failed")], "state"),
        guard(
            "starts_waiting",
            pgtrigger.Insert,
            refuse(f"{model}_starts_waiting", "NEW.state <> 'waiting'", "It waits before anything is done."),
            refuse(
                f"{model}_asked_by_signer",
                not_signed_by("asked_by_id"),
                "It is asked for in the name of the person who asks.",
            ),
        ),
        guard(
            "question_stays",
            pgtrigger.Update,
            refuse(
                f"{model}_question_stays",
                changed(*question, "asked_by_id", "asked_at"),
                "What was asked for, and by whom, never changes.",
            ),
        ),
    ]


ERRAND = [
    *asked_of_workers("errand", "source_id", "url", "title"),
    guard(
        "of_source",
        pgtrigger.Insert | pgtrigger.Update,
        refuse(
            "errand_original_of_source",
            """NEW.original_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM sources_original o WHERE o.id = NEW.original_id AND o.source_id = NEW.source_id
            )""",
            "An errand is about originals of its own source.",
        ),
        refuse(
            "errand_capture_of_source",
            """NEW.capture_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM sources_capture c WHERE c.id = NEW.capture_id AND c.source_id = NEW.source_id
            )""",
            "An errand brings a text of its own source.",
        ),
    ),
]

READING = asked_of_workers("reading", "capture_id", "model")

_FOUND = [
    "reading_id", "capture_id", "position", "source", "cue", "content", "start", "end", "kind", "quote",
    "speaker", "named", "denial", "accusation", "figures", "places", "origin", "answers_id", "target",
]  # fmt: skip

PROPOSAL = [
    guard(
        "found_in_capture",
        pgtrigger.Insert,
        refuse(
            "proposal_reading_of_capture",
            """NOT EXISTS (
                SELECT FROM sources_reading r WHERE r.id = NEW.reading_id AND r.capture_id = NEW.capture_id
            )""",
            "A proposal comes from a reading of its own text.",
        ),
        refuse(
            "proposal_answers_same_capture",
            """NEW.answers_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM sources_proposal p WHERE p.id = NEW.answers_id AND p.capture_id = NEW.capture_id
            )""",
            "A proposal answers one of the same text.",
        ),
        # Every stretch that it names, [start, end) in code points, lies in the text and is not empty.
        refuse(
            "proposal_lies_in_capture",
            """EXISTS (
                SELECT FROM sources_capture c, jsonb_array_elements(
                    NEW.source || NEW.cue || NEW.content || NEW.places || NEW.target
                    || jsonb_build_array(jsonb_build_array(NEW.start, NEW."end"))
                    || CASE WHEN NEW.named IS NULL THEN '[]' ELSE jsonb_build_array(NEW.named) END
                    || CASE WHEN NEW.origin IS NULL THEN '[]' ELSE jsonb_build_array(NEW.origin -> 'span') END
                    || jsonb_path_query_array(NEW.figures, '$[*].span')
                ) AS stretch
                WHERE c.id = NEW.capture_id AND NOT coalesce(
                    jsonb_array_length(stretch) = 2 AND 0 <= (stretch ->> 0)::int
                    AND (stretch ->> 0)::int < (stretch ->> 1)::int
                    AND (stretch ->> 1)::int <= c.length, false)
            )""",
            "What is proposed lies in the text.",
        ),
    ),
    guard(
        "found_stays",
        pgtrigger.Update,
        refuse("proposal_found_stays", changed(*_FOUND), "What was found in a text never changes."),
        refuse(
            "proposal_skipped_by_signer",
            f"{changed('skipped_by_id')} AND NEW.skipped_by_id IS NOT NULL AND {not_signed_by('skipped_by_id')}",
            "A proposal is skipped in the name of the person who skips it.",
        ),
    ),
]
