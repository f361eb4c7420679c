"""Writes the marked papers of scanned students: a PDF for each, made of the pages as they came."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.classroom.scan.scanned_exam import Note, whose
from quizgen.cli.enter_paper import OpenPaper
from quizgen.cli.grade import cores
from quizgen.cli.progress import counting
from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.classroom.exam.entered_grade import EnteredGrades
    from quizgen.classroom.scan.scanned_exam import KeptPage, ScannedPaper
    from quizgen.media.pdf_pool import Job
    from quizgen.model import Grade


@dataclass
class MarkedPapers:
    """The marked papers of an exam. `files`: the scans by digest; `folder`: of the exam; `out`: where the PDFs go."""

    folder: Path
    papers: Sequence[ScannedPaper]
    grades: EnteredGrades
    files: Mapping[str, Path]
    out: Path

    def write(self) -> tuple[int, list[Note]]:
        """Writes them; how many, and notes on pages whose scans are in no file named. UserError: nothing can be written there."""
        from quizgen.documents.exam.folder import file_errors_named
        from quizgen.media.pdf_pool import compile_all

        notes: list[Note] = []
        with file_errors_named(self.out):
            self.out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as upright:
            self.put_straight(Path(upright))
            written = 0
            with counting(len(self.papers), "Writing marked papers") as tick:
                for made in compile_all(self.jobs(Path(upright), notes), cores()):
                    path = self.out / made.name
                    part = path.with_name(f".{path.name}.part")
                    with file_errors_named(path):
                        part.write_bytes(made.data)
                        part.replace(path)
                    written += 1
                    tick()
        return written, notes

    def put_straight(self, upright: Path) -> None:
        """Writes each page that counts as it stands on paper, as PNG named by its key, from the files that are here."""
        from quizgen.classroom.scan.page_images import page_images
        from quizgen.documents.exam.scan_job import upright_page
        from quizgen.documents.exam.scans import page_key

        wanted = {scans[0].key: scans[0] for one in self.papers for scans in one.pages.values()}
        sizes = {scans[0].key: self.size(one) for one in self.papers for scans in one.pages.values()}
        with counting(len(wanted), "Putting pages straight") as tick:
            for digest, path in self.files.items():
                last = max(
                    (one.read.number for key, one in wanted.items() if key == page_key(digest, one.read.number)),
                    default=0,
                )
                try:
                    for image in page_images(path) if last else ():
                        key = page_key(digest, image.number)
                        if key in wanted:
                            picture = upright_page(image, wanted[key].read, sizes[key])
                            (upright / f"{key}.png").write_bytes(picture)
                            tick()
                        if image.number >= last:
                            break
                except UserError:
                    continue  # it was said when it was read

    def jobs(self, upright: Path, notes: list[Note]) -> Iterator[Job]:
        """The document of each paper; of a paper none of whose pages is here, a note instead."""
        from quizgen.documents.exam.returned import marked_paper
        from quizgen.documents.file_names import file_name, file_system_key

        taken: set[str] = set()
        for one in self.papers:
            found = {number: upright / f"{scans[0].key}.png" for number, scans in one.pages.items()}
            pictures = {number: path.read_bytes() for number, path in found.items() if path.exists()}
            if left := [one.pages[number][0] for number in found if number not in pictures]:
                notes.append(Note(whose(one.head), in_no_file(left)))
            if not pictures:
                continue
            name = file_name(one.head.student.owner, taken)
            again = f" ({one.head.sheet})" if one.head.sheet > 1 else ""  # as `exam make` names papers
            taken.add(file_system_key(name + again))
            paper = OpenPaper.of(self.folder, one.head, self.grades)
            yield marked_paper(f"{name}{again}.pdf", one, paper.entry, self.grade(paper), pictures, self.size(one))

    def grade(self, paper: OpenPaper) -> Grade:
        """The stored grade of a complete paper; else that of the answers so far."""
        if paper.entry.next is None and (current := self.grades.current(paper.head)):
            return current.grade
        return self.grades.so_far(paper.entry, paper.head, paper.before)

    def size(self, paper: ScannedPaper) -> tuple[float, float]:
        """The width and the height of a page of a paper, in points."""
        from quizgen.documents.exam.folder import papers_in
        from quizgen.documents.exam.page_size import page_size

        name = papers_in(self.folder).get(paper.head.code, "")
        return page_size(self.folder / name) if name else page_size(None)


def in_no_file(pages: Sequence[KeptPage]) -> str:
    """That scans of pages are in no file that was named."""
    names = ", ".join(dict.fromkeys(page.read.source for page in pages))
    which = "A page is" if len(pages) == 1 else f"{len(pages)} pages are"
    return f"{which} missing in the marked paper: name {names} too."
