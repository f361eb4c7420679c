"""The key of a question in a notebook: right answers, solution, marking scheme, and what each misconception gives."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.media.ipynb_cells import Cell, cell
from quizgen.media.key import OPENING, right, wrong
from quizgen.media.markdown_markup import Writer, item
from quizgen.media.markdown_pictures import Pictures
from quizgen.media.markdown_text import escaped, formula
from quizgen.media.values import points
from quizgen.model import Variant
from reference_rnn import title


def key_cells(variant: Variant) -> Iterator[Cell]:
    """The key in a cell, then the solution and the wrong answers in one each, where there are any."""
    for heading, parts in (("Key", key), ("Solution", solution), ("Common wrong answers", wrong_answers)):
        writer = Writer(Pictures())
        if said := "\n\n".join(filter(None, parts(variant, writer))):
            yield cell("markdown", writer.pictures.below(f"### {heading}\n\n{said}"))


def key(variant: Variant, writer: Writer) -> Iterator[str]:
    """The right answers; what a person looks for in the others, and which wrong claims not to let pass."""
    yield "\n".join(
        item("-", f"${formula(ask.tex)}$ ({points(ask.points)}): {writer.blocks(answer)}")
        for ask, answer in right(variant)
    )
    for ask in variant.asks:
        yield "\n".join(item("-", f"{points(most)}: {writer.markup(text)}") for most, text in ask.marking_scheme())
        if claims := ask.wrong_claims_to_watch():
            yield "Wrong claims to watch for:"
            yield "\n".join(item("-", writer.markup(claim)) for claim in claims)


def solution(variant: Variant, writer: Writer) -> Iterator[str]:
    """The solution."""
    yield writer.markup(variant.solution)


def wrong_answers(variant: Variant, writer: Writer) -> Iterator[str]:
    """A line for each misconception: its title, the answers that it gives, and its sentence."""
    lines = []
    for one in wrong(variant):
        values = ", ".join(f"${formula(ask.tex)}$ {writer.line(value)}" for ask, value in one.values)
        given = f": {values}" if values else ""
        lines.append(item("-", f"**{escaped(', '.join(one.titles))}**{given}. {OPENING}{writer.line(one.sentence)}"))
    yield "\n".join(lines)
    if variant.dropped:
        yield f"Not tested by these numbers: {escaped(', '.join(map(title, variant.dropped)))}."
