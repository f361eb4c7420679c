"""Pictures in LaTeX without a package for them: shapes as drawing operators of PDF, words as LaTeX sets them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from quizgen.errors import UserError
from quizgen.media.latex_text import escaped

UNIT = 0.7087  # points (1/72 inch) of a unit of a picture: 0.025 cm
WIDEST = 470.0  # points
ROUND = 0.5523  # of a quarter of a circle: where the control points of a Bézier curve lie
SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
STEP = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}


@dataclass(frozen=True)
class Style:
    """What an element inherits."""

    fill: str = "black"
    stroke: str = "none"
    width: str = "1"
    dashes: str = ""
    anchor: str = "start"
    size: float = 16
    slanted: bool = False
    heavy: bool = False
    plain: bool = False  # without serifs

    def of(self, element: Element) -> Style:
        """The style of an element inside."""
        get = element.get
        return replace(
            self,
            fill=get("fill", self.fill),
            stroke=get("stroke", self.stroke),
            width=get("stroke-width", self.width),
            dashes=get("stroke-dasharray", self.dashes),
            anchor=get("text-anchor", self.anchor),
            size=float(get("font-size", self.size)),
            slanted=get("font-style", "italic" if self.slanted else "") == "italic",
            heavy=get("font-weight", "bold" if self.heavy else "") == "bold",
            plain="Sans" in get("font-family", "Sans" if self.plain else "").split(",")[0],
        )


def picture(svg: str, numbers: Mapping[str, tuple[float, float]] | None = None) -> str:
    """A picture in the middle of the line; `numbers`: keys of places, each with its middle, to be put on it in boxes."""
    found = SIZE.search(svg)
    assert found
    width, height = map(float, found.groups())
    unit = min(UNIT, WIDEST / width)
    root = ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", svg))
    shapes, words = [], []
    for element, style in elements(root, Style(), ("title", "desc")):
        if element.tag == "text":
            words.append(put(element, style, height))
        elif element.tag in ("path", "rect", "circle"):
            shapes.append(painted(shape(element), style))
    for key, (x, y) in (numbers or {}).items():
        words.append(rf"\put({number(x)},{number(height - y)}){{\makebox(0,0){{\spot{{{escaped(key)}}}}}}}")
    scale = number(unit)
    drawn = f"q {scale} 0 0 -{scale} 0 0 cm 1 J 1 j " + " ".join(filter(None, shapes)) + " Q"
    inside = "\n".join([rf"\put(0,{number(height)}){{\drawing{{{drawn}}}}}", *words])
    size = f"({number(width)},{number(height)})"
    return (
        f"\\begin{{center}}\\setlength{{\\unitlength}}{{{scale}bp}}%\n"
        f"\\begin{{picture}}{size}\n{inside}\n\\end{{picture}}\\end{{center}}"
    )


def elements(parent: Element, style: Style, skipped: tuple[str, ...] = ()) -> Iterator[tuple[Element, Style]]:
    """The shapes and words inside, with their styles."""
    for child in parent:
        if child.tag == "g":
            yield from elements(child, style.of(child))
        elif child.tag not in skipped:
            yield child, style.of(child)


def number(value: float) -> str:
    """A number as TeX and PDF read it."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def numbers(*values: float) -> str:
    """Several of them."""
    return " ".join(map(number, values))


def painted(path: str, style: Style) -> str:
    """A path with its paint, as operators; "" for one that is not seen."""
    seen = (style.fill != "none", style.stroke != "none")
    if not any(seen):
        return ""
    paint = {(True, True): "B", (True, False): "f", (False, True): "S"}[seen]
    colours = f"{colour(style.fill)} rg " * seen[0] + f"{colour(style.stroke)} RG " * seen[1]
    dashes = f"[{numbers(*map(float, re.split('[ ,]+', style.dashes.strip())))}] 0 d" if style.dashes else "[] 0 d"
    return f"{colours}{number(float(style.width))} w {dashes} {path} {paint}"


def colour(name: str) -> str:
    """Red, green and blue of a colour, each from 0 to 1."""
    if name == "white":
        return "1 1 1"
    found = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", name)
    return numbers(*(int(part, 16) / 255 for part in found.groups())) if found else "0 0 0"


