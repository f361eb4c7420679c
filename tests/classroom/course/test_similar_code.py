"""Copied programs are found under any names; honest classes have a pair at most as often as is said."""

import random
from functools import cache

import pytest
from nightly import NIGHTLY
from places import RIGHT
from sandbox_wall import close_wall, wall
from simulated_programs import Draw, backward, disguised, forward, program, step

from quizgen.classroom.course.similar_code import MOST, Program, compare_programs
from quizgen.classroom.course.similar_outlines import given_outlines, outline, outlined
from quizgen.sandbox.records import Outline

CLASSES = 1000 if NIGHTLY else 40
POOL = 2 * CLASSES + 60


@pytest.fixture(scope="module", autouse=True)
def _closed_wall():
    yield
    close_wall()


def outline_of(source: str) -> Outline:
    found = outline(source.encode(), wall())
    assert isinstance(found, Outline)
    return found


@cache
def pool(habit: float, parts: str) -> list[Outline]:
    """Programs of honest students of whom each does as the lecture does with the chance `habit`."""
    make = {"all": program, "backward": lambda draw: f"import numpy as np\n{backward(draw)}\n",
            "forward": lambda draw: f"import numpy as np\n{step(draw)}\n\n{forward(draw)}\n"}[parts]  # fmt: skip
    return [outline_of(make(Draw(f"{habit}:{i}", habit))) for i in range(POOL)]


def class_of(outlines: list[Outline]) -> list[Program]:
    return [Program(f"s{i:02}", f"s{i:02}/submission.py", one) for i, one in enumerate(outlines)]


@pytest.mark.parametrize("parts", ["all", "forward", "backward"])
@pytest.mark.parametrize("habit", [0, 0.6, 0.9])
def test_honest_classes_have_a_pair_at_most_as_often_as_is_said(habit, parts):
    draw = random.Random(f"{habit}{parts}")
    sizes = [3, 10, 30, 60]
    reported = sum(
        bool(compare_programs(class_of(draw.sample(pool(habit, parts), sizes[n % 4]))).alike) for n in range(CLASSES)
    )
    assert reported <= MOST * CLASSES


def test_independent_solutions_are_not_reported():
    paths = sorted(RIGHT.rglob("*.py"))
    programs, left_out = outlined(((path.stem, str(path), path.read_bytes()) for path in paths), wall())
    assert len(programs) == len(paths) >= 26 and not left_out
    assert not compare_programs(programs).alike


def test_of_the_right_submissions_all_but_the_shortest_are_found_when_they_are_copied_under_other_names():
    whole = (
        path for path in sorted(RIGHT.rglob("*.py")) if not path.stem.startswith(("lstm", "gated"))
    )  # of one class
    sources = {path.stem + path.parent.name: path.read_text() for path in whole if path.parent.name != "scratch"}
    originals = [Program(name, name, outline_of(text)) for name, text in sources.items()]
    missed = set()
    for name, text in sources.items():
        found = compare_programs([*originals, Program("z", "z", outline_of(disguised(text)))]).alike
        assert {(one.first.student, one.second.student) for one in found} <= {(name, "z")}, name
        if not found:
            missed.add(name)
    assert missed <= {"last_state_onlyright", "listsright", "scanright", "single_precisionright"}


def test_a_copy_in_a_class_that_writes_alike_is_found_and_its_functions_are_named():
    sources = [program(Draw(i)) for i in range(11)]
    students = class_of([outline_of(one) for one in [*sources, disguised(sources[3])]])
    found = compare_programs(students)
    assert found.pairs == 66
    [pair] = found.alike
    assert (pair.first.student, pair.second.student) == ("s03", "s11") and pair.rate <= MOST
    assert [one.name for one in pair.functions] == ["rnn_step", "rnn_forward", "rnn_backward"]
    assert all(one.same == one.statements for one in pair.functions)
    for order in (students[::-1], random.Random(1).sample(students, 12)):
        assert compare_programs(order) == found


def test_the_starter_and_what_all_have_are_no_evidence():
    given = given_outlines((), wall())
    assert given and not compare_programs(class_of(given[:1] * 5), given).alike
    same = outline_of(program(Draw(1)))
    assert not compare_programs(class_of([same] * 30)).alike


def test_files_handed_in_together_and_two_files_of_one_student_are_not_compared():
    one = outline_of(program(Draw(1)))
    assert compare_programs([Program("a", "group.py", one), Program("b", "group.py", one)]).pairs == 0
    assert compare_programs([Program("a", "1.py", one), Program("a", "2.py", one)]).pairs == 0
