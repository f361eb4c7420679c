"""Paper: a quiz as a Typst document. Words go in as strings, formulas through the maths walker: nothing else is syntax."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizgen.ask import Ask
from quizgen.interactions import Arrange, Entry, Gaps, Interaction, Item, Pair, Parts, Pick, Place, Upload, Write
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formula_typst import formula_typst, quoted
from quizgen.markup.formulas import side_by_side
from quizgen.markup.parse import Blank, Block, Display, Grid, Items, Line, Listing, Maths, Paragraph, parse
from quizgen.markup.pictures import Picture
from quizgen.media import HandOut, Token
from quizgen.media.key import Wrong, right, wrong
from quizgen.media.pdf import pdf
from quizgen.media.texts import Texts, filled, read_texts
from quizgen.media.values import amount
from quizgen.media.written_values import short
from quizgen.model import Quiz, Variant

PIXEL = 0.025  # of a picture
GAP = 0.22  # of a gap in a text, for a character
ABREAST = 4  # short options on a line


@dataclass(frozen=True)
class Asked:
    """An ask, where its answer belongs ("q1.h_1"), and the words printed there."""

    ask: Ask
    target: str
    texts: Texts


Asks = Mapping[str, Asked | str]  # by the name of the blank; a string is Typst markup


def typst_source(quiz: Quiz, *, key: bool = False) -> str:
    """The Typst document of a paper, or with `key` of its key; it imports lib.typ of the templates."""
    return typst_of([quiz], key=key)


def typst_of(quizzes: list[Quiz], *, key: bool = False) -> str:
    """Several papers, or the keys of several papers, as one Typst document."""
    texts = read_texts()
    title = quizzes[0].title + (f" · {texts['key.key']}" if key else "")
    head = f'#import "lib.typ": *\n#show: paper.with(title: {quoted(title)}, language: {quoted(texts["language"])}'
    return f"{head}, key: {str(key).lower()})\n" + "\n#pagebreak()\n".join(one_paper(quiz, key) for quiz in quizzes)


def one_paper(quiz: Quiz, key: bool) -> str:
    """One student's paper."""
    texts = read_texts()
    head = {"id": quiz.id, "title": quiz.title, "student": quiz.student, "points": worth(quiz.points, texts)}
    head |= {"key": texts["key.key"]} if key else {"name": texts["paper.name"], "date": texts["paper.date"]}
    fields = ", ".join(f"{name}: {quoted(value)}" for name, value in head.items())
    return f"#head({fields})\n" + "\n".join(one_question(v, n, key) for n, v in enumerate(quiz.variants, 1))


def one_question(variant: Variant, number: int, key: bool) -> str:
    """A question; on the key's paper, in place of its text what is right and what is often wrong."""
    if key:
        return f"#answer({title_line(variant, number, read_texts())})[\n{answer(variant)}\n]"
    return question(variant, number, read_texts())


def question(variant: Variant, number: int, texts: Texts, *after: str, level: int = 2) -> str:
    """A question with boxes for its answers; `after`: Typst markup that stays with it. `level`: of its heading."""
    asks = {ask.name: Asked(ask, f"q{number}.{ask.name}", texts) for ask in variant.asks}
    blocks = [*(block(one, asks) for one in parse(variant.text)), *after]
    head = title_line(variant, number, texts) + (f", level: {level}" if level != 2 else "")
    return f"#question({head},\n" + "\n".join(f"[{one}]," for one in blocks) + "\n)"


def title_line(variant: Variant, number: int, texts: Texts) -> str:
    """What stands above a question, as arguments."""
    return f"{number}, {quoted(variant.title)}, {quoted(worth(variant.points, texts))}"


def worth(points: float, texts: Texts) -> str:
    """ "1 point", "2.5 points"."""
    return filled(texts["paper.point"] if points == 1 else texts["paper.points"], amount=amount(points))


def answer(variant: Variant) -> str:
    """Right answers, solution, common wrong answers."""
    texts = read_texts()
    rows = [(named(ask.tex), walked(blocks, {}), words(worth(ask.points, texts))) for ask, blocks in right(variant)]
    parts = [table("auto, 1fr, auto", [cell for row in rows for cell in row])] if rows else []
    for ask in variant.asks:
        parts += [
            f"- {line(flat(text), {})} #h(1fr) {words(worth(most, texts))}" for most, text in ask.marking_scheme()
        ]
        if claims := ask.wrong_claims_to_watch():
            parts += [
                f"#label[{words(texts['key.wrong_claims'])}]",
                *(f"- {line(flat(claim), {})}" for claim in claims),
            ]
    if variant.solution:
        parts += [f"#label[{words(texts['key.solution'])}]", walked(parse(variant.solution), {})]
    slips = [f"[{wrong_values(one)} \\\n{line(one.sentence, {})}]" for one in wrong(variant)]
    if slips:
        parts += [f"#label[{words(texts['key.common_wrong'])}]", f"#slips({', '.join(slips)})"]
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


def walked(blocks: Iterable[Block], asks: Asks) -> str:
    """Blocks as Typst markup."""
    return "\n\n".join(block(one, asks) for one in blocks)


def block(one: Block, asks: Asks) -> str:
    """One block as Typst markup."""
    match one:
        case Paragraph((Blank(name),)):
            found = asks[name]
            return found if isinstance(found, str) else blank(found)
        case Paragraph(runs):
            return line(runs, asks)
        case Display(tex):
            return display(tex)
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


