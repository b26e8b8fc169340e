"""What workers do for sources: bring in what was asked for, and find the statements in it."""

from threading import Lock

from config.jobs import job
from sources.attribution import reading as attribution
from sources.fetching import pages
from sources.fetching.refusals import Unfetchable
from sources.models import Errand, Reading, Source
from sources.operations import intake
from sources.operations import reading as readings
from sources.texts import reading as texts
from sources.texts.documents import Unreadable

BROKEN = "This could not be read: something broke on our side. Paste the text, or try again."

#: One text at a time: the parser is one object with a memory of its own.
_parser = Lock()


def _errand_given_up(errand: int) -> None:
    intake.fail(Errand.objects.get(pk=errand), problem=BROKEN)


@job("bring", gave_up=_errand_given_up)
def bring(errand: int) -> None:
    """Fetch an address, or take up a file, and read it into a capture."""
    work = intake.begin(Errand.objects.select_related("source", "original", "asked_by").get(pk=errand))
    if work is None:
        return
    try:
        original = work.original or intake.keep(work, pages.fetch(work.url))
        document = texts.read(bytes(original.body), original.content_type, original.url, limits=intake.LIMITS)
    except (Unfetchable, Unreadable) as refusal:
        intake.fail(work, problem=str(refusal))
    else:
        intake.deliver(work, document)


def _reading_given_up(reading: int) -> None:
    readings.fail(Reading.objects.get(pk=reading), problem=BROKEN)


@job("read", gave_up=_reading_given_up)
def read(reading: int) -> None:
    """Find the statements in a capture."""
    work = readings.begin(Reading.objects.select_related("capture__source", "asked_by").get(pk=reading))
    if work is None:
        return
    source = work.capture.source
    poster = source.author if source.kind == Source.Kind.POST else ""
    with _parser:
        statements = attribution.read(work.capture.text, model=work.model, poster=poster)
    readings.finish(work, statements)
