"""Pictures in the markup: SVG of a few harmless elements, with its title and description, read strictly and never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

WHOLE = re.compile(
    r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 (\d+) (\d+)">\n'
    r"<title>([^<>]+)</title>\n<desc>([^<>]+)</desc>\n(.*)</svg>",
    re.DOTALL,
)
ELEMENT = re.compile(r"<(/?)([a-z]+)((?: [a-z0-9-]+=\"[^\"<>&]*\")*)(/?)>")
ATTRIBUTE = re.compile(r" ([a-z0-9-]+)=\"([^\"]*)\"")
ELEMENTS = {"g", "path", "rect", "circle", "text", "tspan"}
PLACES = {"d", "x", "y", "cx", "cy", "r", "rx", "width", "height", "dx", "dy"}
STYLES = {"fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor"}
FONTS = {"font-family", "font-size", "font-style", "font-weight"}
ATTRIBUTES = PLACES | STYLES | FONTS


@dataclass(frozen=True)
class Picture:
    """A drawing of `width` by `height` units, a unit being a pixel on a page; `title` names it, `description` tells it in full."""

    width: int
    height: int
    title: str
    description: str
    drawing: str  # the elements inside <svg>

    @property
    def words(self) -> str:
        """Title and description as running text, for whoever does not see it."""
        return f"{self.title}. {' '.join(self.description.split())}"

    @property
    def svg(self) -> str:
        """The whole picture as SVG."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}">\n'
            f"<title>{escape(self.title, quote=False)}</title>\n<desc>{escape(self.description, quote=False)}</desc>\n"
            f"{self.drawing}</svg>"
        )


def read_picture(text: str) -> Picture:
    """A picture from its SVG. Raises ValueError for anything that a picture may not hold, such as a script or a link."""
    found = WHOLE.fullmatch(text.strip())
    if not found:
        raise ValueError("a picture is <svg> with a viewBox from 0 0, a <title>, a <desc> and elements, in this order")
    width, height, title, description, drawing = found.groups()
    open_: list[str] = []
    for closing, name, attributes, alone in ELEMENT.findall(drawing):
        if name not in ELEMENTS:
            raise ValueError(f"a picture has no element <{name}>")
        for key, value in ATTRIBUTE.findall(attributes):
            if key not in ATTRIBUTES or "(" in value or ":" in value:
                raise ValueError(f'a picture has no attribute {key}="{value}"')
        if closing:
            if not open_ or open_.pop() != name:
                raise ValueError(f"</{name}> closes nothing in a picture")
        elif not alone:
            open_.append(name)
    if open_ or re.search(r"[<>]", ELEMENT.sub("", drawing)):
        raise ValueError("a picture holds an element that is not closed or cannot be read")
    return Picture(int(width), int(height), unescape(title), unescape(description), drawing)
