"""A file that somebody made up is held to the rules that the triggers hold people to, one by one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from claims.moving import rules
from claims.moving.arriving import SLEEPING
from claims.moving.files import Unmovable
from claims.moving.tables import TABLES
from tests.claims.moving.installations import altered, answerable, take_in

EMMA, ILYA, NORA, RANA, TOMAS = range(1, 6)
"""People, by their numbers in the file."""


class Rows:
    """The rows of a file, to be changed by hand."""

    def __init__(self, lines: list[dict]) -> None:
        self.lines = lines

    def of(self, table: str, **wanted: Any) -> list[dict]:
        return [row for row in self.lines[1:] if row["table"] == table and wanted.items() <= row.items()]

    def history(self, row: dict) -> list[dict]:
        return self.of(f"{row['table']}event", pgh_obj_id=row["id"])

    def set(self, row: dict, **changes: Any) -> None:
        """Change a row as its last step left it."""
        for one in (row, self.history(row)[-1]):
            one.update(changes)

    def set_throughout(self, row: dict, **changes: Any) -> None:
        """Change a row as if it had always been so."""
        for one in (row, *self.history(row)):
            one.update(changes)

    def add_step(self, row: dict, **changes: Any) -> None:
        """Make up a last step, signed by Nora unless told otherwise, that changed the row."""
        last = self.history(row)[-1]
        signed = {**last["pgh_context"], "user": changes.pop("signer", NORA)}
        row.update(changes)
        step = {**last, **changes, "pgh_label": "update", "pgh_context": signed}
        self.lines.insert(self.lines.index(last) + 1, step)

    def claim(self, status: str = "published", **wanted: Any) -> dict:
        """A claim whose every step had this status or one before it."""
        return self.of("claims_claim", status=status, **wanted)[0]

    def link(self, **wanted: Any) -> dict:
        return self.of("claims_link", **wanted)[0]

    def step(self, row: dict, **wanted: Any) -> dict:
        return next(event for event in self.history(row) if wanted.items() <= event.items())


def sign(event: dict, person: int) -> None:
    event["pgh_context"]["user"] = person


def _published_by_a_reader(rows):
    claim = rows.claim()
    for event in rows.history(claim):
        if event["status"] == "published":
            event["published_by_id"] = RANA
            sign(event, RANA)
    claim["published_by_id"] = RANA


def _without_citation(rows):
    for citation in rows.of("claims_citation", claim_id=rows.claim()["id"]):
        rows.set_throughout(citation, voided=True)


def _confirmed_by_a_reader(rows):
    link = rows.link(state="confirmed")
    rows.set(link, decided_by_id=RANA)
    sign(rows.history(link)[-1], RANA)


def _confirmed_with_what_is_not_published(rows):
    link = rows.link(state="confirmed")
    answer = rows.of("claims_claim", id=link["answer_id"])[0]
    rows.add_step(answer, status="submitted")


def _figures_of_others(rows):
    link = rows.link(relation="disputes_figure")
    [other] = [f for f in rows.of("claims_figure") if f["claim_id"] not in (link["answer_id"], link["target_id"])][:1]
    rows.set_throughout(link, answer_figure_id=other["id"])


def _figures_that_agree(rows):
    link = rows.link(relation="disputes_figure")
    figure = rows.of("claims_figure", id=link["answer_figure_id"])[0]
    rival = rows.of("claims_figure", id=link["target_figure_id"])[0]
    rows.set_throughout(figure, low=rival["low"], high=rival["high"])


def _logged_twice(rows):
    for claim in rows.of("claims_claim", wording="The dam was shut."):
        rows.lines.remove(rows.history(claim)[-1])
        claim.update({"status": "draft", "status_reason": ""})


def _cited_from_another_text(rows):
    proposal = rows.of("sources_proposal")[0]
    passage = next(row for row in rows.of("sources_passage") if row["capture_id"] != proposal["capture_id"])
    citation = next(row for row in rows.of("claims_citation") if row["passage_id"] == passage["id"])
    rows.set_throughout(citation, proposal_id=rows.of("sources_proposal")[1]["id"])


def _another_proposal(rows):
    citation = next(row for row in rows.of("claims_citation") if row["proposal_id"])
    rows.add_step(citation)
    rows.history(citation)[0].update(proposal_id=None)


def _part_changed_by_another(table):
    return lambda rows: sign(rows.history(rows.of(table)[0])[0], EMMA)


def _circle(rows):
    confirmed = rows.link(state="confirmed")
    one, two = confirmed["answer_id"], confirmed["target_id"]
    three = next(claim["id"] for claim in rows.of("claims_claim", status="published") if claim["id"] not in (one, two))
    ties = [confirmed, rows.link(state="needs_review"), rows.link(state="proposed")]
    for link, (answer, target) in zip(ties, ((one, two), (two, three), (three, one)), strict=True):
        ends = {"answer_id": answer, "target_id": target, "answer_figure_id": None, "target_figure_id": None}
        rows.set_throughout(link, relation="repeats", aspect="", **ends)


#: Each rule beside a change that breaks it.
BREAKING: dict[str, Callable[[Rows], Any]] = {
    # Constraints, foreign keys and triggers that hold throughout
    "claim-four-eyes": lambda rows: rows.set(rows.claim(), published_by_id=NORA),
    "member-role-known": lambda rows: rows.set(rows.of("sources_member")[0], role="owner"),
    "side-look-once": lambda rows: [rows.set(side, slot=1, marker="●") for side in rows.of("sources_side")],
    "passage-stands-in-capture": lambda rows: rows.set(
        rows.of("sources_passage")[0], exact="x" * len(rows.of("sources_passage")[0]["exact"])
    ),
    "proposal-lies-in-capture": lambda rows: rows.set_throughout(
        rows.of("sources_proposal")[0], content=[[0, 10**6]]
    ),
    "link-no-circle": _circle,
    "a row that is not in it, number 999": lambda rows: rows.set(rows.claim(), speaker_id=999),
    "a row that is not in it, number 0": lambda rows: rows.set(rows.claim(), matter_id=0),
    "a row that is not in it, number -1": lambda rows: sign(rows.history(rows.claim())[0], -1),
    "out of order": lambda rows: rows.claim().update(id=7777),
    "does not fit the tables": lambda rows: rows.set(rows.claim(), first_day="one day"),
    "null value in column": lambda rows: rows.claim().pop("logged_at"),
    "as nobody is named": lambda rows: rows.lines[1].update(username="no/ body"),
    # The history
    "(claims_claim)": lambda rows: rows.claim().update(office="Made up"),
    "(claims_figure)": lambda rows: rows.lines.remove(rows.of("claims_figureevent")[0]),
    "(sources_side)": lambda rows: rows.of("sources_sideevent")[0].update(pgh_label="update"),
    "never-changed": lambda rows: rows.add_step(rows.of("sources_passage")[0]),
    # Claims
    "status-steps": lambda rows: rows.lines.remove(rows.step(rows.claim(), status="submitted")),
    "claim-starts-unpublished": lambda rows: rows.history(rows.claim())[0].update(status="returned"),
    "claim-logged-by-signer": lambda rows: sign(rows.history(rows.claim())[0], ILYA),
    "claim-origin-stays": lambda rows: rows.history(rows.claim())[0].update(logged_at="2020-01-01T00:00:00+00:00"),
    "claim-voided-stays": lambda rows: rows.add_step(rows.claim("voided"), office="Made up", revision=99),
    "claim-change-is-a-revision": lambda rows: rows.history(rows.claim())[0].update(wording="Never said."),
    "claim-revision-goes-up": lambda rows: rows.history(rows.claim())[0].update(revision=9),
    "claim-worded-by-signer": lambda rows: rows.add_step(rows.claim("draft"), revision=9, signer=ILYA),
    "claim-publication-stays": lambda rows: rows.add_step(rows.claim(), published_at="2020-01-01T00:00:00+00:00"),
    "claim-speaker-stays": lambda rows: rows.history(rows.claim())[0].update(
        speaker_id=rows.claim()["speaker_id"] + 1
    ),
    "claim-published-by-signer": lambda rows: sign(rows.step(rows.claim(), status="published"), RANA),
    "claim-published-by-editor": _published_by_a_reader,
    "claim-published-has-citation": _without_citation,
    # Figures and citations
    "figure-stays-with-claim": lambda rows: rows.add_step(
        rows.of("claims_figure")[0], claim_id=rows.claim("draft")["id"]
    ),
    "citation-stays-with-claim": lambda rows: rows.add_step(
        rows.of("claims_citation")[0], claim_id=rows.claim("draft")["id"]
    ),
    "figure-changed-by-wording": _part_changed_by_another("claims_figure"),
    "citation-changed-by-wording": _part_changed_by_another("claims_citation"),
    "citation-proposal-stays": _another_proposal,
    "citation-proposal-of-passage": _cited_from_another_text,
    "citation-proposal-once": _logged_twice,
    # Links
    "state-steps": lambda rows: rows.add_step(rows.link(state="rejected"), state="withdrawn"),
    "link-starts-proposed": lambda rows: rows.history(rows.link(state="rejected"))[0].update(state="needs_review"),
    "link-proposed-by-signer": lambda rows: sign(rows.history(rows.link())[0], RANA),
    "link-ends-stay": lambda rows: rows.history(rows.link(state="confirmed"))[0].update(rationale="Another"),
    "link-proposer-stays": lambda rows: rows.add_step(rows.link(state="proposed"), proposed_by_id=RANA),
    "link-decision-stays": lambda rows: rows.add_step(rows.link(state="rejected"), decision_reason="Another"),
    "link-figures-of-claims": _figures_of_others,
    "link-figures-comparable": _figures_that_agree,
    "link-confirmed-between-published": _confirmed_with_what_is_not_published,
    "link-confirmed-by-editor": _confirmed_by_a_reader,
    "link-confirmed-by-signer": lambda rows: sign(rows.step(rows.link(state="confirmed"), state="confirmed"), RANA),
    # What is asked of workers
    "errand-starts-waiting": lambda rows: rows.history(rows.of("sources_errand")[-1])[0].update(state="running"),
    "errand-asked-by-signer": lambda rows: sign(rows.history(rows.of("sources_errand")[0])[0], ILYA),
    "errand-question-stays": lambda rows: rows.history(rows.of("sources_errand", state="failed")[0])[0].update(
        url="https://other.example/"
    ),
    "reading-starts-waiting": lambda rows: rows.lines.remove(rows.history(rows.of("sources_reading")[0])[0])
    or rows.history(rows.of("sources_reading")[0])[0].update(pgh_label="insert"),
    "reading-asked-by-signer": lambda rows: sign(rows.history(rows.of("sources_reading")[0])[0], ILYA),
    "reading-question-stays": lambda rows: rows.history(rows.of("sources_reading")[0])[0].update(model="another"),
    "proposal-found-stays": lambda rows: rows.add_step(rows.of("sources_proposal")[0], kind="denial"),
    "proposal-skipped-by-signer": lambda rows: sign(
        rows.history(next(row for row in rows.of("sources_proposal") if row["skipped_by_id"]))[-1], EMMA
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def there(installation):
    with installation() as there:
        answerable()
    return there


@pytest.mark.parametrize("rule", BREAKING)
def test_a_made_up_file_is_refused_by_the_rule_that_it_breaks(full, there, tmp_path, rule):
    path = altered(full.path, tmp_path / "made-up.gz", lambda lines: BREAKING[rule](Rows(lines)))
    with there, transaction.atomic(), pytest.raises(Unmovable) as refusal:
        try:
            take_in(path)
        finally:
            transaction.set_rollback(True)  # or a file that is not refused would stand in the way of the next

    assert rule in str(refusal.value)
    assert "\n" not in str(refusal.value)


def _triggers():
    return [(table, trigger) for table in TABLES for trigger in table.model._meta.triggers]


def test_every_rule_of_a_trigger_is_kept_awake_or_looked_for_afterwards():
    raised = {
        name for _, trigger in _triggers() for name in re.findall(r"CONSTRAINT = '(\w+)'", str(trigger.func or ""))
    }
    awake = {
        name
        for table, trigger in _triggers()
        if "INSERT" in str(trigger.operation) and not re.match(SLEEPING, trigger.get_pgid(table.model))
        for name in re.findall(r"CONSTRAINT = '(\w+)'", str(trigger.func))
    }
    asked = {rule for table in TABLES for rule, _ in rules.conditions(table)}

    assert raised - awake - asked - {*rules.OF_NOW, rules.CIRCLE} == set(rules.AT_THE_TIME)
    assert raised and set(rules.OF_NOW) <= raised


def test_every_rule_that_is_looked_for_is_seen_to_be_broken_here():
    looked_for = {rule for table in TABLES for rule, _ in rules.conditions(table)} | {*rules.OF_NOW, rules.CIRCLE}

    assert {rule.replace("_", "-") for rule in looked_for} - set(BREAKING) == set()


def test_only_triggers_that_are_known_sleep(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname ~ %s", [SLEEPING])
        names = {re.sub(r"^pgtrigger_|_[0-9a-f]+$|_\d+(_kept)?$", "", name) for (name,) in cursor.fetchall()}

    assert names == {
        *("insert_insert", "starts_unpublished", "starts_waiting", "starts_proposed", "claim_open"),
        *("proposal_settled_once", "figures_fit", "confirmed_between_published", "no_circle", "stale", "changed"),
    }
