"""quizgen scan: reads scanned exams, has a person read what is not certain, grades them, and writes marked papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console, next_command, open_store, say
from quizgen.cli.course import by_option
from quizgen.cli.enter_paper import OpenPaper, Quit

if TYPE_CHECKING:
    from quizgen.classroom.exam.entered_grade import EnteredGrades
    from quizgen.classroom.scan.answer_places import AnswerPlace
    from quizgen.classroom.scan.scanned_exam import KeptPage, Note, ScannedPaper
    from quizgen.model import PaperHead
    from quizgen.store import Store


@click.command("scan")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--exam",
    "folder",
    type=click.Path(path_type=Path),
    default="exam",
    show_default=True,
    metavar="DIR",
    help="The folder that 'exam make' wrote.",
)
@click.option("--review", is_flag=True, help="Then read in the terminal what quizgen could not.")
@click.option("--page", is_flag=True, help="Then read it on a page in the browser of this machine.")
@click.option(
    "--return", "returned", type=click.Path(path_type=Path), metavar="DIR", help="Write each marked paper there as PDF."
)
@by_option
def command(paths: tuple[Path, ...], folder: Path, review: bool, page: bool, returned: Path | None, by: str) -> None:
    """Read scanned papers of an exam, grade what is marked, and have a person read what is written.

    PATH is a folder, PDF files or pictures, in any order and turned any way. Marked bubbles and empty boxes are taken as they
    are; what is written, and all that is not certain, waits for a person with its picture. What was read is kept: the same
    command goes on where it was stopped. Without PATH it goes on with the pages that were read before.
    """
    from quizgen.classroom.course.rules import CourseRules
    from quizgen.classroom.exam.entered_grade import EnteredGrades
    from quizgen.documents.exam.folder import exam_in
    from quizgen.errors import UserError

    if review and page:
        raise UserError("Read in the terminal (--review) or in the browser (--page). Leave one out.")
    if not paths and returned:
        raise UserError("Name the folder with the scans too: marked papers are made of them.")
    if not paths and not (review or page):
        raise UserError("Name the folder with the scans, or PDF files and pictures.")
    exam = exam_in(folder)
    with open_store() as store:
        papers = store.papers(exam)
        if not papers:
            raise UserError(f"This store has no papers of {exam}. Name the store of 'quizgen exam make' with --db.")
        scan = Scan(folder, exam, store, papers, EnteredGrades(store, CourseRules.of(store), by), by)
        try:
            scan.read(paths)
        except KeyboardInterrupt:
            raise UserError("Stopped. What was read is kept: the same command goes on there.") from None
        scan.grade()
        if review or page:
            scan.review(page)
            click.echo()
        if returned:
            scan.write_marked(returned)
        scan.show_end(paths, marked=returned is not None)
        if scan.lost:
            click.get_current_context().exit(1)


@dataclass
class Scan:
    """The scanning of one exam."""

    folder: Path
    exam: str
    store: Store
    papers: Sequence[PaperHead]
    grades: EnteredGrades
    by: str
    files: dict[str, Path] = field(default_factory=dict)  # that were named now, by digest
    pages: list[KeptPage] = field(default_factory=list)
    scanned: Sequence[ScannedPaper] = ()
    notes: list[Note] = field(default_factory=list)

    @property
    def lost(self) -> bool:
        """Whether a page or a file is in no paper."""
        return any(note.lost for note in self.notes)

    def read(self, paths: Sequence[Path]) -> None:
        """Reads what is not read yet, and sorts all pages by paper. UserError: nothing could be read."""
        from quizgen.classroom.scan.scanned_exam import scanned_exam
        from quizgen.cli.scan_read import files_in, read_files
        from quizgen.documents.exam.scans import ScanFolder
        from quizgen.errors import UserError

        scans, places = ScanFolder.of(self.folder), self.places()
        if not any(places.values()):
            raise UserError(
                f"It is not on record where the papers of {self.exam} are answered. Type them in: quizgen enter."
            )
        if paths:
            files, other = files_in(paths)
            others = {one.code for exam in self.store.exams() if exam != self.exam for one in self.store.papers(exam)}
            reading = read_files(files, scans, places, frozenset(others))
            self.files = reading.files
            self.notes += [*reading.notes, *other]
        self.pages, _ = scans.pages()
        if not self.pages:
            raise UserError(nothing_read(self.notes, self.exam))
        sorted_pages = scanned_exam(self.pages, self.papers, places, self.store.paper)
        self.scanned = sorted_pages.papers
        self.notes += sorted_pages.notes

    def places(self) -> dict[str, tuple[AnswerPlace, ...]]:
        """Where the answers of each paper are, by its code."""
        from quizgen.classroom.exam.entry import PaperEntry
        from quizgen.classroom.scan.answer_places import places

        return {
            one.code: places(PaperEntry.of(one.code, self.store.quiz(one.quiz)), self.store.boxes(one.code))
            for one in self.papers
        }

    def grade(self) -> None:
        """Puts what was read into the sheets of the papers, and grades those that are complete.

        A paper whose sheet cannot be read or written is left out, with a note; the others go on.
        """
        from quizgen.classroom.scan.scanned_exam import Note, whose
        from quizgen.errors import UserError

        usable = []
        for one in self.scanned:
            try:
                paper = OpenPaper.of(self.folder, one.head, self.grades)
                usable.append(one)
                if not paper.sheet.data and paper.entry.typed:
                    self.notes.append(Note(whose(one.head), "It was graded before, and the scan changes nothing."))
                    continue
                read = {each.place.blank: each.said.text for each in one.findings if each.said.text is not None}
                if (entry := paper.entry.scanned(read)) != paper.entry:
                    paper.save(entry)
                if entry.next is None:
                    paper.stored(self.grades)
            except UserError as error:
                self.notes.append(Note(whose(one.head), str(error), lost=True))
        self.scanned = usable

    def review(self, page: bool) -> None:
        """Has a person read what waits."""
        from quizgen.cli.scan_desk import ScanDesk
        from quizgen.cli.scan_review import Review

        desk = ScanDesk(self.folder, self.scanned, self.grades, self.by)
        if not desk.boxes:
            say("No box waits to be read.")
            return
        if page:
            from quizgen.cli.scan_page import serve

            serve(desk, self.exam)
            return
        boxes = f"{len(desk.boxes)} boxes wait" if len(desk.boxes) > 1 else "1 box waits"
        say(f"{boxes}. Open the picture and type what is written. ? shows the keys, q quits.")
        try:
            Review(desk).run()
        except Quit:
            pass
        except (EOFError, KeyboardInterrupt):
            say("\nStopped. What was typed is kept.")

    def write_marked(self, out: Path) -> None:
        """Writes a marked paper for each student."""
        from quizgen.cli.scan_return import MarkedPapers

        written, notes = MarkedPapers(self.folder, self.scanned, self.grades, self.files, out).write()
        self.notes += notes
        papers = "1 marked paper" if written == 1 else f"{written} marked papers"
        say(f"{papers} in ", (f"{out}/", "bold"), ".\n")

    def show_end(self, paths: Sequence[Path], *, marked: bool) -> None:
        """What came of it: a row for each paper, what a person should know, and what to do next."""
        from quizgen.classroom.scan.scanned_exam import missing_notes
        from quizgen.documents.exam.entry_terminal import missing
        from quizgen.documents.exam.scan_terminal import notes_table, paper_table
        from quizgen.documents.score import score

        waiting: dict[str, int] = {}
        points: dict[str, str] = {}
        absent = False
        for one in self.scanned:
            paper = OpenPaper.of(self.folder, one.head, self.grades)
            given = paper.entry.given
            waiting[one.head.code] = sum(
                each.said.text is None and each.place.blank not in given for each in one.findings
            )
            if paper.entry.next is None and (current := self.grades.current(one.head)):
                points[one.head.code] = score(current.grade.marks).total
            self.notes += missing_notes(one, given)
            absent |= any(place.blank not in given for place in one.absent)
        say(f"{count(self.pages, 'page')}, {count(self.scanned, 'paper')} of {self.exam}.\n")
        console().print(paper_table(self.scanned, waiting, points))
        if self.notes:
            say()
            console().print(notes_table(self.notes))
        say()
        graded = {one.quiz for one in self.store.summaries(assignment=self.exam)}
        came = {one.head.student.id for one in self.scanned}
        came |= {head.student.id for head in self.papers if head.quiz in graded}
        if left_out := [head for head in self.papers if head.student.id not in came]:
            say(missing(list({head.student.id: head for head in left_out}.values()), set()))
        exam = ["--exam", str(self.folder)] if self.folder != Path("exam") else []
        if boxes := sum(waiting.values()):
            what = "1 box waits" if boxes == 1 else f"{boxes} boxes wait"
            say(f"{what} for a person:  ", (next_command("scan", "--page", *exam), "bold"), " or --review")
        if absent:
            say(
                "Pages that did not come:  scan them, or type them in:  ",
                (next_command("enter", str(self.folder)), "bold"),
            )
        if points:
            say("Points:         ", (next_command("results", "--assignment", self.exam), "bold"))
        if points and not marked:
            named = [str(path) for path in paths] or ["SCANS"]
            say("Marked papers:  ", (next_command("scan", *named, *exam, "--return", "marked"), "bold"))


def nothing_read(notes: Sequence[Note], exam: str) -> str:
    """Why there is no page at all."""
    if not notes:
        return f"No page of {exam} was scanned yet. Name the folder with the scans, or PDF files and pictures."
    more = f" {len(notes) - 1} more files could not be read either." if len(notes) > 1 else ""
    return f"{notes[0].about}: {notes[0].sentence}{more}"


def count(things: Sequence[object], what: str) -> str:
    """ "1 page", "3 pages"."""
    return f"{len(things)} {what}{'s' * (len(things) != 1)}"
