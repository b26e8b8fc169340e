"""What merging two entries for one speaker would move."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from claims.models import Claim, Link, SpeakerMerge
from claims.relations import TWO_VOICES
from sources.models import Affiliation, Speaker

#: How many of the links that would tie the speaker to themself are shown.
TIES = 10


@dataclass(frozen=True)
class Preview:
    """Two entries side by side: what each holds, and what the kept one would gain.

    `ties` are the first of the live links that would tie the speaker to themself; so many there are, and
    so many of them are confirmed, and would go back to review.
    """

    kept: Speaker
    merged: Speaker
    kept_claims: int
    merged_claims: int
    names: list[str]
    affiliations: list[Affiliation]
    ties: list[Link]
    all_ties: int
    confirmed_ties: int


def preview(kept: Speaker, merged: Speaker) -> Preview:
    claims = Claim.objects.filter(speaker__in=[kept, merged]).order_by()
    counts = dict(claims.values_list("speaker").annotate(n=Count("pk")))
    known = [kept.name, *kept.aliases]
    ties = Link.objects.live().between(kept, merged).filter(relation__in=TWO_VOICES)
    counted = ties.order_by().aggregate(all=Count("pk"), confirmed=Count("pk", filter=Q(state=Link.State.CONFIRMED)))
    return Preview(
        kept, merged, counts.get(kept.pk, 0), counts.get(merged.pk, 0),
        [name for name in [merged.name, *merged.aliases] if name not in known],
        kept.would_gain(merged),
        list(ties.select_related("answer__speaker", "target__speaker")[:TIES]), counted["all"], counted["confirmed"],
    )  # fmt: skip


def standing_merges(speaker: Speaker) -> QuerySet[SpeakerMerge]:
    """Merges of this speaker that can be undone, the newest first."""
    of_speaker = SpeakerMerge.objects.filter(Q(kept=speaker) | Q(merged=speaker), undone_at=None)
    return of_speaker.select_related("kept", "merged", "merged_by").order_by("-pk")
