"""What a newsroom of hostile tests has in stock: one of each thing that an address or a form can name."""

from types import SimpleNamespace

from claims.models import Claim, Link
from claims.operations import assessment
from claims.operations import speaker as speakers
from sources.models import Speaker
from tests import factories


def stocked(dossier, reporter=None, editor=None):
    """The keys of one of each thing in a dossier: as an address or a form would name them."""
    reporter, editor = reporter or factories.journalist_of(dossier), editor or factories.editor_of(dossier)
    north, south = [factories.make_side(dossier, name=name, by=reporter) for name in ("North", "South")]
    speaker = factories.make_speaker(side=north, by=reporter, name=f"Anna Varga {dossier.pk}")
    twin = factories.make_speaker(side=north, by=reporter, name=f"A. Varga {dossier.pk}")
    merged = factories.make_speaker(side=north, by=reporter)
    matter = factories.make_matter(dossier, by=reporter)
    source = factories.make_source(dossier, by=reporter, title="Row over the dam", **_dated("2020-10-29"))
    common = {"dossier": dossier, "side": north, "matter": matter, "speaker": speaker, "by": reporter}
    passage = factories.make_passage(source, by=reporter)
    claim = factories.make_claim(**common, passage=passage, figures=[{}], status=Claim.Status.SUBMITTED)
    published = factories.make_claim(**common, figures=[{}], status=Claim.Status.PUBLISHED, reviewer=editor)
    answer = factories.make_claim(
        **common | {"side": south}, figures=[{}], status=Claim.Status.PUBLISHED, reviewer=editor
    )
    link = factories.make_link(answer, published, relation=Link.Relation.CONTRADICTS, by=reporter)
    merge = speakers.merge(speaker, merged=merged, by=editor)
    assessment.respond(published, by=reporter, side=south, state="sought")
    return SimpleNamespace(
        dossier=dossier.pk,
        side=north.pk,
        other_side=south.pk,
        speaker=speaker.pk,
        speaker_revision=Speaker.objects.get(pk=speaker.pk).revision,
        twin=twin.pk,
        affiliation=speaker.affiliations.get().pk,
        merge=merge.pk,
        matter=matter.pk,
        source=source.pk,
        claim=claim.pk,
        published=published.pk,
        answer=answer.pk,
        figure=claim.figures.get().pk,
        published_figure=published.figures.get().pk,
        answer_figure=answer.figures.get().pk,
        citation=claim.citations.get().pk,
        link=link.pk,
        member=dossier.members.get(user=reporter).pk,
        reporter=reporter.pk,
    )


def _dated(day):
    return {"dateline": day, "first_day": day, "last_day": day}
