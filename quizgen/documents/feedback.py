"""The page a student gets back: points, and for every lost point the reason. It opens offline, prints, and runs no script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from quizgen.classroom.course.standing import Standing
from quizgen.documents import labels
from quizgen.documents.code_report import CheckRow, causes_of, check_rows, counts, line_of, notes
from quizgen.documents.file_names import file_name, file_system_key
from quizgen.documents.record import NumberedRecord, Record
from quizgen.documents.remarks import WORDS, feedback, remark, verdict_text
from quizgen.documents.score import Score, of_mark, score, score_of
from quizgen.documents.solutions import Solution
from quizgen.documents.static_page import static_page
from quizgen.markup.formulas import MathsError
from quizgen.markup.parse import Line
from quizgen.markup.sentence import sentence
from quizgen.media.html_markup import heading_line, plain_line
from quizgen.media.values import points
from quizgen.model import Grade, Mark, Verdict

PRACTICE = "Practice"  # heads what belongs to no assignment, below what does
Solved = Mapping[tuple[str, str], Mapping[str, Solution]]  # assignment and quiz -> question -> solution
NO_SOLUTIONS: Solved = MappingProxyType({})
NO_STANDINGS: Mapping[int, Standing] = MappingProxyType({})


@dataclass(frozen=True)
class Row:
    """An answer: its label (markup), what was typed, its points and whether these are all, its sentence."""

    label: str
    typed: str
    verdict: Verdict
    points: str
    full: bool
    why: str


@dataclass(frozen=True)
class Paragraph:
    """Why a function lost points: what happened, the line to blame and the smallest case ("" where none is known)."""

    text: str
    line: str
    smallest_case: str


@dataclass(frozen=True)
class Group:
    """A question or a function: its heading, its score, and what to read of it.

    Of a question: `rows` and a solution. Of a function: its `causes`, `notes`, and its `checks`, counted in words.
    """

    name: str
    title: str
    score: Score
    rows: tuple[Row, ...] = ()
    solution: Solution | None = None
    causes: tuple[Paragraph, ...] = ()
    notes: tuple[str, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    counted: str = ""


@dataclass(frozen=True)
class Article:
    """What a page says of one grade: its heading, the words below it, its score, its groups."""

    title: str
    about: tuple[str, ...]
    is_code: bool
    score: Score
    notes: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Section:
    """An assignment, or practice: its heading, what it comes to ("" for nothing to say), why, and its articles."""

    heading: str
    final: str
    adjustments: tuple[str, ...]
    articles: tuple[Article, ...]


def pages(
    records: Iterable[NumberedRecord],
    practice: Mapping[str, str],
    name_of: Callable[[str], str] = lambda student: "",
    standings: Mapping[int, Standing] = NO_STANDINGS,
    solved: Solved = NO_SOLUTIONS,
) -> Iterator[tuple[str, str]]:
    """A file name and a page for every student, in order; a grade without a student gets a page of its own.

    `practice`: misconceptions -> the command that makes an exercise on them. `name_of`: the roster's name of a student,
    "" where it has none. `standings`: the number of a grade -> what its student's work for the assignment comes to. `solved`: the
    solutions of the questions of each quiz that are to be shown.
    """
    newest: dict[str, dict[tuple[str, ...], NumberedRecord]] = {}
    for record in records:  # the newest comes last: of a file that was graded more than once it is the one kept
        grade = record.grade
        owner = grade.student or "/".join(filter(None, [grade.assignment, grade.source]))
        work = grade.quiz if grade.assignment else ""
        newest.setdefault(owner, {})[grade.assignment, grade.kind, work, grade.source] = record
    taken: set[str] = set()
    for owner in sorted(newest):
        name = file_name(owner, taken)
        taken.add(file_system_key(name))
        yield f"{name}.html", page(owner, list(newest[owner].values()), practice, name_of(owner), standings, solved)


def page(
    student: str,
    records: Sequence[NumberedRecord],
    practice: Mapping[str, str],
    name: str = "",
    standings: Mapping[int, Standing] = NO_STANDINGS,
    solved: Solved = NO_SOLUTIONS,
) -> str:
    """The page of one student, headed by the roster's name where there is one; each assignment has a heading.

    Assignments are in the order of their names, so that a regrade moves none; practice is last.
    """
    found = dict.fromkeys(id for r in records for mark in r.grade.marks for id in mark.misconceptions)
    owned = any(record.grade.student for record in records)
    heading = name or (student if owned else student.rpartition("/")[2] or student)
    files = labels.short_paths({record.grade.source for record in records})
    assignments: dict[str, list[NumberedRecord]] = {}
    for record in records:
        assignments.setdefault(record.grade.assignment, []).append(record)
    return static_page(
        "feedback.html.j2",
        heading=heading,
        student=student if student != heading else "",
        sections=[
            section(name, assignments[name], files, standings, solved)
            for name in sorted(assignments, key=lambda one: (not one, one))
        ],
        by_assignment=any(assignments),
        misconceptions=[(labels.misconception_titles([id])[0], practice.get(id, "")) for id in found],
        formulas=formulas,
        row_heading=row_heading,
        words=WORDS,
        verdict_text=verdict_text,
        of_mark=of_mark,
    )


def section(
    assignment: str,
    records: Sequence[NumberedRecord],
    files: Mapping[str, str],
    standings: Mapping[int, Standing],
    solved: Solved,
) -> Section:
    """What a page says of an assignment. `files`: what to call the files of its grades.

    Where namesakes share a page nothing is said of the whole: it would be said of one of them alone.
    """
    articles = tuple(article(record, files[record.grade.source], solved, several=len(files) > 1) for record in records)
    found = {one.student: one for record in records if (one := standings.get(record.id))}
    whole = next(iter(found.values())) if len(found) == 1 else None
    if not assignment or whole is None or not whole.sentences:
        return Section(assignment or PRACTICE, "", (), articles)
    return Section(assignment, final(whole), tuple(adjustments(whole, files)), articles)


def final(standing: Standing) -> str:
    """The points that the gradebook gets: "hw1: 7.6 of 10 points"; "" where there is nothing to enter yet."""
    if standing.excused:
        return f"{standing.assignment}: excused"
    if not standing.counts:
        return ""
    if not standing.final_max:  # nothing is asked, so these are given for something else
        return f"{standing.assignment}: {points(standing.final_points)}"
    decided = standing.override is not None or not standing.max_points
    waiting = 0.0 if decided else standing.waiting * standing.final_max / standing.max_points
    return f"{standing.assignment}: {score_of(standing.final_points, standing.final_max, waiting).total}"


def adjustments(standing: Standing, files: Mapping[str, str]) -> Iterator[str]:
    """The sentences on a student's points; a file is called as on the rest of the page, without the folders it was in."""
    sources = [part.grade.source for part in standing.parts if part.grade]
    for said in standing.sentences:
        source = next((one for one in sources if said.endswith(f"; the best counts, {one}.")), "")
        shown = files.get(source, source.rpartition("/")[2])
        yield f"{said.removesuffix(f'{source}.')}{shown}." if source else said


