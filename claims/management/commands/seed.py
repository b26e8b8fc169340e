"""Load the demo dossiers of `seeds/` as the newsroom would have logged them: by named people, four eyes."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction

from claims.models import Claim, Link
from claims.operations import assessment, link, matter
from claims.operations import claim as claims
from config.accounts import demo_people
from sources.dates import days
from sources.models import Dossier
from sources.operations import dossier as dossiers
from sources.operations import member as members
from sources.operations import passage as passages
from sources.operations import side as sides
from sources.operations import source as sources
from sources.operations import speaker as speakers

SEEDS = Path(settings.BASE_DIR) / "seeds"
LOCK = 0x5EED
Entry = Mapping[str, Any]


class Command(BaseCommand):
    help = "Load the demo dossiers and accounts. Loading them again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The seed is for demo mode only: set COUNTERCLAIM_DEMO=1 to try it.")
        for path in sorted(SEEDS.glob("*.json")):
            seed = json.loads(path.read_text(encoding="utf-8"))
            dossier = load(seed)
            outcome = f"{dossier.claims.count()} statements loaded" if dossier else "is there already"
            if options["verbosity"]:
                self.stdout.write(f"{seed['dossier']['name']}: {outcome}")


@transaction.atomic
def load(seed: Entry) -> Dossier | None:
    """Load one dossier whole, or not at all; None when it was loaded before, whatever became of it since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    people = demo_people()
    if apps.get_model("sources", "DossierEvent").objects.filter(name=seed["dossier"]["name"]).exists():
        return None
    return _Loading(seed, people).dossier


class _Loading:
    """One seed on its way through the operations; rows are kept by the keys that the file gives them."""

    def __init__(self, seed: Entry, people: Entry) -> None:
        self.seed, self.people = seed, people
        self.editor = people["emma"]
        self.dossier = dossiers.start(by=self.editor, **seed["dossier"])
        self._members()
        self.sides = self._each("sides", sides.add)
        self.speakers = {key: self._speaker(**entry) for key, entry in seed["speakers"].items()}
        self.matters = self._each("matters", lambda dossier, **entry: matter.add(dossier, **_dated(entry)))
        self.source = self._source(**seed["source"])
        self.claims = {key: self._claim(**entry) for key, entry in seed["claims"].items()}
        for entry in seed["links"]:
            self._link(**entry)
        self._assess()
        for entry in seed["edits"]:
            self._edit(**entry)

    def _members(self) -> None:
        for name, role in self.seed["members"].items():
            if self.people[name] != self.editor:
                members.set_role(self.dossier, user=self.people[name], role=role, by=self.editor)

    def _each(self, noun: str, add: Any) -> dict[str, Any]:
        return {key: add(self.dossier, by=self.editor, **entry) for key, entry in self.seed[noun].items()}

    def _speaker(self, *, side: str, office: str = "", first_day: str | None = None, **entry: Any) -> Any:
        speaker = speakers.add(self.dossier, by=self.editor, **entry)
        first = date.fromisoformat(first_day) if first_day else None
        speakers.affiliate(speaker, by=self.editor, side=self.sides[side], office=office, first_day=first)
        return speaker

    def _source(self, *, dateline: str, **entry: Any) -> Any:
        first, last = days.bounds(dateline)
        source = sources.add(
            self.dossier, by=self.people["nora"], dateline=dateline, first_day=first, last_day=last, **entry
        )
        notes = dict.fromkeys(claim["passage"] for claim in self.seed["claims"].values())
        passages.capture(source, by=self.people["nora"], text="\n\n".join(notes), how="typed")
        return source

    def _claim(
        self, *, logged_by: str, speaker: str, matter: str, passage: str, accused_side: str = "",
        status: str = Claim.Status.PUBLISHED, reason: str = "", **entry: Any,
    ) -> Claim:  # fmt: skip
        by, reviewer = self.people[logged_by], self._reviewer_of(logged_by)
        affiliation = self.speakers[speaker].affiliations.get()
        claim = claims.log(
            self.dossier,
            by=by,
            speaker=self.speakers[speaker],
            side=affiliation.side,
            office=affiliation.office,
            matter=self.matters[matter],
            accused_side=self.sides.get(accused_side),
            passage=passages.quote(self.source, by=by, words=passage),
            figures=[self._figure(**figure) for figure in entry.pop("figures", [])],
            submit=status != Claim.Status.DRAFT,
            language="en" if entry.get("own_words") else "",
            **_dated(self.seed["said_that_day"] | entry),
        )
        if status == Claim.Status.PUBLISHED:
            claim = claims.publish(claim, by=reviewer, revision=claim.revision)
        if status == Claim.Status.RETURNED:
            claim = claims.send_back(claim, by=reviewer, revision=claim.revision, reason=reason)
        return claim

    def _figure(self, *, affected_side: str = "", **entry: Any) -> dict[str, Any]:
        return entry | {"affected_side": self.sides.get(affected_side)}

    def _reviewer_of(self, name: str) -> Any:
        return self.people[self.seed["reviewers"][name]]

    def _link(
        self, *, answer: str, target: str, proposed_by: str, state: str = Link.State.CONFIRMED,
        figures: tuple[int, int] | None = None, **entry: Any,
    ) -> None:  # fmt: skip
        one, other = self.claims[answer], self.claims[target]
        if figures:
            entry["answer_figure"] = one.figures.all()[figures[0]]
            entry["target_figure"] = other.figures.all()[figures[1]]
        tie = link.propose(one, target=other, by=self.people[proposed_by], **entry)
        if state == Link.State.CONFIRMED:
            revisions = (tie.answer.revision, tie.target.revision)
            link.confirm(tie, by=self._reviewer_of(proposed_by), revisions=revisions)

    def _assess(self) -> None:
        for entry in self.seed["responses"]:
            assessment.respond(
                self.claims[entry["claim"]], by=self.people[entry["recorded_by"]], side=self.sides[entry["side"]],
                state=entry["state"], note=entry["note"],
            )  # fmt: skip
        for entry in self.seed["gradings"]:
            assessment.grade(
                self.claims[entry["claim"]], by=self.people[entry["graded_by"]], grade=entry["grade"],
                explanation=entry["explanation"],
            )  # fmt: skip

    def _edit(self, *, claim: str, edited_by: str, reason: str, **changes: Any) -> None:
        """A published claim that was corrected since, and waits to be read again."""
        row = self.claims[claim]
        claims.edit(row, by=self.people[edited_by], revision=row.revision, reason=reason, **changes)


def _dated(entry: Entry) -> dict[str, Any]:
    """The entry with the days that its EDTF date stands for."""
    first, last = days.bounds(entry["date_edtf"])
    return {**entry, "first_day": first, "last_day": last}
