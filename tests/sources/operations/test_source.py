"""Sources and publishers are entered once."""

import pytest

from config.rows import Outdated
from sources.models import Publisher
from sources.operations import source as sources
from tests.steps import last_step


def test_a_publisher_is_entered_once_whatever_its_case(dossier, reporter):
    one = sources.add(dossier, by=reporter, title="Row over the dam", publisher="The Daily Ledger")
    other = sources.add(dossier, by=reporter, title="Dam shut", publisher=" the daily ledger ")

    assert one.publisher == other.publisher == Publisher.objects.get()
    assert last_step(one) == (reporter.pk, "add_source", "")


def test_the_second_of_two_edits_of_a_source_is_refused(source, reporter, editor):
    sources.edit(source, by=editor, revision=1, publisher="The Daily Ledger")

    with pytest.raises(Outdated):
        sources.edit(source, by=reporter, revision=1, title="Dam shut")

    source.refresh_from_db()
    assert (source.publisher.name, source.title) == ("The Daily Ledger", "Row over the dam")


def test_a_source_may_lose_its_publisher_again(source, editor):
    sources.edit(source, by=editor, revision=1, publisher="The Daily Ledger")

    source.refresh_from_db()
    sources.edit(source, by=editor, revision=2, publisher="")

    source.refresh_from_db()
    assert (source.publisher, source.revision) == (None, 3)
