"""The attempts of a report as sheets: which attempt of a student counts, whose it is, which quiz it answers, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quizgen.classroom.collect.roster_search import Person, RosterSearch
from quizgen.classroom.collect.table import Table
from quizgen.classroom.responses.asked import AskedQuestions
from quizgen.classroom.responses.canvas import is_canvas, read_canvas
from quizgen.classroom.responses.moodle import is_moodle, read_moodle
from quizgen.classroom.responses.records import (
    Attempt,
    QuestionNumber,
    Report,
    ResponseSheet,
    ResponseSheets,
    RowRemark,
)
from quizgen.errors import UserError
from quizgen.model import Quiz
from quizgen.reading.sheet import typed_sheet

MOST_NAMED = 5


def is_report(table: Table) -> bool:
    """Whether a table holds responses as a platform exports them."""
    return is_canvas(table) or is_moodle(table)


def read_report(table: Table, quiz: Quiz | None = None) -> Report:
    """The attempts in a report; see read_moodle. UserError, a sentence without the table's name."""
    return read_canvas(table) if is_canvas(table) else read_moodle(table, quiz)


def response_sheets(report: Report, asked: AskedQuestions, people: Sequence[Person]) -> ResponseSheets:
    """A sheet for each student. UserError, a sentence without the table's name: nothing in the report can be graded."""
    remarks = [RowRemark(0, text) for text in report.remarks]
    attempts, unknown = known_attempts(report.attempts, asked)
    remarks += unknown
    if not attempts:
        if unknown:
            raise UserError(f"has no question of this store: {unknown[0].text}")
        raise UserError("holds no attempt yet. Download it again when students have answered.")
    counted, said = counting(attempts, people)
    remarks += said
    sheets, doubts = [], Doubts()
    for attempt, student, name in counted:
        try:
            sheets.append(sheet_of(attempt, student, name, report, asked, doubts))
        except UserError as error:
            remarks.append(RowRemark(attempt.row, str(error), graded=False))
    remarks += doubts.remarks(asked)
    return ResponseSheets(tuple(sheets), tuple(remarks))


# ---------------------------------------------------------------- which questions


def known_attempts(attempts: Sequence[Attempt], asked: AskedQuestions) -> tuple[list[Attempt], list[RowRemark]]:
    """The attempts without the questions that this store does not know, and a sentence for each quiz that it does not."""
    strange = {number: why for one in attempts for number in one.answers if (why := asked.trouble(number))}
    told = dict.fromkeys(why for _, why in sorted(strange.items()))
    remarks = [RowRemark(0, why, graded=False) for why in told]
    known = []
    for one in attempts:
        answers = {number: cell for number, cell in one.answers.items() if number not in strange}
        if answers:
            known.append(
                Attempt(one.row, one.ids, one.names, answers, one.troubles, one.finished, one.order, one.submitted_at)
            )
    return known, remarks


# ---------------------------------------------------------------- whose, and which attempt


def counting(
    attempts: Sequence[Attempt], people: Sequence[Person]
) -> tuple[list[tuple[Attempt, str, str]], list[RowRemark]]:
    """The attempt of each student that counts, the last that is finished, with the student's id and name."""
    search = RosterSearch(people)
    remarks = []
    by_student: dict[str, list[tuple[Attempt, str]]] = defaultdict(list)
    for attempt in attempts:
        student, name = identified(attempt, search)
        by_student[student].append((attempt, name))
    counted = []
    unfinished = []
    for student, found in by_student.items():
        finished = [(attempt, name) for attempt, name in found if attempt.finished]
        if len(finished) < len(found):
            unfinished.append(student)
        if not finished:
            continue
        if len({attempt.names for attempt, _ in finished}) > 1:
            rows = " and ".join(str(attempt.row) for attempt, _ in finished)
            why = f"rows {rows} are both of {student}, under different names. Correct the number of one of them."
            remarks.append(RowRemark(finished[-1][0].row, why, graded=False))
            continue
        *earlier, (last, name) = in_order(finished)
        if earlier:
            rows = ", ".join(str(attempt.row) for attempt, _ in earlier)
            remarks.append(
                RowRemark(last.row, f"{student} has {len(finished)} attempts. This last one counts, not row {rows}.")
            )
        counted.append((last, student, name))
    if unfinished:
        names = ", ".join(unfinished[:MOST_NAMED]) + (
            f" and {len(unfinished) - MOST_NAMED} more" if unfinished[MOST_NAMED:] else ""
        )
        remarks.append(RowRemark(0, f"attempts that are not finished were left out: {names}."))
    return sorted(counted, key=lambda one: one[0].row), remarks


def in_order(found: Sequence[tuple[Attempt, str]]) -> list[tuple[Attempt, str]]:
    """Attempts from the first to the last: as the platform says, else as they stand in the table."""
    if all(attempt.order for attempt, _ in found):
        return sorted(found, key=lambda one: (one[0].order, one[0].row))
    return sorted(found, key=lambda one: one[0].row)


def identified(attempt: Attempt, search: RosterSearch) -> tuple[str, str]:
    """The id and the name of the student: those on the roster, else what the row says."""
    said = (*attempt.ids, *attempt.names)
    for text in said:
        if person := search.person(text):
            return person.id, person.name
    return said[0], attempt.names[0] if attempt.names else ""


# ---------------------------------------------------------------- what it says


def sheet_of(
    attempt: Attempt,
    student: str,
    name: str,
    report: Report,
    asked: AskedQuestions,
    doubts: Doubts,
) -> ResponseSheet:
    """The sheet of an attempt; `doubts` collects what could not be matched. UserError: a sentence about the row."""
    for number, why in attempt.troubles.items():
        if number in attempt.answers:
            raise UserError(f"the answer to {number} {why}.")
    quiz, order = asked.quiz_of(attempt.answers)
    typed = {}
    for place, number in enumerate(order, 1):
        read = asked.reader(number, report.dialect).read(attempt.answers[number])
        typed[f"q{place}"] = read.typed
        doubts.unmatched[number] += read.doubts[:1]
        doubts.missing[number].update(read.missing)
    return ResponseSheet(attempt.row, student, name, typed_sheet(quiz, student, typed), attempt.submitted_at)


@dataclass
class Doubts:
    """What could not be matched, and which asks of a question were not there, by question."""

    unmatched: dict[QuestionNumber, list[str]] = field(default_factory=lambda: defaultdict(list))
    missing: dict[QuestionNumber, set[str]] = field(default_factory=lambda: defaultdict(set))

    def remarks(self, asked: AskedQuestions) -> Iterator[RowRemark]:
        """A sentence for each question that is in doubt."""
        for number, said in sorted(self.unmatched.items()):
            if said:
                times = "1 response" if len(said) == 1 else f"{len(said)} responses"
                wait = "It waits as an answer" if len(said) == 1 else "They wait as answers"
                yield RowRemark(
                    0,
                    f"{number} ({asked.title(number)}): {times} could not be matched with the question as it was exported. "
                    f"{said[0]}. {wait} that cannot be read. Was the question edited on the platform?",
                )
        for number, names in sorted(self.missing.items()):
            if names:
                yield RowRemark(
                    0,
                    f"{number} ({asked.title(number)}): there is no column for {', '.join(sorted(names))}, which "
                    "counts as not answered. Download the table again with all questions, or give points by hand.",
                )