def shape(element: Element) -> str:
    """A path, a rectangle or a circle as operators that make a path."""

    def value(name: str) -> float:
        return float(element.get(name, "0"))

    if element.tag == "circle":
        return rounded(value("cx") - value("r"), value("cy") - value("r"), 2 * value("r"), 2 * value("r"), value("r"))
    if element.tag == "rect":
        x, y, width, height, corner = map(value, ("x", "y", "width", "height", "rx"))
        return rounded(x, y, width, height, corner) if corner else f"{numbers(x, y, width, height)} re"
    return path(element.get("d", ""))


def rounded(x: float, y: float, width: float, height: float, corner: float) -> str:
    """A rectangle with round corners."""
    near, right, below = corner * (1 - ROUND), x + width, y + height
    return " ".join(
        [
            f"{numbers(x + corner, y)} m {numbers(right - corner, y)} l",
            f"{numbers(right - near, y, right, y + near, right, y + corner)} c {numbers(right, below - corner)} l",
            f"{numbers(right, below - near, right - near, below, right - corner, below)} c {numbers(x + corner, below)} l",
            f"{numbers(x + near, below, x, below - near, x, below - corner)} c {numbers(x, y + corner)} l",
            f"{numbers(x, y + near, x + near, y, x + corner, y)} c h",
        ]
    )


def path(data: str) -> str:
    """The data of an SVG path as operators. UserError: a command that no picture of quizgen has."""
    written: list[str] = []
    x = y = start_x = start_y = 0.0
    for name, values in steps(data):
        kind, by = name.upper(), (x, y) if name.islower() else (0.0, 0.0)
        at = [value + by[place % 2] for place, value in enumerate(values)]
        if kind == "Z":
            written.append("h")
            x, y = start_x, start_y
            continue
        if kind == "H":
            at = [at[0], y]
        elif kind == "V":
            at = [x, values[0] + by[1]]
        elif kind == "Q":
            (middle_x, middle_y), end = at[:2], at[2:]
            first = [x + 2 / 3 * (middle_x - x), y + 2 / 3 * (middle_y - y)]
            second = [end[0] + 2 / 3 * (middle_x - end[0]), end[1] + 2 / 3 * (middle_y - end[1])]
            at = first + second + end
        x, y = at[-2:]
        if kind == "M":
            start_x, start_y = x, y
        written.append(f"{numbers(*at)} {'c' if kind in 'CQ' else 'm' if kind == 'M' else 'l'}")
    return " ".join(written)


def steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """The commands of a path, each with its numbers; a command that is repeated without its letter has it."""
    name, waiting = "", list[float]()
    for letter, value in STEP.findall(data):
        if letter:
            if letter.upper() not in NUMBERS:
                raise UserError(
                    f"LaTeX cannot draw the path command {letter!r} of a picture. Use --format pdf or html."
                )
            name = letter
            if letter.upper() == "Z":
                yield name, []
            continue
        waiting.append(float(value))
        if len(waiting) == NUMBERS.get(name.upper(), 0):
            yield name, waiting
            waiting = []
            name = {"M": "L", "m": "l"}.get(name, name)


def put(element: Element, style: Style, height: float) -> str:
    """The words of a <text> at its place, its pieces one after another, raised and in their own sizes."""
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    below, pieces = 0.0, [piece(element.text or "", style, 0.0)]
    for child in element:
        below += float(child.get("dy", "0"))
        if back := float(child.get("dx", "0")):
            pieces.append(rf"\kern {number(back)}\unitlength ")
        pieces += [piece(child.text or "", style.of(child), below), piece(child.tail or "", style, below)]
    place = {"middle": "c", "end": "r"}.get(style.anchor, "l")
    return rf"\put({number(x)},{number(height - y)}){{\makebox[0pt][{place}]{{{''.join(pieces)}}}}}"


def piece(text: str, style: Style, below: float) -> str:
    """A piece of text in its style, so far below the line."""
    if not text.strip():
        return ""
    shape = rf"\{'itshape' if style.slanted else 'upshape'}" + r"\bfseries" * style.heavy + r"\sffamily" * style.plain
    painted = "" if colour(style.fill) == "0 0 0" else rf"\color[rgb]{{{colour(style.fill).replace(' ', ',')}}}"
    size = rf"\fontsize{{{number(style.size * UNIT)}}}{{{number(style.size * UNIT)}}}\selectfont"
    set_ = rf"{{{size}{shape}{painted} {escaped(text)}}}"
    return rf"\raisebox{{{number(-below)}\unitlength}}[0pt][0pt]{{{set_}}}" if below else set_
