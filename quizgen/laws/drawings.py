"""What a picture of networks shows, read from its geometry alone, and what its description says, for comparison."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import dist

from quizgen.markup.pictures import Picture

NUMBER = r"(-?[\d.]+)"
SHAPE = re.compile(
    rf'<rect x="{NUMBER}" y="{NUMBER}" width="(\d+)" height="\d+" rx|<circle cx="{NUMBER}" cy="{NUMBER}"'
)
WAY = re.compile(rf'<path d="M{NUMBER} {NUMBER}[LC][^"z]*"(?: stroke-dasharray="[^"]*")?/>')
HEAD = re.compile(rf'<path d="M{NUMBER} {NUMBER}L[^"]*z"/>')
TEXT = re.compile(rf'<text x="{NUMBER}" y="{NUMBER}"[^>]*>(.*?)</text>')
STROKES = re.compile(r'<g fill="none" stroke="[^"]*" stroke-width="([\d.]+)">(.*?)</g>', re.DOTALL)
BOXES = re.compile(r'<g fill="none"[^>]*stroke-dasharray="3 2">(.*?)</g>', re.DOTALL)
LABELS = re.compile(r'<g fill="currentColor"[^>]* text-anchor="middle">(.*?)</g>', re.DOTALL)
CAPTIONS = re.compile(r'<g fill="currentColor"[^>]* font-weight="bold">(.*?)</g>', re.DOTALL)
NODE = 18.5  # units from the middle of a node to its border, and a little more
BOX = 22  # the side of a numbered box, by which it is told from a node
HEAVY = 2.0  # strokes wider than this are marked
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
TOLD = re.compile(r"([^\s,.]+) → ([^\s,.]+)(?: \(((?:[^()]|\([^()]*\))*)\))?")
ALONE, MARKED = "Without an arrow: ", "Marked, with the arrows between them: "

Point = tuple[float, float]


@dataclass(frozen=True)
class Seen:
    """The networks of a picture: of each arrow its caption, its ends and its label; each node; what is marked; the blanks."""

    arrows: Counter[tuple[str, str, str, str]]
    nodes: frozenset[tuple[str, str]]
    marked: Counter[str]
    blanks: frozenset[str]


def as_drawn(picture: Picture) -> Seen:
    """What the drawing shows: an arrow joins the nodes at its ends, and a label belongs to what it stands at."""
    nodes = {at: float(width) > HEAVY for width, inside in STROKES.findall(picture.drawing) for at in middles(inside)}
    boxes = [at for inside in BOXES.findall(picture.drawing) for at in middles(inside)]
    texts = [(at, f"[{text}]" if near(at, boxes, BOX / 2) else text) for at, text in written(LABELS, picture)]
    captions = written(CAPTIONS, picture)
    names = {node: next((text for at, text in texts if dist(at, node) < NODE / 2), "?") for node in nodes}
    starts, tips = ([(float(x), float(y)) for x, y in found.findall(picture.drawing)] for found in (WAY, HEAD))
    ways = list(zip(starts, tips, strict=True))
    labels = dict.fromkeys(ways, "")
    for (x, y), text in texts:
        if not near((x, y), nodes, NODE):
            labels[min(ways, key=lambda way: dist((x, y - 5), half_way(way)))] = text
    arrows: Counter[tuple[str, str, str, str]] = Counter()
    for (start, tip), label in labels.items():
        source, target = names[node_at(start, nodes)], names[node_at(tip, nodes)]
        arrows[caption_of(start, captions), source, target, label] += 1
    return Seen(
        arrows,
        frozenset((caption_of(node, captions), name) for node, name in names.items()),
        Counter(names[node] for node, heavy in nodes.items() if heavy),
        frozenset(text for _, text in texts if text.startswith("[")),
    )


def middles(shapes: str) -> Iterator[Point]:
    """The middles of rectangles and circles."""
    for x, y, side, cx, cy in SHAPE.findall(shapes):
        half = float(side or 0) / 2
        yield float(x or cx) + half, float(y or cy) + half


def written(group: re.Pattern[str], picture: Picture) -> list[tuple[Point, str]]:
    """The texts of groups, with their places."""
    found = [one for inside in group.findall(picture.drawing) for one in TEXT.findall(inside)]
    return [((float(x), float(y)), plain(text)) for x, y, text in found]


def near(at: Point, others: Sequence[Point] | dict[Point, bool], most: float) -> bool:
    """Whether one of the others is at most so far away."""
    return any(dist(at, other) < most for other in others)


def half_way(way: tuple[Point, Point]) -> Point:
    """The middle of an arrow."""
    (a, b), (c, d) = way
    return (a + c) / 2, (b + d) / 2


def node_at(end: Point, nodes: dict[Point, bool]) -> Point:
    """The node on whose border an arrow ends."""
    return min(nodes, key=lambda node: max(abs(node[0] - end[0]), abs(node[1] - end[1])))


def caption_of(at: Point, captions: list[tuple[Point, str]]) -> str:
    """The caption of the drawing to which a place belongs: the last one above and to the left of it."""
    before = [(y, x, text) for (x, y), text in captions if x - NODE < at[0] and y < at[1]]
    return max(before, default=(0.0, 0.0, ""))[2]


def as_told(picture: Picture) -> Seen:
    """What the description says."""
    arrows: Counter[tuple[str, str, str, str]] = Counter()
    nodes: set[tuple[str, str]] = set()
    marked: Counter[str] = Counter()
    caption = ""
    for line in picture.description.splitlines():
        if line.startswith(MARKED):
            marked.update(listed(line, MARKED))
        elif line.startswith(ALONE):
            nodes.update((caption, name) for name in listed(line, ALONE))
        elif "→" not in line:
            caption = plain(line.rstrip("."))
        for source, target, about in TOLD.findall(line):
            weight = ", ".join(part for part in about.split(", ") if part != "dashed")
            arrows[caption, plain(source), plain(target), plain(weight)] += 1
            nodes |= {(caption, plain(source)), (caption, plain(target))}
    return Seen(arrows, frozenset(nodes), marked, frozenset(re.findall(r"\[\d+\]", picture.description)))


def listed(line: str, opening: str) -> list[str]:
    """The labels that a line lists."""
    return [plain(name) for name in line.removeprefix(opening).rstrip(".").split(", ")]


def plain(label: str) -> str:
    """A label as letters and digits: SVG and Unicode write its scripts in different ways."""
    bare = re.sub(r"<[^>]*>", "", label).translate(SUBSCRIPTS)
    return re.sub(r"[_^(){},]", "", bare)
