"""The closed list of ties between claims, and when each holds. “`answer` relation `target`”."""

from collections.abc import Callable
from typing import Any

from django.db.models import TextChoices


class Relation(TextChoices):
    DENIES = "denies", "denies"
    DISPUTES_FIGURE = "disputes_figure", "disputes the figure of"
    CONTRADICTS = "contradicts", "contradicts"
    COUNTER_ACCUSES = "counter_accuses", "answers with an accusation"
    REJECTS = "rejects", "rejects"
    DISPUTES_FRAMING = "disputes_framing", "disputes the framing of"
    CONCEDES = "concedes", "concedes"
    CORROBORATES = "corroborates", "corroborates"
    REPEATS = "repeats", "repeats"
    ELABORATES = "elaborates", "elaborates on"
    PART_OF = "part_of", "is part of the total of"
    SUPERSEDES = "supersedes", "supersedes"
    RETRACTS = "retracts", "retracts"
    NOT_COMPARABLE = "not_comparable", "is not comparable with"


class Aspect(TextChoices):
    FACT = "fact", "the fact"
    RESPONSIBILITY = "responsibility", "the responsibility"
    CHARACTERISATION = "characterisation", "the characterisation"
    WHOLE = "whole", "wholly"
    PART = "part", "in part"
    UPDATE = "update", "as an update"
    CORRECTION = "correction", "as a correction"


class Contest(TextChoices):
    """What published claims and confirmed links make of a claim or a matter. Computed, never typed."""

    NO_RIVAL_KNOWN = "no_rival_known", "no rival known"
    UNANSWERED = "unanswered", "unanswered"
    DENIED = "denied", "denied"
    FIGURE_DISPUTED = "figure_disputed", "figure disputed"
    FRAMING_DISPUTED = "framing_disputed", "framing disputed"
    CONCEDED_IN_PART = "conceded_in_part", "conceded in part"
    CONCEDED = "conceded", "conceded"
    MIXED = "mixed", "mixed"


R = Relation

#: Relations that make two claims rivals.
RIVAL = [R.DENIES, R.DISPUTES_FIGURE, R.CONTRADICTS, R.COUNTER_ACCUSES, R.REJECTS, R.DISPUTES_FRAMING]
#: Relations by which the side that is named replies. A counter-accusation is no reply.
ANSWERING = [R.DENIES, R.CONCEDES, R.DISPUTES_FRAMING, R.REJECTS]
#: Stored one way round, the lower key answering.
SYMMETRIC = [R.DISPUTES_FIGURE, R.CONTRADICTS, R.CORROBORATES, R.NOT_COMPARABLE]
#: Relations between two figures, which the link names.
OF_FIGURES = [R.DISPUTES_FIGURE, R.PART_OF]
#: Relations between what two speakers say: nobody is their own rival, concedes to themself or bears themself out.
TWO_VOICES = [*RIVAL, R.CONCEDES, R.CORROBORATES]
#: Relations to what the same speaker said before.
ONE_VOICE = [R.SUPERSEDES, R.RETRACTS]
#: Never in a circle.
ACYCLIC = [R.SUPERSEDES, R.REPEATS]
#: An editor's judgement, which must be explained.
EXPLAINED = [R.CONTRADICTS, R.DISPUTES_FRAMING, R.NOT_COMPARABLE]

#: The aspects each relation must choose from; other relations have none.
ASPECTS = {
    R.DENIES: [Aspect.FACT, Aspect.RESPONSIBILITY, Aspect.CHARACTERISATION],
    R.CONCEDES: [Aspect.WHOLE, Aspect.PART],
    R.SUPERSEDES: [Aspect.UPDATE, Aspect.CORRECTION],
}

MEANING = {
    R.DENIES: "says that it is not so, or that its side did not do it",
    R.DISPUTES_FIGURE: "counts the same thing and arrives at another number",
    R.CONTRADICTS: "cannot hold if the other does, though neither speaks of the other",
    R.COUNTER_ACCUSES: "meets an accusation with one of its own, and leaves it unanswered",
    R.REJECTS: "refuses what is demanded or proposed",
    R.DISPUTES_FRAMING: "accepts the event, but not the label, motive or context",
    R.CONCEDES: "accepts, wholly or in part, what is said against its side",
    R.CORROBORATES: "says the same from an independent origin",
    R.REPEATS: "passes it on from the same origin",
    R.ELABORATES: "adds detail, for the same side",
    R.PART_OF: "gives a figure that is a component of the total",
    R.SUPERSEDES: "replaces it, by the same speaker",
    R.RETRACTS: "withdraws it, by the same speaker",
    R.NOT_COMPARABLE: "was looked at and found not to be a rival",
}

_UNCHECKABLE = {"opinion", "prediction"}


def why_not(relation: str, answer, target) -> str | None:
    """Why `answer` cannot stand in this relation to `target`, in words, or None when it can.

    Looks at speakers, sides, kinds and days only; figures are compared in `claims.figures`.
    """
    if answer.pk == target.pk:
        return "A claim is not linked to itself."
    if answer.dossier_id != target.dossier_id:
        return "Both claims must be of one dossier."
    condition = _CONDITIONS.get(relation)
    return condition(answer, target) if condition else None


def _denies(answer, target):
    if target.kind in _UNCHECKABLE:
        return "Opinions and predictions are not denied: they cannot be checked."
    return _another_speaker(answer, target)


def _contradicts(answer, target):
    if _UNCHECKABLE & {answer.kind, target.kind}:
        return "Opinions and predictions are never counted as contested."
    return None


def _counter_accuses(answer, target):
    if answer.kind != "accusation" or target.kind != "accusation":
        return "Both claims must be accusations."
    # Allies are sides apart: whom a side charges in return need not be who charged it.
    if answer.accused_side_id != target.side_id and target.accused_side_id != answer.side_id:
        return "The answering accusation must come from the accused side, or name the side that made the first."
    return None


def _rejects(answer, target):
    return None if target.kind == "demand" else "Only a demand or proposal can be rejected."


def _concedes(answer, target):
    if target.accused_side_id and target.accused_side_id != answer.side_id:
        return "Only the accused side can concede."
    if target.side_id == answer.side_id:
        return "A side concedes what another side says."
    return None


def _same_side(answer, target):
    return None if answer.side_id == target.side_id else "Both must speak for the same side."


def _another_speaker(answer, target):
    if answer.speaker_id == target.speaker_id:
        return "The same speaker said both: use “supersedes” or “retracts”."
    return None


def _same_speaker_later(answer, target):
    if answer.speaker_id != target.speaker_id:
        return "Only the same speaker can do that."
    return _not_earlier(answer, target)


def _not_earlier(answer, target):
    return None if answer.last_day >= target.first_day else "The answering claim is the earlier one."


_CONDITIONS: dict[str, Callable[[Any, Any], str | None]] = {
    R.DENIES: _denies,
    R.CONTRADICTS: _contradicts,
    R.COUNTER_ACCUSES: _counter_accuses,
    R.REJECTS: _rejects,
    R.DISPUTES_FRAMING: _another_speaker,
    R.CONCEDES: _concedes,
    R.CORROBORATES: _another_speaker,
    R.REPEATS: _not_earlier,
    R.ELABORATES: _same_side,
    R.SUPERSEDES: _same_speaker_later,
    R.RETRACTS: _same_speaker_later,
}
