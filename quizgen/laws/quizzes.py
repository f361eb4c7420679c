"""Laws about quizzes: what several copies of an exercise ask."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.generate.compose import compose, practice_seeds, question_of
from quizgen.laws.sample import Law, Sample

COPIES = 5  # questions of a quiz
QUIZZES = 6


def copies_in_one_quiz_differ(sample: Sample) -> Iterator[str]:
    """Copies in one quiz differ: five questions of an exercise are five different ones."""
    for seed in range(QUIZZES):
        quiz = compose("law", seed, [sample.exercise] * COPIES, practice_seeds(seed))
        found = len({question_of(variant) for variant in quiz.variants})
        if 1 < found < COPIES:  # one question for everybody is different_seeds_different_answers' matter
            yield f"seed {seed}: {COPIES} copies ask only {found} different questions"


LAWS: tuple[Law, ...] = (copies_in_one_quiz_differ,)
