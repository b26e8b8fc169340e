"""The figures of a whole dossier, reconciled: what is counted, by whom, what the parts add up to."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from claims.models import Claim, Figure
from claims.queries.board import Board, board_of
from claims.queries.cards import cards_of
from claims.queries.ledger import links_of
from sources.models import Dossier
from sources.queries.paging import Page, page_of

#: Statements with figures on one page.
SIZE = 200


@dataclass
class Figures:
    board: Board
    page: Page


def figures(user, dossier: Dossier, query: QueryDict) -> Figures:
    """What is published, in time order. A total and its parts come together, whatever pages they are on."""
    counting = Figure.objects.live().filter(claim=OuterRef("pk"))
    claims = Claim.objects.published().filter(Exists(counting), dossier=dossier)
    page = page_of(claims.only("first_day"), query, "first_day", "pk", size=SIZE)
    places = cards_of([claim.pk for claim in page.rows])
    links = links_of(user, places)
    return Figures(board_of([places[claim.pk] for claim in page.rows], links, list(dossier.sides.all())), page)
