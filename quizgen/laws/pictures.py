"""The law about pictures: the drawing, read by its geometry alone, and the description say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from quizgen.interactions import Place
from quizgen.laws.drawings import NUMBER, as_drawn, as_told
from quizgen.laws.sample import Law, Sample
from quizgen.markup.parse import Items, parse
from quizgen.markup.pictures import Picture, read_picture
from quizgen.model import Variant

DOT = re.compile(rf'<circle cx="{NUMBER}" cy="{NUMBER}" r="3"/>')
VALUES = re.compile(r" at t = [^:]*: (.*)\.$", re.MULTILINE)
CLOSE = 1.5  # units by which a value is misplaced where the description rounds it


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
            for name in ("arrows", "nodes", "marked", "blanks"):
                if getattr(drawn, name) != getattr(told, name):
                    yield f"seed {variant.seed}: {picture.title}: {name} differ: {getattr(drawn, name)} and {getattr(told, name)}"
        for ask in variant.asks:
            shown = ask.interaction()
            if isinstance(shown, Place):
                spots = {f"[{spot.key}]" for spot in shown.spots}
                if spots != as_drawn(read_picture(shown.picture)).blanks:
                    yield f"seed {variant.seed}: the spots of {ask.name} are not the numbered boxes of its picture"


LAWS: tuple[Law, ...] = (picture_and_description_agree,)
