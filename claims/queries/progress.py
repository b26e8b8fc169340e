"""How far the work on a source is: what was logged, skipped and left of what was found in it, and by whom."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, QuerySet, Subquery

from claims.models import Citation, Claim
from sources.models import Proposal, Source


@dataclass(frozen=True)
class Share:
    """What one person has done of it."""

    name: str
    logged: int
    skipped: int


@dataclass(frozen=True)
class Progress:
    """Counts of a source's proposals; `by_hand` are the claims logged from it that nobody had proposed."""

    logged: int
    skipped: int
    left: int
    by_hand: int
    people: list[Share]

    @property
    def found(self) -> int:
        return self.logged + self.skipped + self.left


def with_claim(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with `claim_id`, the key of what each was logged as, or None."""
    claims = Claim.objects.logged_from(OuterRef("pk"))
    return proposals.annotate(claim_id=Subquery(claims.values("pk")[:1]))


def progress(source: Source) -> Progress:
    """How far the work on a source is, over all its captures. Four queries, however much was found."""
    citations = Citation.objects.live().filter(passage__capture__source=source)
    standing = citations.exclude(claim__status=Claim.Status.VOIDED)
    rows = list(standing.values_list("claim", "proposal", "claim__logged_by"))
    logged = {proposal: person for _, proposal, person in rows if proposal}
    proposals = Proposal.objects.filter(capture__source=source)
    skipped = list(proposals.skipped().values_list("skipped_by", flat=True))
    proposed = {claim for claim, proposal, _ in rows if proposal}
    return Progress(
        logged=len(logged),
        skipped=len(skipped),
        left=proposals.current().filter(skipped_at=None).exclude(pk__in=logged).count(),
        by_hand=len({claim for claim, _, _ in rows} - proposed),
        people=list(_shares(Counter(logged.values()), Counter(skipped))),
    )


def _shares(logged: Counter[int], skipped: Counter[int]) -> Iterator[Share]:
    """Each person's part, the largest first."""
    both = logged + skipped
    people = get_user_model().objects.in_bulk(both)
    for person, _ in both.most_common():
        user = people[person]
        yield Share(user.get_full_name() or user.get_username(), logged[person], skipped[person])
