"""Two entries for one speaker become one, reversibly."""

from collections.abc import Sequence

from django.utils import timezone

from claims.models import Claim, Link, SpeakerMerge
from claims.permissions import require_in_dossier
from claims.relations import ONE_VOICE, TWO_VOICES
from config.history import recorded
from config.rows import WrongState, lock, lock_all, save
from sources.models import Affiliation, Speaker


def merge(kept: Speaker, *, merged: Speaker, by, reason: str = "") -> SpeakerMerge:
    """Let `kept` stand for both: the other's claims, names and affiliations move to it. `unmerge` takes it back.

    Confirmed links by which the two were each other's rivals, or spoke of each other, go back to review.
    Raises WrongState if they are of two dossiers, are one already, or either was merged away.
    """
    with recorded(by, "merge_speakers", reason):
        kept, merged = lock_all(kept, merged)
        require_in_dossier(by, "merge_speakers", kept.dossier_id)
        if kept == merged or kept.dossier_id != merged.dossier_id:
            raise WrongState("Merge two different speakers of one dossier.")
        if kept.merged_into_id or merged.merged_into_id:
            raise WrongState("One of them was merged already.")
        claims = Claim.objects.select_for_update().filter(speaker=merged).order_by("pk")
        affiliations = kept.would_gain(merged)
        names = [name for name in [merged.name, *merged.aliases] if name not in [kept.name, *kept.aliases]]
        record = SpeakerMerge(
            dossier_id=kept.dossier_id, kept=kept, merged=merged, merged_by=by,
            claim_ids=list(claims.values_list("pk", flat=True)), added_aliases=names,
            affiliation_ids=[affiliation.pk for affiliation in affiliations],
        )  # fmt: skip
        save(record)
        merged.merged_into = kept
        save(merged)
        kept.aliases, kept.revision = [*kept.aliases, *names], kept.revision + 1
        save(kept)
        _unsettle(kept, merged, TWO_VOICES, f"{merged} and {kept} were merged into one speaker.")
        claims.update(speaker=kept)
        Affiliation.objects.filter(pk__in=record.affiliation_ids).update(speaker=kept)
        return record


def unmerge(record: SpeakerMerge, *, by, reason: str = "") -> SpeakerMerge:
    """Undo a merge: the claims, affiliations and names that moved go back. What was logged since stays.

    Links that went to review are not confirmed again; those by which the one speaker replaced or withdrew what
    they had said go there too, where it was the other who had said it.
    """
    with recorded(by, "unmerge_speakers", reason):
        kept, merged = lock_all(record.kept, record.merged)
        record = lock(record)
        require_in_dossier(by, "merge_speakers", record.dossier_id)
        if record.undone_at:
            raise WrongState("This merge was undone already.")
        if kept.merged_into_id:
            raise WrongState(f"{kept} was merged into another since. Undo that first.")
        merged.merged_into = None
        save(merged)
        kept.aliases = [name for name in kept.aliases if name not in record.added_aliases]
        kept.revision += 1
        save(kept)
        Claim.objects.filter(pk__in=record.claim_ids, speaker=kept).update(speaker=merged)
        _unsettle(kept, merged, ONE_VOICE, f"{merged} and {kept} are two speakers again.")
        Affiliation.objects.filter(pk__in=record.affiliation_ids, speaker=kept).update(speaker=merged)
        record.undone_at = timezone.now()
        return save(record)


def _unsettle(one: Speaker, other: Speaker, relations: Sequence[str], reason: str) -> None:
    """Have editors look again at the links of these relations between what the two said: who spoke has changed.

    One of the claims of each is locked by now, so that none is confirmed meanwhile.
    """
    confirmed = Link.objects.between(one, other).filter(relation__in=relations, state=Link.State.CONFIRMED)
    confirmed.update(state=Link.State.NEEDS_REVIEW, decision_reason=reason)
