"""What merging two entries for one speaker would move."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from claims.models import Claim, SpeakerMerge
from sources.models import Affiliation, Speaker


@dataclass(frozen=True)
class Preview:
    """Two entries side by side: what each holds, and what the kept one would gain."""

    kept: Speaker
    merged: Speaker
    kept_claims: int
    merged_claims: int
    names: list[str]
    affiliations: list[Affiliation]


def preview(kept: Speaker, merged: Speaker) -> Preview:
    claims = Claim.objects.filter(speaker__in=[kept, merged]).order_by()
    counts = dict(claims.values_list("speaker").annotate(n=Count("pk")))
    known = [kept.name, *kept.aliases]
    return Preview(
        kept, merged, counts.get(kept.pk, 0), counts.get(merged.pk, 0),
        [name for name in [merged.name, *merged.aliases] if name not in known],
        kept.would_gain(merged),
    )  # fmt: skip


def standing_merges(speaker: Speaker) -> QuerySet[SpeakerMerge]:
    """Merges of this speaker that can be undone, the newest first."""
    of_speaker = SpeakerMerge.objects.filter(Q(kept=speaker) | Q(merged=speaker), undone_at=None)
    return of_speaker.select_related("kept", "merged", "merged_by").order_by("-pk")
