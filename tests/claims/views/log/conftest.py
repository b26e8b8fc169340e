"""Where a claim is logged, and a speaker who is known there."""

import pytest
from django.urls import reverse

from tests import factories


@pytest.fixture
def varga(north):
    return factories.make_speaker(name="Anna Varga", side=north, office="Minister of Water", aliases=["A. Varga"])


@pytest.fixture
def address(dossier):
    return reverse("claims:log", args=[dossier.pk])
