"""The progress of a class in the terminal: topics, misconceptions with who holds them, learners with what each needs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.documents import progress_words as words
from quizgen.documents.class_summary import practice
from quizgen.documents.progress_class import ClassProgress, TopicSpread
from quizgen.documents.progress_terminal import grid, shares
from quizgen.media.terminal_cells import add, printable_text
from quizgen.model import topic_name
from reference_rnn import title

MISCONCEPTIONS, LEARNERS = 10, 40  # rows shown
NAMES = 4  # learners named beside a misconception


def progress(found: ClassProgress) -> RenderableType:
    """All of it."""
    parts = [
        Text("Progress of the class", style="bold"),
        Text(words.class_overview(found)),
        *(Text(one, style="dim") for one in words.left_out(found)),
        Text(),
        *topics(found),
        *misconceptions(found),
        *learners(found),
    ]
    return Padding(Group(*parts), (1, 2, 1, 2))


def topics(found: ClassProgress) -> Iterator[RenderableType]:
    """How each topic is known."""
    yield Text.assemble(("Topics", "bold"), "   ", ("█ know it  ▒ asked, not yet  ░ never asked", "dim"))
    table = grid("", "whole", "whole", "whole")
    for one in found.topics:
        if one.known or one.begun:
            told = f"{one.known} know it, {one.begun} not yet"
            add(table, topic_name(one.topic), bar(one), told, f"{words.percent(one.share)} right")
    yield Padding(table, (0, 0, 0, 2))
    if never := [topic_name(one.topic) for one in found.topics if not (one.known or one.begun)]:
        yield Padding(Text(f"Nobody was asked: {', '.join(never)}.", style="dim"), (0, 0, 0, 2))
    yield Text()


def bar(one: TopicSpread) -> Text:
    """The learners as a bar."""
    known, begun = shares([one.known, one.begun], one.known + one.begun + one.never, 20)
    return Text.assemble(("█" * known, "green"), ("▒" * begun, "yellow"), ("░" * (20 - known - begun), "dim"))


def misconceptions(found: ClassProgress) -> Iterator[RenderableType]:
    """What the class holds."""
    if not found.misconceptions:
        yield Text("No misconception explained an answer.\n", style="bold")
        return
    yield Text("Misconceptions", style="bold")
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, kind in (
        ("", ""),
        ("active", "right"),
        ("seen once", "right"),
        ("cleared", "right"),
        ("met by", "right"),
    ):
        table.add_column(name, justify="right" if kind else "left", no_wrap=bool(kind))
    table.add_column("active in", overflow="fold")
    for one in found.misconceptions[:MISCONCEPTIONS]:
        counts = (str(len(one.active)), str(len(one.seen)), str(len(one.cleared)), str(one.met))
        add(table, title(one.id), *counts, words.some(one.active, NAMES))
    yield Padding(table, (0, 0, 0, 2))
    if (rest := len(found.misconceptions) - MISCONCEPTIONS) > 0:
        yield Padding(Text(f"{rest} more; --html FILE shows all.", style="dim"), (0, 0, 0, 2))
    first = found.misconceptions[0]
    if first.active and (command := practice([first.id])):
        yield Padding(Text(f"Practise the first:  {command}", style="cyan"), (0, 0, 0, 2))
    yield Text()


def learners(found: ClassProgress) -> Iterator[RenderableType]:
    """Who needs what."""
    yield Text.assemble(("Learners", "bold"), "   ", ("those with most active misconceptions first", "dim"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("", overflow="fold")
    for name in ("questions", "right", "topics known"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("needs", overflow="fold")
    for one in found.learners[:LEARNERS]:
        need = Text(printable_text(words.need(one)), style="red" if one.active else "")
        add(table, one.name, str(one.questions), words.percent(one.share), str(one.known), need)
    yield Padding(table, (0, 0, 0, 2))
    if (rest := len(found.learners) - LEARNERS) > 0:
        yield Padding(Text(f"{rest} more; --html FILE shows all.", style="dim"), (0, 0, 0, 2))
    if found.silent:
        yield Padding(Text(f"Nothing is stored of {words.some(found.silent, 20)}.", style="dim"), (0, 0, 0, 2))
