"""The law about pictures: the drawing, read by its geometry alone, and the description say the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import dist

from quizgen.interactions import Place
from quizgen.laws.sample import Law, Sample
from quizgen.markup.parse import Items, parse
from quizgen.markup.pictures import Picture, read_picture
from quizgen.model import Variant

NUMBER = r"(-?[\d.]+)"
SHAPE = re.compile(
    rf'<rect x="{NUMBER}" y="{NUMBER}" width="(\d+)" height="\d+" rx|<circle cx="{NUMBER}" cy="{NUMBER}"'
)
WAY = re.compile(rf'<path d="M{NUMBER} {NUMBER}[LC][^"z]*"(?: stroke-dasharray="[^"]*")?/>')
HEAD = re.compile(rf'<path d="M{NUMBER} {NUMBER}L[^"]*z"/>')
TEXT = re.compile(rf'<text x="{NUMBER}" y="{NUMBER}"[^>]*>(.*?)</text>')
GROUP = re.compile(r'<g fill="none" stroke="[^"]*" stroke-width="([\d.]+)">(.*?)</g>', re.DOTALL)
LABELS = re.compile(r'<g fill="currentColor"[^>]* text-anchor="middle">(.*?)</g>', re.DOTALL)
DOT = re.compile(rf'<circle cx="{NUMBER}" cy="{NUMBER}" r="3"/>')
VALUES = re.compile(r" at t = [^:]*: (.*)\.$", re.MULTILINE)
NODE = 18.5  # units from the middle of a node to its border, and a little more
BOX = 22  # the side of a numbered box, by which it is told from a node
CLOSE = 1.5  # units by which a value is misplaced where the description rounds it
HEAVY = 2.0  # strokes wider than this are marked
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
TOLD = re.compile(r"([^\s,.]+) → ([^\s,.]+)(?: \(((?:[^()]|\([^()]*\))*)\))?")


@dataclass(frozen=True)
class Seen:
    """What a picture shows, or a description says: arrows with their labels, the marked nodes, and the numbers of blanks."""

    arrows: Counter[tuple[str, str, str]]
    marked: Counter[str]
    blanks: frozenset[str]


def as_drawn(picture: Picture) -> Seen:
    """What the drawing shows: an arrow joins the nodes at its ends, and a label belongs to what it stands at."""
    drawing = picture.drawing
    boxes, nodes, heavy = [], [], set()
    ways: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for width, inside in GROUP.findall(drawing):
        for x, y, side, cx, cy in SHAPE.findall(inside):
            nodes.append(at := (float(x or cx) + float(side or 0) / 2, float(y or cy) + float(side or 0) / 2))
            if float(width) > HEAVY:
                heavy.add(at)
    numbered = re.search(r'<g fill="none"[^>]*stroke-dasharray="3 2">(.*?)</g>', drawing, re.DOTALL)
    for x, y, side, _, _ in SHAPE.findall(numbered[1] if numbered else ""):
        boxes.append((float(x) + float(side) / 2, float(y) + float(side) / 2))
    starts = [(float(x), float(y)) for x, y in WAY.findall(drawing)]
    tips = [(float(x), float(y)) for x, y in HEAD.findall(drawing)]
    ways = list(zip(starts, tips, strict=True))
    texts = [(float(x), float(y), plain(one)) for group in LABELS.findall(drawing) for x, y, one in TEXT.findall(group)]
    texts = [(x, y, f"[{text}]" if any(dist((x, y), box) < BOX / 2 for box in boxes) else text) for x, y, text in texts]

    def label_of(node: tuple[float, float]) -> str:
        return next((text for x, y, text in texts if dist((x, y), node) < NODE / 2), "?")

    def node_at(place: tuple[float, float]) -> tuple[float, float]:
        return min(nodes, key=lambda node: max(abs(node[0] - place[0]), abs(node[1] - place[1])))

    on_arrows = [one for one in texts if all(dist(one[:2], node) > NODE for node in nodes)]
    labels = {place: "" for place in range(len(ways))}
    for x, y, text in on_arrows:
        nearest = min(labels, key=lambda place: dist((x, y - 5), middle(*ways[place])))
        labels[nearest] = text
    arrows = Counter(
        (label_of(node_at(start)), label_of(node_at(tip)), labels[place]) for place, (start, tip) in enumerate(ways)
    )
    marked = Counter(label_of(node) for node in heavy)
    return Seen(arrows, marked, frozenset(text for _, _, text in texts if text.startswith("[")))


def middle(start: tuple[float, float], tip: tuple[float, float]) -> tuple[float, float]:
    """Half way between two points."""
    return (start[0] + tip[0]) / 2, (start[1] + tip[1]) / 2


def as_told(picture: Picture) -> Seen:
    """What the description says."""
    before, _, marked = picture.description.partition("Marked, with the arrows between them: ")
    arrows = Counter(
        (plain(source), plain(target), plain(", ".join(part for part in about.split(", ") if part != "dashed")))
        for source, target, about in TOLD.findall(before)
    )
    names = Counter(plain(name) for name in marked.rstrip(".").split(", ") if name)
    return Seen(arrows, names, frozenset(re.findall(r"\[\d+\]", picture.description)))


def plain(label: str) -> str:
    """A label as letters and digits: SVG and Unicode write its scripts in different ways."""
    bare = re.sub(r"<[^>]*>", "", label).translate(SUBSCRIPTS)
    return re.sub(r"[_^(){},]", "", bare)


def pictures_of(variant: Variant) -> Iterator[Picture]:
    """Every picture of a variant, in question, solution and asks."""
    waiting = [*parse(variant.text), *parse(variant.solution)]
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, Picture):
            yield block
        elif isinstance(block, Items):
            waiting += [inner for item in block.items for inner in item]
    for ask in variant.asks:
        shown = ask.interaction()
        if isinstance(shown, Place):
            yield read_picture(shown.picture)


def misplotted(picture: Picture) -> Iterator[str]:
    """Where a plot has other values than its description: more or fewer, or in another order from bottom to top."""
    told = [value.replace("−", "-") for line in VALUES.findall(picture.description) for value in line.split(", ")]
    heights = [float(y) for _, y in DOT.findall(picture.drawing)]
    if len(told) != len(heights):
        yield f"{len(heights)} values are drawn, {len(told)} are told"
        return
    for (one, y), (other, z) in pairwise(sorted(zip(map(float, told), heights, strict=True))):
        if y < z - CLOSE:
            yield f"{one:g} is drawn above {other:g}"


def picture_and_description_agree(sample: Sample) -> Iterator[str]:
    """Picture and description agree: the same nodes, arrows, marks and blanks, the spots of a question included."""
    for variant in sample.variants:
        for picture in pictures_of(variant):
            if "→" not in picture.description:
                yield from (f"seed {variant.seed}: {picture.title}: {fault}" for fault in misplotted(picture))
                continue
            drawn, told = as_drawn(picture), as_told(picture)
            for name in ("arrows", "marked", "blanks"):
                if getattr(drawn, name) != getattr(told, name):
                    yield f"seed {variant.seed}: {picture.title}: {name} differ: {getattr(drawn, name)} and {getattr(told, name)}"
        for ask in variant.asks:
            shown = ask.interaction()
            if isinstance(shown, Place):
                spots = {f"[{spot.key}]" for spot in shown.spots}
                if spots != as_drawn(read_picture(shown.picture)).blanks:
                    yield f"seed {variant.seed}: the spots of {ask.name} are not the numbered boxes of its picture"


LAWS: tuple[Law, ...] = (picture_and_description_agree,)
