"""Rows that a request names by their key: those of the dossier it is about, or those that the person may read."""

from claims.models import Claim, Matter
from config.prepared import Given, Prepared, prepared
from sources.models import Dossier, Passage, Side, Source, Speaker

OF_DOSSIER = {"dossier": Given("dossier"), "pk": Given("key")}


def dossier(user, key: int) -> Dossier | None:
    return _only(_dossiers, key, user)


def claim(user, key: int) -> Claim | None:
    return _only(_claims, key, user)


def claim_of(dossier: Dossier, key: int) -> Claim | None:
    return _only(_claims_of_dossier, key, dossier=dossier.pk)


def speaker_of(dossier: Dossier, key: int) -> Speaker | None:
    return _only(_speakers, key, dossier=dossier.pk)


def side_of(dossier: Dossier, key: int) -> Side | None:
    return _only(_sides, key, dossier=dossier.pk)


def matter_of(dossier: Dossier, key: int) -> Matter | None:
    return _only(_matters, key, dossier=dossier.pk)


def source_of(dossier: Dossier, key: int) -> Source | None:
    return _only(_sources, key, dossier=dossier.pk)


def passage_of(dossier: Dossier, key: int) -> Passage | None:
    return _only(_passages, key, dossier=dossier.pk)


def _only(rows: Prepared, key: int, user=None, **given: int):
    found = rows(user, key=key, **given)
    return found[0] if found else None


@prepared
def _dossiers(user):
    return Dossier.objects.visible_to(user).filter(pk=Given("key")).order_by()


@prepared
def _claims(user):
    return Claim.objects.visible_to(user).filter(pk=Given("key")).order_by()


@prepared
def _claims_of_dossier():
    return Claim.objects.filter(**OF_DOSSIER).order_by()


@prepared
def _speakers():
    return Speaker.objects.filter(**OF_DOSSIER).order_by()


@prepared
def _sides():
    return Side.objects.filter(**OF_DOSSIER).order_by()


@prepared
def _matters():
    return Matter.objects.filter(**OF_DOSSIER).order_by()


@prepared
def _sources():
    return Source.objects.filter(**OF_DOSSIER).select_related("publisher").order_by()


@prepared
def _passages():
    rows = Passage.objects.filter(capture__source__dossier=Given("dossier"), pk=Given("key"))
    return rows.select_related("capture__source").defer("capture__text").order_by()
