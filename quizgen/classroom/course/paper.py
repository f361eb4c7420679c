"""Whose paper a quiz is, as its id says: generate/compose.py ends it in the student's id."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Paper(Protocol):
    """A quiz, with or without its questions."""

    @property
    def id(self) -> str: ...
    @property
    def student(self) -> str: ...
    @property
    def seed(self) -> int | str: ...


class QuizHead(Paper, Protocol):
    """A quiz in a list, when it was made and, where that was in another store, whose token says so."""

    @property
    def made_at(self) -> datetime: ...
    @property
    def signer(self) -> str: ...


def paper(quiz: Paper) -> tuple[str, str]:
    """The name that all papers of one exam share, and the id of the student in this one's, "" where there is none."""
    before, ending, id = quiz.id.partition(f"-{quiz.seed}-") if quiz.student else (quiz.id, "", "")
    return (f"{before}-{quiz.seed}", id) if ending else (quiz.id, "")
