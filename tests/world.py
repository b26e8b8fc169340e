"""One of each thing that has an address, in a members-only dossier filed by the reporter."""

from dataclasses import dataclass
from typing import Any

import pytest

from claims.models import Claim, Link
from claims.operations import speaker as speakers
from sources import operations as sources
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
    matter: Any
    claim: Any
    published: Any
    figure: Any
    citation: Any
    link: Any
    token: Any


@pytest.fixture
def world(dossier, north, south, matter, source, reporter, editor, reader) -> World:
    """A claim in review, a published one, and a link that the reporter proposed to it."""
    speaker = factories.make_speaker(dossier, side=north, by=reporter)
    twin = factories.make_speaker(dossier, side=north, by=reporter)
    merge = speakers.merge(speaker, merged=twin, by=editor)
    passage = sources.quote(source, by=reporter, words="The dam was shut.")
    common = {"dossier": dossier, "side": north, "matter": matter, "by": reporter}
    claim = factories.make_claim(
        **common, speaker=speaker, passage=passage, figures=[{}], status=Claim.Status.SUBMITTED
    )
    published = factories.make_claim(**common, status=Claim.Status.PUBLISHED)
    answer = factories.make_claim(**common | {"side": south}, status=Claim.Status.PUBLISHED)
    return World(
        dossier=dossier,
        side=north,
        member=dossier.members.get(user=reader),
        speaker=speaker,
        affiliation=speaker.affiliations.get(),
        merge=merge,
        source=source,
        matter=matter,
        claim=claim,
        published=published,
        figure=claim.figures.get(),
        citation=claim.citations.get(),
        link=factories.make_link(answer, published, by=reporter, state=Link.State.PROPOSED),
        token=tokens.make(by=reporter, name="Nightly copy", days=30)[0].reference,
    )
