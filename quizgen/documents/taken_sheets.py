"""Sheets of quizzes that were taken in the terminal and left: where they are, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quizgen.documents.taken import Asked, asked_in
from quizgen.errors import UserError
from quizgen.model import Quiz
from quizgen.reading import read_answers
from quizgen.reading.text import as_typed


@dataclass(frozen=True)
class LeftSheet:
    """A sheet that `quizgen take` wrote: what was typed, and how far each question has come."""

    path: Path
    quiz: str
    student: str
    typed: dict[str, dict[str, str]]
    asked: dict[str, Asked]

    @property
    def answered(self) -> int:
        """The questions that are closed."""
        return sum(one.closed for one in self.asked.values())

    def belongs_to(self, quiz: Quiz, student: str) -> bool:
        """Whether it answers this quiz, for this student, and is not finished."""
        return (self.quiz, self.student) == (quiz.id, student) and self.answered < len(quiz.variants)


def left_sheets(folder: Path) -> Iterator[LeftSheet]:
    """The sheets in a quiz's folder that `quizgen take` wrote, the newest first; others are left out."""
    found = [path for path in folder.glob("answers*.toml") if path.is_file()]
    for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True):
        try:
            data = path.read_bytes()
            answers = read_answers(data, str(path))
        except (OSError, UserError):
            continue
        asked = asked_in(data.decode("utf-8", "replace"))
        if asked is not None:
            typed = {q: {name: as_typed(text) for name, text in table.items()} for q, table in answers.typed.items()}
            yield LeftSheet(path, answers.quiz, answers.student, typed, asked)
