"""What holds for every table of ours alike, and the proof that no rule was left untested."""

import re
from pathlib import Path

import pghistory.core
import pytest
from django.apps import apps
from django.db.models import CheckConstraint

from claims.operations import assessment, speaker
from config.roles import PASSING
from sources.operations import intake
from sources.operations import speaker as speakers
from tests import factories
from tests.program import token_of

OURS = [model for model in apps.get_models() if model._meta.app_label in ("sources", "claims")]
EVENTS = pghistory.core.event_models()
TABLES = [model for model in OURS if model not in EVENTS]
#: What is kept for a while, or made anew from the rest, has no history.
TRACKED = [model for model in TABLES if model._meta.db_table not in PASSING]

#: Rules that no statement reaches, because a stricter one refuses first; and keys that only serve foreign keys.
BEHIND_ANOTHER = {
    "claim_status_known",  # the steps of a claim
    "link_state_known",  # the steps of a link
    "errand_state_known",  # the steps of an errand
    "reading_state_known",  # the steps of a reading
    "proposal_answers_another",  # only what is there already is answered
    "claim_in_dossier",
    "matter_in_dossier",
    "side_in_dossier",
    "source_in_dossier",
    "speaker_in_dossier",
}


@pytest.fixture
def one_of_everything(dossier, north, south, reporter, editor):
    """A row in every table of ours."""
    link = factories.make_link(
        factories.make_claim(dossier, side=north, status="published", figures=[{}]),
        factories.make_claim(dossier, side=south, status="published", matter=factories.make_matter(dossier)),
    )
    factories.make_source(dossier, publisher="The Daily Ledger")
    assessment.respond(link.target, by=reporter, side=north, state="sought")
    assessment.grade(link.target, by=editor, grade="fair", explanation="Two saw it.")
    names = [speakers.add(dossier, by=reporter, name=name) for name in ("A. Petrov", "Anna Petrov")]
    speaker.merge(names[1], merged=names[0], by=editor)
    token_of(reporter)
    factories.make_webhook(dossier, by=editor)
    intake.hand_in(dossier, by=reporter, body=b"The minister said so.", name="dam.txt")
    factories.make_proposal(by=reporter, capture=factories.make_capture(factories.make_source(dossier)))


def test_nothing_is_deleted(one_of_everything, forbids, editor):
    for model in TRACKED:
        forbids(editor, f"DELETE FROM {model._meta.db_table}")


def test_nothing_is_truncated_by_the_web_role(one_of_everything, by_hand, editor):
    for model in OURS:
        with pytest.raises(Exception, match="permission denied"):
            by_hand(editor, f"TRUNCATE {model._meta.db_table} CASCADE")


def test_history_is_append_only(one_of_everything, forbids, editor):
    for model in EVENTS:
        forbids(editor, f"UPDATE {model._meta.db_table} SET pgh_label = 'never'")
        forbids(editor, f"DELETE FROM {model._meta.db_table}")


def test_history_names_the_actor_of_every_row(one_of_everything):
    for model in TRACKED:
        events = model.events.rel.related_model.objects
        assert events.exists(), model
        assert not events.exclude(pgh_context__user__gt=0).exists(), model


def test_no_trigger_is_put_to_sleep_by_the_web_role(by_hand, editor):
    for model in OURS:
        with pytest.raises(Exception, match="must be owner"):
            by_hand(editor, f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER ALL")


def test_every_rule_of_the_database_has_a_test(as_web):
    tables = tuple(model._meta.db_table for model in TABLES)
    constraints = as_web(
        """
        SELECT conname FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('c', 'u', 'f', 'x')
        UNION
        SELECT indexrelid::regclass::text FROM pg_index
        WHERE indrelid = ANY(%s::regclass[]) AND indisunique AND NOT indisprimary
        """,
        [list(tables), list(tables)],
    )
    triggers = as_web("SELECT prosrc FROM pg_proc WHERE proname LIKE 'pgtrigger_%%'")
    raised = {name for (source,) in triggers for name in re.findall(r"CONSTRAINT = '(\w+)'", source)}
    # Django names its own after the table; ours name the rule.
    ours = {name for (name,) in constraints if not name.startswith(("sources_", "claims_"))} | raised

    written = "".join(path.read_text() for path in Path(__file__).parent.rglob("*invariants*/*.py"))
    written += (Path(__file__).parent / "sources" / "test_invariants.py").read_text()

    assert ours > BEHIND_ANOTHER
    assert sorted(rule for rule in ours - BEHIND_ANOTHER if f'"{rule}"' not in written) == []


def test_every_rule_of_a_row_can_be_put_in_words_beside_its_field(one_of_everything):
    for model in TRACKED:
        row = model.objects.first()
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                # Raises FieldError where Django could not evaluate the rule, and would silently pass it.
                assert constraint.condition.check(row._get_field_expression_map(meta=model._meta)), constraint
