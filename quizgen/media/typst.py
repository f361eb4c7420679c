"""Paper: a quiz as a Typst document. Words go in as strings, formulas through the maths walker: nothing else is syntax."""

from __future__ import annotations

from collections.abc import Iterable

from quizgen.markup.formula_text import formula_text
from quizgen.markup.formula_typst import formula_typst, quoted
from quizgen.markup.parse import Blank, Block, Display, Grid, Items, Line, Listing, Maths, Paragraph, parse
from quizgen.media.key import Wrong, right, wrong
from quizgen.media.values import points, short
from quizgen.model import Ask, Choice, Numbers, Quiz, Text, Variant

RULE_PER_NUMBER = 2.2  # centimetres of line to write a number on
ABREAST = 4  # short options on a line


def typst_source(quiz: Quiz, *, key: bool = False) -> str:
    """The Typst document of a paper, or with `key` of its key; it imports lib.typ of the templates."""
    return typst_of([quiz], key=key)


def typst_of(quizzes: list[Quiz], *, key: bool = False) -> str:
    """Several papers, or the keys of several papers, as one Typst document."""
    title = f"{quizzes[0].id}{' · key' if key else ''}"
    head = f'#import "lib.typ": *\n#show: paper.with(title: {quoted(title)}, key: {str(key).lower()})\n'
    return head + "\n#pagebreak()\n".join(one_paper(quiz, key) for quiz in quizzes)


def one_paper(quiz: Quiz, key: bool) -> str:
    """One student's paper."""
    head = {"id": quoted(quiz.id), "student": quoted(quiz.student), "points": quoted(points(quiz.points))}
    fields = ", ".join(f"{name}: {value}" for name, value in head.items())
    return f"#head({fields}, key: {str(key).lower()})\n" + "\n".join(
        one_question(v, n, key) for n, v in enumerate(quiz.variants, 1)
    )


def one_question(variant: Variant, number: int, key: bool) -> str:
    """A question; on the key's paper, in place of its text what is right and what is often wrong."""
    head = f"{number}, {quoted(variant.title)}, {quoted(points(variant.points))}"
    if key:
        return f"#answer({head})[\n{answer(variant)}\n]"
    asks = {ask.name: ask for ask in variant.asks}
    return f"#question({head},\n" + "\n".join(f"[{block(one, asks)}]," for one in parse(variant.text)) + "\n)"


def answer(variant: Variant) -> str:
    """Right answers, solution, common wrong answers."""
    rows = [(formula(ask.tex), walked(parse(told), {}), words(points(ask.points))) for ask, told in right(variant)]
    parts = [table("auto, 1fr, auto", [cell for row in rows for cell in row])] if rows else []
    for ask in variant.asks:
        if isinstance(ask, Text):
            parts += [f"- {line(flat(p.text), {})} #h(1fr) {words(points(p.weight))}" for p in ask.key_points]
    if variant.solution:
        parts += [f"#label[{words('Solution')}]", walked(parse(variant.solution), {})]
    slips = [f"[{wrong_values(one)} \\\n{line(one.sentence, {})}]" for one in wrong(variant)]
    if slips:
        parts += [f"#label[{words('Common wrong answers: what you get …')}]", f"#slips({', '.join(slips)})"]
    return "\n\n".join(parts)


def wrong_values(one: Wrong) -> str:
    """What a misconception gives; each value keeps together."""
    return " #h(0.8em) ".join(f"#box[{formula(ask.tex)} {words('= ')}{line(value, {})}]" for ask, value in one.values)


def table(columns: str, cells: Iterable[str]) -> str:
    """A table of cells in reading order."""
    return f"#grid(columns: ({columns}), column-gutter: 1.2em, row-gutter: 0.7em, {', '.join(f'[{cell}]' for cell in cells)})"


def flat(text: str) -> Line:
    """The runs of one line of markup."""
    (block,) = parse(text)
    assert isinstance(block, Paragraph)
    return block.line


def walked(blocks: Iterable[Block], asks: dict[str, Ask]) -> str:
    """Blocks as Typst markup."""
    return "\n\n".join(block(one, asks) for one in blocks)


def block(one: Block, asks: dict[str, Ask]) -> str:
    """One block as Typst markup."""
    match one:
        case Paragraph((Blank(name),)):
            return blank(asks[name])
        case Paragraph(runs):
            return line(runs, asks)
        case Display(tex):
            return f"#math.equation(block: true, alt: {quoted(formula_text(tex))}, $ {formula_typst(tex)} $)"
        case Listing(text):
            return f"#raw({quoted(text)}, block: true)".replace("\n", "\\n")
        case Items(ordered, items):
            return f"#{'enum' if ordered else 'list'}({', '.join(f'[{walked(item, asks)}]' for item in items)})"
        case Grid(rows):
            cells = [line(cell, asks) for row in rows for cell in row]
            return f"#facts({len(rows[0])}, {', '.join(f'[{cell}]' for cell in cells)})"
    raise TypeError(f"paper has no way to show {one!r}")


def line(runs: Line, asks: dict[str, Ask]) -> str:
    """A line as Typst markup."""
    said = []
    for run in runs:
        if isinstance(run, Maths):
            said.append(formula(run.tex))
        elif isinstance(run, Blank):
            said.append("#gap()")
        elif run.code:
            said.append(f"#raw({quoted(run.text)})")
        else:
            text = words(run.text)
            said.append(f"#strong[{text}]" if run.strong else f"#emph[{text}]" if run.emphasis else text)
    return "".join(said)


def words(text: str) -> str:
    """Text as itself."""
    return f"#({quoted(text)})"


def formula(tex: str) -> str:
    """A formula in the line, with its alternative text; one with a matrix is set in full size, clear of other lines."""
    inside = formula_typst(tex)
    tall = "mat(" in inside
    set_ = f"#math.equation(alt: {quoted(formula_text(tex))}, ${f'display({inside})' if tall else inside}$)"
    return f"#tall[{set_}]" if tall else set_


def blank(ask: Ask) -> str:
    """Where an ask on a line of its own is answered."""
    if isinstance(ask, Choice):
        options = ", ".join(f"({quoted(o.letter)}, [{walked(parse(o.text), {})}])" for o in ask.options)
        return f"#options(abreast: {ABREAST if short(ask) else 1}, {options},)"
    if ask.kind == "text":
        return "#room()"
    if ask.kind == "code":
        return words("(answer in submission.py)")
    width = min(12.0, 3.0 + RULE_PER_NUMBER * (ask.count if isinstance(ask, Numbers) else 3))
    return f"#blank(${formula_typst(ask.tex)}$, {width:g}cm, {quoted(formula_text(ask.tex))})"
