"""`manage.py verify` says what differs from the ledger, and mends it."""

import pytest
from django.core.management import CommandError, call_command

from claims.documents import verifying
from claims.models import Change, ClaimDocument
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(dossier, north, south):
    link = factories.make_link(state="confirmed")
    return [link.answer_id, link.target_id, factories.make_claim(dossier, side=north).pk]


def test_all_is_well_after_the_steps_of_people(said, capsys):
    call_command("verify")

    assert "All 3 claims are as they should be." in capsys.readouterr().out


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM claims_claimdocument WHERE claim_id = %s",
        "DELETE FROM claims_publicdocument WHERE claim_id = %s",
        "UPDATE claims_claimdocument SET document = replace(document, 'Something', 'Nothing') WHERE claim_id = %s",
        "UPDATE claims_claimdocument SET contest = 'mixed' WHERE claim_id = %s",
        "UPDATE claims_claimdocument SET has_rival = false WHERE claim_id = %s",
        "UPDATE claims_publicdocument SET document = '' WHERE claim_id = %s",
        "DELETE FROM claims_change WHERE resource = 'claims' AND key >= %s",
        "INSERT INTO claims_debt (kind, key) VALUES ('claim', %s)",
    ],
)
@pytest.mark.parametrize("step", [1, 1000])
def test_every_kind_of_damage_is_named_and_mended(said, as_owner, damage, step, monkeypatch):
    monkeypatch.setattr(verifying, "STEP", step)
    as_owner(damage, [said[0]])

    with pytest.raises(CommandError) as trouble:
        call_command("verify")
    call_command("verify", "--repair")

    assert "verify --repair" in str(trouble.value)
    call_command("verify")
    assert ClaimDocument.objects.count() == 3
    assert Change.objects.filter(resource="claims", audience="working").count() == 3
