"""A network as SVG, drawn from its graph: shapes in the ink of the page, a marked path heavier and in colour."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import hypot

from quizgen.authoring.pictures.layout import HALF, Layout, Line, Point
from quizgen.authoring.pictures.net import Net
from quizgen.authoring.pictures.symbol import svg_symbol

LIT = "#c2410c"  # seen on white and on a dark page alike
FONT = "Libertinus Serif, Georgia, Times New Roman, serif"
SANS = "Libertinus Sans, Helvetica Neue, Arial, Libertinus Serif"
SQUARE = 11  # half the side of a numbered box


def svg_net(net: Net, placed: Layout, lit: Collection[str] = (), blanks: Mapping[str, int] | None = None) -> str:
    """The elements of a network's picture."""
    numbers = blanks or {}
    plain = [line for line in placed.lines if not marked(line, lit)]
    heavy = [line for line in placed.lines if marked(line, lit)]
    parts = [strokes(net, placed, plain, [n.name for n in net.nodes if n.name not in lit], "currentColor", 1.4)]
    if lit:
        parts.append(strokes(net, placed, heavy, [n.name for n in net.nodes if n.name in lit], LIT, 3))
    labels = [
        svg_symbol(node.tex, placed.nodes[node.name].x, placed.nodes[node.name].y)
        for node in net.nodes
        if node.name not in numbers
    ]
    labels += [
        svg_symbol(line.arrow.weight, line.label.x, line.label.y, 14, line.anchor)
        for line in placed.lines
        if line.arrow.weight and line.arrow.name not in numbers
    ]
    parts.append(f'<g fill="currentColor" font-family="{FONT}" font-style="italic" text-anchor="middle">')
    parts += [*labels, "</g>"]
    if numbers:
        middles = placed.middles()
        parts += numbered({name: middles[name] for name in numbers}, numbers)
    return "\n".join(parts) + "\n"


def marked(line: Line, lit: Collection[str]) -> bool:
    """Whether an arrow belongs to the marked path."""
    return line.arrow.source in lit and line.arrow.target in lit


def strokes(net: Net, placed: Layout, lines: list[Line], names: list[str], colour: str, width: float) -> str:
    """Nodes and arrows in one colour and weight."""
    roles = {node.name: node.role for node in net.nodes}
    shapes = [shape(roles[name], placed.nodes[name]) for name in names]
    ways = [f'<path d="{path(line)}"{dashes(line)}/>' for line in lines]
    heads = [f'<path d="{head(line, 8 if width < 2 else 11)}"/>' for line in lines]
    return "\n".join(
        [
            f'<g fill="none" stroke="{colour}" stroke-width="{width:g}">',
            *shapes,
            *ways,
            f'</g>\n<g fill="{colour}">',
            *heads,
            "</g>",
        ]
    )


def shape(role: str, at: Point) -> str:
    """A state is a box; inputs and outputs are round."""
    if role == "state":
        return f'<rect x="{at.x - HALF:g}" y="{at.y - HALF:g}" width="{2 * HALF}" height="{2 * HALF}" rx="6"/>'
    return f'<circle cx="{at.x:g}" cy="{at.y:g}" r="{HALF}"/>'


def path(line: Line) -> str:
    """An arrow without its head, as path data."""
    start, end = line.start, line.end
    if line.loop:
        far = start.x + 34
        return f"M{start.x:g} {start.y:g}C{far:g} {start.y - 16:g} {far:g} {end.y + 16:g} {end.x + 4:g} {end.y + 1:g}"
    short = toward(line, 4)
    return f"M{start.x:.4g} {start.y:.4g}L{short.x:.4g} {short.y:.4g}"


def dashes(line: Line) -> str:
    """The attribute of a dashed line."""
    return ' stroke-dasharray="5 3"' if line.arrow.dashed else ""


def toward(line: Line, back: float) -> Point:
    """A point on an arrow, so far before its end."""
    dx, dy = line.end.x - line.start.x, line.end.y - line.start.y
    length = hypot(dx, dy)
    return Point(line.end.x - dx / length * back, line.end.y - dy / length * back)


def head(line: Line, length: float) -> str:
    """The head of an arrow, as path data that begins at its tip."""
    tip, from_ = line.end, line.start
    dx, dy = (-1.0, -0.25) if line.loop else (tip.x - from_.x, tip.y - from_.y)
    unit = hypot(dx, dy)
    back, side = (dx / unit * length, dy / unit * length), (-dy / unit * length * 0.45, dx / unit * length * 0.45)
    left = Point(tip.x - back[0] + side[0], tip.y - back[1] + side[1])
    right = Point(tip.x - back[0] - side[0], tip.y - back[1] - side[1])
    return f"M{tip.x:.4g} {tip.y:.4g}L{left.x:.4g} {left.y:.4g}L{right.x:.4g} {right.y:.4g}z"


def numbered(middles: Mapping[str, Point], numbers: Mapping[str, int]) -> list[str]:
    """A box with its number for every blanked label."""
    boxes = [
        f'<rect x="{at.x - SQUARE:g}" y="{at.y - SQUARE:g}" width="{2 * SQUARE}" height="{2 * SQUARE}" rx="3"/>'
        for at in middles.values()
    ]
    digits = [f'<text x="{at.x:g}" y="{at.y + 4.8:g}">{numbers[name]}</text>' for name, at in middles.items()]
    return [
        '<g fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="3 2">',
        *boxes,
        f'</g>\n<g fill="currentColor" font-family="{SANS}" font-size="14" font-weight="bold" text-anchor="middle">',
        *digits,
        "</g>",
    ]
