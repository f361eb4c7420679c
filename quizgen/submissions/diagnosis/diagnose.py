"""Which misconception explains a wrong function, or which two of them at once.

Every misconception about the function is run on the very calls the learner's function was given. It is named only if it
returns the same, in every element of every call: a name is never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import (
    NOT_OBSERVABLE,
    Array,
    Call,
    WrongShape,
    as_array,
    expected_value,
    is_single_precision,
    on_own_states,
    takes_single_precision,
)
from quizgen.submissions.checks import BIASES, NAMES, last_output
from quizgen.submissions.diagnosis.candidates import (
    FAMILIES,
    KNOWN,
    Candidate,
    FlatValue,
    Shapes,
    pairs,
    pairs_in_code,
    singles,
    tables,
)
from quizgen.submissions.diagnosis.memo import memoised
from quizgen.submissions.session import Observed
from reference_rnn import feedback

TWO_AT_ONCE = "equals the same two at once"
MOST_PAIRS = 2  # pairs that explain the same values; more of them would name half the catalogue


@dataclass(frozen=True)
class Diagnosis:
    """The misconceptions that explain a function, all that fit equally; `text` is what a learner reads.

    `arrays`: where each explains some of the arrays alone, the ids for each of these; empty if all is explained. `several`: whether
    `text` speaks of more than one mistake, be it of one that has no name.
    """

    misconceptions: tuple[str, ...]
    text: str
    short_text: str  # the same without its explanation
    arrays: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    several: bool = False


@dataclass(frozen=True)
class Observation:
    """What a learner's function returned for a call, as one vector of numbers.

    `observable` is False for the numbers that the interface does not return; None if it returns all.
    """

    call: Call
    shapes: Shapes
    numbers: Array
    observable: Array | None
    tolerance: float
    is_right: bool  # equal to the reference, as closely as a misconception must be met

    @property
    def is_wrong_in_right_shape(self) -> bool:
        """Whether it is wrong, and yet has the shapes that are asked for."""
        return not self.is_right and self.shapes == right_vector(self.call).shapes

    def matches(self, numbers: Array, scale: Array) -> Array:
        """Which rows are equal in every element; nan and infinity equal themselves."""
        equal = np.abs(numbers - self.numbers) <= self.tolerance * scale
        if not equal.all():
            equal |= (numbers == self.numbers) | (np.isnan(numbers) & np.isnan(self.numbers))
            if self.observable is not None:
                equal |= ~self.observable
        return np.asarray(equal.all(axis=-1))

    def is_explained_by(self, candidate: Candidate) -> bool | None:
        """Whether a candidate returns the same; None if it returns nothing."""
        if (value := candidate.value_for(self.call)) is None:
            return None
        return value.shapes == self.shapes and bool(self.matches(value.numbers, value.scale))


def diagnose(observed: Observed) -> Diagnosis | None:
    """The misconceptions that explain every result of one function; None if there are none."""
    if not any(FAMILIES[call.function] for call, _ in observed):
        return None
    observed = [pair for pair in _in_one_form(observed) if not takes_single_precision(pair[0])]  # too few digits
    returned = [(call, result) for call, result in observed if result.failure is None and result.value is not None]
    with np.errstate(all="ignore"):
        observations = [one for one in (observe(call, result) for call, result in returned) if one is not None]
        if len(observations) < len(returned) or all(one.is_right for one in observations):
            return None
        if is_constant(observations):
            return None
        function = observations[0].call.function
        if found := matching(singles(function), observations):
            likely = [one for one in found if one.by_hand] or found
            return _one(tuple(dict.fromkeys(one.ids[0] for one in likely)))
        if len(observations) < len(observed):  # two at once can explain much: they must explain every call
            return None
        for both in (pairs, pairs_in_code):
            two = dict.fromkeys(one.ids for one in matching(both(function), observations, everywhere=True))
            if two:
                return _two(tuple(two)) if len(two) <= MOST_PAIRS else None
        return None


def is_constant(observations: Sequence[Observation]) -> bool:
    """Whether a function returns one number everywhere. Zeros equal many a misconception where its values happen to vanish."""
    seen = [one.numbers if one.observable is None else one.numbers[one.observable] for one in observations]
    return is_one_number(np.concatenate(seen))


def is_one_number(numbers: Array) -> bool:
    """Whether all numbers are equal, or none is one. np.unique, which sorts, also imports numpy.ma."""
    return bool((numbers == numbers[:1]).all() or np.isnan(numbers).all())


def _one(names: tuple[str, ...]) -> Diagnosis:
    texts = [feedback(KNOWN[name]) for name in names]
    first = texts[0].partition(":")[0].partition(". ")[0]
    return Diagnosis(names, " Or: ".join(texts), first[0].lower() + first[1:].removesuffix("."))


def _two(found: tuple[tuple[str, ...], ...]) -> Diagnosis:
    text = " Or these two: ".join(" And: ".join(feedback(KNOWN[name]) for name in names) for names in found)
    names = tuple(dict.fromkeys(name for names in found for name in names))
    return Diagnosis(names, f"Equals what you get with two mistakes at once. {text}", TWO_AT_ONCE, several=True)


def matching(
    candidates: tuple[Candidate, ...], observations: Sequence[Observation], *, everywhere: bool = False
) -> list[Candidate]:
    """The candidates that explain every observation for which they have a value, and a wrong one among them.

    `everywhere`: they must have a value for every observation. The first observation rules out nearly all candidates,
    so only the others are tried one by one.
    """
    first, *others = observations
    by_shapes, without_value = tables(candidates, first.call)
    left = (
        {} if everywhere or first.is_wrong_in_right_shape else dict.fromkeys(without_value, False)
    )  # candidate -> whether it explains a wrong value
    if (table := by_shapes.get(first.shapes)) is not None:
        left |= dict.fromkeys(table.members[first.matches(table.numbers, table.scale)].tolist(), not first.is_right)
    for one in others:
        for i in list(left):
            explains = one.is_explained_by(candidates[i])
            if explains is False or (explains is None and (everywhere or one.is_wrong_in_right_shape)):
                del left[i]
            elif explains:
                left[i] = left[i] or not one.is_right
        if not left:
            return []
    return [candidates[i] for i in sorted(left) if left[i]]


def _in_one_form(observed: Observed) -> Observed:
    """Of predict, only the calls in the form for which it is written: all states, or h_T alone."""
    last = [pair for pair in observed if pair[0].function == "predict" and pair[0].args[0].ndim == 2]
    form = last if any(result.failure is None for _, result in last) else [p for p in observed if p not in last]
    return [pair for pair in form if not _overflows(*pair)] or form


def _overflows(call: Call, result: Result) -> bool:
    """Whether an exp overflowed in predict: that has a check of its own, and hides what else is wrong."""
    array = as_array(result.value) if call.function == "predict" else None
    return array is not None and bool(np.isnan(array).any())


def right_vector(call: Call) -> FlatValue:
    """The right value of a call as a vector, computed once."""
    return call.memoised("expected value as a vector", lambda call: FlatValue.of(expected_value(call)))


@memoised
def observe(call: Call, result: Result) -> Observation | None:
    """A returned value in a form in which it can be compared with the candidates; None if it holds no numbers."""
    value = result.value
    call = on_own_states(call, value)
    expected = expected_value(call)
    right = right_vector(call)
    if isinstance(expected, dict):
        if not isinstance(value, dict):
            return None
        pairs = [(value.get(name), np.asarray(part), name) for name, part in expected.items()]
    else:
        pairs = [(last_output(value) if call.function == "predict" else value, expected, NAMES[call.function])]
    parts = [
        np.asarray(ours) if theirs is NOT_OBSERVABLE else array_of(theirs, ours, name) for theirs, ours, name in pairs
    ]
    arrays = [part for part in parts if part is not None]
    if len(arrays) < len(parts):
        return None
    numbers = np.concatenate([part.ravel() for part in arrays])
    hidden = [theirs is NOT_OBSERVABLE for theirs, _, _ in pairs]
    observable = np.repeat(~np.array(hidden), [part.size for part in arrays]) if any(hidden) else None
    tolerance = precision(call, value)
    found = Observation(call, tuple(part.shape for part in arrays), numbers, observable, tolerance, is_right=False)
    if found.shapes != right.shapes or not found.matches(right.numbers, right.scale):
        return found
    return Observation(call, found.shapes, numbers, observable, tolerance, is_right=True)


def precision(call: Call, value: Any) -> float:
    """How closely, as a share of the largest number, a misconception must be met."""
    return 1e-5 if is_single_precision(value) or takes_single_precision(call) else 1e-9


def array_of(theirs: Any, expected: Any, name: str) -> Array | None:
    """A returned value as an array, of a wrong shape too; None for anything else."""
    array = theirs.in_chapter_order if isinstance(theirs, WrongShape) else as_array(theirs)
    if array is not None and name in (*BIASES, "loss") and array.size == np.size(expected):
        return array.reshape(np.shape(expected))
    return array