def article(record: Record, file: str, solved: Solved, *, several: bool) -> Article:
    """What a page says of one grade; a sheet's file is named where its student has `several`."""
    grade = record.grade
    about = [f"graded {record.when.astimezone():%Y-%m-%d}"]
    if grade.interface:
        about.insert(0, f"{grade.interface} interface")
    if grade.is_code:
        title = file
        about.insert(0, grade.quiz)
    else:
        title = labels.quiz_title(grade) or file
        about[:0] = [grade.quiz, file if several else ""]
    about = [words for words in about if words and words != title]
    return Article(title, tuple(about), grade.is_code, score(grade.marks), grade.notes, tuple(groups(grade, solved)))


def groups(grade: Grade, solved: Solved) -> Iterator[Group]:
    """The questions or functions of a grade, in order."""
    for name, marks in labels.grouped(grade):
        heading, points = labels.heading(grade, name), score(marks)
        if grade.is_code:
            causes = tuple(Paragraph(one.text, line_of(one, "`"), one.smallest_case) for one in causes_of(grade, marks))
            said, checks = tuple(notes(grade, marks)), tuple(check_rows(grade, marks))
            yield Group(*heading, points, causes=causes, notes=said, checks=checks, counted=counts(marks))
        else:
            solution = solved.get((grade.assignment, grade.quiz), {}).get(name)
            yield Group(*heading, points, tuple(row(grade, mark) for mark in marks), solution)


def row(grade: Grade, mark: Mark) -> Row:
    """The row of an answer."""
    full = score([mark]).share == 1
    why = feedback(mark) or remark(mark)
    return Row(labels.label(grade, mark), mark.typed, mark.verdict, of_mark(mark), full, why)


def row_heading(label: str) -> Markup:
    """The label of a row; a formula on its own has its name as text too."""
    return with_symbols(label, heading_line)


def formulas(text: str) -> Markup:
    """A sentence with its symbols as formulas and what is between backticks as code, which has no formulas."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick without its other one is a backtick
        return with_symbols(text)
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(part) if place % 2 else with_symbols(part) for place, part in enumerate(parts))


def with_symbols(text: str, shown: Callable[[Line], Markup] = plain_line) -> Markup:
    """Words with their symbols as formulas; plain words where something typed looks like a formula and is none."""
    try:
        return shown(sentence(text))
    except MathsError:
        return Markup.escape(text)
