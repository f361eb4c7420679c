"""An exam that was scanned: its pages are read and sorted, what is certain is graded, and what came of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.common import console, next_command, say
from quizgen.cli.enter_paper import OpenPaper

if TYPE_CHECKING:
    from quizgen.classroom.exam.entered_grade import EnteredGrades
    from quizgen.classroom.scan.answer_places import AnswerPlace
    from quizgen.classroom.scan.scanned_exam import KeptPage, Note, ScannedPaper
    from quizgen.model import PaperHead
    from quizgen.store import Store


@dataclass
class Scan:
    """The scanning of one exam. `folder`: that of 'exam make'; `by`: who decides."""

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

    @classmethod
    def of(cls, folder: Path, store: Store, by: str) -> Scan:
        """That of the exam in a folder. UserError: there is none, or the store has no papers of it."""
        from quizgen.classroom.course.rules import CourseRules
        from quizgen.classroom.exam.entered_grade import EnteredGrades
        from quizgen.documents.exam.folder import exam_in
        from quizgen.errors import UserError

        exam = exam_in(folder)
        papers = store.papers(exam)
        if not papers:
            raise UserError(f"This store has no papers of {exam}. Name the store of 'quizgen exam make' with --db.")
        return cls(folder, exam, store, papers, EnteredGrades(store, CourseRules.of(store), by), by)

    @property
    def lost(self) -> bool:
        """Whether a page or a file is in no paper."""
        return any(note.lost for note in self.notes)

    def read(self, paths: Sequence[Path] = ()) -> None:
        """Reads what is not read yet, sorts all pages by paper, and grades what is certain. UserError: nothing could be read."""
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
        self._grade()

    def places(self) -> dict[str, tuple[AnswerPlace, ...]]:
        """Where the answers of each paper are, by its code."""
        from quizgen.classroom.exam.entry import PaperEntry
        from quizgen.classroom.scan.answer_places import places

        return {
            one.code: places(PaperEntry.of(one.code, self.store.quiz(one.quiz)), self.store.boxes(one.code))
            for one in self.papers
        }

    def _grade(self) -> None:
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

    def write_marked(self, out: Path) -> None:
        """Writes a marked paper for each student."""
        from quizgen.cli.scan_return import MarkedPapers

        written, notes = MarkedPapers(self.folder, self.scanned, self.grades, self.files, out).write()
        self.notes += notes
        papers = "1 marked paper" if written == 1 else f"{written} marked papers"
        say(f"{papers} in ", (f"{out}/", "bold"), ".\n")

    def show_end(self, paths: Sequence[Path] = (), *, marked: bool = False) -> None:
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
            say(
                f"{what} for a person:  ",
                (next_command("review", "--page", *exam), "bold"),
                ", or in the terminal without --page",
            )
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
