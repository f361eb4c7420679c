"""The key of a question in a notebook: right answers, solution, marking scheme, and what each misconception gives."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.media.ipynb_cells import Cell, cell
from quizgen.media.ipynb_markdown import formula, hanging, line, markdown, plain, walked
from quizgen.media.key import OPENING, right, wrong
from quizgen.media.values import points
from quizgen.model import Variant
from reference_rnn import title


def key_cells(variant: Variant) -> Iterator[Cell]:
    """The key in a cell, then the solution and the wrong answers in one each, where there are any."""
    if answers := "\n\n".join([*right_answers(variant), *marking(variant)]):
        yield cell("markdown", f"### Key\n\n{answers}")
    if variant.solution:
        yield cell("markdown", f"### Solution\n\n{markdown(variant.solution)}")
    slips = "\n".join(wrong_answers(variant))
    untested = ", ".join(map(title, variant.dropped))
    if slips or untested:
        dropped = f"Not tested by these numbers: {plain(untested)}." if untested else ""
        said = "\n\n".join(filter(None, [slips, dropped]))
        yield cell("markdown", f"### Common wrong answers\n\n{said}")


def right_answers(variant: Variant) -> Iterator[str]:
    """The right answer of each ask that has one."""
    lines = [
        hanging("- ", f"${formula(ask.tex)}$ ({points(ask.points)}): {walked(answer)}") for ask, answer in right(variant)
    ]
    if lines:
        yield "\n".join(lines)


def marking(variant: Variant) -> Iterator[str]:
    """What a person looks for in an answer, and which wrong claims not to let pass."""
    for ask in variant.asks:
        if scheme := ask.marking_scheme():
            yield "\n".join(hanging("- ", f"{points(worth)}: {markdown(text)}") for worth, text in scheme)
        if claims := ask.wrong_claims_to_watch():
            watch = "\n".join(hanging("- ", markdown(claim)) for claim in claims)
            yield f"Wrong claims to watch for:\n\n{watch}"


def wrong_answers(variant: Variant) -> Iterator[str]:
    """A line for each misconception: its title, the answers that it gives, and its sentence."""
    for one in wrong(variant):
        values = ", ".join(f"${formula(ask.tex)}$ {line(value)}" for ask, value in one.values)
        given = f": {values}" if values else ""
        yield hanging("- ", f"**{plain(', '.join(one.titles))}**{given}. {OPENING}{line(one.sentence)}")
