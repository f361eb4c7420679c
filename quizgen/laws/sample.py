"""What a law checks: an exercise with problems drawn from many seeds, some of them sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from quizgen.authoring import Exercise
from quizgen.authoring.problem import Problem, stack
from quizgen.generate import Follower
from quizgen.generate.engine import Drawn
from quizgen.generate.slips import Solved
from quizgen.generate.solver import called_by
from quizgen.model import Variant


@dataclass(frozen=True)
class Sample:
    """An exercise, its drawn problems, and the sealed variants of the first of them."""

    exercise: Exercise
    drawn: tuple[Drawn, ...]
    variants: tuple[Variant, ...]

    @cached_property
    def follow(self) -> Follower:
        """Follows the sealed variants as the grader would."""
        return Follower(lambda digest: self.exercise.source)

    @cached_property
    def calls(self) -> frozenset[str]:
        """The reference's methods that solve calls."""
        if self.exercise.solving is None:
            return frozenset()
        return called_by(self.exercise, stack([self.drawn[0].problem]))

    def stacked(self) -> Iterator[tuple[list[Drawn], Solved, Problem]]:
        """The drawn problems as they were solved together."""
        groups: dict[int, list[Drawn]] = {}
        for one in self.drawn:
            if one.solved is not None:
                groups.setdefault(id(one.solved), []).append(one)
        for group in groups.values():
            solved = group[0].solved
            assert solved is not None
            yield group, solved, stack([one.problem for one in group])


Law = Callable[[Sample], Iterator[str]]
