"""Paper: a quiz as a Typst document. Words go in as strings, formulas through the maths walker: nothing else is syntax."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quizgen.ask import Ask
from quizgen.interactions import Arrange, Entry, Gaps, Interaction, Item, Pair, Parts, Pick, Place, Upload, Write
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formula_typst import formula_typst, quoted
from quizgen.markup.parse import Blank, Block, Display, Grid, Items, Line, Listing, Maths, Paragraph, parse
from quizgen.markup.pictures import Picture
from quizgen.media.key import Wrong, right, wrong
from quizgen.media.pdf import pdf
from quizgen.media.values import points, short
from quizgen.model import Quiz, Variant

CENTIMETRES = 0.275  # of line to write a character on
PIXEL = 0.025  # of a picture
GAP = 0.22  # of a gap in a text, for a character
ABREAST = 4  # short options on a line


def typst_source(quiz: Quiz, *, key: bool = False) -> str:
    """The Typst document of a paper, or with `key` of its key; it imports lib.typ of the templates."""
    return typst_of([quiz], key=key)


def typst_of(quizzes: list[Quiz], *, key: bool = False) -> str:
    """Several papers, or the keys of several papers, as one Typst document."""
    title = f"{quizzes[0].title}{' · key' if key else ''}"
    head = f'#import "lib.typ": *\n#show: paper.with(title: {quoted(title)}, key: {str(key).lower()})\n'
    return head + "\n#pagebreak()\n".join(one_paper(quiz, key) for quiz in quizzes)


def one_paper(quiz: Quiz, key: bool) -> str:
    """One student's paper."""
    head = {
        "id": quoted(quiz.id),
        "title": quoted(quiz.title),
        "student": quoted(quiz.student),
        "points": quoted(points(quiz.points)),
    }
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
    rows = [(named(ask.tex), walked(blocks, {}), words(points(ask.points))) for ask, blocks in right(variant)]
    parts = [table("auto, 1fr, auto", [cell for row in rows for cell in row])] if rows else []
    for ask in variant.asks:
        parts += [f"- {line(flat(text), {})} #h(1fr) {words(points(worth))}" for worth, text in ask.marking_scheme()]
        if claims := ask.wrong_claims_to_watch():
            parts += [
                f"#label[{words('Wrong claims to watch for')}]",
                *(f"- {line(flat(claim), {})}" for claim in claims),
            ]
    if variant.solution:
        parts += [f"#label[{words('Solution')}]", walked(parse(variant.solution), {})]
    slips = [f"[{wrong_values(one)} \\\n{line(one.sentence, {})}]" for one in wrong(variant)]
    if slips:
        parts += [f"#label[{words('Common wrong answers: what you get …')}]", f"#slips({', '.join(slips)})"]
    return "\n\n".join(parts)


def wrong_values(one: Wrong) -> str:
    """What a misconception gives; each value keeps together."""
    return " #h(0.8em) ".join(f"#box[{named(ask.tex)} {words('= ')}{line(value, {})}]" for ask, value in one.values)


def table(columns: str, cells: Iterable[str]) -> str:
    """A table of cells in reading order."""
    return f"#grid(columns: ({columns}), column-gutter: 1.2em, row-gutter: 0.7em, {', '.join(f'[{cell}]' for cell in cells)})"


def flat(text: str) -> Line:
    """The runs of one line of markup."""
    (block,) = parse(text)
    assert isinstance(block, Paragraph)
    return block.line


def walked(blocks: Iterable[Block], asks: Mapping[str, Ask | str]) -> str:
    """Blocks as Typst markup."""
    return "\n\n".join(block(one, asks) for one in blocks)


def block(one: Block, asks: Mapping[str, Ask | str]) -> str:
    """One block as Typst markup."""
    match one:
        case Paragraph((Blank(name),)):
            ask = asks[name]
            return ask if isinstance(ask, str) else blank(ask)
        case Paragraph(runs):
            return line(runs, asks)
        case Display(tex):
            return f"#math.equation(block: true, alt: {quoted(formula_text(tex))}, $ {formula_typst(tex)} $)"
        case Listing(text):
            return f"#raw({quoted(text)}, block: true)".replace("\n", "\\n")
        case Picture() as drawn:
            return picture(drawn)
        case Items(ordered, items):
            return f"#{'enum' if ordered else 'list'}({', '.join(f'[{walked(item, asks)}]' for item in items)})"
        case Grid(rows):
            cells = [line(cell, asks) for row in rows for cell in row]
            return f"#facts({len(rows[0])}, {', '.join(f'[{cell}]' for cell in cells)})"
    raise TypeError(f"paper has no way to show {one!r}")


