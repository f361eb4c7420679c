"""What is shown of scanned papers: the closing table, notes, and what is asked in the boxes that a person reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizgen.ask import Ask
from quizgen.classroom.exam.blanks import Blank
from quizgen.classroom.scan.scanned_exam import Note, ScannedPaper, named
from quizgen.documents.remarks import plain_text
from quizgen.markup.formula_text import formula_text
from quizgen.media.terminal import marking_line
from quizgen.media.terminal_cells import add, printable_text
from quizgen.media.values import amount
from quizgen.model import Variant

PAGE = re.compile(r"(.*), page (\d+)")


def asked(ask: Ask, blank: Blank) -> str:
    """What is asked in a blank, and how it is answered."""
    name = " ".join(formula_text(ask.tex).split())
    rule = f"points, 0 to {amount(ask.points)}" if blank.points else plain_text(blank.rule.partition(";")[0])
    return f"{name}{f', {blank.label}' if blank.label else ''}{f' ({rule})' if rule else ''}"


def group_heading(variant: Variant, ask: Ask, blank: Blank, count: int) -> RenderableType:
    """What is asked in a blank of all papers, and how many wait; of an answer in words also what to look for."""
    boxes = "1 box" if count == 1 else f"{count} boxes"
    head = Text.assemble(
        "\n", (printable_text(variant.title), "bold"), f"  {printable_text(asked(ask, blank))}  {boxes}"
    )
    lines = [marking_line(amount(worth), text) for worth, text in ask.marking_scheme()] if blank.points else []
    return Group(head, Padding(Group(*lines), (0, 0, 0, 2))) if lines else head


def paper_table(
    papers: Sequence[ScannedPaper], waiting: Mapping[str, int], points: Mapping[str, str]
) -> RenderableType:
    """A row for each paper: pages that came, answers that wait for a person (by code), and its points (by code)."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("paper", "student", "pages", "to read", "points"):
        table.add_column(name, justify="right" if name in ("pages", "to read") else "left", no_wrap=name == "paper")
    for paper in papers:
        code = paper.head.code
        count, most = len(paper.pages), len({*paper.pages, *paper.missing})
        pages = f"{count} of {most}" if paper.missing else str(count)
        student = printable_text(paper.head.student.name)
        add(table, named(paper.head), student, pages, str(waiting.get(code) or "–"), points.get(code, "not complete"))
    return table


def notes_table(notes: Sequence[Note]) -> RenderableType:
    """What a person should know: what it is about, those with the same sentence together, and the sentence below."""
    by_sentence: dict[str, list[str]] = {}
    for note in notes:
        by_sentence.setdefault(note.sentence, []).append(note.about)
    return Group(
        *(
            Group(Text(printable_text(line), style="bold"), Padding(Text(printable_text(sentence)), (0, 0, 0, 4)))
            for sentence, abouts in by_sentence.items()
            for line in ["\n".join(together(abouts))]
        )
    )


def together(abouts: Sequence[str]) -> list[str]:
    """Pages of the same file or paper on one line: "a.pdf, pages 3, 7"."""
    pages: dict[str, list[str]] = {}
    for about in abouts:
        found = PAGE.fullmatch(about)
        pages.setdefault(found[1] if found else about, []).extend([found[2]] if found else [])
    return [
        f"{name}, page{'s' * (len(numbers) > 1)} {', '.join(numbers)}" if numbers else name
        for name, numbers in pages.items()
    ]
