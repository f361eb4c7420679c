"""Prints an exam: draws the papers, keeps them, compiles them, and writes the files of the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from quizgen.documents.exam.folder import ExamFolder
from quizgen.documents.exam.paper import paper_source
from quizgen.documents.papers import file_name
from quizgen.generate.exam.plan import ExamPlan
from quizgen.media.pdf_pool import Job, compile_all
from quizgen.model import Box, Paper


@dataclass(frozen=True)
class PrintedPaper:
    """A paper, the name of its file, and where its answers are written."""

    paper: Paper
    file: str
    boxes: tuple[Box, ...]


def print_papers(
    papers: Iterable[Paper],
    plan: ExamPlan,
    folder: ExamFolder,
    processes: int,
    each: Callable[[PrintedPaper], None] = lambda printed: None,
) -> list[PrintedPaper]:
    """Writes a PDF for every paper; `each` is called when one is complete. Raises UserError."""
    waiting: dict[str, Paper] = {}
    taken: list[str] = []

    def jobs() -> Iterator[Job]:
        for paper in papers:
            again = f"-{paper.sheet}" if paper.sheet > 1 else ""
            name = f"papers/{file_name(paper.student.owner, [])}{again}.pdf"
            waiting[name] = paper
            taken.append(name)
            yield Job(name, paper_source(paper, plan))

    printed = []
    for compiled in compile_all(jobs(), processes):
        folder.write(compiled.name, compiled.data)
        printed.append(PrintedPaper(waiting.pop(compiled.name), compiled.name, compiled.boxes))
        each(printed[-1])
    return printed
