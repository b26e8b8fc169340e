"""The ledger of a matter: a column a side, an exchange a row, and the ties between them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, permutations

from django.db.models import Q

from claims.models import Claim, Figure, Link, Matter
from claims.queries.board import Board, board_of
from claims.queries.cards import with_cards
from claims.relations import RIVAL, SYMMETRIC, Relation
from sources.models import Side, Source

#: Links that put two claims into one row. The others are told in words below the card.
JOINING = [*RIVAL, Relation.CONCEDES, Relation.CORROBORATES, Relation.REPEATS]
#: More than this is not one exchange any more, and no browser draws it in a moment.
MOST = 1000
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
    left_out: int = 0


def told(link: Link) -> str:
    """The relation in the few words that fit between two columns: “denies”, “concedes in part”."""
    words = link.get_relation_display()
    for ending in (" of", " on", " with"):
        words = words.removesuffix(ending)
    return f"{words} {link.get_aspect_display()}" if link.relation == Relation.CONCEDES else words


def ledger(user, matter: Matter, as_of: date | None = None) -> Ledger:
    """The matter as it stood on a day (today without one), for this reader. Costs eight queries."""
    matter = Matter.objects.select_related("dossier").with_contest(as_of).get(pk=matter.pk)
    shown = list(with_cards(_shown(user, matter, as_of), as_of).order_by("first_day", "last_day", "pk")[: MOST + 1])
    claims, left_out = shown[:MOST], len(shown) > MOST
    links = _links(user, claims, as_of)
    places = {claim.pk: claim for claim in claims}
    within = [link for link in links if {link.answer_id, link.target_id} <= places.keys()]
    exchanges = _exchanges(claims, within)
    columns = _arranged(_columns(claims), exchanges, within)
    rows = _rows(columns, exchanges, within, _withheld(claims))
    _tell_the_rest(rows, places, links)
    published = [claim for claim in claims if claim.status == Claim.Status.PUBLISHED]
    return Ledger(
        matter=matter,
        columns=columns,
        rows=rows,
        board=board_of(published, links, [column.side for column in columns if column.side]),
        statements=len(published),
        waiting=len(claims) - len(published),
        sides=len({claim.side_id for claim in published}),
        sources=_sources(user, matter, as_of),
        left_out=left_out,
    )


def _shown(user, matter: Matter, as_of: date | None):
    """Published statements; to those who work on the dossier also the others, drafts only their own."""
    claims = Claim.objects.visible_to(user).live().filter(matter=matter)
    own = Q(logged_by=user) if user.is_authenticated else Q()
    claims = claims.filter(~Q(status=Claim.Status.DRAFT) | own)
    return claims.filter(first_day__lte=as_of) if as_of else claims


def _links(user, claims: list[Claim], as_of: date | None) -> list[Link]:
    """All that ties these claims, to each other or to claims in other matters."""
    keys = [claim.pk for claim in claims]
    links = Link.objects.visible_to(user).live().filter(Q(answer__in=keys) | Q(target__in=keys))
    links = links.exclude(answer__status=Claim.Status.VOIDED).exclude(target__status=Claim.Status.VOIDED)
    if as_of:
        links = links.filter(answer__first_day__lte=as_of, target__first_day__lte=as_of)
    ends = [f"{end}__{what}" for end in ("answer", "target") for what in ("speaker", "side", "matter")]
    figures = ["answer_figure__affected_side", "target_figure__affected_side"]
    return list(links.select_related(*ends, *figures).order_by("pk"))


def _sources(user, matter: Matter, as_of: date | None) -> int:
    cited = Q(captures__passages__citations__voided=False)
    claims = Claim.objects.visible_to(user).published(as_of).filter(matter=matter)
    return Source.objects.filter(cited, captures__passages__citations__claim__in=claims).distinct().count()


def _columns(claims: list[Claim]) -> list[Column]:
    """In the order of the dossier's sides."""
    by_side: dict[int, Column] = {}
    for claim in claims:
        for side in filter(None, (claim.side, claim.accused_side)):
            by_side.setdefault(side.pk, Column(side))
        column = by_side[claim.side_id]
        if claim.status == Claim.Status.PUBLISHED:
            column.published += 1
        else:
            column.waiting += 1
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