def display(tex: str) -> str:
    """A formula on a line of its own; several with wide space between them can stand below one another too."""
    pieces = side_by_side(tex, r"\qquad")
    if len(pieces) > 1 and r"\begin" not in tex:
        return f"#formulas({', '.join(f'({quoted(formula_text(one))}, ${formula_typst(one)}$)' for one in pieces)})"
    inside = formula_typst(tex)
    rows = ", rows: true" if " \\ " in inside else ""
    return f"#formula-line({quoted(formula_text(tex))}, $ {inside} ${rows})"


def picture(drawn: Picture) -> str:
    """A picture, with its words for whoever does not see it."""
    inside = f"{quoted(drawn.svg)}, {quoted(drawn.words)}".replace("\n", "\\n")
    return f"#picture({inside}, {drawn.width * PIXEL:g}cm)"


def line(runs: Line, asks: Asks) -> str:
    """A line as Typst markup."""
    parts = []
    for run in runs:
        if isinstance(run, Maths):
            parts.append(formula(run.tex))
        elif isinstance(run, Blank):
            found = asks[run.name]
            parts.append(found if isinstance(found, str) else gap(found))
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


def blank(asked: Asked) -> str:
    """Where an ask on a line of its own is answered."""
    return field(asked.ask.interaction(), asked.ask.tex, asked.target, asked.texts)


def gap(asked: Asked) -> str:
    """Where an ask within a line is answered."""
    interaction = asked.ask.interaction()
    at = f"at: {quoted(asked.target)}"
    return call("cells", *cells(interaction), at) if isinstance(interaction, Entry) else call("gap", at)


def cells(entry: Entry) -> list[str]:
    """How many boxes, and how wide, as arguments."""
    usual = Entry()
    given = {
        "rows": (entry.rows, usual.rows),
        "columns": (entry.columns, usual.columns),
        "width": (entry.width, usual.width),
    }
    return [f"{name}: {value}" for name, (value, default) in given.items() if value != default]


def field(interaction: Interaction, tex: str, target: str = "", texts: Texts | None = None, before: str = "") -> str:
    """An interaction as it is answered on paper; `tex` is what its answer is called.

    `target` ("q1.h_1") is what its boxes are noted as, and `before` stands before the names of their parts ("line.B").
    """
    texts = texts or read_texts()
    at = "" if not target else f"at: ({quoted(target)}, {quoted(before)})" if before else f"at: {quoted(target)}"
    match interaction:
        case Entry() as entry:
            inside = formula_typst(tex)
            name = f"$display({inside})$" if "frac(" in inside else f"${inside}$"
            return call("blank", name, quoted(filled(texts["paper.equals"], name=formula_text(tex))), *cells(entry), at)
        case Pick(items=items, several=several) as pick:
            abreast = f"abreast: {ABREAST}" if short(pick) else ""
            return call("options", "square: true" if several else "", abreast, at, listing(items))
        case Pair(left=left, right=right):
            return call("pairs", f"({listing(left)})", f"({listing(right)})", at)
        case Arrange(items=items):
            return call("arrange", quoted(texts["paper.in_order"]), at, listing(items))
        case Gaps(text=text, gaps=gaps):
            with_words = [f"({quoted(gap.key)}, {quoted(', '.join(gap.words))})" for gap in gaps if gap.words]
            places = {g.key: call("numbered-gap", quoted(g.key), f"{GAP * g.width:g}cm", at) for g in gaps}
            lists = [call("gap-words", *with_words)] if with_words else []
            return together([*(block(one, places) for one in parse(text)), *lists])
        case Place() as place:
            spots = "".join(f"({quoted(s.key)}, {s.x / place.width:g}, {s.y / place.height:g})," for s in place.spots)
            size = f"{min(14, place.width * PIXEL):g}cm"
            picture = f"{quoted(place.picture)}, {quoted(place.description)}".replace("\n", "\\n")
            return call("place-labels", picture, size, f"({spots})", at, listing(place.labels))
        case Write(lines=lines):
            return call("room", f"lines: {lines}" if lines != Write().lines else "", at)
        case Upload(file=file):
            return words(filled(texts["paper.answer_in_file"], file=file))
        case Parts(parts=parts):
            return together(
                one
                for part in parts
                for one in (
                    walked(parse(part.label), {}),
                    field(part.interaction, part.tex, target, texts, part.key),
                )
            )
    raise TypeError(f"paper has no way to show {interaction!r}")


def call(name: str, *arguments: str) -> str:
    """A call of a function of the templates; arguments that are "" are left out."""
    return f"#{name}({', '.join(filter(None, arguments))})"


def together(blocks: Iterable[str]) -> str:
    """Blocks that stay on one page when a page can hold them."""
    return f"#together({', '.join(f'[{one}]' for one in blocks)})"


def listing(items: Iterable[Item]) -> str:
    """Items as (key, content) pairs, each followed by a comma."""
    return " ".join(f"({quoted(item.key)}, [{walked(parse(item.text), {})}])," for item in items)


def paper_file(quizzes: Sequence[Quiz], key: bool, token: Token) -> bytes:
    """Papers or keys as a PDF to hand out."""
    return pdf(typst_of(list(quizzes), key=key))


FORMATS = {"pdf": HandOut("pdf", paper_file)}
