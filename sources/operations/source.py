"""Documents that carry statements, and who publishes them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from config.history import recorded
from config.rows import lock, revise, save
from sources.models import Dossier, Publisher, Source
from sources.permissions import require


def add(dossier: Dossier, *, by, title: str, publisher: str = "", **fields) -> Source:
    """Add a document that carries statements. `publisher` is a name; an unknown one is added."""
    with recorded(by, "add_source"):
        require(by, "add_source", dossier.pk)
        source = Source(dossier=dossier, title=title, publisher=publisher_named(publisher), added_by=by, **fields)
        return save(source)


def edit(source: Source, *, by, revision: int, publisher: str | None = None, **changes) -> Source:
    with recorded(by, "edit_source"):
        source = lock(source)
        require(by, "edit_source", source.dossier_id)
        if publisher is not None:
            changes["publisher"] = publisher_named(publisher)
        return revise(source, revision, changes)


def publisher_named(name: str) -> Publisher | None:
    if not name.strip():
        return None
    known = Publisher.objects.named(name.strip())
    if publisher := known.first():
        return publisher
    try:
        with transaction.atomic():
            return save(Publisher(name=name.strip()))
    except ValidationError:
        # Somebody may have entered it a moment before.
        if publisher := known.first():
            return publisher
        raise
