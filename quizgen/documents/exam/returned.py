"""A marked paper to give back: the student's scanned pages, with the points and the sentence of each answer beside its box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizgen.classroom.exam.entry import PaperEntry
from quizgen.classroom.scan.scanned_exam import ScannedPaper, named
from quizgen.documents import labels
from quizgen.documents.exam.entry_terminal import why
from quizgen.documents.exam.page_size import A4
from quizgen.documents.remarks import plain_text
from quizgen.documents.score import of_mark, score
from quizgen.markup.formula_typst import quoted
from quizgen.markup.parse import Maths, Words
from quizgen.markup.sentence import sentence
from quizgen.media.pdf_pool import Job
from quizgen.media.typst import formula
from quizgen.media.values import amount, points
from quizgen.model import Grade, Mark, Verdict

SORTS = {Verdict.RIGHT: "right", Verdict.PARTLY: "partly"} | dict.fromkeys(
    (Verdict.NEEDS_A_PERSON, Verdict.UNREADABLE, Verdict.EXCUSED), "waits"
)
NOT_YET = "Not graded yet."
NO_PAGE = "On a page that did not come back."


@dataclass(frozen=True)
class Remark:
    """The points of an answer and why, `at` so many points below the top of its page. `sort`: right, partly, wrong or waits."""

    label: str
    points: str
    why: str
    sort: str
    at: float = 0.0


def marked_paper(
    name: str,
    paper: ScannedPaper,
    entry: PaperEntry,
    grade: Grade,
    pictures: Mapping[int, bytes],
    size: tuple[float, float] = A4,
) -> Job:
    """The document of a marked paper. `pictures`: its upright pages as PNG, by number; `size`: of a page, in points.

    `grade`: of the answers that are complete so far; the others are said to be not graded yet.
    """
    finished = set(entry.finished)
    spots = {one.place.blank.target: one.place for one in reversed(paper.findings)}
    by_page: dict[int, list[Remark]] = {page: [] for page in pictures}
    elsewhere: list[Remark] = []
    for mark in grade.marks:
        place = spots.get(mark.ask)
        graded = mark.ask not in entry.blanks_of or mark.ask in finished
        at = place.area.y if place else 0.0
        made = remark_of(grade, mark, at, graded=graded, came=place is not None or mark.ask not in entry.blanks_of)
        by_page.get(place.page if place else 0, elsewhere).append(made)
    of, about = total(entry, grade, finished), [f"Paper {named(paper.head)}"]
    about += [f"Page {number} did not come back." for number in paper.missing]
    who = array([paper.head.student.name, paper.head.student.id])
    head = f"head({who}, {quoted(of)}, {array(about)}, {rows(entry, grade, finished)})"
    title = f"{paper.head.exam}, {paper.head.student.name}"
    parts = ['#import "returned.typ": *', f"#show: marked-paper.with(title: {quoted(title)})"]
    dimensions = f"({size[0]:g}, {size[1]:g})"
    for place_in_paper, (page, remarks) in enumerate(sorted(by_page.items())):
        words = f"Scanned page {page} of paper {named(paper.head)}"
        first = f", first: {head}" if place_in_paper == 0 else ""
        ordered = sorted(remarks, key=lambda one: one.at)
        parts.append(
            f"#scan({dimensions}, {quoted(file_of(page))}, {quoted(words)}, {quoted(f'More on page {page}')}, "
            f"{notes(ordered)}{first})"
        )
    if elsewhere:
        parts.append(f"#more({dimensions}, {quoted('Answers on no page above')}, {notes(elsewhere)})")
    return Job(name, "\n".join(parts), files={file_of(page): data for page, data in pictures.items()})


def remark_of(grade: Grade, mark: Mark, at: float, *, graded: bool, came: bool) -> Remark:
    """What is said of one answer."""
    question, _, _ = mark.ask.partition(".")
    number, _ = labels.heading(grade, question)
    label = f"{number}  {plain_text(labels.label(grade, mark))}"
    if not graded:
        return Remark(
            label, f"– of {amount(mark.max_points)}", NOT_YET if came else f"{NO_PAGE} {NOT_YET}", "waits", at
        )
    sentence = "" if mark.verdict is Verdict.RIGHT and not mark.feedback else why(mark)
    if mark.verdict is Verdict.NEEDS_A_PERSON:
        sentence = NOT_YET
    return Remark(label, of_mark(mark), sentence, SORTS.get(mark.verdict, "wrong"), at)


def total(entry: PaperEntry, grade: Grade, finished: set[str]) -> str:
    """The points of the paper, and how many are not graded yet."""
    judged = [mark for mark in grade.marks if mark.ask not in entry.blanks_of or mark.ask in finished]
    found = score(judged)
    left = found.waiting + sum(mark.max_points for mark in grade.marks if mark not in judged)
    of = f"{amount(found.earned)} of {points(found.judged)}"
    return f"{of} so far; {points(left)} not graded yet" if left else of


def rows(entry: PaperEntry, grade: Grade, finished: set[str]) -> str:
    """A Typst array of the questions: number, title, points."""
    cells = []
    for group, marks in labels.grouped(grade):
        judged = [mark for mark in marks if mark.ask not in entry.blanks_of or mark.ask in finished]
        found = score(judged)
        most = sum(mark.max_points for mark in marks)
        waits = found.waiting or len(judged) < len(marks)
        earned = "–" if waits and not found.judged else amount(found.earned) + ("…" if waits else "")
        number, title = labels.heading(grade, group)
        cells.append(f"{array([number, title, f'{earned} of {amount(most)}'])},")
    return f"({''.join(cells)})"


def file_of(page: int) -> str:
    """The name under which the document finds the picture of a page."""
    return f"page-{page}.png"


def array(texts: Sequence[str]) -> str:
    """A Typst array of texts."""
    return f"({''.join(f'{quoted(text)},' for text in texts)})"


def in_column(why: str) -> str:
    """A sentence as Typst markup, with its symbols as formulas; its words may break, for the column is narrow."""
    return "".join(
        formula(run.tex) if isinstance(run, Maths) else f"#breaking({quoted(run.text)})"
        for run in sentence(why)
        if isinstance(run, (Maths, Words))
    )


def notes(remarks: Sequence[Remark]) -> str:
    """A Typst array of remarks."""
    return "({})".format(
        "".join(
            f"(label: {quoted(one.label)}, points: {quoted(one.points)}, why: [{in_column(one.why)}], "
            f"sort: {quoted(one.sort)}, at: {one.at:g}),"
            for one in remarks
        )
    )
