"""The cast: who appears in tests, and the dossier they work on.

`reporter` files, `editor` reviews, `reader` may only read, `outsider` has an account and no more.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def reporter(db):
    return factories.make_user("nora", full_name="Nora Reporter")


@pytest.fixture
def second_reporter(db):
    return factories.make_user("ilya", full_name="Ilya Reporter")


@pytest.fixture
def editor(db):
    """Opens the dossier, as the newsroom's own account may."""
    return factories.make_user("emma", full_name="Emma Editor", is_staff=True)


@pytest.fixture
def second_editor(db):
    return factories.make_user("tomas", full_name="Tomas Editor")


@pytest.fixture
def reader(db):
    return factories.make_user("rana", full_name="Rana Reader")


@pytest.fixture
def outsider(db):
    return factories.make_user("otto", full_name="Otto Outsider")


@pytest.fixture
def dossier(reporter, second_reporter, editor, second_editor, reader):
    """A members-only dossier on which the whole cast works, the outsider aside."""
    return factories.make_dossier(
        name="The river dispute",
        editors=[editor, second_editor],
        journalists=[reporter, second_reporter],
        readers=[reader],
    )


@pytest.fixture
def north(dossier):
    return factories.make_side(dossier, name="North")


@pytest.fixture
def south(dossier):
    return factories.make_side(dossier, name="South")


@pytest.fixture
def mediators(dossier):
    return factories.make_side(dossier, name="Mediators")


@pytest.fixture
def matter(dossier):
    return factories.make_matter(dossier, question="Was the dam opened?")


@pytest.fixture
def source(dossier):
    """An article written on Thursday 29 October 2020."""
    return factories.make_source(
        dossier, title="Row over the dam", dateline="2020-10-29", first_day="2020-10-29", last_day="2020-10-29"
    )


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """A test client signed in as somebody: `client_of(editor).get("/review/")`; anonymous for None."""

    def signed_in(user=None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return signed_in
