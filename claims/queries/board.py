"""The figures of a matter: what each side counts, what the parts add up to, and a chart of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal

from claims.figures import Reconciliation, describe, normalise, number, reconcile
from claims.models import Claim, Figure, Link
from claims.relations import Relation
from sources.dates import days
from sources.models import Side

#: How far, in hundredths of the axis, an open end (“at least”) is drawn.
REACH = Decimal(11)
#: How many figures one chart shows, the largest; the board has all of them.
DRAWN = 40


@dataclass
class Counted:
    """One row of the board: figures that count the same thing, by side."""

    what: str
    scope: str
    cells: list[list[Figure]]


@dataclass
class Total:
    """A stated total, and what the parts that sides declared add up to."""

    figure: Figure
    sum: Reconciliation
    by_side: list[str]

    @property
    def declared(self) -> str:
        return describe(self.sum.declared_bound, self.sum.declared, self.sum.declared)

    @property
    def gap(self) -> str:
        if self.sum.gap is None:
            return ""
        return f"{'' if self.sum.gap_is_exact else 'about '}{number(abs(self.sum.gap))}"


@dataclass
class Mark:
    """A figure on the chart. Positions are hundredths of the axis."""

    figure: Figure
    what: str
    at: str = ""
    start: str = ""
    end: str = ""
    label_at: str = ""
    leftward: bool = False


@dataclass
class Chart:
    quantity: str
    marks: list[Mark]
    ticks: list[tuple[str, str]]
    left_out: int = 0


@dataclass
class Board:
    sides: list[Side] = field(default_factory=list)
    rows: list[Counted] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


def board_of(claims: Iterable[Claim], links: Iterable[Link], sides: list[Side]) -> Board:
    """From published claims with their live figures, and links with theirs. Asks the database nothing.

    Figures of superseded and retracted claims are left out: what replaced them stands. Parts and totals
    in other matters are counted too, where a confirmed link ties them to a figure here.
    """
    figures = {}
    for claim in claims:
        for figure in claim.live_figures if claim.standing == "standing" else ():
            figure.claim = claim
            figures[figure.pk] = figure
    totals, parts = {}, defaultdict(list)
    for part, total in _parts_and_totals(links, figures):
        totals[total.pk] = total
        parts[total.pk].append(part)
    figures |= {part.pk: part for found in parts.values() for part in found} | totals
    if not figures:
        return Board()
    spoken = {figure.claim.side_id: figure.claim.side for figure in figures.values()}
    columns = [side for side in sides if side.pk in spoken]
    columns += [side for key, side in spoken.items() if side not in columns]
    return Board(
        sides=columns,
        rows=_rows([figure for figure in figures.values() if figure.pk not in totals], columns),
        totals=[_total(total, parts[key], columns) for key, total in totals.items()],
        charts=_charts(figures.values(), columns),
    )


def _parts_and_totals(links: Iterable[Link], figures: dict[int, Figure]) -> Iterable[tuple[Figure, Figure]]:
    """The ends of confirmed “part of” links between published claims, where one end at least is here."""
    published, confirmed = Claim.Status.PUBLISHED, Link.State.CONFIRMED
    for link in links:
        part, total = link.answer_figure, link.target_figure
        if link.relation != Relation.PART_OF or link.state != confirmed or not part or not total:
            continue
        counts = link.answer.status == link.target.status == published and not (part.voided or total.voided)
        if counts and (part.pk in figures or total.pk in figures):
            yield figures.get(part.pk) or _of(part, link.answer), figures.get(total.pk) or _of(total, link.target)


def _of(figure: Figure, claim: Claim) -> Figure:
    figure.claim = claim
    return figure


def _rows(figures: Iterable[Figure], sides: list[Side]) -> list[Counted]:
    rows: dict[tuple, Counted] = {}
    place = {side.pk: at for at, side in enumerate(sides)}
    for figure in figures:
        key = (
            figure.quantity_key, figure.population_key, figure.affected_side_id,
            normalise(figure.place), figure.period, figure.cumulative, figure.unit_key,
        )  # fmt: skip
        row = rows.setdefault(key, Counted(_what(figure), _scope(figure), [[] for _ in sides]))
        row.cells[place[figure.claim.side_id]].append(figure)
    return list(rows.values())


def _what(figure: Figure) -> str:
    """“Civilians killed”, “Aircraft shot down”."""
    words = " ".join(filter(None, (figure.population, figure.quantity)))
    return words[:1].upper() + words[1:]


def _scope(figure: Figure) -> str:
    """What narrows the count: whose, where, when, and whether it runs on."""
    parts = (
        f"of {figure.affected_side.short_name}" if figure.affected_side else "",
        figure.place,
        _period(figure.period),
        "running total" if figure.cumulative else "",
    )
    return " · ".join(filter(None, parts))


def _period(edtf: str) -> str:
    try:
        return days.describe(edtf, *days.bounds(edtf)) if edtf else ""
    except days.UnreadableDate:
        return edtf


def _total(total: Figure, parts: list[Figure], sides: list[Side]) -> Total:
    by_side = []
    for side in sides:
        own = [part for part in parts if part.claim.side_id == side.pk]
        given = [part for part in own if part.bound != Figure.Bound.WITHHELD]
        summed = reconcile(None, given)
        words = describe(summed.declared_bound, summed.declared, summed.declared) if given else ""
        by_side.append(" + ".join(filter(None, (words, "withheld" if len(own) > len(given) else ""))))
    return Total(total, reconcile(total, parts), by_side)


def _charts(figures: Iterable[Figure], sides: list[Side]) -> list[Chart]:
    """One chart for each thing that happened, where there are two numbers at least to compare."""
    place = {side.pk: at for at, side in enumerate(sides)}
    by_quantity = defaultdict(list)
    for figure in figures:
        by_quantity[figure.quantity_key, figure.unit_key].append(figure)
    charts = []
    for found in by_quantity.values():
        given = [figure for figure in found if figure.bound != Figure.Bound.WITHHELD]
        if len(given) < 2:
            continue
        top = max(_largest(figure) for figure in given)
        if top <= 0 or min(figure.low or 0 for figure in given) < 0:
            continue
        found.sort(key=lambda figure: (_largest(figure), place[figure.claim.side_id], figure.pk))
        step = _step(top)
        axis = (top / step).to_integral_value(ROUND_CEILING) * step
        ticks = [(_percent(step * n / axis * 100), number(step * n)) for n in range(int(axis / step) + 1)]
        marks = [_mark(figure, axis) for figure in found[-DRAWN:]]
        charts.append(Chart(found[0].quantity, marks, ticks, max(len(found) - DRAWN, 0)))
    return charts


def _largest(figure: Figure) -> Decimal:
    return max(figure.low or Decimal(0), figure.high or Decimal(0))


def _step(top: Decimal) -> Decimal:
    """A round step that parts the axis into at most five."""
    power = Decimal(10) ** (top.adjusted() - 1)
    return next(power * size for size in (1, 2, 5, 10, 20, 50, 100) if top <= power * size * 5)


def _mark(figure: Figure, axis: Decimal) -> Mark:
    mark = Mark(figure, _what(figure))
    if figure.bound == Figure.Bound.WITHHELD:
        return mark
    low = figure.low if figure.low is not None else figure.high or Decimal(0)
    high = figure.high if figure.high is not None else low
    start, end = low / axis * 100, high / axis * 100
    mark.at = _percent(end if figure.bound == Figure.Bound.AT_MOST else start)
    if figure.bound == Figure.Bound.AT_LEAST:
        end = min(end + REACH, Decimal(100))
    elif figure.bound == Figure.Bound.AT_MOST:
        start = max(start - REACH, Decimal(0))
    mark.start, mark.end = _percent(start), _percent(end)
    mark.leftward = end > 66
    mark.label_at = mark.start if mark.leftward else mark.end
    return mark


def _percent(value: Decimal) -> str:
    return f"{value:.2f}%"
