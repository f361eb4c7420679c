"""Pictures in Markdown: within the document, black on white whatever the theme."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from quizgen.interactions import Place
from quizgen.markup.pictures import Picture, read_picture
from quizgen.media.markdown_text import escaped

SPOT = 11  # half the side of the box that numbers a place of a picture


class Pictures:
    """The pictures of a document: each is referred to where it stands, and defined at the end.

    A label is made of its picture, so documents with different pictures can be joined, as the cells of a notebook are.
    """

    def __init__(self) -> None:
        self.definitions: dict[str, str] = {}  # label -> address

    def shown(self, picture: Picture, words: str, more: str = "") -> str:
        """A reference to a picture, with its words as alternative text; `more` is drawn over it."""
        data = svg(picture, more).encode()
        label = f"picture-{sha256(data).hexdigest()[:8]}"
        self.definitions[label] = f"data:image/svg+xml;base64,{b64encode(data).decode()}"
        return f"![{escaped(words).replace('<span>', '').replace('</span>', '')}][{label}]"

    def numbered(self, place: Place) -> str:
        """The picture of a Place, with the keys of its spots on it."""
        boxes = "".join(
            f'<rect x="{s.x - SPOT:g}" y="{s.y - SPOT:g}" width="{2 * SPOT}" height="{2 * SPOT}" fill="white" stroke="black"/>'
            f'<text x="{s.x:g}" y="{s.y + 5:g}" font-family="sans-serif" font-size="14" text-anchor="middle">'
            f"{escape(s.key)}</text>\n"
            for s in place.spots
        )
        return self.shown(read_picture(place.picture), place.description, boxes)

    def below(self, text: str) -> str:
        """A text, and the definitions of its pictures below it."""
        return "\n".join([text, "", *(f"[{label}]: {address}" for label, address in self.definitions.items())]).rstrip()


def svg(picture: Picture, more: str) -> str:
    """A picture on a white ground, with `more` over it."""
    size = f'width="{picture.width}" height="{picture.height}"'
    ground = f'</desc>\n<rect {size} fill="white"/>\n'
    return (
        picture.svg.replace("<svg ", f"<svg {size} ", 1).replace("</desc>\n", ground, 1).removesuffix("</svg>")
        + f"{more}</svg>"
    )
