"""The command that practises each misconception, as pages name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizgen.authoring.bank import Bank


def practice_commands(bank: Bank) -> dict[str, str]:
    """For each misconception the command that makes a quiz on it; of one that an exercise defines, the easiest such exercise."""
    from quizgen.documents.class_summary import practice
    from reference_rnn import CATALOGUE, CONCEPTS

    found = {name: practice([name]) for name in (*CATALOGUE, *CONCEPTS)}
    for exercise in sorted(bank.exercises.values(), key=lambda exercise: exercise.level):
        for name in exercise.targets:
            found.setdefault(name, f"quizgen make --exercise {exercise.name}")
    return found
