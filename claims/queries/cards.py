"""Claims with all that a card shows, in a number of queries that does not grow with the list."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from claims.models import Citation, Claim, Debt, Figure
from claims.querysets import ClaimQuerySet
from config.keys import LARGEST
from config.prepared import GivenDay, GivenKeys, prepared

_RELATED = ("dossier", "matter", "speaker", "side", "accused_side")


def cards_of(
    keys: Iterable[int], others: dict[int, Claim] | None = None, as_of: date | None = None
) -> dict[int, Claim]:
    """The claims with these keys, by key, each with all of a card.

    That is speaker, side, matter, live figures (`claim.live_figures`), `source_count` and the computed states.
    `others` are claims with all of it but the figures: they are given theirs as well.
    """
    rows = _cards_then(keys=list(keys), as_of=as_of) if as_of else _cards(keys=list(keys))
    return _with_figures(rows, others)


def cards_for(user, keys: Iterable[int]) -> dict[int, Claim]:
    """As `cards_of`, of those that this person may see."""
    return _with_figures(_visible_cards(user, keys=[key for key in keys if key <= LARGEST]))


def _with_figures(rows: list[Claim], others: dict[int, Claim] | None = None) -> dict[int, Claim]:
    found = {claim.pk: claim for claim in rows}
    together = {**found, **(others or {})}
    for claim in together.values():
        claim.live_figures = []
    for figure in _figures_of(claims=list(together)):
        together[figure.claim_id].live_figures.append(figure)
    return found


@prepared
def _cards():
    return carded().filter(pk__in=GivenKeys("keys")).order_by()


@prepared
def _visible_cards(person):
    return carded(Claim.objects.visible_to(person)).filter(pk__in=GivenKeys("keys")).order_by()


@prepared
def _cards_then():
    return _carded(Claim.objects.with_contest(GivenDay("as_of"))).filter(pk__in=GivenKeys("keys")).order_by()


@prepared
def _figures_of():
    return _figures().filter(claim__in=GivenKeys("claims"))


def carded(claims: ClaimQuerySet | None = None) -> ClaimQuerySet:
    """All of a card as of today but its figures, for a statement that is prepared."""
    return _carded(_with_states(Claim.objects.all() if claims is None else claims))


def _carded(claims: ClaimQuerySet) -> ClaimQuerySet:
    sources = (
        Citation.objects.live()
        .filter(claim=OuterRef("pk"))
        .order_by()
        .values("claim")
        .annotate(n=Count("passage__capture__source", distinct=True))
        .values("n")
    )
    return claims.annotate(source_count=Coalesce(Subquery(sources), 0)).select_related(*_RELATED)


def _figures():
    return Figure.objects.live().select_related("affected_side")


def _with_states(claims: ClaimQuerySet) -> ClaimQuerySet:
    """The states of today as the stored documents have them; computed where those are not up to date."""
    stored = Q(stored__isnull=False) & ~Exists(Debt.objects.all())
    return claims.with_contest().annotate(
        **{
            name: Case(When(stored, then=F(f"stored__{name}")), default=F(name))
            for name in ("contest", "standing", "has_rival", "is_unanswered")
        }
    )
