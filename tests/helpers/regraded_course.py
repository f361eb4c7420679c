"""A small course with a wrong key: an exercise of one's own, a quiz a student, and sheets that were graded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli_program import written

from quizgen.ask import plain
from quizgen.authoring import Exercise
from quizgen.authoring.bank import load_file
from quizgen.classroom.collect import Submission
from quizgen.classroom.course.rules import CourseRules
from quizgen.classroom.grader import Grader
from quizgen.generate import variant
from quizgen.media.terminal import formula_text
from quizgen.model import Quiz, Variant
from quizgen.reading.sheet import filled_sheet
from quizgen.store import Record, Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HW = "hw1"
WRONG, RIGHT = "p.x[1], -h_1", "p.x[1], h_1"
EXERCISE = r'''
"""Two states and their sum."""

from quizgen.authoring import Draw, Exercise, Numbers, Problem

exercise = Exercise(
    title="Two states",
    topic="forward-pass",
    level=1,
    asks=[Numbers("h_1", size=2), Numbers("h_2", size=2)],
    targets=["fwd-no-bias"],
    question=r"""
With $f = \tanh$, {{ matrix("W", W) }}, {{ matrix("W_h", W_h) }}, {{ vector("b", b) }}, {{ vector("h_0", h_0) }},
{{ vector("x_1", x[0]) }} and {{ vector("x_2", x[1]) }}: compute the states to 4 decimals.

[[h_1]]

[[h_2]]
""",
    solution=r"""$h_2 = {{ column(key["h_2"], 4) }}$""",
)


@exercise.draw
def numbers(draw: Draw) -> Problem:
    return draw.vanilla(D=2, H=2, T=2)


@exercise.solve
def states(p, RNN):
    rnn = RNN(p.W, p.W_h, p.b)
    h_1 = yield "h_1", rnn.step(p.x[0], p.h_0)
    yield "h_2", rnn.step(p.x[1], -h_1)
'''
CHOICE = r'''
"""A statement to judge."""

import tomllib

from quizgen.authoring import Choice, Draw, Exercise, Option, Problem

exercise = Exercise(
    title="True or false",
    topic="forward-pass",
    level=1,
    asks=[Choice("verdict", shuffled=False)],
    question="{{ statement }}\n\n[[verdict]]",
    solution="It is {{ verdict }}.",
)


@exercise.draw
def drawn(draw: Draw) -> Problem:
    statement = tomllib.loads(exercise.data("facts.toml"))["fact"][0]
    right = statement["verdict"]
    options = tuple(Option(letter, text, text == right) for letter, text in (("A", "true"), ("B", "false")))
    return Problem(statement=statement["text"], right=right, verdict=Choice("verdict", options=options, shuffled=False))
'''.replace("{{ verdict }}", "{{ right }}")
FACTS = '[[fact]]\ntext = "The state has as many numbers as the input."\nverdict = "true"\n'


def own_bank() -> Path:
    """The folder of two exercises, one with a wrong `solve`, one with a wrong data file."""
    folder = Path("bank/forward-pass")
    folder.mkdir(parents=True)
    (folder / "two_states.py").write_text(EXERCISE, encoding="utf-8")
    (folder / "one_fact.py").write_text(CHOICE, encoding="utf-8")
    (folder / "facts.toml").write_text(FACTS, encoding="utf-8")
    return folder


def exercises() -> list[Exercise]:
    return [load_file(Path("bank/forward-pass") / name) for name in ("two_states.py", "one_fact.py")]


def make_course(students: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, Quiz]:
    """A store with a quiz for each student and the sheet with these answers, graded."""
    quizzes = {}
    with Store.open("quizgen.db") as store:
        for seed, (who, typed) in enumerate(students.items()):
            made = exercises()
            quiz = Quiz(f"quiz-{who}", seed, tuple(variant(one, seed) for one in made), who, HW)
            texts = {one.source: drawn.source for one, drawn in zip(made, quiz.variants, strict=True)}
            quizzes[who] = store.keep_quiz(quiz, {digest: text for text, digest in texts.items()}, NOON)
            hand_in(
                store,
                quizzes[who],
                {q: {a: answer(quizzes[who], q, a, v) for a, v in of.items()} for q, of in typed.items()},
            )
    return quizzes


def hand_in(store: Store, quiz: Quiz, typed: Mapping[str, Mapping[str, str]]) -> None:
    """Grades a sheet as `quizgen grade` does, and stores the grade."""
    data = filled_sheet(quiz, typed, formula_text).encode()
    name = f"{quiz.student}/answers.toml"
    grade = Grader(lambda id, token: store.quiz(id), store.source).sheet(Submission(name, quiz.student, data), HW)
    store.append(CourseRules.of(store).applied(grade), NOON, replace_current=True, content=data)


def answer(quiz: Quiz, question: str, ask: str, value: str) -> str:
    """ "key" is the sealed key, "true" what the corrected exercise gives, an id what a misconception gives; else as typed."""
    one = quiz.variants[int(question[1:]) - 1]
    if value == "key":
        return as_typed(one, ask, one.key[ask])
    if value == "corrected":
        return as_typed(one, ask, right_variant(one).key[ask])
    slip = next((slip for slip in one.slips if value in slip.misconceptions), None)
    return as_typed(one, ask, slip.answers[ask]) if slip else value


def right_variant(sealed: Variant) -> Variant:
    """The variant as the corrected exercise would have made it."""
    from quizgen.authoring.bank import load_source
    from quizgen.generate.corrected_variant import corrected_variant

    exercise = load_source(EXERCISE.replace("-h_1)", "h_1)"), sealed.exercise, Path("bank/forward-pass/two_states.py"))
    return corrected_variant(exercise, sealed)


def as_typed(one: Variant, ask: str, value: Any) -> str:
    """A value as a learner types it."""
    return written(plain(next(a for a in one.asks if a.name == ask)), value)


def current(student: str) -> Record:
    """The current grade of a student."""
    with Store.open("quizgen.db") as store:
        return store.grades(student, latest=True)[-1]


def points(student: str) -> dict[str, float]:
    """The current points of a student by answer."""
    return {mark.ask: mark.points for mark in current(student).grade.marks}
