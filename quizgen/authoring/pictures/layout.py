"""Where the nodes, arrows and labels of a network stand: a column for each step, a row for each layer, outputs on top."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from quizgen.authoring.pictures.net import Arrow, Net, Node

STEP, ROW = 72, 72  # from column to column, from row to row
HALF = 18  # of a node, which is as wide as high
MARGIN = 6
LOOP = 52  # how far the loop of a folded network reaches to the right
ABOVE, BESIDE = 14, 16  # from an arrow to the middle of its label
ASIDE = 20  # how far states of the two directions stand beside their column


@dataclass(frozen=True)
class Point:
    """A place, in units from the top left."""

    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """An arrow's way: from its start to its head, with the middle of its label; `loop`: by a curve on the right."""

    arrow: Arrow
    start: Point
    end: Point
    label: Point
    loop: bool = False


@dataclass(frozen=True)
class Layout:
    """The size of a network's picture, the middle of every node, and the way of every arrow."""

    width: int
    height: int
    nodes: dict[str, Point]
    lines: tuple[Line, ...]


def layout(net: Net, left: float = 0, top: float = 0) -> Layout:
    """The layout of a network whose top left corner is given."""
    first, last = min(node.time for node in net.nodes), max(node.time for node in net.nodes)
    rows = max(node.layer for node in net.nodes)
    both_ways = any(node.name.startswith("g_") for node in net.nodes)
    aside = ASIDE if both_ways else 0
    step = STEP + 2 * aside
    edge = MARGIN + HALF + aside

    def place(node: Node) -> Point:
        beside = {"h": -aside, "g": aside}.get(node.name[0], 0)
        return Point(left + edge + step * (node.time - first) + beside, top + MARGIN + HALF + ROW * (rows - node.layer))

    nodes = {node.name: place(node) for node in net.nodes}
    roles = {node.name: node.role for node in net.nodes}
    slanted = {arrow.source for arrow in net.arrows if roles[arrow.source] == "output"}  # their arrows go right
    lines = tuple(way(arrow, nodes, roles, arrow.target in slanted) for arrow in net.arrows)
    right = LOOP if any(line.loop for line in lines) else 0
    upright = any(line.arrow.weight and abs(line.start.x - line.end.x) < HALF for line in lines)
    right = max(right, 16 if upright else 0)
    return Layout(
        round(2 * edge + step * (last - first) + right), round(2 * (MARGIN + HALF) + ROW * rows), nodes, lines
    )


def way(arrow: Arrow, nodes: dict[str, Point], roles: dict[str, str], crowded: bool) -> Line:
    """From the border of one node to the border of another, and its label beside it; `crowded`: on the left."""
    a, b = nodes[arrow.source], nodes[arrow.target]
    if arrow.source == arrow.target:
        start, end = Point(a.x + HALF, a.y - 9), Point(a.x + HALF, a.y + 9)
        return Line(arrow, start, end, Point(a.x + HALF + 38, a.y), loop=True)
    start, end = border(a, b, roles[arrow.source]), border(b, a, roles[arrow.target])
    middle = Point((start.x + end.x) / 2, (start.y + end.y) / 2)
    if abs(start.y - end.y) < HALF:
        return Line(arrow, start, end, Point(middle.x, middle.y - ABOVE))
    return Line(arrow, start, end, Point(middle.x + (-BESIDE if crowded else BESIDE), middle.y))


def border(middle: Point, towards: Point, role: str) -> Point:
    """Where a line from the middle of a node towards another point leaves the node."""
    dx, dy = towards.x - middle.x, towards.y - middle.y
    reach = max(abs(dx), abs(dy)) if role == "state" else hypot(dx, dy)
    scale = HALF / reach
    return Point(middle.x + dx * scale, middle.y + dy * scale)
