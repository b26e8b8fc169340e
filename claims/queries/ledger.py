"""The ledger of a matter: a column a side, an exchange a row, and the ties between them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, permutations

from django.db.models import Count, Q
from django.http import QueryDict

from claims.models import Claim, Figure, Link, Matter
from claims.queries.board import Board, board_of
from claims.queries.cards import cards_of
from claims.relations import RIVAL, SYMMETRIC, Relation
from config.paths import path_of
from config.prepared import GivenKeys, prepared
from sources.models import Side, Source
from sources.queries.paging import Page, page_of

PUBLISHED = Claim.Status.PUBLISHED

#: Links that put two claims into one row. The others are told in words below the card.
JOINING = [*RIVAL, Relation.CONCEDES, Relation.CORROBORATES, Relation.REPEATS]
#: Statements on one page.
SIZE = 200
#: Up to this many sides, columns are arranged so that lines are short (all orders are tried).
ARRANGED = 6


@dataclass
class Column:
    """A side that speaks in the matter, or is called for. Without a side: whoever would answer."""

    side: Side | None
    published: int = 0
    waiting: int = 0


@dataclass
class Tie:
    """A link drawn between two cells; the arrow points from the answer to what it answers."""

    link: Link
    direction: str  # "to-left", "to-right" or, for symmetric relations, "both"

    @property
    def label(self) -> str:
        return told(self.link)


@dataclass
class Remark:
    """A link told in words below one of its claims."""

    link: Link
    other: Claim
    outgoing: bool
    elsewhere: bool

    @property
    def label(self) -> str:
        return self.link.get_relation_display()


@dataclass
class Cell:
    """What stands in a row: "claim", "none" (nothing found), "withheld", "tie" or "gutter"."""

    kind: str
    column: Column | None = None
    claim: Claim | None = None
    withheld: Figure | None = None
    ties: list[Tie] = field(default_factory=list)
    span: int = 1
    called: bool = False  # the row accuses this column's side, which has not answered
    told: str = ""


@dataclass
class Row:
    """One exchange. `first` is the statement that the others are beside, `silent` says nothing and need not."""

    cells: list[Cell]
    first: Claim
    silent: list[Side] = field(default_factory=list)

    @property
    def find(self) -> str:
        """Where a rival of the first statement is looked for."""
        return path_of("claims:link", self.first.pk)


@dataclass
class Ledger:
    matter: Matter
    columns: list[Column]
    rows: list[Row]
    board: Board
    statements: int
    waiting: int
    sides: int
    sources: int
    page: Page


def told(link: Link) -> str:
    """The relation in the few words that fit between two columns: “denies”, “concedes in part”."""
    words = link.get_relation_display()
    for ending in (" of", " on", " with"):
        words = words.removesuffix(ending)
    return f"{words} {link.get_aspect_display()}" if link.relation == Relation.CONCEDES else words


def ledger(user, matter: Matter, query: QueryDict, as_of: date | None = None) -> Ledger:
    """The matter as it stood on a day (today without one), for this reader: its statements in time order.

    One page of them, with the ties among these; those to others are told in words. Costs ten queries, and five more
    where the board counts what stands on other pages.
    """
    matter = Matter.objects.select_related("dossier").with_contest(as_of).get(pk=matter.pk)
    keys = ("first_day", "last_day", "pk")
    page = page_of(_shown(user, matter, as_of).only(*keys), query, *keys, size=SIZE)
    places = cards_of([claim.pk for claim in page.rows], as_of=as_of)
    claims = [places[claim.pk] for claim in page.rows]
    links = links_of(user, places, as_of)
    within = [link for link in links if {link.answer_id, link.target_id} <= places.keys()]
    exchanges = _exchanges(claims, within)
    counted = Counter(dict(_counted_by_side(user, matter, as_of)))
    columns = _arranged(_columns(claims, counted), exchanges, within)
    rows = _rows(columns, exchanges, within, _withheld(claims))
    _tell_the_rest(rows, places, links)
    return Ledger(
        matter=matter,
        columns=columns,
        rows=rows,
        board=_board(user, matter, as_of, page, claims, links, columns),
        statements=sum(n for (_, status), n in counted.items() if status == PUBLISHED),
        waiting=sum(n for (_, status), n in counted.items() if status != PUBLISHED),
        sides=len({side for side, status in counted if status == PUBLISHED}),
        sources=_sources(user, matter, as_of),
        page=page,
    )


def _shown(user, matter: Matter, as_of: date | None):
    """Published statements; to those who work on the dossier also the others, drafts only their own."""
    claims = Claim.objects.visible_to(user).live().filter(matter=matter)
    own = Q(logged_by=user) if user.is_authenticated else Q()
    claims = claims.filter(~Q(status=Claim.Status.DRAFT) | own)
    return claims.filter(first_day__lte=as_of) if as_of else claims


def _counted_by_side(user, matter: Matter, as_of: date | None) -> Iterator[tuple[tuple[int, str], int]]:
    rows = _shown(user, matter, as_of).order_by().values_list("side", "status").annotate(n=Count("pk"))
    return (((side, status), n) for side, status, n in rows)


def links_of(user, places: dict[int, Claim], as_of: date | None = None) -> list[Link]:
    """All that ties these claims, to each other or to others, there or in other matters."""
    links = _ties(user, claims=list(places))
    elsewhere = {pk for link in links for pk in (link.answer_id, link.target_id)} - places.keys()
    claims = {claim.pk: claim for claim in _ends(claims=list(elsewhere))} | places
    counted = {pk for link in links for pk in (link.answer_figure_id, link.target_figure_id) if pk}
    figures = {figure.pk: figure for figure in _figures(figures=list(counted))}
    for link in links:
        link.answer, link.target = claims[link.answer_id], claims[link.target_id]
        link.answer_figure, link.target_figure = (
            figures.get(link.answer_figure_id), figures.get(link.target_figure_id)
        )  # fmt: skip
    return [link for link in links if all(_stood(end, as_of) for end in (link.answer, link.target))]


def _stood(claim: Claim, as_of: date | None) -> bool:
    return claim.status != Claim.Status.VOIDED and (as_of is None or claim.first_day <= as_of)


@prepared
def _ties(person):
    # Each end as a set of its own, so that its index is used.
    claims, links = GivenKeys("claims"), Link.objects.order_by()
    touching = links.filter(answer__in=claims).values("pk").union(links.filter(target__in=claims).values("pk"))
    return Link.objects.visible_to(person).live().filter(pk__in=touching).order_by("pk")


@prepared
def _figures():
    return Figure.objects.filter(pk__in=GivenKeys("figures")).select_related("affected_side").order_by()


@prepared
def _ends():
    return Claim.objects.filter(pk__in=GivenKeys("claims")).select_related("speaker", "side", "matter").order_by()


def _board(
    user, matter: Matter, as_of: date | None, page: Page, claims: list[Claim], links: list[Link], columns: list[Column]
) -> Board:
    """Of all that the matter counts, whatever page it is on."""
    if page.earlier or page.later:
        counting = _shown(user, matter, as_of).filter(figures__voided=False).order_by().distinct()
        places = cards_of(counting.values_list("pk", flat=True), as_of=as_of)
        claims = sorted(places.values(), key=lambda claim: (claim.first_day, claim.last_day, claim.pk))
        links = links_of(user, places, as_of)
    published = [claim for claim in claims if claim.status == PUBLISHED]
    return board_of(published, links, [column.side for column in columns if column.side])


def _sources(user, matter: Matter, as_of: date | None) -> int:
    cited = Q(captures__passages__citations__voided=False)
    claims = Claim.objects.visible_to(user).published(as_of).filter(matter=matter)
    return Source.objects.filter(cited, captures__passages__citations__claim__in=claims).distinct().count()


def _columns(claims: list[Claim], counted: Counter) -> list[Column]:
    """In the order of the dossier's sides, with how many of all statements are of each."""
    by_side: dict[int, Column] = {}
    for claim in claims:
        for side in filter(None, (claim.side, claim.accused_side)):
            by_side.setdefault(side.pk, Column(side))
    for (side, status), n in counted.items():
        if side in by_side and status == PUBLISHED:
            by_side[side].published += n
        elif side in by_side:
            by_side[side].waiting += n
    columns = sorted(by_side.values(), key=lambda column: (column.side.slot, column.side.pk))
    return [*columns, Column(None)] if len(columns) == 1 else columns


