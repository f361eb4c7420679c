"""The block of markup that a picture is: fenced SVG with title and description, the same bytes every time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from quizgen.authoring.pictures.describe import describe
from quizgen.authoring.pictures.draw import svg_net
from quizgen.authoring.pictures.layout import layout
from quizgen.authoring.pictures.net import Net
from quizgen.markup.pictures import Picture


def draw_net(net: Net, lit: Collection[str] = (), blanks: Mapping[str, int] | None = None) -> Picture:
    """A network as a picture; `lit` names the nodes of a marked path, `blanks` numbers nodes and arrows without a label."""
    placed = layout(net)
    drawing = svg_net(net, placed, lit, blanks)
    return Picture(placed.width, placed.height, net.title, describe(net, lit, blanks), drawing)


def picture(of: Net | Picture, lit: Collection[str] = (), blanks: Mapping[str, int] | None = None) -> str:
    """A picture, or a network to be drawn, as a block of markup; it stands on lines of its own."""
    drawn = draw_net(of, lit, blanks) if isinstance(of, Net) else of
    return f"```picture\n{drawn.svg}\n```"
