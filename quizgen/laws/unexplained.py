"""What an author should know though no law is broken: wrong answers that nothing explains, rubrics with few examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizgen.authoring import Exercise
from quizgen.generate.engine import Drawn, draw_all
from quizgen.laws.rubrics import too_few_examples


def warnings(exercise: Exercise, seeds: int) -> Iterator[str]:
    """A sentence for each doubt about an exercise, from seeds 0 ... seeds - 1."""
    if exercise.computed():
        yield from unexplained(list(draw_all(exercise, range(seeds))))
    yield from too_few_examples(exercise)


def unexplained(drawn: Sequence[Drawn]) -> Iterator[str]:
    """Whether most variants have no live slip: whatever goes wrong there, the learner is not told why."""
    without = [one.seed for one in drawn if not one.slips]
    if len(without) > len(drawn) / 2:
        which = (
            "every seed" if len(without) == len(drawn) else f"{len(without)} of {len(drawn)} seeds, first {without[0]}"
        )
        yield (
            f"On {which} no misconception gives a wrong answer, so no wrong answer is explained. Compute with methods of the "
            "reference that misconceptions override, or add a misconception of your own (docs/authoring.md)."
        )
