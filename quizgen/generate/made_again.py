"""A question made again from the name of its exercise and its seed."""

from __future__ import annotations

from quizgen.authoring.bank import Bank, author_errors
from quizgen.errors import UserError, did_you_mean
from quizgen.generate import variant
from quizgen.model import Variant


def made_again(bank: Bank, name: str, seed: int) -> tuple[Variant, str]:
    """The variant, and the text of its exercise file. UserError: the bank has no such exercise. `name` is never a path."""
    if name not in bank.exercises:
        raise UserError(
            f"The exercise {name!r} of this quiz is not in the bank here.{did_you_mean(name, bank.exercises)} "
            "If it is one of your own, name its folder: quizgen --bank DIR grade ..."
        )
    exercise = bank.exercises[name]
    with author_errors(exercise, seed=seed):
        return variant(exercise, seed), exercise.source
