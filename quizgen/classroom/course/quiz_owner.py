"""Whose paper a quiz is, as its id says: generate/compose.py ends it in the student's id."""

from __future__ import annotations

import re
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
    ending = (
        re.search(rf"(?<!-and)-{re.escape(str(quiz.seed))}-", quiz.id) if quiz.student else None
    )  # "-and-1-more-1-"
    return (quiz.id[: ending.end() - 1], quiz.id[ending.end() :]) if ending else (quiz.id, "")
