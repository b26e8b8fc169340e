"""Statements as they come to the desk: with a source, speaker or matter that nobody has entered yet.

All that one form asks for is saved in one transaction, or nothing is. A new row is given as the fields
to make it of; a row that is known, as itself. Rows are locked in one order everywhere: source, speakers, claim.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from claims.models import Citation, Claim, Figure, Link, Matter
from claims.operations import citation as citations
from claims.operations import claim as claims
from claims.operations import link as links
from claims.operations import matter as matters
from claims.permissions import require_in_dossier
from config.errors import Problem, problem_for
from config.history import recorded
from config.rows import lock
from sources.models import Dossier, Passage, Source, Speaker
from sources.operations import passage as passages
from sources.operations import source as sources
from sources.operations import speaker as speakers

New = Mapping[str, Any]
KEPT = ("dateline", "url", "publisher")
"""What a known source keeps, and is given where it has none."""
AT_ONCE = 20
"""How many rows of many are written before their documents are, and before others need not wait for them."""
WITH_AUTHOR = {Claim.Status.DRAFT, Claim.Status.RETURNED}


@dataclass(frozen=True)
class Tie:
    """A statement of the ledger to tie the one being logged to.

    The new claim is the answer, unless `turned`. `figure` is the place, among the new claim's figures, of the
    one that stands against `other_figure`, where the relation is one of figures.
    """

    claim: Claim
    relation: str
    aspect: str = ""
    rationale: str = ""
    turned: bool = False
    figure: int | None = None
    other_figure: Figure | None = None


def enter(
    dossier: Dossier,
    *,
    by,
    speaker: Speaker | New,
    matter: Matter | New | None = None,
    source: Source | New | None = None,
    details: New | None = None,
    words: str = "",
    passage: Passage | None = None,
    ties: Iterable[Tie] = (),
    **content: Any,
) -> Claim:
    """Log a claim as `claim.log` does, with the source, speaker and matter it still needs, tied to those it answers.

    `words` are the exact words of the source that say it, `passage` is where they are known to stand; without
    either the source is kept uncited.
    `details` (dateline, address, publisher) are given to a known source that has none.
    Raises ValidationError naming the fields that are wrong.
    """
    with recorded(by, "log"):
        require_in_dossier(by, "log", dossier.pk)
        passage = passage or _passage(dossier, source, words, by, details)
        claim = claims.log(
            dossier,
            by=by,
            speaker=_speaker(dossier, speaker, by),
            matter=_matter(dossier, matter, by),
            passage=passage,
            **content,
        )
        for tie in ties:
            _link(claim, tie, by)
        return claim


def enter_all(dossier: Dossier, *, by, rows: Iterable[Callable[[], New]], whole: bool = True) -> list[Claim | Problem]:
    """Log many claims as `enter` does: for each the claim, or why it was refused.

    A row is read when its turn comes, so that it may name what a row before it has added. What was refused
    leaves nothing behind; with `whole`, a single refusal leaves nothing of any.
    """
    rows, found = iter(rows), []
    with transaction.atomic() if whole else nullcontext():
        while some := list(islice(rows, AT_ONCE)):
            with recorded(by, "log"):
                found += [_attempt(partial(_entered, dossier, by, row)) for row in some]
        if whole and any(isinstance(row, Problem) for row in found):
            transaction.set_rollback(True)
    return found


def _entered(dossier: Dossier, by, row: Callable[[], New]) -> Claim:
    return enter(dossier, by=by, **row())


def _attempt(step: Callable[[], Claim]) -> Claim | Problem:
    try:
        with transaction.atomic():
            return step()
    except Exception as error:
        problem = problem_for(error)
        if problem is None or problem.status >= 500:
            raise
        return problem


def amend(
    claim: Claim,
    *,
    by,
    revision: int,
    speaker: Speaker | New,
    matter: Matter | New | None = None,
    submit: bool = False,
    reason: str = "",
    **changes: Any,
) -> Claim:
    """Edit a claim as `claim.edit` does, with a speaker or matter it still needs; `submit` sends it to review.

    Raises Outdated if somebody changed it after `revision`.
    """
    with recorded(by, "edit", reason):
        changes["speaker"] = _speaker(claim.dossier, speaker, by)
        changes["matter"] = _matter(claim.dossier, matter, by)
        claim = claims.edit(claim, by=by, revision=revision, reason=reason, **changes)
        return claims.submit(claim, by=by) if submit and claim.status in WITH_AUTHOR else claim


def cite(claim: Claim, *, by, source: Source | New, words: str, details: New | None = None, **how: Any) -> Citation:
    """Add to a claim a passage that says it too, of a source that may be new. `details` as for `enter`."""
    with recorded(by, "add_citation"):
        passage = _passage(claim.dossier, source, words, by, details)
        with _about("passage"):
            return citations.add(claim, by=by, passage=passage, **how)


def _passage(dossier: Dossier, source: Source | New | None, words: str, by, details: New | None) -> Passage | None:
    if source is None:
        return None
    with _about("source"):
        if isinstance(source, Mapping):
            source = sources.add(dossier, by=by, **source)
        elif details:
            source = complete(source, details, by)
    if not words.strip():
        return None
    with _about("passage"):
        return passages.quote(source, by=by, words=words)


def complete(source: Source, details: New, by) -> Source:
    """The source with what it lacked. Raises ValidationError where somebody said otherwise meanwhile."""
    source = lock(source)
    known = {name: str(getattr(source, name) or "") for name in KEPT}
    told = {name: details[name] for name in KEPT if details.get(name)}
    if otherwise := [known[name] for name, value in told.items() if known[name] not in ("", value)]:
        raise ValidationError(f"Somebody noted otherwise of this source meanwhile: {', '.join(otherwise)}.")
    lacking = {name: value for name, value in told.items() if not known[name]}
    if "dateline" in lacking:
        lacking |= {name: details[name] for name in ("first_day", "last_day")}
    return sources.edit(source, by=by, revision=source.revision, **lacking) if lacking else source


def _speaker(dossier: Dossier, speaker: Speaker | New, by) -> Speaker:
    if not isinstance(speaker, Mapping):
        return speaker
    with _about("speaker"):
        return speakers.add(dossier, by=by, **speaker)


def _matter(dossier: Dossier, matter: Matter | New | None, by) -> Matter | None:
    if not isinstance(matter, Mapping):
        return matter
    with _about("matter"):
        return matters.add(dossier, by=by, **matter)


def _link(claim: Claim, tie: Tie, by) -> Link:
    figure = claim.figures.order_by("pk")[tie.figure] if tie.figure is not None else None
    ends = (tie.claim, claim) if tie.turned else (claim, tie.claim)
    counted = (tie.other_figure, figure) if tie.turned else (figure, tie.other_figure)
    return links.propose(
        ends[0],
        target=ends[1],
        relation=tie.relation,
        by=by,
        aspect=tie.aspect,
        rationale=tie.rationale,
        answer_figure=counted[0],
        target_figure=counted[1],
    )


@contextmanager
def _about(name: str) -> Iterator[None]:
    """Let whatever is wrong with a part be said of the part: its own field names mean nothing to the whole."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error
