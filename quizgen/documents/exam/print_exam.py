"""Prints an exam: compiles the papers and writes the files of the folder; what is finished already is not made again."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from quizgen import content
from quizgen.documents.exam.folder import ExamFolder, Made
from quizgen.documents.exam.paper import paper_inputs, paper_source
from quizgen.documents.file_names import file_name, file_system_key
from quizgen.generate.exam.plan import ExamPlan
from quizgen.media.fonts import font_packages
from quizgen.media.pdf import ACCESSIBLE
from quizgen.media.pdf_join import join
from quizgen.media.pdf_pool import Job, compile_all
from quizgen.model import Box, Paper

PRINT_FILE = "print.pdf"
STANDARDS = ACCESSIBLE


@dataclass(frozen=True)
class PrintedPaper:
    """A paper, the name of its file, and where its answers are written."""

    paper: Paper
    file: str
    boxes: tuple[Box, ...]


@dataclass
class Waiting:
    """A paper whose turn has not come; it is written already, or it is being compiled."""

    paper: Paper
    file: str
    source: str
    made: Made | None


def print_papers(
    papers: Iterable[Paper],
    plan: ExamPlan,
    folder: ExamFolder,
    processes: int,
    each: Callable[[PrintedPaper], None] = lambda printed: None,
    print_file: str = PRINT_FILE,
) -> list[PrintedPaper]:
    """Writes a PDF for every paper, then one of all for the printer. `each` is called when a paper is complete, in order.

    Raises UserError; what is written stays, and need not be made again.
    """
    waiting: deque[Waiting] = deque()
    printed: list[PrintedPaper] = []

    def jobs() -> Iterator[Job]:
        taken: set[str] = set()
        for paper in papers:
            name = file_name(paper.student.owner, taken)
            taken.add(file_system_key(name))
            again = f"-{paper.sheet}" if paper.sheet > 1 else ""
            inputs = paper_inputs(paper, plan, boxes=True)
            job = Job(f"papers/{name}{again}.pdf", paper_source(paper, plan), inputs, STANDARDS)
            source = digest_of_job(job)
            waiting.append(Waiting(paper, job.name, source, folder.finished(job.name, source)))
            if not waiting[-1].made:
                yield job
            elif len(waiting) == 1:
                finish_those_written()

    def finish_those_written() -> None:
        while waiting and (made := waiting[0].made):
            one = waiting.popleft()
            printed.append(PrintedPaper(one.paper, one.file, made.boxes))
            each(printed[-1])

    with closing(compile_all(jobs(), processes)) as coming:
        for compiled in coming:
            first = waiting[0]
            folder.write(compiled.name, compiled.data, first.source, compiled.boxes)
            first.made = folder.record[compiled.name]
            finish_those_written()
    if printed:
        write_print_file(printed, plan.title, folder, print_file)
    return printed


def write_print_file(printed: Iterable[PrintedPaper], title: str, folder: ExamFolder, name: str) -> None:
    """Writes one file of all papers, each on an even number of pages, unless it is there."""
    files = [one.file for one in printed]
    parts = repr([title, *(folder.record[file].digest for file in files), environment()])
    source = hashlib.sha256(parts.encode()).hexdigest()
    if folder.finished(name, source) is None:
        with folder.writing(name) as out:
            join(((folder.path / file).read_bytes() for file in files), out, title)
        folder.put_on_record(name, source)


def digest_of_job(job: Job) -> str:
    """A digest of all that the bytes of a PDF depend on, but for fonts of the machine."""
    parts = repr([job.source, sorted(job.inputs.items()), job.standards, environment()])
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def environment() -> str:
    """The versions of what makes PDFs, and a digest of the templates."""
    templates = hashlib.sha256()
    for path in sorted(content("templates").glob("*.typ")):
        templates.update(path.read_bytes())
    return repr([version("quizgen"), version("typst"), font_packages().versions, templates.hexdigest()])
