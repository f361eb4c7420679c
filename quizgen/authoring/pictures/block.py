"""The block of markup that a picture is: fenced SVG with title and description, the same bytes every time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from quizgen.asks.options import shown_key
from quizgen.authoring.pictures.describe import describe
from quizgen.authoring.pictures.draw import SANS, svg_net
from quizgen.authoring.pictures.layout import layout
from quizgen.authoring.pictures.net import Net
from quizgen.markup.pictures import Picture

CAPTION, APART = 24, 20  # above each of several drawings, and between two of them


def draw_net(net: Net, lit: Collection[str] = (), blanks: Mapping[str, int] | None = None) -> Picture:
    """A network as a picture; `lit` names the nodes of a marked path, `blanks` numbers nodes and arrows without a label."""
    placed = layout(net)
    drawing = svg_net(net, placed, lit, blanks)
    return Picture(placed.width, placed.height, net.title, describe(net, lit, blanks), drawing)


def draw_side_by_side(title: str, nets: Mapping[str, Net], columns: int = 2) -> Picture:
    """Several networks in one picture, each under its caption ("A", "B", ...), in rows of `columns`."""
    captions, drawings, words = [], [], []
    top = right = 0
    names = list(nets)
    for row in (names[at : at + columns] for at in range(0, len(names), columns)):
        left = below = 0
        for name in row:
            placed = layout(nets[name], left, top + CAPTION)
            captions.append(f'<text x="{left + 6}" y="{top + 18}">{name}</text>')
            drawings.append(svg_net(nets[name], placed))
            words.append(f"{name}.\n{describe(nets[name])}")
            left, below = left + placed.width + APART, max(below, placed.height)
        right, top = max(right, left - APART), top + CAPTION + below + APART
    head = f'<g fill="currentColor" font-family="{SANS}" font-size="16" font-weight="bold">\n'
    drawing = head + "\n".join(captions) + "\n</g>\n" + "".join(drawings)
    return Picture(right, top - APART, title, "\n".join(words), drawing)


@dataclass(frozen=True)
class Blanked:
    """A network's picture with numbered boxes for some labels: where each box stands, and the label it replaces."""

    picture: Picture
    spots: Mapping[str, tuple[float, float]]
    labels: Mapping[str, str]  # as markup


def blanked(net: Net, names: Sequence[str]) -> Blanked:
    """A network in which the labels of these nodes and arrows ("h_2", "h_1 > h_2") are the boxes 1, 2, 3 ...

    ValueError: there is no node and no arrow of such a name.
    """
    placed = layout(net)
    middles = placed.middles()
    known = {name: name for name in middles}
    numbers = {shown_key(name, known, "nodes and arrows of the network"): place for place, name in enumerate(names, 1)}
    drawn = Picture(
        placed.width,
        placed.height,
        net.title,
        describe(net, blanks=numbers),
        svg_net(net, placed, blanks=numbers),
    )
    labels = {node.name: node.tex for node in net.nodes} | {arrow.name: arrow.weight for arrow in net.arrows}
    return Blanked(
        drawn,
        {str(place): (middles[name].x, middles[name].y) for name, place in numbers.items()},
        {str(place): f"${labels[name]}$" for name, place in numbers.items()},
    )


def picture(of: Net | Picture, lit: Collection[str] = (), blanks: Mapping[str, int] | None = None) -> str:
    """A picture, or a network to be drawn, as a block of markup; it stands on lines of its own."""
    drawn = draw_net(of, lit, blanks) if isinstance(of, Net) else of
    return f"```picture\n{drawn.svg}\n```"