def _arranged(columns: list[Column], exchanges: list[dict[int, Claim]], links: list[Link]) -> list[Column]:
    """Sides that answer or accuse each other next to each other, so that lines are short; else as they come."""
    if not 2 < len(columns) <= ARRANGED:
        return columns
    at = {column.side.pk: place for place, column in enumerate(columns)}
    row_of = {claim.pk: row for row, exchange in enumerate(exchanges) for claim in exchange.values()}
    pulls: Counter = Counter()
    for link in links:
        if row_of[link.answer_id] == row_of[link.target_id]:
            pulls[at[link.answer.side_id], at[link.target.side_id]] += 1
    for exchange in exchanges:
        for claim in exchange.values():
            if claim.is_unanswered and claim.accused_side_id not in exchange:
                pulls[at[claim.side_id], at[claim.accused_side_id]] += 1

    def cost(order: tuple[int, ...]) -> tuple[int, int]:
        place = {column: now for now, column in enumerate(order)}
        length = sum(n * (abs(place[one] - place[other]) - 1) for (one, other), n in pulls.items())
        return length, sum(one > other for one, other in combinations(order, 2))

    return [columns[place] for place in min(permutations(range(len(columns))), key=cost)]


def _rows(columns: list[Column], exchanges: list[dict[int, Claim]], links: list[Link], withheld: dict) -> list[Row]:
    between = defaultdict(list)
    for link in links:
        between[frozenset((link.answer_id, link.target_id))].append(link)
    return [_row(columns, exchange, between, withheld) for exchange in exchanges]


