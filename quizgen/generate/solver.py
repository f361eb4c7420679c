"""Running an exercise's `solve`: as the key, as a misconception, or on from what a learner typed. One function, three ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from quizgen.authoring import Exercise, Problem
from quizgen.authoring.exercise import Solve, known_misconceptions
from quizgen.generate.memo import memoised
from reference_rnn import NotApplicable, is_misreading, reference_of
from reference_rnn.registry import READINGS

CALLED: WeakKeyDictionary[Exercise, frozenset[str]] = WeakKeyDictionary()

Answers = dict[str, NDArray[Any]]  # ask -> (N, ...): the problem axis in front


def follow(solve: Solve, p: Problem, net: type[Any], typed: Mapping[str, Any] | None = None) -> Answers:
    """Every answer of stacked problems, each computed from the typed values of the asks before it where there are any.

    A misreading is followed by giving the plain reference the problem as misread.
    """
    if is_misreading(net):
        p, net = misread(p, net), without_misreading(net)
    typed = typed or {}
    answers: Answers = {}
    steps = solve(p, net)
    try:
        name, value = next(steps)
        while True:
            answers[name] = value if isinstance(value, np.ndarray) else as_array(value)
            name, value = steps.send(typed.get(name, value))
    except StopIteration:
        return answers
    except RuntimeError as error:
        if isinstance(error.__cause__, StopIteration):
            raise NotApplicable("This learner's walk through time has fewer steps than are asked for.") from error
        raise


def as_array(value: Any) -> NDArray[Any]:
    """A tuple (a shape, dimension by dimension) or a number as an array with the problem axis in front."""
    if isinstance(value, tuple):
        return np.stack(np.broadcast_arrays(*[np.atleast_1d(item) for item in value]), axis=-1).astype(int)
    return np.atleast_1d(np.asarray(value))


def misread(p: Problem, net: type[Any]) -> Problem:
    """The problem as this learner reads it: x and h_0 through the misconception's `sequence` and `start`."""
    reader: Any = object.__new__(net)  # the two readings use no parameters
    readings = {"x": "sequence", "h_0": "start"}
    read = [name for name, reading in readings.items() if name in p and hasattr(reader, reading)]
    return p.but(**{name: getattr(reader, readings[name])(p[name]) for name in read})


@memoised
def without_misreading(net: type[Any]) -> type[Any]:
    """The class with its readings put back to the reference's, once the problem has been misread."""
    reference = reference_of(net)
    readings = {name: getattr(reference, name) for name in READINGS if hasattr(reference, name)}
    return type(net.__name__, (net,), readings)


@memoised
def mutant(reference: type[Any], ids: tuple[str, ...], own: tuple[type[Any], ...] = ()) -> type[Any]:
    """The reference under one misconception or several at once; LookupError if they are unknown or override the same method.

    `own` are misconceptions outside the catalogue.
    """
    if not ids:
        return reference
    known = known_misconceptions(reference, own)
    classes = [known[name] for name in ids]
    if len(classes) == 1:
        return classes[0]
    overridden = [name for cls in classes for name in overrides(cls)]
    if len(set(overridden)) < len(overridden):
        raise LookupError(f"{' and '.join(ids)} override the same method")
    return type(" and ".join(ids), tuple(classes), {})


@memoised
def overrides(net: type[Any]) -> tuple[str, ...]:
    """The methods a misconception overrides, also one about what its reference is built on."""
    wrong = [cls for cls in net.__mro__ if getattr(cls, "id", "")]
    return tuple(
        name for cls in wrong for name, value in vars(cls).items() if callable(value) and not name.startswith("__")
    )


def methods_called(solve: Solve, p: Problem, reference: type[Any]) -> frozenset[str]:
    """The reference's methods that a `solve` calls: a misconception of any other cannot show."""
    seen: set[str] = set()

    def watch(self: Any, name: str) -> Any:
        seen.add(name)
        return object.__getattribute__(self, name)

    follow(solve, p, type("Watched", (reference,), {"__getattribute__": watch}))
    return frozenset(seen | ({"sequence"} if "x" in p else set()) | ({"start"} if "h_0" in p else set()))


def called_by(exercise: Exercise, p: Problem) -> frozenset[str]:
    """The reference's methods that the exercise's `solve` calls, found out once; words may send it another way each time."""
    assert exercise.solving is not None
    found = CALLED.get(exercise)
    if found is None:
        found = methods_called(exercise.solving, p, exercise.reference)
        if not any(isinstance(value, str) for value in p.values()):
            CALLED[exercise] = found
    return found


NOT_FOLLOWED = (
    NotApplicable,
    IndexError,
)  # not computable on these shapes; or the step asked for does not exist for this learner
