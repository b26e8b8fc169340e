"""One of each thing that has an address, in a members-only dossier filed by the reporter."""

from dataclasses import dataclass
from typing import Any

import pytest

from claims.models import Claim, Link, Response
from claims.operations import assessment, desk
from claims.operations import speaker as speakers
from claims.operations import webhook as webhooks
from sources.operations import passage as passages
from sources.operations import token as tokens
from tests import factories


@dataclass(frozen=True)
class World:
    """What the keys of an address may stand for."""

    dossier: Any
    side: Any
    member: Any
    speaker: Any
    affiliation: Any
    merge: Any
    source: Any
    publisher: Any
    capture: Any
    passage: Any
    matter: Any
    claim: Any
    published: Any
    answer: Any
    target: Any
    figure: Any
    citation: Any
    link: Any
    response: Any
    proposal: Any
    skipped: Any
    token: Any
    webhook: Any
    delivery: Any


@pytest.fixture
def world(dossier, north, south, matter, source, reporter, editor, reader) -> World:
    """A claim in review, a published one, and a link that the reporter proposed to it."""
    speaker = factories.make_speaker(dossier, side=north, by=reporter)
    twin = factories.make_speaker(dossier, side=north, by=reporter)
    merge = speakers.merge(speaker, merged=twin, by=editor)
    passage = passages.quote(source, by=reporter, words="The dam was shut.")
    common = {"dossier": dossier, "side": north, "matter": matter, "by": reporter}
    claim = factories.make_claim(
        **common, speaker=speaker, passage=passage, figures=[{}], status=Claim.Status.SUBMITTED
    )
    published = factories.make_claim(**common, status=Claim.Status.PUBLISHED)
    answer = factories.make_claim(**common | {"side": south}, status=Claim.Status.PUBLISHED)
    capture = factories.make_capture(source, text="Ann Low said the dam was shut. Bo High denied it.", by=reporter)
    proposal, skipped = factories.make_proposals(capture, "the dam was shut", "it", by=reporter)
    webhook = factories.make_webhook(dossier, by=editor)
    webhooks.tell("claim.published", published.pk, dossier_id=dossier.pk)
    delivery = webhooks.give_up(webhook.deliveries.get(), problem="Nobody answers.")
    return World(
        dossier=dossier,
        side=north,
        member=dossier.members.get(user=reader),
        speaker=speaker,
        affiliation=speaker.affiliations.get(),
        merge=merge,
        source=source,
        publisher=factories.make_source(dossier, publisher="The Daily Ledger").publisher,
        capture=passage.capture,
        passage=passage,
        matter=matter,
        claim=claim,
        published=published,
        answer=answer,
        target=published,
        figure=claim.figures.get(),
        citation=claim.citations.get(),
        link=factories.make_link(answer, published, by=reporter, state=Link.State.PROPOSED),
        proposal=proposal,
        skipped=desk.skip(skipped, by=reporter),
        response=assessment.respond(published, by=reporter, side=south, state=Response.State.SOUGHT),
        token=tokens.make(by=reporter, name="Nightly copy", days=30)[0].reference,
        webhook=webhook,
        delivery=delivery,
    )