def _exchanges(claims: list[Claim], links: list[Link]) -> list[dict[int, Claim]]:
    """Claims by side, one a side, joined by the links that matter most; in order of their first statement."""
    row_of = {claim.pk: {claim.side_id: claim} for claim in claims}

    def join(one: int, other: int) -> None:
        row, second = row_of[one], row_of[other]
        if row is not second and row.keys().isdisjoint(second):
            row.update(second)
            row_of.update((claim.pk, row) for claim in second.values())

    def weight(link: Link) -> tuple:
        return link.state != Link.State.CONFIRMED, link.relation not in RIVAL, link.pk

    for link in sorted(links, key=weight):
        if link.relation in JOINING:
            join(link.target_id, link.answer_id)
    for silent in claims:
        kept = {_counted(figure) for figure in silent.live_figures if figure.bound == Figure.Bound.WITHHELD}
        beside = next(
            (claim for claim in claims if _gives(claim, kept) and silent.side_id not in row_of[claim.pk]), None
        )
        if beside and len(row_of[silent.pk]) == 1:
            join(beside.pk, silent.pk)
    rows = {id(row): row for row in row_of.values()}
    order = {claim.pk: place for place, claim in enumerate(claims)}
    return sorted(rows.values(), key=lambda row: min(order[claim.pk] for claim in row.values()))


def _counted(figure: Figure) -> tuple[str, str]:
    return figure.quantity_key, figure.population_key


def _gives(claim: Claim, kept: set[tuple[str, str]]) -> bool:
    return any(figure.bound != Figure.Bound.WITHHELD and _counted(figure) in kept for figure in claim.live_figures)


