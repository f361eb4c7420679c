"""A quiz as one LaTeX document that pdflatex sets with nothing but the LaTeX base packages: papers to write on, and keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizgen import content
from quizgen.interactions import Arrange, Entry, Gaps, Interaction, Item, Pair, Parts, Pick, Place, Upload, Write
from quizgen.media import HandOut, Token
from quizgen.media.key import Wrong, right, wrong
from quizgen.media.latex_markup import is_line, line, markup, walked
from quizgen.media.latex_picture import picture
from quizgen.media.latex_text import escaped, formula
from quizgen.media.texts import filled, read_texts
from quizgen.media.values import amount
from quizgen.media.written_values import short
from quizgen.model import Quiz, Variant

CHARACTER = 0.22  # cm of a box, for a character
WIDEST = 13.0  # cm of all boxes in a row
LETTER = r"\answerbox{0.8cm}"


def latex(quizzes: Sequence[Quiz], *, key: bool = False) -> str:
    """Papers, or with `key` their keys, as one document. UserError: it has a letter or a formula that LaTeX has not."""
    preamble = (content("templates") / "preamble.tex").read_text(encoding="utf-8")
    papers = "\n\n\\newpaper\n\n".join(paper(quiz, key) for quiz in quizzes)
    begin = "\\begin{document}" + "\n\\keys" * key
    return f"{preamble}\n{begin}\n\n{papers}\n\n\\end{{document}}\n"


def paper(quiz: Quiz, key: bool) -> str:
    """One student's paper."""
    texts = read_texts()
    title = quiz.title + (f" · {texts['key.key']}" if key else "")
    name = (
        ""
        if key
        else rf"\handin{{{escaped(texts['paper.name'])}}}{{{escaped(quiz.student)}}}{{{escaped(texts['paper.date'])}}}"
    )
    about = " · ".join(filter(None, [quiz.id, quiz.student if key else "", worth(quiz.points)]))
    head = rf"\head{{{escaped(title)}}}{{{escaped(about)}}}" + ("\n" + name if name else "")
    shown = answer if key else question
    return "\n\n".join([head, *(shown(one, number) for number, one in enumerate(quiz.variants, 1))])


def heading(variant: Variant, number: int) -> str:
    """What stands above a question."""
    return rf"\question{{{number}}}{{{escaped(variant.title)}}}{{{worth(variant.points)}}}"


def worth(points: float) -> str:
    """ "1 point", "2.5 points"."""
    texts = read_texts()
    return filled(texts["paper.point"] if points == 1 else texts["paper.points"], amount=amount(points))


def question(variant: Variant, number: int) -> str:
    """A question with boxes and lines for its answers."""
    asks = {ask.name: ask for ask in variant.asks}

    def blanks(name: str, inside: bool) -> str:
        interaction = asks[name].interaction()
        return short_field(interaction) if inside else field(interaction, asks[name].tex)

    return f"{heading(variant, number)}\n\n{markup(variant.text, blanks)}"


def short_field(interaction: Interaction) -> str:
    """Where an interaction is answered within a line or a table."""
    return boxes(interaction) if isinstance(interaction, Entry) else r"\answerbox{2cm}"


def boxes(entry: Entry) -> str:
    """A box for each number; those of a matrix between its brackets."""
    width = min(max(entry.width, 4) * CHARACTER, WIDEST / entry.columns)
    row = [rf"\answerbox{{{width:.2f}cm}}"] * entry.columns
    if entry.rows == 1:
        return r"\,".join(row)
    inside = r" \\[1mm] ".join([" & ".join(row)] * entry.rows)
    return rf"$\begin{{pmatrix}}{inside}\end{{pmatrix}}$"


