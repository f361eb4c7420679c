"""Where the nodes, arrows and labels of a network stand: a column for each step, a row for each layer, outputs on top."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from quizgen.authoring.pictures.net import Arrow, Net, Node

STEP, ROW = 72, 72  # from column to column, from row to row
HALF = 18  # of a node, which is as wide as high
MARGIN = 6
LOOP = 52  # how far the loop of a folded network reaches to the right
ABOVE, BESIDE = 15, 6  # from an arrow to its label
BOX = 12  # from the near edge of a label to the middle of the box that can replace it
SIGN, SIGNS = 18, 30  # the width of a label like W_y, and of one like W_{y,2}
ASIDE = 20  # how far states of the two directions stand beside their column


@dataclass(frozen=True)
class Point:
    """A place, in units from the top left."""

    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """An arrow's way: from its start to its head, and where its label stands.

    `anchor` says which part of the label stands nearest to the arrow ("start": it is to the right of it); `loop`: the
    arrow is a curve on the right.
    """

    arrow: Arrow
    start: Point
    end: Point
    label: Point
    anchor: str = "middle"
    loop: bool = False

    @property
    def box(self) -> Point:
        """The middle of a numbered box in place of the label."""
        aside = {"start": BOX, "middle": 0, "end": -BOX}[self.anchor]
        away = 3 if self.label.y > self.start.y else -3  # a box is higher than a label
        return Point(self.label.x + aside, self.label.y + (0 if aside else away))


@dataclass(frozen=True)
class Layout:
    """The size of a network's picture, the middle of every node, and the way of every arrow."""

    width: int
    height: int
    nodes: dict[str, Point]
    lines: tuple[Line, ...]

    def middles(self) -> dict[str, Point]:
        """Where the box stands that can replace the label of a node or an arrow."""
        return {**self.nodes, **{line.arrow.name: line.box for line in self.lines}}


def layout(net: Net, left: float = 0, top: float = 0) -> Layout:
    """The layout of a network whose top left corner is given."""
    first, last = min(node.time for node in net.nodes), max(node.time for node in net.nodes)
    rows = max(node.layer for node in net.nodes)
    both_ways = any(node.name.startswith("g_") for node in net.nodes)
    aside = ASIDE if both_ways else 0
    step = STEP + 2 * aside
    roles = {node.name: node.role for node in net.nodes}
    fed = any(roles[arrow.source] == "output" for arrow in net.arrows)
    edge = MARGIN + HALF + aside + (SIGN - HALF + BESIDE if fed else 0)

    def place(node: Node) -> Point:
        beside = {"h": -aside, "g": aside}.get(node.name[0], 0)
        return Point(left + edge + step * (node.time - first) + beside, top + MARGIN + HALF + ROW * (rows - node.layer))

    nodes = {node.name: place(node) for node in net.nodes}
    lines = tuple(way(arrow, nodes, roles, fed) for arrow in net.arrows)
    signs = [
        SIGNS if "," in line.arrow.weight else SIGN for line in lines if line.arrow.weight and line.anchor == "start"
    ]
    right = max([LOOP if line.loop else 0 for line in lines] + [sign + BESIDE - HALF for sign in signs])
    return Layout(
        round(2 * edge + step * (last - first) + right), round(2 * (MARGIN + HALF) + ROW * rows), nodes, lines
    )


def way(arrow: Arrow, nodes: dict[str, Point], roles: dict[str, str], fed: bool) -> Line:
    """From the border of one node to that of another, its label beside it; `fed`: arrows leave the outputs to the right."""
    a, b = nodes[arrow.source], nodes[arrow.target]
    if arrow.source == arrow.target:
        start, end = Point(a.x + HALF, a.y - 9), Point(a.x + HALF, a.y + 9)
        return Line(arrow, start, end, Point(a.x + HALF + 30, a.y), "start", loop=True)
    start, end = border(a, b, roles[arrow.source]), border(b, a, roles[arrow.target])
    middle = Point((start.x + end.x) / 2, (start.y + end.y) / 2)
    if abs(start.y - end.y) < HALF:
        return Line(arrow, start, end, Point(middle.x, middle.y + (ABOVE if fed else -ABOVE)))
    if roles[arrow.source] == "output":
        return Line(arrow, start, end, Point(middle.x - BESIDE, middle.y + 9), "end")
    if fed and roles[arrow.target] == "output":
        return Line(arrow, start, end, Point(middle.x - BESIDE, middle.y - 6), "end")
    return Line(arrow, start, end, Point(middle.x + BESIDE, middle.y), "start")


def border(middle: Point, towards: Point, role: str) -> Point:
    """Where a line from the middle of a node towards another point leaves the node."""
    dx, dy = towards.x - middle.x, towards.y - middle.y
    reach = max(abs(dx), abs(dy)) if role == "state" else hypot(dx, dy)
    scale = HALF / reach
    return Point(middle.x + dx * scale, middle.y + dy * scale)
