"""Dossiers that move: one in which everything happened once, and others made by chance."""

import random
from typing import Any

from claims.models import Claim, Link
from claims.operations import assessment, citation, desk
from claims.operations import claim as claims
from claims.operations import figure as figures
from claims.operations import speaker as speakers
from claims.operations import webhook as webhooks
from config.errors import DomainError
from sources.models import Dossier, Errand
from sources.operations import dossier as dossiers
from sources.operations import intake
from sources.operations import member as members
from sources.operations import source as sources
from sources.operations import speaker as speaker_steps
from sources.operations import token as tokens
from tests import factories

ODD = "“Quoted” \\ back\\\\slash, tab\t, two\nlines, \x01\x02\x7f, مرحبا, 漢字, 🕊, \u2028, \\n and \\u0000 as words."
SECRETS = ("nora@example.org", "https://desk.example/told", "Nightly copy", "md5$")


def cast() -> dict[str, Any]:
    """Who works on it. Some are made in another order than that of their names."""
    names = {"tomas": "Tomas Editor", "emma": "Emma Editor", "nora": "Nora Réporter", "ilya": "Ilya Reporter"}
    names["rana"] = "Rana Reader"
    return {name: factories.make_user(name, full_name=full, is_staff=name == "emma") for name, full in names.items()}


def open_one(people: dict[str, Any], **over: Any) -> Dossier:
    return factories.make_dossier(
        editors=[people["emma"], people["tomas"]],
        journalists=[people["nora"], people["ilya"]],
        readers=[people["rana"]],
        **{"name": "The river dispute", "summary": ODD} | over,
    )


def make_full() -> Dossier:
    """One in which everything happened, beside another that has the same people and publisher, and other keys."""
    people = cast()
    nora, emma, tomas = people["nora"], people["emma"], people["tomas"]
    other = open_one(people, name="Another")
    factories.make_source(other, publisher="The Daily Ledger", by=nora)
    factories.make_link(factories.make_claim(other, status="published", by=nora), state="confirmed")
    dossier = open_one(people)
    north, south = (factories.make_side(dossier, name=name) for name in ("North", "South"))
    _a_dispute(dossier, north, south, nora, emma)
    _a_desk(dossier, north, nora, emma)
    _what_was_asked(dossier, nora)
    kept, merged, again = (factories.make_speaker(dossier, side=north, name=f"{n}. Petrov") for n in "ABC")
    factories.make_claim(dossier, speaker=merged, side=north, status="published")
    speakers.merge(kept, merged=merged, by=emma, reason="The same man.")
    speakers.unmerge(speakers.merge(kept, merged=again, by=tomas), by=emma, reason="His brother.")
    speaker_steps.end_affiliation(kept.affiliations.first(), by=emma, reason="He resigned.")
    members.end(dossier.members.get(user=people["rana"]), by=emma, was="reader")
    dossier = dossiers.edit(dossier, by=emma, revision=dossier.revision, name="The river and the dam")
    webhook = factories.make_webhook(dossier, by=emma)
    webhooks.tell("claim.published", dossier.claims.first().pk, dossier_id=dossier.pk)
    webhooks.give_up(webhook.deliveries.first(), problem="Nobody answers.")
    tokens.make(by=nora, name="Nightly copy", days=30)
    return dossier


def _a_dispute(dossier, north, south, nora, emma):
    matter = factories.make_matter(dossier, question="How many died?")
    said = {"matter": matter, "by": nora, "status": "published"}
    toll, lower, denial, lone = (
        factories.make_claim(dossier, side=side, figures=rows, wording=f"{name} {ODD}", **said)
        for name, side, rows in (
            ("90", north, [{}]),
            ("40", south, [{"value": 40}]),
            ("Not so.", south, []),
            ("Alone", north, []),
        )
    )
    factories.make_link(
        toll, lower, relation="disputes_figure", state="confirmed",
        answer_figure=toll.figures.get(), target_figure=lower.figures.get(),
    )  # fmt: skip
    factories.make_link(denial, toll, state="needs_review")
    for relation, state in (("elaborates", "rejected"), ("corroborates", "withdrawn"), ("contradicts", "proposed")):
        factories.make_link(*sorted((lone, toll), key=lambda claim: claim.pk), relation=relation, state=state)
    for status in ("draft", "submitted", "returned", "voided"):
        factories.make_claim(dossier, side=north, status=status, by=nora, figures=[{"bound": "withheld"}])
    accusation = factories.make_claim(dossier, side=north, kind="accusation", accused_side=south, **said)
    assessment.respond(accusation, by=nora, side=south, state="declined", note=ODD)
    assessment.grade(accusation, by=emma, grade="weak", explanation="One saw it.")
    gone = factories.make_claim(dossier, side=north, by=nora, figures=[{}, {"value": 7}])
    figures.void(gone.figures.first(), by=nora, reason="Counted twice.")
    gone.refresh_from_db()
    citation.add(gone, by=nora, passage=factories.make_passage(factories.make_source(dossier)))
    gone.refresh_from_db()
    factories.publish(gone)
    claims.void(Claim.objects.get(pk=gone.pk), by=emma, reason="It was another dam.")


