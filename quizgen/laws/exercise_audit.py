"""The audit of one exercise: the laws it breaks, what else is worth a look, and what somebody who knows nothing earns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from quizgen.authoring import Exercise
from quizgen.authoring.bank import author_errors
from quizgen.errors import UserError
from quizgen.generate import variant, variants
from quizgen.laws import CHUNK, Breach, audit, warnings
from quizgen.laws.guesser import Guess, guess

EVERY_SEED = "every_seed_gives_a_variant"  # what goes before all laws


@dataclass(frozen=True)
class Audited:
    """What an audit of an exercise found: breaches, one of each law; warnings; guesses by clue."""

    exercise: str
    breaches: tuple[Breach, ...]
    warnings: tuple[str, ...] = ()
    guesses: Mapping[str, Sequence[Guess]] | None = None


def audit_exercise(
    exercise: Exercise, seeds: int, worded: int, count: Callable[[int], None] = lambda done: None
) -> Audited:
    """The audit of an exercise on seeds 0 ... seeds - 1, its words on the first `worded`; `count` is told the seeds done.

    An error of the author's own file breaks the law that every seed gives a variant.
    """
    found: dict[str, Breach] = {}
    try:
        with author_errors(exercise):
            for done, breaches in audit(exercise, seeds, worded):
                count(done)
                for breach in breaches:
                    found.setdefault(breach.law, breach)
            if found:
                return Audited(exercise.name, tuple(found.values()))
            guessed = guess(variants(exercise, range(min(seeds, worded))))
            return Audited(exercise.name, (), tuple(warnings(exercise, min(seeds, worded))), guessed)
    except UserError as error:  # no law can be tried on what cannot be made
        why = first_failure(exercise, seeds) or str(error)
        return Audited(exercise.name, (Breach(exercise.name, EVERY_SEED, "Every seed gives a variant.", why),))


def first_failure(exercise: Exercise, seeds: int) -> str:
    """Why the first of the seeds that are drawn together gives no variant; "" if all give one."""
    for seed in range(min(seeds, CHUNK)):
        try:
            with author_errors(exercise, seed=seed):
                variant(exercise, seed)
        except UserError as error:
            return str(error)
    return ""