def field(interaction: Interaction, tex: str) -> str:
    """An interaction as it is answered; `tex` is what its answer is called."""
    match interaction:
        case Entry() as entry:
            return rf"\answer{{$\displaystyle {formula(tex)} =$}}{{{boxes(entry)}}}"
        case Pick(items=items, several=several) as pick:
            return options(items, r"\square" if several else r"\bigcirc", abreast=short(pick))
        case Pair(left=left, right=right):
            return f"\\sidebyside{{%\n{options(left)}}}{{%\n{options(right)}}}\n\n{letters(one.key for one in left)}"
        case Arrange(items=items):
            places = r"\,".join([LETTER] * len(items))
            return f"{options(items)}\n\n\\answer{{{escaped(read_texts()['paper.in_order'])}}}{{{places}}}"
        case Gaps(text=text, gaps=gaps):
            widths = {gap.key: gap.width * CHARACTER for gap in gaps}
            shown = markup(text, lambda key, _: rf"\gap{{{escaped(key)}}}{{{widths[key]:.2f}cm}}")
            words = [rf"\option{{}}{{{escaped(gap.key)}}}{{{choices(gap.words)}}}" for gap in gaps if gap.words]
            return "\n\n".join([shown, *(["\n".join([r"\begin{options}", *words, r"\end{options}"])] if words else [])])
        case Place(labels=labels, spots=spots) as place:
            shown = picture(place.picture, {spot.key: (spot.x, spot.y) for spot in spots})
            return f"{shown}\n\n{options(labels, abreast=True)}\n\n{letters(spot.key for spot in spots)}"
        case Write(lines=lines):
            return "\n".join([r"\writeline"] * lines)
        case Upload(file=file):
            return escaped(filled(read_texts()["paper.answer_in_file"], file=file))
        case Parts(parts=parts):
            return "\n\n".join(one for part in parts for one in (markup(part.label), field(part.interaction, part.tex)))
    raise TypeError(f"LaTeX has no way to show {interaction!r}")


def options(items: Sequence[Item], mark: str = "", *, abreast: bool = False) -> str:
    """Items with their keys below one another, or `abreast` four in a line; `mark` is what is filled in front of each."""
    sign = f"${mark}$" if mark else ""
    if abreast and all(is_line(one.text) for one in items):
        cells = (rf"\shortoption{{{sign}}}{{{escaped(one.key)}}}{{{markup(one.text)}}}" for one in items)
        return "\\begin{shortoptions}\n" + "\n".join(cells) + "\n\\end{shortoptions}"
    rows = (rf"\option{{{sign}}}{{{escaped(one.key)}}}{{{markup(one.text)}}}" for one in items)
    return "\\begin{options}\n" + "\n".join(rows) + "\n\\end{options}"


def choices(words: Iterable[str]) -> str:
    """What may be filled into a gap."""
    return " / ".join(markup(word) if "$" in word else escaped(word) for word in words)


def letters(keys: Iterable[str]) -> str:
    """A box for a letter beside each key."""
    return r"\noindent " + "\n".join(rf"\mbox{{{escaped(key)}\,{LETTER}}}\quad" for key in keys)


# ---------------------------------------------------------------- the key


def answer(variant: Variant, number: int) -> str:
    """Right answers, solution, common wrong answers."""
    texts, parts = read_texts(), [heading(variant, number)]
    for ask, blocks in right(variant):
        parts.append(rf"\keyed{{${formula(ask.tex)}$}}{{{worth(ask.points)}}}{{{walked(blocks)}}}")
    for ask in variant.asks:
        scheme = [rf"\item {{}}{markup(text)} ({worth(most)})" for most, text in ask.marking_scheme()]
        parts += [itemized(scheme)] * bool(scheme)
        if claims := ask.wrong_claims_to_watch():
            parts += [label(texts["key.wrong_claims"]), itemized(rf"\item {{}}{markup(claim)}" for claim in claims)]
    if variant.solution:
        parts += [label(texts["key.solution"]), markup(variant.solution)]
    slips = [rf"\item {{}}{slip(one)}" for one in wrong(variant)]
    if slips:
        parts += [label(texts["key.common_wrong"]), itemized(slips)]
    return "\n\n".join(parts)


def label(text: str) -> str:
    """A heading within a question."""
    return rf"\keylabel{{{escaped(text)}}}"


def itemized(items: Iterable[str]) -> str:
    """A list."""
    return "\\begin{itemize}\n" + "\n".join(items) + "\n\\end{itemize}"


def slip(one: Wrong) -> str:
    """What a misconception gives, and its sentence."""
    values = "; ".join(f"${formula(ask.tex)}$ = {line(value)}" for ask, value in one.values)
    return f"{values}: {line(one.sentence)}" if values else line(one.sentence)


def latex_file(quizzes: Sequence[Quiz], key: bool, token: Token) -> bytes:
    """Papers or keys as a file to hand out."""
    return latex(quizzes, key=key).encode()


def check(quiz: Quiz) -> None:
    """UserError: the paper or the key has a letter or a formula that LaTeX has not."""
    latex([quiz])
    latex([quiz], key=True)


FORMATS = {"latex": HandOut("tex", latex_file, check=check)}