def _withheld(claims: list[Claim]) -> dict[tuple[int, tuple[str, str]], Figure]:
    """By side and what is counted: the figure that the side has not given."""
    found = {}
    for claim in claims:
        for figure in claim.live_figures:
            if figure.bound == Figure.Bound.WITHHELD:
                figure.claim = claim
                found.setdefault((claim.side_id, _counted(figure)), figure)
    return found


def _row(columns: list[Column], exchange: dict[int, Claim], between: dict, withheld: dict) -> Row:
    claims = sorted(exchange.values(), key=lambda claim: (claim.first_day, claim.last_day, claim.pk))
    cells = [_cell(column, exchange, claims, withheld) for column in columns]
    row, here = [], 0
    while here < len(cells):
        row.append(cells[here])
        there = _reached(cells, here, between)
        left, right = cells[here].claim, cells[there].claim if there else None
        if there and left and right:
            ties = [_tie(link, left) for link in between[frozenset((left.pk, right.pk))]]
            row.append(Cell("tie", ties=ties, span=2 * (there - here) - 1))
        elif here < len(cells) - 1:
            row.append(Cell("gutter", told=_silence(cells, here)))
        here = there or here + 1
    silent = [side for cell in cells if _is_silent(cell) and (side := cell.column.side)]
    return Row(row, claims[0], silent)


def _is_silent(cell: Cell) -> bool:
    """Whether the cell stands empty for no better reason than that nothing was found."""
    return cell.kind == "none" and not cell.called


def _reached(cells: list[Cell], here: int, between: dict) -> int | None:
    """The next statement to the right, if a line can be drawn to it: linked, and across empty cells only."""
    for there in range(here + 1, len(cells)):
        if cells[there].kind == "claim":
            one, other = cells[here].claim, cells[there].claim
            return there if one and frozenset((one.pk, other.pk)) in between else None
        if cells[there].kind == "withheld" or cells[there].called:
            return None
    return None


def _silence(cells: list[Cell], here: int) -> str:
    """What to say between a statement and the empty cell of a side that it accuses."""
    for cell, side_of in ((cells[here], cells[here + 1 :]), (cells[here + 1], cells[: here + 1])):
        if cell.claim and cell.claim.is_unanswered:
            accused = cell.claim.accused_side_id
            if any(other.called and other.column.side.pk == accused for other in side_of):
                return "unanswered"
    return ""


def _cell(column: Column, exchange: dict[int, Claim], claims: list[Claim], withheld: dict) -> Cell:
    if column.side is None:
        return Cell("none", column)
    if claim := exchange.get(column.side.pk):
        return Cell("claim", column, claim)
    kept = (
        withheld.get((column.side.pk, _counted(figure)))
        for claim in claims
        for figure in claim.live_figures
        if figure.bound != Figure.Bound.WITHHELD
    )
    if figure := next(filter(None, kept), None):
        return Cell("withheld", column, withheld=figure)
    called = any(claim.is_unanswered and claim.accused_side_id == column.side.pk for claim in claims)
    return Cell("none", column, called=called)


def _tie(link: Link, left: Claim) -> Tie:
    if link.relation in SYMMETRIC:
        return Tie(link, "both")
    return Tie(link, "to-right" if link.answer_id == left.pk else "to-left")


def _tell_the_rest(rows: list[Row], places: dict[int, Claim], links: list[Link]) -> None:
    """Below each card, the links that no line shows."""
    drawn = {tie.link.pk for row in rows for cell in row.cells for tie in cell.ties}
    for claim in places.values():
        claim.remarks = []
    for link in links:
        if link.pk in drawn:
            continue
        for here, other, outgoing in ((link.answer_id, link.target, True), (link.target_id, link.answer, False)):
            if here in places:
                places[here].remarks.append(Remark(link, other, outgoing, other.pk not in places))
