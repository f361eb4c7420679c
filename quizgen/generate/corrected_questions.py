"""The questions of quizzes whose exercises were corrected, each with its new key; what cannot be corrected, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from quizgen.authoring import Exercise
from quizgen.authoring.bank import digest
from quizgen.errors import UserError
from quizgen.generate.corrected_variant import corrected_variant
from quizgen.model import Quiz, Variant


@dataclass
class CorrectedQuestions:
    """New variants by quiz and place (from 1), the text of their exercises by digest, and (question, exercise) of each."""

    variants: dict[tuple[str, int], Variant] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    questions: dict[tuple[str, str], None] = field(default_factory=dict)
    refused: dict[str, None] = field(default_factory=dict)


def corrected_questions(quizzes: Iterable[Quiz], question: str, find: Callable[[str], Exercise]) -> CorrectedQuestions:
    """The questions of these quizzes whose key changes with the exercises that `find` gives now.

    `question`: only the one of this name, "q2", or of this exercise.
    """
    found = CorrectedQuestions()
    for quiz in quizzes:
        for place, sealed in enumerate(quiz.variants, 1):
            if question not in ("", f"q{place}", sealed.exercise):
                continue
            try:
                exercise = find(sealed.exercise)
                if digest(exercise.source) == sealed.source and not exercise.data_files:
                    continue
                variant = corrected_variant(exercise, sealed)
            except UserError as error:
                found.refused[f"q{place}: {error}"] = None
                continue
            if variant is not sealed:
                found.variants[quiz.id, place] = variant
                found.sources[variant.source] = exercise.source
                found.questions[f"q{place}", sealed.exercise] = None
    return found
