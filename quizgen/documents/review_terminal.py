"""An answer that waits for a person on the terminal: its question, what to look for, the answer in full, and a suggestion."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from quizgen.classroom.course.suggestion import Suggestion
from quizgen.classroom.course.waiting import Waiting
from quizgen.documents import labels
from quizgen.documents.remarks import plain_text, remark
from quizgen.markup.parse import Blank, Block, Paragraph, parse
from quizgen.media.terminal import marking_line, walked
from quizgen.media.terminal_cells import printable_text
from quizgen.media.values import amount, points


def question(one: Waiting) -> RenderableType:
    """The question as it was asked, with its key points and the wrong claims to watch for."""
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
        lines = [marking_line(amount(worth), text) for worth, text in scheme]
        parts.append(Padding(Group(Text("key points", style="bold"), *lines), (1, 0, 0, 2)))
    if one.ask and (claims := one.ask.wrong_claims_to_watch()):
        lines = [marking_line("–", text) for text in claims]
        parts.append(Padding(Group(Text("wrong claims", style="bold"), *lines), (1, 0, 0, 2)))
    return Group(*parts)


def only_a_blank(block: Block) -> bool:
    """Whether a block is the place for an answer and nothing else, which says nothing here."""
    return isinstance(block, Paragraph) and len(block.line) == 1 and isinstance(block.line[0], Blank)


def answer(one: Waiting, place: int, count: int, name: str) -> RenderableType:
    """The answer of one student, in full and as typed."""
    heading = Text.assemble((f"{place} of {count}", "bold cyan"), "  ", (printable_text(name), "dim"))
    why = [Text(printable_text(plain_text(one.mark.feedback)), style="dim")] if one.unreadable else []
    return Group(Text(), heading, Padding(Group(Text(printable_text(one.mark.typed)), *why), (0, 0, 1, 4)))


def suggested(found: Suggestion) -> RenderableType:
    """The nearest text that can be read, and what it would earn."""
    worth = f"{amount(found.mark.points)} of {amount(found.mark.max_points)}"
    line = Text.assemble(("suggestion  ", "bold"), printable_text(found.text), (f"   would earn {worth}", "cyan"))
    why = [Text(printable_text(remark(found.mark)), style="dim")]
    return Padding(Group(line, *why), (0, 0, 1, 2))
