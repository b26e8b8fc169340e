"""Who answers whom: speakers, and the confirmed links between what they said."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin

from claims.models import Link
from claims.relations import RIVAL, SYMMETRIC, Relation
from sources.models import Dossier, Side, Speaker

#: Links looked at, the newest; speakers drawn, those with most of them; pairs told in the table.
LINKS, SPEAKERS, PAIRS = 5_000, 40, 200

# The drawing, in units of its own.
WIDTH, HEIGHT, RADIUS, NAME = 1000, 580, 240, 20

_AGREEING = [Relation.CONCEDES, Relation.CORROBORATES, Relation.REPEATS, Relation.ELABORATES]


@dataclass
class Node:
    """A speaker on the circle; the name stands outside of it."""

    speaker: Speaker
    side: Side
    links: int
    x: float = 0
    y: float = 0
    name_x: float = 0
    name_y: float = 0
    anchor: str = "start"
    faded: bool = False

    @property
    def size(self) -> float:
        return min(14 + 2 * self.links, 34)

    @property
    def left(self) -> float:
        return round(self.x - self.size / 2, 1)

    @property
    def top(self) -> float:
        return round(self.y - self.size / 2, 1)


@dataclass
class Pair:
    """One speaker's links of one relation to another's statements. `path` is empty where it is not drawn."""

    answering: Speaker
    answered: Speaker
    relation: str
    count: int
    path: str = ""

    @property
    def words(self) -> str:
        return Relation(self.relation).label

    @property
    def tone(self) -> str:
        return "rival" if self.relation in RIVAL else "agree" if self.relation in _AGREEING else "neutral"

    @property
    def both_ways(self) -> bool:
        return self.relation in SYMMETRIC

    @property
    def width(self) -> float:
        return min(1 + self.count, 6)


@dataclass
class Network:
    nodes: list[Node]
    pairs: list[Pair]
    links: int
    more: bool  # there are links beyond those looked at
    left_out: int  # speakers that are not drawn
    cut: int  # pairs that are not told


def network(dossier: Dossier, *, speaker: Speaker | None = None) -> Network:
    """Of the newest links that count; only those of one speaker, if one is named, the others faded."""
    counted = Link.objects.counted().filter(dossier=dossier).exclude(relation=Relation.NOT_COMPARABLE)
    ends = ("answer__speaker", "answer__side", "target__speaker", "target__side", "relation")
    rows = list(counted.order_by("-pk").values_list(*ends)[: LINKS + 1])
    spoke_for: dict[int, Counter[int]] = defaultdict(Counter)
    tied: Counter[tuple[int, int, str]] = Counter()
    for one, one_side, other, other_side, relation in rows[:LINKS]:
        spoke_for[one][one_side] += 1
        spoke_for[other][other_side] += 1
        tied[one, other, relation] += 1
    speakers = Speaker.objects.in_bulk(spoke_for)
    pairs = [Pair(speakers[one], speakers[other], relation, n) for (one, other, relation), n in tied.most_common()]
    if speaker:
        pairs = [pair for pair in pairs if speaker in (pair.answering, pair.answered)]
    nodes = _nodes(spoke_for, speakers, {side.pk: side for side in dossier.sides.all()})
    _draw(pairs, {node.speaker.pk: node for node in nodes})
    near = {one.pk for pair in pairs for one in (pair.answering, pair.answered)}
    for node in nodes:
        node.faded = speaker is not None and node.speaker.pk not in near
    return Network(
        nodes=nodes,
        pairs=pairs[:PAIRS],
        links=min(len(rows), LINKS),
        more=len(rows) > LINKS,
        left_out=len(spoke_for) - len(nodes),
        cut=max(len(pairs) - PAIRS, 0),
    )


def _nodes(spoke_for: dict[int, Counter[int]], speakers: dict[int, Speaker], sides: dict[int, Side]) -> list[Node]:
    """The speakers with most links, each for the side that they mostly spoke for, on a circle."""
    most = sorted(spoke_for, key=lambda who: (-spoke_for[who].total(), who))[:SPEAKERS]
    nodes = [Node(speakers[who], sides[spoke_for[who].most_common(1)[0][0]], spoke_for[who].total()) for who in most]
    _lay_out(nodes)
    return nodes


def _lay_out(nodes: list[Node]) -> None:
    """On a circle, side by side, so that lines across it are disputes between sides."""
    nodes.sort(key=lambda node: (node.side.slot, node.side.pk, node.speaker.name))
    for at, node in enumerate(nodes):
        angle = 2 * pi * (at + 0.5) / len(nodes) - pi / 2
        across, down = cos(angle), sin(angle)
        node.x, node.y = round(WIDTH / 2 + RADIUS * across, 1), round(HEIGHT / 2 + RADIUS * down, 1)
        node.name_x = round(WIDTH / 2 + (RADIUS + NAME + node.size / 4) * across, 1)
        node.name_y = round(HEIGHT / 2 + (RADIUS + NAME + node.size / 4) * down + 5, 1)
        node.anchor = "middle" if abs(across) < 0.12 else "start" if across > 0 else "end"


def _draw(pairs: Iterable[Pair], nodes: dict[int, Node]) -> None:
    """A line from who answers to who is answered, bent towards the middle; lines of one pair lie beside each other."""
    between: Counter[frozenset[int]] = Counter()
    for pair in pairs:
        one, other = nodes.get(pair.answering.pk), nodes.get(pair.answered.pk)
        if one is None or other is None or one is other:
            continue
        key = frozenset((one.speaker.pk, other.speaker.pk))
        pull = 0.35 + 0.3 * between[key]
        between[key] += 1
        middle_x = (one.x + other.x) / 2 * (1 - pull) + WIDTH / 2 * pull
        middle_y = (one.y + other.y) / 2 * (1 - pull) + HEIGHT / 2 * pull
        pair.path = f"M{one.x} {one.y}Q{middle_x:.1f} {middle_y:.1f} {other.x} {other.y}"
