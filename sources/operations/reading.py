"""Having a text read for the statements in it."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from config import jobs
from config.history import recorded
from config.rows import lock, save
from sources.attribution.statements import Statement
from sources.models import Capture, Proposal, Reading, Source, State
from sources.models.reading import OPEN
from sources.operations import passage as passages
from sources.permissions import require

Key = tuple[int, int, str]

BATCH = 200
"""Proposals written by one statement: no statement of ours may take long."""


def start(capture: Capture, *, by, model: str | None = None) -> Reading:
    """Ask for the statements in a capture, by the model that the settings name, or by another.

    Where that model reads it, or has read it, that is the reading; one that failed is asked for anew.
    """
    model = settings.LANGUAGE_MODEL if model is None else model
    with recorded(by, "read"):
        source = lock(capture.source)
        require(by, "find_statements", source.dossier_id)
        same = capture.readings.filter(model=model).exclude(state=State.FAILED).first()
        return same or _ask(capture, by, model)


def keep(source: Source, *, by, text: str, how: str) -> Capture:
    """Keep the whole text of a source as it was seen, and have it read; not a few words that somebody typed."""
    with recorded(by, "capture"):
        kept = passages.capture(source, by=by, text=text, how=how)
        if how != Capture.How.TYPED:
            start(kept, by=by)
        return kept


def _ask(capture: Capture, by, model: str) -> Reading:
    reading = save(Reading(capture=capture, model=model, asked_by=by))
    jobs.defer("read", priority=1, reading=reading.pk)
    return reading


# What the worker does


def begin(reading: Reading) -> Reading | None:
    """Start on a reading, or go on where a worker died. None if it has ended."""
    with recorded(reading.asked_by, "read"):
        reading = lock(reading)
        if reading.state not in OPEN:
            return None
        reading.state = State.RUNNING
        return save(reading)


def finish(reading: Reading, statements: Sequence[Statement]) -> Reading:
    """Propose what was found, once, however many workers come with it.

    What an earlier reading of the text proposed too stays as it is, with whatever people did about it. What
    is no longer found is retired, unless somebody settled it.
    """
    with recorded(reading.asked_by, "read"):
        lock(reading.capture.source)
        reading = lock(reading)
        if reading.state != State.RUNNING:
            return reading
        found = {key: number for number, statement in reversed([*enumerate(statements)]) if (key := _key(statement))}
        earlier = {(old.start, old.end, old.kind): old for old in reading.capture.proposals.current()}
        _retire([old for key, old in earlier.items() if key not in found and not old.skipped_at])
        proposals = {found[key]: old for key, old in earlier.items() if key in found}
        waiting = sorted(set(found.values()) - set(proposals))
        while waiting:
            # What a denial answers comes first, so that the denial can name it.
            ready = [number for number in waiting if statements[number].answers not in waiting] or waiting[:1]
            for number in ready:
                proposals[number] = _proposal(reading, number, statements[number], proposals)
            Proposal.objects.bulk_create([proposals[number] for number in ready], batch_size=BATCH)
            waiting = [number for number in waiting if number not in ready]
        reading.state, reading.ended_at = State.DONE, timezone.now()
        return save(reading)


def fail(reading: Reading, *, problem: str) -> Reading:
    """End a reading without proposals, with the reason in words."""
    with recorded(reading.asked_by, "read", problem):
        reading = lock(reading)
        if reading.state in OPEN:
            reading.state, reading.problem, reading.ended_at = State.FAILED, problem, timezone.now()
            save(reading)
        return reading


def _key(statement: Statement) -> Key | None:
    """What tells a statement from the others of a text: its first and last place, and its kind."""
    if not statement.content:
        return None
    return min(span.start for span in statement.content), max(span.end for span in statement.content), statement.kind


def _retire(proposals: Sequence[Proposal]) -> None:
    for proposal in proposals:
        proposal.retired_at = timezone.now()
        save(proposal)


def _proposal(reading: Reading, position: int, statement: Statement, others: dict[int, Proposal]) -> Proposal:
    said = statement.as_json()
    key = _key(statement)
    start, end, kind = key or (0, 0, statement.kind)
    return Proposal(
        reading=reading,
        capture=reading.capture,
        position=position,
        start=start,
        end=end,
        kind=kind,
        answers=others.get(statement.answers) if statement.answers is not None else None,
        **{name: said[name] for name in _AS_FOUND},
    )


_AS_FOUND = (
    *("source", "cue", "content", "quote", "speaker", "named", "denial", "accusation"),
    *("figures", "places", "origin", "target"),
)  # fmt: skip
