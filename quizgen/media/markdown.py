"""A quiz as Markdown: papers and keys to read on GitHub, in a notebook or an editor, or to convert with pandoc."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizgen.interactions import (
    Arrange,
    Entry,
    Gaps,
    Interaction,
    Item,
    Pair,
    Parts,
    Pick,
    Place,
    Upload,
    Write,
)
from quizgen.markup.parse import Paragraph
from quizgen.media import HandOut, Token
from quizgen.media.key import Wrong, right, wrong
from quizgen.media.markdown_markup import Writer, item, table
from quizgen.media.markdown_pictures import Pictures
from quizgen.media.markdown_text import escaped, formula
from quizgen.media.texts import filled, read_texts
from quizgen.media.values import amount
from quizgen.model import Quiz, Variant

LINE = "_" * 8  # to write on; a blank on each side keeps it from being markup
LETTER = "_" * 3
WIDE = "_" * 60


def markdown(quizzes: Sequence[Quiz], *, key: bool = False) -> str:
    """Papers, or with `key` their keys, as one document."""
    pictures = Pictures()
    papers = [paper(quiz, key, pictures) for quiz in quizzes]
    return pictures.below("\n\n---\n\n".join(papers)) + "\n"


def paper(quiz: Quiz, key: bool, pictures: Pictures) -> str:
    """One student's paper."""
    texts = read_texts()
    title = escaped(quiz.title + (f" · {texts['key.key']}" if key else ""))
    about = " · ".join(escaped(one) for one in (quiz.id, quiz.student, worth(quiz.points)) if one)
    head = [f"# {title}", about]
    if not key:
        name = [] if quiz.student else [f"{texts['paper.name']}: {WIDE[:30]}"]
        head.append(" ".join([*name, f"{texts['paper.date']}: {WIDE[:15]}"]))
    shown = answer if key else question
    return "\n\n".join([*head, *(shown(one, number, pictures) for number, one in enumerate(quiz.variants, 1))])


def heading(variant: Variant, number: int) -> str:
    """What stands above a question."""
    return f"## {number}. {escaped(variant.title)} ({worth(variant.points)})"


def worth(points: float) -> str:
    """ "1 point", "2.5 points"."""
    texts = read_texts()
    return filled(texts["paper.point"] if points == 1 else texts["paper.points"], amount=amount(points))


def question(variant: Variant, number: int, pictures: Pictures) -> str:
    """A question with room for its answers."""
    asks = {ask.name: ask for ask in variant.asks}
    plain = Writer(pictures)

    def blanks(name: str, inside: bool) -> str:
        interaction, tex = asks[name].interaction(), asks[name].tex
        return short_field(interaction) if inside else field(interaction, tex, plain)

    return f"{heading(variant, number)}\n\n{Writer(pictures, blanks).markup(variant.text)}"


def short_field(interaction: Interaction) -> str:
    """Where an interaction is answered within a line or a table."""
    if isinstance(interaction, Entry):
        rows = ("( " + " , ".join([LINE] * interaction.columns) + " )" for _ in range(interaction.rows))
        return f" {LINE} " if interaction.rows * interaction.columns == 1 else " ; ".join(rows)
    return f" {LINE} "


def field(interaction: Interaction, tex: str, writer: Writer) -> str:
    """An interaction as it is answered; `tex` is what its answer is called."""
    name = f"${formula(tex)}$"
    match interaction:
        case Entry(rows=1, columns=columns):
            return f"{name} = {LINE}" if columns == 1 else f"{name} = ( {' , '.join([LINE] * columns)} )"
        case Entry(rows=rows, columns=columns):
            return f"{name} =\n\n{table([[''] * columns, *([LINE] * columns for _ in range(rows))])}"
        case Pick(items=items, several=several):
            return f"{writer.options(items, '[ ] ' if several else '')}\n\n{name} = {LINE}"
        case Pair(left=left, right=right):
            return f"{writer.options(left)}\n\n<!-- -->\n\n{writer.options(right)}\n\n{letters(left)}"
        case Arrange(items=items):
            places = " , ".join([LETTER] * len(items))
            return f"{writer.options(items)}\n\n{escaped(read_texts()['paper.in_order'])} {places}"
        case Gaps(text=text, gaps=gaps):
            inside = Writer(writer.pictures, lambda key, _: f" \\[{escaped(key)}\\] {LINE} ")
            words = "\n".join(
                f"- **{escaped(gap.key)}**: {' / '.join(writer.choices(gap.words))}" for gap in gaps if gap.words
            )
            return "\n\n".join(filter(None, [inside.markup(text), words]))
        case Place(labels=labels, spots=spots) as place:
            places = " , ".join(f"{escaped(spot.key)}: {LETTER}" for spot in spots)
            return f"{writer.pictures.numbered(place)}\n\n{writer.options(labels)}\n\n{places}"
        case Write(lines=lines):
            return f"{name}:\n\n" + "\\\n".join([WIDE] * lines)
        case Upload(file=file):
            return escaped(filled(read_texts()["paper.answer_in_file"], file=file))
        case Parts(parts=parts):
            return "\n\n".join(
                one for part in parts for one in (writer.markup(part.label), field(part.interaction, part.tex, writer))
            )
    raise TypeError(f"Markdown has no way to show {interaction!r}")


def letters(items: Iterable[Item]) -> str:
    """A place for a letter for each item."""
    return " , ".join(f"{escaped(one.key)}: {LETTER}" for one in items)


# ---------------------------------------------------------------- the key


def answer(variant: Variant, number: int, pictures: Pictures) -> str:
    """Right answers, solution, common wrong answers."""
    texts, writer = read_texts(), Writer(pictures)
    parts = [heading(variant, number)]
    for ask, blocks in right(variant):
        name = f"${formula(ask.tex)}$ ({worth(ask.points)}):"
        one_line = len(blocks) == 1 and isinstance(blocks[0], Paragraph)
        parts.append(f"{name}{' ' if one_line else chr(10) * 2}{writer.blocks(blocks)}")
    for ask in variant.asks:
        scheme = [item("-", f"{writer.markup(text)} ({worth(most)})") for most, text in ask.marking_scheme()]
        parts += ["\n".join(scheme)] * bool(scheme)
        if claims := ask.wrong_claims_to_watch():
            parts += [label(texts["key.wrong_claims"]), "\n".join(item("-", writer.markup(claim)) for claim in claims)]
    if variant.solution:
        parts += [label(texts["key.solution"]), writer.markup(variant.solution)]
    slips = [item("-", slip(one, writer)) for one in wrong(variant)]
    if slips:
        parts += [label(texts["key.common_wrong"]), "\n".join(slips)]
    return "\n\n".join(parts)


def label(text: str) -> str:
    """A heading within a question."""
    return f"### {escaped(text)}"


def slip(one: Wrong, writer: Writer) -> str:
    """What a misconception gives, and its sentence."""
    values = ", ".join(f"${formula(ask.tex)}$ = {writer.line(value)}" for ask, value in one.values)
    return f"{values}: {writer.line(one.sentence)}" if values else writer.line(one.sentence)


def markdown_file(quizzes: Sequence[Quiz], key: bool, token: Token) -> bytes:
    """Papers or keys as a file to hand out."""
    return markdown(quizzes, key=key).encode()


FORMATS = {"md": HandOut("md", markdown_file)}
