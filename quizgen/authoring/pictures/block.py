"""The block of markup that a picture is: fenced SVG with title and description, the same bytes every time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

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


def picture(of: Net | Picture, lit: Collection[str] = (), blanks: Mapping[str, int] | None = None) -> str:
    """A picture, or a network to be drawn, as a block of markup; it stands on lines of its own."""
    drawn = draw_net(of, lit, blanks) if isinstance(of, Net) else of
    return f"```picture\n{drawn.svg}\n```"
