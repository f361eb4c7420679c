"""An exam whose papers lie on a desk: a store with a paper for each student, and the folder of the exam."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from quizgen.authoring.bank import Bank, digest
from quizgen.generate import variant
from quizgen.generate.exam.seeds import paper_code
from quizgen.model import Paper, Quiz, Student
from quizgen.store import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EXERCISES = ("forward-h2", "mistake-judge", "gate-roles", "state-fill", "grad-matrix", "why-sum")
STUDENTS = (Student("s1", "Ada Lovelace"), Student("s2", "Ben Hur"), Student("s3", "Adam Zorn"))
FOLDER = "exam"
DB = "quizgen.db"


@lru_cache
def bank() -> Bank:
    return Bank.load([])


@lru_cache
def paper(place: int = 0, exercises: tuple[str, ...] = EXERCISES) -> Paper:
    """The paper of a student."""
    student = STUDENTS[place]
    variants = tuple(variant(bank().get(name), 40 + place) for name in exercises)
    quiz = Quiz(f"mid-1-{student.id}", 1, variants, student.name, "mid")
    return Paper(paper_code(b"secret", "mid", student.id, quiz, ""), "mid", student, quiz)


def exam_on_desk(folder: Path, exercises: tuple[str, ...] = EXERCISES) -> list[Paper]:
    """The papers of all students, kept in a store, and the folder with the name of the exam."""
    sources = {digest(bank().get(name).source): bank().get(name).source for name in exercises}
    with Store.open(folder / DB) as store:
        kept = store.keep_papers([paper(place, exercises) for place in range(len(STUDENTS))], sources, NOON)
    (folder / FOLDER).mkdir()
    (folder / FOLDER / "exam.json").write_text('{"exam": "mid"}', encoding="utf-8")
    return kept


def right_answers(quiz: Quiz) -> Mapping[str, str]:
    """The key as it is typed in a sheet, by what marks call the answers; free text has none."""
    return {
        f"q{number}.{ask.name}": "" if ask.free_text else ask.write(variant.key[ask.name])
        for number, variant in enumerate(quiz.variants, 1)
        for ask in variant.asks
    }
