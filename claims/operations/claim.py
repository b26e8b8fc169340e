"""The life of a claim: logged, edited, submitted, published or returned, voided."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims.errors import AlreadyLogged
from claims.models import Citation, Claim, Figure, Webhook
from claims.operations import webhook as webhooks
from claims.permissions import require, require_in_dossier
from config.history import recorded
from config.prepared import Given, GivenDay, GivenText, prepared
from config.rows import WrongState, lock, require_revision, save
from sources.models import Dossier, Passage, Proposal

S = Claim.Status


def log(
    dossier: Dossier,
    *,
    by,
    passage: Passage | None = None,
    cue: str = "",
    directness: str = Citation.Directness.PARAPHRASE,
    origin: str = "",
    proposal: Proposal | None = None,
    figures: Iterable[Mapping[str, Any]] = (),
    submit: bool = False,
    **content,
) -> Claim:
    """Write down one statement with its figures and the passage it stands in, as a draft or for review.

    `content` is the claim's own fields; `proposal` is what reading the text found there.
    Raises ValidationError naming the fields that are wrong.
    """
    with recorded(by, "log"):
        require_in_dossier(by, "log", dossier.pk)
        content = _of_standing_speaker(content)
        _require_not_logged(by, passage, content)
        claim = save(Claim(dossier=dossier, logged_by=by, worded_by=by, **content))
        if passage:
            how = {"cue": cue, "directness": directness, "origin": origin, "proposal": proposal}
            save(Citation(claim=claim, passage=passage, **how))
        for figure in figures:
            save(Figure(claim=claim, **figure))
        return _submitted(claim, by, cited=bool(passage)) if submit else claim


def _require_not_logged(by, passage: Passage | None, content: Mapping[str, Any]) -> None:
    """Refuse a statement that this person has just logged from the same words: the form was sent twice.

    Its speaker is locked by now, so that the second of two at once sees the first.
    """
    if not passage or "speaker" not in content:
        return
    told = {name: content.get(name) for name in ("first_day", "date_edtf", "wording")}
    if found := _logged_alike(by=by.pk, speaker=content["speaker"].pk, words=passage.exact, **told):
        message = "You have logged this statement already. Does another source say it too? Cite it there."
        raise AlreadyLogged(message, key=found[0][0])


@prepared
def _logged_alike():
    content = {
        "speaker": Given("speaker"),
        "first_day": GivenDay("first_day"),
        "date_edtf": GivenText("date_edtf"),
        "wording": GivenText("wording"),
    }
    own = Claim.objects.filter(logged_by=Given("by"))
    return own.logged_alike(content, GivenText("words")).order_by().values_list("pk")[:1]


def edit(claim: Claim, *, by, revision: int, reason: str = "", **changes) -> Claim:
    """Change what a claim says. A published one goes back to review, and so do its confirmed links.

    Raises Outdated if somebody changed it after `revision`.
    """
    with recorded(by, "edit", reason):
        changes = _of_standing_speaker(changes)
        claim = lock(claim)
        require(by, "edit", claim)
        require_revision(claim, revision)
        for name, value in changes.items():
            setattr(claim, name, value)
        return rewrite(claim, by)


def _of_standing_speaker(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with the entry that stands for its speaker: it may be merged while a form is open.

    Locks the speaker, before any claim, as merging does. An entry that was merged away is let go before the
    one it leads to is locked, since merging takes both in key order.
    """
    speaker = content.get("speaker")
    if speaker is None:
        return dict(content)
    savepoint = transaction.savepoint()
    while (speaker := lock(speaker)).merged_into:
        transaction.savepoint_rollback(savepoint)
        speaker = speaker.merged_into
    return {**content, "speaker": speaker}


def rewrite(claim: Claim, by) -> Claim:
    """Save a locked claim as its next revision, worded by this person and unpublished until read again."""
    claim.revision += 1
    claim.worded_by, claim.worded_at = by, timezone.now()
    if claim.status == S.PUBLISHED:
        claim.status = S.SUBMITTED
    return save(claim)


def submit(claim: Claim, *, by) -> Claim:
    """Put a draft, or a returned claim, before the editors. It must cite a passage by then."""
    with recorded(by, "submit"):
        claim = lock(claim)
        return _submitted(claim, by, cited=claim.citations.live().exists())


def _submitted(claim: Claim, by, *, cited: bool) -> Claim:
    """A claim that nobody else can change by now, put before the editors."""
    with recorded(by, "submit"):
        require(by, "submit", claim)
        if not cited:
            raise WrongState("Cite the passage it stands in first: nobody can check it without.")
        claim.status = S.SUBMITTED
        return save(claim, "status")


def publish(claim: Claim, *, by, revision: int) -> Claim:
    """Let a submitted claim stand in the ledger, as the reviewer read it.

    Raises WrongState if it does not wait for review, Outdated if its content changed after
    `revision`, PermissionDenied if `by` logged it or worded it last.
    """
    with recorded(by, "publish"):
        claim = lock(claim)
        require(by, "publish", claim)
        require_revision(claim, revision)
        if not claim.citations.live().exists():
            raise WrongState("A published claim has at least one citation. Return it and say so.")
        claim.status, claim.status_reason = S.PUBLISHED, ""
        claim.published_by, claim.published_at = by, timezone.now()
        claim.published_revision = claim.revision
        webhooks.tell(Webhook.Event.CLAIM_PUBLISHED, claim.pk, dossier_id=claim.dossier_id)
        return save(claim)


def send_back(claim: Claim, *, by, revision: int, reason: str) -> Claim:
    """Return a submitted claim to its author, with the reason. Raises Outdated if it changed meanwhile."""
    with recorded(by, "return", reason):
        claim = lock(claim)
        require(by, "return", claim)
        require_revision(claim, revision)
        claim.status, claim.status_reason = S.RETURNED, reason
        return save(claim)


def void(claim: Claim, *, by, reason: str) -> Claim:
    """Strike a claim out for good. It stays readable with the reason; its links are withdrawn."""
    with recorded(by, "void", reason):
        claim = lock(claim)
        require(by, "void", claim)
        claim.status, claim.status_reason = S.VOIDED, reason
        return save(claim)
