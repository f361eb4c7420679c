"""Of several files for one work one counts, whatever their order."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import permutations

from quizgen.classroom.course.counting import counting
from quizgen.model import Grade, Mark, Verdict


@dataclass(frozen=True)
class Record:
    id: int
    grade: Grade
    when: datetime = datetime(2026, 3, 1, tzinfo=UTC)


def record(number: int, points: float, source: str = "a.py", student: str = "Ada", assignment: str = "hw1") -> Record:
    mark = Mark("rnn_step.F1", Verdict.PARTLY, points, 5)
    return Record(number, Grade(source, "code", "", student, (mark,), assignment=assignment))


def test_the_file_with_the_most_points_counts_of_equal_ones_the_newest():
    several = [record(1, 3), record(2, 5, "b.py"), record(3, 5, "c.py"), record(4, 1, "d.py")]
    for order in permutations(several):
        assert counting(order) == [several[2]]


def test_other_students_assignments_and_kinds_of_work_count_beside_it():
    sheet = Record(4, replace(record(4, 2).grade, kind="answers", quiz="fp-7"))
    several = [record(1, 3), record(2, 2, student="Ben"), record(3, 1, assignment="hw2"), sheet]
    assert counting(several) == several


def test_files_without_a_student_are_not_taken_for_one_persons():
    several = [record(1, 3, "a.py", ""), record(2, 5, "b.py", "")]
    assert counting(several) == several
