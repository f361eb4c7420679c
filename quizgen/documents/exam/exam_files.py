"""Writes all files of an exam: the papers, one file for the printer, the keys and, on request, marking schemes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from quizgen.documents.exam.folder import ExamFolder
from quizgen.documents.exam.key_tables import KeyCollector
from quizgen.documents.exam.print_exam import (
    PrintedPaper,
    print_papers,
    write_document,
    write_documents,
    write_print_file,
)
from quizgen.generate.exam.plan import ExamPlan
from quizgen.model import Paper

REPLACEMENT = re.compile(r" \(\d+\)\.pdf$")  # the end of the name of a replacement's file

Scheme = Callable[[Paper], str]  # a paper -> the Typst document of its marking scheme
Page = Callable[[Paper], str]  # a paper -> the paper as a web page


@dataclass(frozen=True)
class ExamFiles:
    """The names of the papers, of the files made of all papers, and of papers that are `left`: of nobody on this roster."""

    papers: tuple[str, ...]
    others: tuple[str, ...]
    left: tuple[str, ...]


def write_exam(
    papers: Iterable[Paper],
    plan: ExamPlan,
    folder: ExamFolder,
    processes: int,
    each: Callable[[PrintedPaper], None],
    ending: str = "",
    scheme: Scheme | None = None,
    page: Page | None = None,
) -> ExamFiles:
    """Writes the papers, then what is made of all of them; `each` is called when a paper is complete. Raises UserError.

    `ending` is added to the names of the files that are made of all. `scheme`: a marking scheme is wanted for every paper.
    `page`: so is a web page, which is written as soon as the paper is complete.
    """
    keys, files, schemes, codes = KeyCollector(plan), list[str](), dict[str, str](), dict[str, str]()
    for printed in print_papers(papers, plan, folder, processes):
        keys.add(printed.paper)
        files.append(printed.file)
        codes[printed.paper.code] = printed.file
        if scheme:
            schemes[f"marking/{PurePosixPath(printed.file).name}"] = scheme(printed.paper)
        if page:
            folder.write(f"html/{PurePosixPath(printed.file).stem}.html", page(printed.paper).encode())
        each(printed)
    folder.note_papers(codes)
    write_print_file(files, plan.title, folder, print_file := f"print{ending}.pdf")
    by = {f"key-by-student{ending}.pdf": keys.by_student, f"key-by-question{ending}.pdf": keys.by_question}
    for name, sources in by.items():
        write_document(name, sources(), plan.title, folder, processes)
    write_documents(schemes, folder, processes)
    left = (name for name in folder.others("papers", files) if REPLACEMENT.sub(".pdf", name) not in files)
    return ExamFiles(tuple(files), (print_file, *by), tuple(left))
