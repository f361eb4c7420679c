"""An answer for a person to judge on the terminal: its question, what to look for, the answer in full, and what is proposed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from quizgen.classroom.course.calibration import Calibration
from quizgen.classroom.course.reviewing import Proposal
from quizgen.classroom.course.suggestion import Suggestion
from quizgen.classroom.course.waiting import Waiting
from quizgen.documents import labels
from quizgen.documents.remarks import plain_text, remark
from quizgen.markup.parse import Blank, Block, Paragraph, parse
from quizgen.media.terminal import marking_line, walked
from quizgen.media.terminal_cells import printable_text
from quizgen.media.values import amount, points

BOX = {True: "[x]", False: "[ ]"}
LETTERS = "abcdefghij"
SHORT = 60  # characters of a key point beside an answer; all of it stands with the question


def question(one: Waiting, *, numbered: bool = False) -> RenderableType:
    """The question as it was asked, with its key points, by number if they are to be ticked, and the wrong claims to watch for."""
    title = one.variant.title if one.variant else "The quiz is not in this store, so its question cannot be shown."
    worth = points(one.mark.max_points)
    name = " · ".join(filter(None, (one.assignment, one.mark.ask)))
    parts: list[RenderableType] = [
        Text(),
        Rule(style="dim"),
        Text.assemble((printable_text(name), "bold cyan"), "  ", (title, "bold"), f"  {worth}"),
    ]
    if one.variant:
        blanks: dict[str, str] = {}
        for ask in one.variant.asks:
            blanks[ask.name] = f"[{plain_text(labels.label_markup(ask.tex))}]"
        blocks = [block for block in parse(one.text) if not only_a_blank(block)]
        parts.append(Padding(Group(*walked(blocks, blanks)), (1, 0, 0, 2)))
    if one.ask and one.variant and not one.ask.free_text:
        key = one.ask.show_key(one.variant.key.get(one.ask.name))
        parts.append(Padding(Text.assemble(("key  ", "bold"), printable_text(key)), (1, 0, 0, 2)))
    if one.ask and (scheme := one.ask.marking_scheme()):
        lines = [
            marking_line(f"{place})  {points(worth)}" if numbered else amount(worth), text)
            for place, (worth, text) in enumerate(scheme, 1)
        ]
        parts.append(Padding(Group(Text("key points", style="bold"), *lines), (1, 0, 0, 2)))
    if one.ask and (claims := one.ask.wrong_claims_to_watch()):
        lines = [marking_line("–", text) for text in claims]
        parts.append(Padding(Group(Text("wrong claims", style="bold"), *lines), (1, 0, 0, 2)))
    return Group(*parts)


def only_a_blank(block: Block) -> bool:
    """Whether a block is the place for an answer and nothing else, which says nothing here."""
    return isinstance(block, Paragraph) and len(block.line) == 1 and isinstance(block.line[0], Blank)


def answer(
    one: Waiting, place: int, count: int, name: str, asked: str = "", pictures: Sequence[str] = ()
) -> RenderableType:
    """The answer of one student, in full and as typed; `asked`: its question (markup), where the words of that differ.

    `pictures`: the files of what is written on paper.
    """
    heading = Text.assemble((f"{place} of {count}", "bold cyan"), "  ", (printable_text(name), "dim"))
    if not one.waits:
        of = f"{amount(one.mark.points)} of {amount(one.mark.max_points)}"
        heading.append(f"  scored by the machine: {of}", "dim")
    blocks = [block for block in parse(asked) if not only_a_blank(block)]
    other = (
        [Padding(Group(Text("asked in other words", style="bold"), *walked(blocks, {})), (0, 0, 1, 2))] if asked else []
    )
    why = [Text(printable_text(plain_text(one.mark.feedback)), style="dim")] if one.unreadable else []
    on_paper = [Text(printable_text(path)) for path in pictures]
    said = Group(Text(printable_text(one.mark.typed)), *why, *on_paper)
    return Group(Text(), heading, *other, Padding(said, (0, 0, 1, 4)))


def proposed(made: Proposal, ticked: frozenset[str]) -> RenderableType:
    """What a machine found in an answer in words: key points with the words that show them, contradictions, formulas, doubts.

    `ticked` are the key points proposed, also by what people decided before.
    """
    shown = Table.grid(padding=(0, 2))
    for place, one in enumerate(made.ticks, 1):
        on = one.name in ticked
        learnt = f"{'ticked' if on else 'not ticked'} in most answers like this one"
        lines = [Text(short(one.point.text), "" if on else "dim"), *map(quoted, one.words)]
        lines += [Text(learnt, "dim")] if on != (one.name in made.ticked) else []
        shown.add_row(Text(f"{BOX[on]} {place}", "bold" if on else "dim"), Group(*lines))
    for place, charge in enumerate(made.charges):
        costs = [f"key point {at}" for at, one in enumerate(made.ticks, 1) if one.name == charge.point]
        cost = f"costs {costs[0] if costs else points(charge.cost)}"
        lines = [Text.assemble((f"{cost}  ", "red"), printable_text(plain_text(charge.text))), quoted(charge.words)]
        shown.add_row(Text(f"{BOX[place in made.charged]} {LETTERS[place]}", "bold red"), Group(*lines))
    for formula in made.assessment.formulas:
        said = "right" if formula.equal else plain_text(formula.feedback) or "not the equation"
        shown.add_row(Text("formula", "bold"), Text.assemble(printable_text(formula.typed), "   ", (said, "dim")))
    for doubt in made.assessment.doubts:
        shown.add_row(Text("doubt", "bold yellow"), Text(printable_text(plain_text(doubt))))
    if made.withheld:
        shown.add_row("", Text("The words are there, but they earn nothing as they stand.", "dim"))
    return Padding(Group(shown, Text(f"confidence {made.confidence:.2f}", style="dim")), (0, 0, 1, 2))


def short(text: str) -> str:
    """The beginning of a key point as plain text."""
    words = printable_text(plain_text(text))
    return words if len(words) <= SHORT else f"{words[: SHORT - 1].rsplit(' ', 1)[0]} …"


def quoted(words: str) -> Text:
    """Words of an answer, below what they show."""
    return Text(f"“{printable_text(' '.join(words.split()))}”", style="cyan")


def keys(words: str) -> RenderableType:
    """What can be typed, below a question."""
    return Padding(Text(words, style="dim"), (1, 0, 0, 0))


def recalibrated(learnt: Calibration) -> RenderableType:
    """What decided answers changed, and how far the proposals agree with people before and after, judged by the others."""
    of = f"of {learnt.count}"
    if learnt.habits:
        words = (
            f"Recalibrated from {learnt.count} decided answers: the proposal agreed with people in {learnt.before} {of} "
            f"before, in {learnt.after} {of} after."
        )
    else:
        words = f"{learnt.count} answers were decided: the proposal agreed with people in {learnt.before} {of}. It stays as it is."
    return Padding(Text(words, style="magenta"), (1, 0, 0, 2))


def suggested(found: Suggestion) -> RenderableType:
    """The nearest text that can be read, and what it would earn."""
    worth = f"{amount(found.mark.points)} of {amount(found.mark.max_points)}"
    line = Text.assemble(("suggestion  ", "bold"), printable_text(found.text), (f"   would earn {worth}", "cyan"))
    why = [Text(printable_text(remark(found.mark)), style="dim")]
    return Padding(Group(line, *why), (0, 0, 1, 2))
