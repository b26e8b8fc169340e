"""One newsroom for a whole module of hostile input: each test starts from it, and its changes are undone."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test import Client

from claims.models import Claim, Link
from claims.operations import assessment
from claims.operations import speaker as speakers
from config import database
from sources.models import Speaker
from tests import factories


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """`here`, where the editor works, and `elsewhere`, a dossier of other people; one of each thing in both."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {database.WEB}")
        emma = factories.make_user("emma", full_name="Emma Editor", is_staff=True)
        nora = factories.make_user("nora", full_name="Nora Reporter")
        here = factories.make_dossier(editors=[emma], journalists=[nora], visibility="public")
        yield SimpleNamespace(
            emma=emma, nora=nora, here=_stocked(here, nora, emma), elsewhere=_stocked(factories.make_dossier())
        )
        transaction.set_rollback(True)


def _stocked(dossier, reporter=None, editor=None):
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


@pytest.fixture
def here(newsroom, db):
    return newsroom.here


@pytest.fixture
def elsewhere(newsroom, db):
    return newsroom.elsewhere


@pytest.fixture
def emma(newsroom, db):
    """The editor's browser. A bug shows as a 500, as in production."""
    client = Client(raise_request_exception=False)
    client.force_login(newsroom.emma, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def nora(newsroom, db):
    """The reporter's browser."""
    client = Client(raise_request_exception=False)
    client.force_login(newsroom.nora, backend="django.contrib.auth.backends.ModelBackend")
    return client