def _a_desk(dossier, north, nora, emma):
    source = factories.make_source(dossier, publisher="The Daily Ledger", by=nora)
    sources.edit(source, by=nora, revision=source.revision, publisher="the élan")
    text = f"Ann Low said the dam was shut. {ODD} Bo High denied it. Cy Dale said nothing."
    capture = factories.make_capture(source, text=text, by=nora)
    logged, skipped, taken_up = factories.make_proposals(capture, "the dam was shut", "it", "nothing", by=nora)
    speaker = factories.make_speaker(dossier, side=north, by=nora, name="Ann Low", aliases=["A. Low", "Энн"])
    for _ in range(2):  # what was logged and voided may be logged again
        claim = desk.log(
            capture, by=nora, proposal=logged, start=logged.start, end=logged.end, speaker=speaker, side=north,
            wording="The dam was shut.", **factories.day("2020-10-29"),
        )  # fmt: skip
        claims.void(claim, by=emma, reason="Not yet.")
    desk.skip(logged, by=nora)
    desk.skip(skipped, by=nora)
    desk.take_up(desk.skip(taken_up, by=nora), by=nora)


def _what_was_asked(dossier, nora):
    intake.hand_in(dossier, by=nora, body=bytes(range(256)) * 3 + b"The minister said so.", name="dam.txt")
    intake.fetch(dossier, by=nora, url="https://paper.example/dam")
    failed = intake.fetch(dossier, by=nora, url="https://paper.example/gone")
    intake.fail(intake.begin(Errand.objects.get(source=failed)), problem="There is no such page.")


def make_by_chance(seed: int, steps: int = 60) -> Dossier:
    """One in which people take steps by chance; steps that the rules refuse are not taken."""
    chance, people = random.Random(seed), cast()  # noqa: S311 - nothing secret hangs on it
    dossier = open_one(people, visibility=chance.choice(["public", "newsroom", "members"]))
    sides = [factories.make_side(dossier) for _ in range(3)]
    for _ in range(steps):
        try:
            chance.choice(STEPS)(chance, dossier, sides, people)
        except DomainError:
            continue
    return dossier


def _say(chance, dossier, sides, people):
    factories.make_claim(
        dossier, side=chance.choice(sides), by=people[chance.choice(["nora", "ilya"])],
        status=chance.choice(Claim.Status.values), matter=chance.choice([None, *dossier.matters.all()]),
        figures=[{"value": chance.randrange(500)} for _ in range(chance.randrange(3))],
    )  # fmt: skip


def _ask(chance, dossier, sides, people):
    factories.make_matter(dossier, by=people["ilya"])


def _tie(chance, dossier, sides, people):
    published = list(dossier.claims.filter(status="published"))
    if len(published) > 1:
        one, other = chance.sample(published, 2)
        relation = chance.choice(["denies", "contradicts", "repeats", "supersedes", "not_comparable", "elaborates"])
        factories.make_link(one, other, relation=relation, state=chance.choice(Link.State.values))


def _correct(chance, dossier, sides, people):
    claim = dossier.claims.exclude(status="voided").order_by("?").first()
    if claim:
        claims.edit(claim, by=claim.logged_by, revision=claim.revision, reason="A slip.", wording="It was so.")


def _void(chance, dossier, sides, people):
    claim = dossier.claims.exclude(status="voided").order_by("pk").last()
    if claim:
        claims.void(claim, by=people["tomas"], reason="By mistake.")


def _merge(chance, dossier, sides, people):
    standing = list(dossier.speakers.filter(merged_into=None).order_by("pk"))
    if len(standing) > 1:
        kept, merged = chance.sample(standing, 2)
        record = speakers.merge(kept, merged=merged, by=people["emma"])
        if chance.random() < 0.5:
            speakers.unmerge(record, by=people["emma"])


def _read(chance, dossier, sides, people):
    proposals = factories.make_proposals(
        factories.make_capture(factories.make_source(dossier)), "the dam", by=people["nora"]
    )
    if chance.random() < 0.5:
        desk.skip(proposals[0], by=people["ilya"])


STEPS = [_say, _say, _say, _ask, _tie, _tie, _correct, _void, _merge, _read]
