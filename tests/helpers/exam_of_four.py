"""An exam of four students, made by the commands, and tables and sheets of answers to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cli_program import output_of, quizgen

from quizgen.ask import Ask
from quizgen.model import Quiz, Variant
from quizgen.reading.sheet import typed_sheet
from quizgen.store import Store

PLAN = """name = "midterm"
title = "Recurrent networks"

[[section]]
exercises = ["forward-h2", "shape-of", "forward-mcq", "interview-q"]
"""
ROSTER = "id,name,group\nada,Ada Lovelace,A\nbob,Bob Marley,B\n007,James Bond,A\n1882,Emmy Noether,B\n"
Answer = Callable[[Variant, Ask], str]
Rows = list[dict[str, str]]


def make_exam(plan: str = PLAN, roster: str = ROSTER) -> None:
    """Makes the exam in the current folder, in exam/ and its store."""
    Path("exam.toml").write_text(plan, encoding="utf-8")
    Path("roster.csv").write_text(roster, encoding="utf-8")
    if not Path("exam.secret").exists():
        output_of("exam", "secret")
    made = quizgen("exam", "make", "exam.toml", "--roster", "roster.csv")  # on a slow machine it says how far it is
    assert made.exit_code == 0, made.output


def right(variant: Variant, ask: Ask) -> str:
    """The right answer to an ask; some words where a person marks it."""
    return "Weights are shared.\nSo it generalises." if ask.free_text else ask.write(variant.key[ask.name])


def slipped(variant: Variant, ask: Ask) -> str:
    """The answer that a likely mistake gives, where the question has one."""
    return ask.write(variant.slips[0].answers[ask.name]) if variant.slips else right(variant, ask)


def quizzes() -> dict[str, Quiz]:
    """The quiz of each student's paper."""
    with Store.open("quizgen.db") as store:
        return {head.student.id: store.quiz(head.quiz) for exam in store.exams() for head in store.papers(exam)}


def answers_of(quiz: Quiz, answer: Answer) -> dict[str, str]:
    """The answer to each part of a paper, by its column."""
    return {f"q{n}.{ask.name}": answer(v, ask) for n, v in enumerate(quiz.variants, 1) for ask in v.asks}


def read(path: str = "answers.csv") -> Rows:
    """The rows of a table."""
    return list(csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8-sig"), newline="")))


def write(rows: Sequence[Mapping[str, str]], path: str = "answers.csv", head: Sequence[str] = (), **more: str) -> None:
    """Writes a table; without `head`, with the columns of its first row."""
    text = io.StringIO()
    table = csv.DictWriter(text, head or list(rows[0]), **more)  # type: ignore[arg-type]
    table.writeheader()
    table.writerows(rows)
    Path(path).write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def filled(by_student: Mapping[str, Answer], path: str = "answers.csv") -> Rows:
    """Writes the table of the exam and types these students' answers into it; its rows."""
    Path(path).unlink(missing_ok=True)
    output_of("exam", "sheet", "exam", "--out", path)
    papers = quizzes()
    rows = [row | answers_of(papers[row["id"]], by_student[row["id"]]) if row["id"] in by_student else row
            for row in read(path)]  # fmt: skip
    write(rows, path)
    return rows


def sheet_text(quiz: Quiz, answers: Mapping[str, str], student: str) -> str:
    """The same answers as an answers.toml."""
    typed: dict[str, dict[str, str]] = {}
    for column, text in answers.items():
        question, _, name = column.partition(".")
        typed.setdefault(question, {})[name] = text
    return typed_sheet(quiz.id, student, typed)
