"""quizgen enter: types in the answers of an exam, paper by paper."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from quizgen.cli.common import console, next_command, open_store, say
from quizgen.cli.course import by_option
from quizgen.cli.enter_paper import UNDO, Later, OpenPaper, Quit, TypePaper, command_in, obey
from quizgen.cli.typed_line import TypedLines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from quizgen.classroom.exam.entered_grade import EnteredGrades
    from quizgen.model import Grade, PaperHead
    from quizgen.store import Store


@click.command("enter")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@by_option
def command(folder: Path, by: str) -> None:
    """Type in the answers of an exam, paper by paper, and see at once which are right.

    DIR is the folder that 'quizgen exam make' wrote. Type the code on a paper, or the student's id or a part of the name, then the
    answers in their order. Everything is kept as soon as it is typed: stop when you like, even with Ctrl-C. ? shows the keys.
    """
    from quizgen.classroom.course.rules import CourseRules
    from quizgen.classroom.exam.entered_grade import EnteredGrades
    from quizgen.documents.exam.folder import exam_in, papers_in
    from quizgen.errors import UserError

    exam = exam_in(folder)
    with open_store() as store:
        papers = store.papers(exam)
        if not papers:
            raise UserError(f"This store has no papers of {exam}. Name the store of 'quizgen exam make' with --db.")
        held = papers_in(folder)
        here = sum(one.code in held for one in papers) or len(papers)
        count = "1 paper" if here == 1 else f"{here} papers"
        say(f"{count} of {exam}. Type the code on a paper, or the student's id or name. ? shows the keys, q quits.")
        try:
            Desk(folder, papers, held, EnteredGrades(store, CourseRules.of(store), by), by).type_papers()
        except Quit:
            pass
        except (EOFError, KeyboardInterrupt):
            say("\nStopped. What was typed is kept.")
        show_end(store, exam, papers, folder)


@dataclass
class Desk:
    """Asks for papers and their answers, one after another."""

    folder: Path
    papers: Sequence[PaperHead]
    held: Collection[str]  # the codes of those that the folder holds; the others are of earlier plans
    grades: EnteredGrades
    by: str
    lines: TypedLines = field(default_factory=TypedLines)
    last: OpenPaper | None = None

    def type_papers(self) -> NoReturn:
        """Papers, until the person quits."""
        from quizgen.classroom.exam.meant_paper import meant_paper
        from quizgen.errors import UserError

        while True:
            click.echo()
            typed = self.lines.next("paper: ")
            name = command_in(typed, plain=True)
            try:
                if name == UNDO and self.last:
                    self.last.undo()
                    self.type(self.last)
                elif name == UNDO:
                    say("Nothing was typed yet.")
                elif name is not None:
                    obey(name)
                elif typed:
                    self.type(self.opened(meant_paper(typed, self.papers, self.held)))
            except Later:
                say("Left for later.")
            except UserError as error:
                self.lines.drop()
                say(str(error))

    def type(self, paper: OpenPaper) -> None:
        """The answers of one paper. Later, Quit."""
        self.last = paper
        TypePaper(paper, self.grades, self.by, self.lines).run()

    def opened(self, head: PaperHead) -> OpenPaper:
        """A paper as far as it was typed in, or as it was graded from a table. UserError: its sheet cannot be read."""
        paper = OpenPaper.of(self.folder, head, self.grades)
        if paper.entry.next is not None:
            show_begun(paper)
        elif paper.sheet.data:  # if its grade could not be stored when it was completed, it is now
            show_complete(paper, paper.stored(self.grades))
        elif current := self.grades.current(head):
            show_complete(paper, current.grade)
        return paper


def show_complete(paper: OpenPaper, grade: Grade) -> None:
    """Whose paper it is, and its points."""
    from quizgen.documents.grade_terminal import summary

    console().print(summary(replace(grade, student=paper.head.student.name)))


def show_begun(paper: OpenPaper) -> None:
    """Whose paper it is, and how far it was typed in."""
    from quizgen.documents.exam.entry_terminal import paper_heading

    console().print(paper_heading(paper.head, paper.entry))
    if paper.entry.typed and paper.entry.next:
        say(f"It goes on with question {paper.entry.next.question.removeprefix('q')}.")


def show_end(store: Store, exam: str, papers: Sequence[PaperHead], folder: Path) -> None:
    """How many papers are entered, which are missing, and what to do next."""
    from quizgen.classroom.course.waiting import waiting
    from quizgen.documents.exam.entered import begun
    from quizgen.documents.exam.entry_terminal import missing

    graded = {one.quiz for one in store.summaries(assignment=exam)}
    handed_in = {one.student.id for one in papers if one.quiz in graded}
    left = {one.student.id: one for one in papers if one.student.id not in handed_in}
    say(f"\n{len(handed_in)} of {len(handed_in) + len(left)} students' papers are entered.")
    if left:
        say(missing(list(left.values()), begun(folder)))
        say("Go on:     ", (next_command("enter", str(folder)), "bold"))
    if waits := len(waiting(store.grades(assignment=exam, latest=True), store.quiz)):
        what = "1 answer waits" if waits == 1 else f"{waits} answers wait"
        say(f"{what} for a person:  ", (next_command("review", "--assignment", exam), "bold"))
    if handed_in:
        say("Points:    ", (next_command("results", "--assignment", exam), "bold"))
        say("Feedback:  ", (next_command("feedback", "--assignment", exam), "bold"))
