"""Prints an exam: compiles the papers and writes the files of the folder; what is finished already is not made again."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version

from quizgen import content
from quizgen.documents.exam.folder import ExamFolder, Made
from quizgen.documents.exam.paper import paper_inputs, paper_source
from quizgen.documents.file_names import file_name, file_system_key
from quizgen.generate.exam.plan import ExamPlan
from quizgen.media.fonts import font_packages
from quizgen.media.pdf_join import join
from quizgen.media.pdf_pool import Job, compile_all
from quizgen.model import Box, Paper

STANDARDS = ("ua-1", "a-2a")  # accessible, and to be kept


@dataclass(frozen=True)
class PrintedPaper:
    """A paper, the name of its file, and where its answers are written."""

    paper: Paper
    file: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class QueuedPaper:
    """A paper whose turn has not come. `source`: a digest of what it is made from; `made`: None while it is being compiled."""

    paper: Paper
    file: str
    source: str
    made: Made | None


def print_papers(papers: Iterable[Paper], plan: ExamPlan, folder: ExamFolder, processes: int) -> Iterator[PrintedPaper]:
    """Writes a PDF for every paper; each in order as soon as it is complete.

    Raises UserError; what is written stays, and need not be made again.
    """
    queue: deque[QueuedPaper] = deque()

    def jobs() -> Iterator[Job]:
        taken: set[str] = set()
        for paper in papers:
            name = file_name(paper.student.owner, taken)
            taken.add(file_system_key(name))
            again = f" ({paper.sheet})" if paper.sheet > 1 else ""  # no file_name has brackets
            inputs = paper_inputs(paper, plan, boxes=True)
            job = Job(f"papers/{name}{again}.pdf", paper_source(paper, plan), inputs, STANDARDS)
            source = digest_of_job(job)
            made = folder.finished(job.name, source)
            queue.append(QueuedPaper(paper, job.name, source, made))
            if not made:
                yield job

    def complete() -> Iterator[PrintedPaper]:
        while queue and (made := queue[0].made):
            one = queue.popleft()
            yield PrintedPaper(one.paper, one.file, made.boxes)

    with closing(compile_all(jobs(), processes)) as coming:
        for compiled in coming:
            yield from complete()  # those before it were written already
            folder.write(compiled.name, compiled.data, queue[0].source, compiled.boxes)
            queue[0] = replace(queue[0], made=folder.record[compiled.name])
            yield from complete()
    yield from complete()


def write_documents(sources: Mapping[str, str], folder: ExamFolder, processes: int) -> None:
    """Writes the PDF of each document by its name, unless it is there."""
    jobs = {name: Job(name, source, {}, STANDARDS) for name, source in sources.items()}
    digests = {name: digest_of_job(job) for name, job in jobs.items()}
    missing = [job for name, job in jobs.items() if folder.finished(name, digests[name]) is None]
    for compiled in compile_all(missing, processes):
        folder.write(compiled.name, compiled.data, digests[compiled.name])


def write_document(name: str, sources: Iterable[str], title: str, folder: ExamFolder, processes: int) -> None:
    """Writes the PDF of a document that comes in parts, unless it is there."""
    parts = list(sources)
    jobs = [Job(f"{name} {number}", part, {}, STANDARDS) for number, part in enumerate(parts, 1)]
    source = hashlib.sha256(repr([title, *map(digest_of_job, jobs)]).encode()).hexdigest()
    if folder.finished(name, source) is not None:
        return
    made = [compiled.data for compiled in compile_all(jobs, processes)]
    if len(made) == 1:
        folder.write(name, made[0], source)
        return
    with folder.writing(name) as out:
        join(made, out, title)
    folder.put_on_record(name, source)


def write_print_file(files: Sequence[str], title: str, folder: ExamFolder, name: str) -> None:
    """Writes one file of all papers, each on an even number of pages, unless it is there."""
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
