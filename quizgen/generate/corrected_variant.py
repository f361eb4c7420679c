"""A sealed variant with the key of a corrected exercise: the same numbers, words and options, judged otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from quizgen.ask import Ask, plain
from quizgen.authoring import Draw, Exercise, Problem
from quizgen.authoring.bank import describe_error, digest
from quizgen.authoring.problem import stack
from quizgen.errors import UserError
from quizgen.generate import as_written, right_answer
from quizgen.generate.engine import Drawn, complete
from quizgen.generate.exam.decimals import with_decimals_of
from quizgen.generate.slips import solve
from quizgen.generate.solver import follow
from quizgen.generate.text import render_text
from quizgen.model import Variant

TYPESETTING = re.compile(r"\s|\*|\\[,;:! ]")
SEARCHED = 1000  # draws of an exercise without `solve` in which the printed options are looked for
INSTEAD = "Change only what makes its key, or correct the question with --accept, --everyone-full or --drop."


def corrected_variant(exercise: Exercise, sealed: Variant) -> Variant:
    """What was printed, with key, slips, solution and feedback as the exercise gives them now; the same variant if nothing changed.

    UserError: the exercise now asks something else, or cannot solve these numbers.
    """
    try:
        corrected = _corrected(exercise, sealed)
    except UserError:
        raise
    except Exception as error:  # of the author's code, which was written for other numbers
        said = describe_error(error, [str(exercise.path or exercise.name)])
        raise UserError(
            f"{exercise.name} cannot be solved with the numbers that were printed: {said} {INSTEAD}"
        ) from error
    same = replace(corrected, source=sealed.source, version=sealed.version, dropped=sealed.dropped)
    return sealed if plain(same) == plain(sealed) else corrected


def _corrected(exercise: Exercise, sealed: Variant) -> Variant:
    exercise = with_decimals_of(exercise, sealed)
    names, printed = [[ask.name for ask in asks] for asks in (exercise.asks, sealed.asks)]
    if names != printed:
        raise UserError(f"{exercise.name} now asks {', '.join(names)}; {', '.join(printed)} was printed. {INSTEAD}")
    solved_problem, found = False, None
    for problem in problems(exercise, sealed):
        solved_problem = True
        drawn = solved(exercise, sealed, problem)
        if asks := asks_as_printed(exercise, sealed, drawn):
            found = drawn, asks
            break
    if found is None:
        what = "offers other answers" if solved_problem else "has other words or numbers"
        raise UserError(f"{exercise.name} now {what} than were printed. {INSTEAD}")
    drawn, asks = found
    values = without_asks(drawn.problem)
    shown = exercise.showing(drawn.problem) if exercise.showing else {}
    key = {ask.name: right_answer(exercise, ask, drawn.key.get(ask.name)) for ask in asks}
    slips, not_offered = as_written(asks, drawn.slips, key)
    return replace(
        sealed,
        version=exercise.version,
        solution=render_text(exercise.solution, values, key=drawn.key, **shown),
        problem=values,
        asks=asks,
        key=key,
        slips=slips,
        dropped=drawn.dropped | not_offered,
        source=digest(exercise.source),
    )


def problems(exercise: Exercise, sealed: Variant) -> Iterator[Problem]:
    """The printed problem with what the corrected exercise adds to it: as `draw` completes its asks, for the printed words."""
    numbers = Problem(**sealed.problem)
    first = drawn_again(exercise, sealed, sealed.seed, len(sealed.redrawn))
    if without_asks(first).keys() == dict(first).keys():
        if same_words(exercise, sealed, numbers):
            yield numbers
    elif exercise.solving:
        completed = numbers.but(**{name: value for name, value in first.items() if isinstance(value, Ask)})
        if same_words(exercise, sealed, completed):
            yield completed
    else:
        others = (drawn_again(exercise, sealed, seed, 0) for seed in range(SEARCHED))
        for problem in chain([first], others):
            if same_words(exercise, sealed, problem):
                yield problem


def drawn_again(exercise: Exercise, sealed: Variant, seed: int, attempt: int) -> Problem:
    """What the exercise draws now where the variant was drawn."""
    return exercise.drawing(Draw(f"{exercise.name}:{sealed.version}:{seed}:{attempt}"))


def same_words(exercise: Exercise, sealed: Variant, problem: Problem) -> bool:
    """Whether the question of a problem reads as it was printed, but for its typesetting."""
    shown = exercise.showing(problem) if exercise.showing else {}
    text = render_text(exercise.question, without_asks(problem), **shown)
    return TYPESETTING.sub("", text) == TYPESETTING.sub("", sealed.text)


def without_asks(problem: Problem) -> dict[str, object]:
    """The values of a problem that are no asks."""
    return {name: value for name, value in problem.items() if not isinstance(value, Ask)}


def solved(exercise: Exercise, sealed: Variant, problem: Problem) -> Drawn:
    """The problem with its key and slips."""
    name = f"{exercise.name}:{sealed.version}:{sealed.seed}"
    if exercise.solving is None:
        return Drawn(sealed.seed, problem, stream=name)
    p = stack([problem])
    return Drawn(sealed.seed, problem, solve(exercise, p, follow(exercise.solving, p, exercise.reference)), 0, name)


def asks_as_printed(exercise: Exercise, sealed: Variant, drawn: Drawn) -> tuple[Ask, ...]:
    """The asks as they were printed, judged as the exercise judges them now; none where it asks something else."""
    completed = complete(exercise, drawn)
    if isinstance(completed, str):
        return ()
    asks = [completed.completed.get(ask.name, ask) for ask in exercise.asks]
    return found if len(found := tuple(matching(asks, sealed.asks))) == len(asks) else ()


def matching(asks: Sequence[Ask], printed: Sequence[Ask]) -> Iterator[Ask]:
    """Each ask as its counterpart was printed; those that were not printed so are left out."""
    for ask, old in zip(asks, printed, strict=True):
        if type(ask) is type(old) and (same := ask.as_printed(old)) is not None:
            yield replace(same, points=old.points, label=old.label)
