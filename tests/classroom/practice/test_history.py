"""Attempts from stored grades: tries of one question, what was left blank, what a person decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from quizgen.authoring.bank import Bank
from quizgen.classroom.practice.attempt import Asked
from quizgen.classroom.practice.history import attempts_in
from quizgen.errors import UserError
from quizgen.generate import variant
from quizgen.model import Grade, Mark, Quiz, Variant, Verdict

BEGIN = datetime(2027, 1, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    grade: Grade
    when: datetime
    by: str = ""
    why: str = ""


@dataclass
class Kept:
    """A store that is a list."""

    quizzes: dict[str, Quiz] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def grades(self, student: str | None = None) -> list[Row]:
        return [row for row in self.rows if row.grade.student == student]

    def quiz(self, id: str) -> Quiz:
        if id not in self.quizzes:
            raise UserError(f"No quiz {id!r}.")
        return self.quizzes[id]

    def add(
        self, quiz: str, marks: tuple[Mark, ...], source: str = "answers.toml", student: str = "", **more: str
    ) -> None:
        when = BEGIN + timedelta(minutes=len(self.rows))
        self.rows.append(Row(Grade(source, "answers", quiz, student, marks), when, **more))


def store(questions: int = 1) -> Kept:
    made = variant(Bank.load().get("forward-h1"), 1)
    return Kept({"q": Quiz("q", 1, (made,) * questions)})


def mark(typed: str, points: float = 0, question: int = 1) -> Mark:
    return Mark(f"q{question}.h_1", Verdict.RIGHT if points else Verdict.WRONG, points, 1, typed=typed)


def asked(variant: Variant) -> Asked:
    return Asked(variant.exercise, variant.seed, variant.topic, variant.level)


def attempts(kept: Kept, student: str = ""):
    return attempts_in(kept, student, asked)


def test_grades_of_one_sheet_are_tries_of_one_question_and_another_sheet_is_another_attempt():
    kept = store()
    kept.add("q", (mark("1"),))
    kept.add("q", (mark("2", 1),))
    kept.add("q", (mark("2", 1),), source="again.toml")
    first, second = attempts(kept)
    assert [try_[0].typed for try_ in first.tries] == ["1", "2"] and first.right is False and first.last_share == 1
    assert len(second.tries) == 1 and second.right


def test_the_same_answers_graded_again_are_no_second_try():
    kept = store()
    kept.add("q", (mark("1"),))
    kept.add("q", (mark("1"),))
    [one] = attempts(kept)
    assert len(one.tries) == 1


def test_what_a_person_decided_replaces_the_try():
    kept = store()
    kept.add("q", (mark("1"),))
    kept.add("q", (mark("1", 1),), by="Grace", why="misprint")
    [one] = attempts(kept)
    assert len(one.tries) == 1 and one.right


def test_questions_left_blank_count_only_where_they_were_asked_alone():
    kept = store(2)
    kept.add("q", (mark("1"), mark("", question=2)))
    assert len(attempts(kept)) == 1
    alone = store()
    alone.add("q", (mark(""),))
    [one] = attempts(alone)
    assert not one.answered and one.right is False


def test_of_others_and_of_quizzes_that_are_elsewhere_nothing_is_read():
    kept = store()
    kept.add("q", (mark("1"),), student="Ada")
    kept.add("elsewhere", (mark("1"),))
    assert attempts(kept) == () and len(attempts(kept, "Ada")) == 1