def picture(drawn: Picture) -> str:
    """A picture, with its words for whoever does not see it."""
    inside = f"{quoted(drawn.svg)}, {quoted(drawn.words)}".replace("\n", "\\n")
    return f"#picture({inside}, {drawn.width * PIXEL:g}cm)"


def line(runs: Line, asks: Mapping[str, Ask | str]) -> str:
    """A line as Typst markup."""
    parts = []
    for run in runs:
        if isinstance(run, Maths):
            parts.append(formula(run.tex))
        elif isinstance(run, Blank):
            ask = asks[run.name]
            parts.append(ask if isinstance(ask, str) else "#gap()")
        elif run.code:
            parts.append(f"#raw({quoted(run.text)})")
        else:
            text = words(run.text)
            parts.append(f"#strong[{text}]" if run.strong else f"#emph[{text}]" if run.emphasis else text)
    return "".join(parts)


def words(text: str) -> str:
    """Text as itself."""
    return f"#({quoted(text)})"


def formula(tex: str) -> str:
    """A formula in the line, with its alternative text; one with a matrix is set in full size, clear of other lines."""
    inside = formula_typst(tex)
    tall = "mat(" in inside
    set_ = f"#math.equation(alt: {quoted(formula_text(tex))}, ${f'display({inside})' if tall else inside}$)"
    return f"#tall[{set_}]" if tall else set_


def named(tex: str) -> str:
    """The formula that names an answer; lines that begin with fractions stay clear of each other."""
    return f"#stacked[{formula(tex)}]" if "frac(" in formula_typst(tex) else formula(tex)


def blank(ask: Ask) -> str:
    """Where an ask on a line of its own is answered."""
    return field(ask.interaction(), ask.tex)


def field(interaction: Interaction, tex: str) -> str:
    """An interaction as it is answered on paper; `tex` is what its answer is called."""
    match interaction:
        case Entry(rows=rows, columns=columns, width=width):
            line_width = min(12.0, 3.0 + CENTIMETRES * width * rows * columns)
            return f"#blank(${formula_typst(tex)}$, {line_width:g}cm, {quoted(formula_text(tex))})"
        case Pick(items=items, several=several) as pick:
            square = "square: true, " if several else ""
            return f"#options({square}abreast: {ABREAST if short(pick) else 1}, {listing(items)})"
        case Pair(left=left, right=right):
            return f"#pairs(({listing(left)}), ({listing(right)}))"
        case Arrange(items=items):
            return f"#arrange({listing(items)})"
        case Gaps(text=text, gaps=gaps):
            words_of = "".join(f"({quoted(gap.key)}, {quoted(', '.join(gap.words))})," for gap in gaps if gap.words)
            widths = {gap.key: f"#numbered-gap({quoted(gap.key)}, {GAP * gap.width:g}cm)" for gap in gaps}
            return together(
                [*(block(one, widths) for one in parse(text)), *([f"#gap-words({words_of})"] if words_of else [])]
            )
        case Place() as place:
            spots = "".join(f"({quoted(s.key)}, {s.x / place.width:g}, {s.y / place.height:g})," for s in place.spots)
            size = f"{min(14, place.width * PIXEL):g}cm"
            picture = f"{quoted(place.picture)}, {quoted(place.description)}".replace("\n", "\\n")
            return f"#place-labels({picture}, {size}, ({spots}), {listing(place.labels)})"
        case Write(lines=lines):
            return "#room()" if lines == Write().lines else f"#room(lines: {lines})"
        case Upload(file=file):
            return words(f"(answer in {file})")
        case Parts(parts=parts):
            return together(
                one for part in parts for one in (walked(parse(part.label), {}), field(part.interaction, part.tex))
            )
    raise TypeError(f"paper has no way to show {interaction!r}")


def together(blocks: Iterable[str]) -> str:
    """Blocks that stay on one page when a page can hold them."""
    return f"#together({', '.join(f'[{one}]' for one in blocks)})"


def listing(items: Iterable[Item]) -> str:
    """Items as (key, content) pairs, each followed by a comma."""
    return " ".join(f"({quoted(item.key)}, [{walked(parse(item.text), {})}])," for item in items)


def paper_file(quizzes: Sequence[Quiz], key: bool) -> bytes:
    """Papers or keys as a PDF to hand out."""
    return pdf(typst_of(list(quizzes), key=key))


FORMATS = {"pdf": paper_file}
