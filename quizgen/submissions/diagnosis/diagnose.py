"""Which misconception a wrong function equals, or which two of them at once.

Every registered misconception is run on the very calls the learner's function was given. It is named only if it gives
the same as theirs, in every element of every call; whatever else is wrong in the file, a name is never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.cases import UNSEEN, Array, Call, Misfit, array_of, carried, given_single, is_single, truth
from quizgen.submissions.checks import NAMES, last_output
from quizgen.submissions.diagnosis.candidates import Said, Shapes, Suspect, pairs, singles, tables
from quizgen.submissions.diagnosis.memo import remembered
from reference_rnn import MISCONCEPTIONS, feedback

Heard = Sequence[tuple[Call, Result]]
MOST_PAIRS = 2  # pairs that give the same; more of them would name half the catalogue


@dataclass(frozen=True)
class Diagnosis:
    """Twins that nobody can tell apart on these calls are named together; `says` is what a learner reads."""

    misconceptions: tuple[str, ...]
    says: str
    brief: str  # the same without its explanation


@dataclass(frozen=True)
class Spoken:
    """What a learner's function gave for a call, its parts end to end; `seen` is False where an interface shows nothing."""

    call: Call
    shapes: Shapes
    numbers: Array
    seen: Array | None
    close: float
    right: bool  # whether it is the truth, as closely as a misconception has to be met

    def agree(self, numbers: Array, scale: Array) -> Array:
        """Which rows are the same in every element, nan and infinity included."""
        near = np.abs(numbers - self.numbers) <= self.close * scale
        if not near.all():
            near |= (numbers == self.numbers) | (np.isnan(numbers) & np.isnan(self.numbers))
            if self.seen is not None:
                near |= ~self.seen
        return np.asarray(near.all(axis=-1))

    def is_said_by(self, suspect: Suspect) -> bool | None:
        """Whether a suspect gives the same; None if it gives nothing."""
        if (said := suspect.says(self.call)) is None:
            return None
        return said.shapes == self.shapes and bool(self.agree(said.numbers, said.scale))


def diagnose(heard: Heard) -> Diagnosis | None:
    """The misconceptions that give what was heard of one function, everywhere; None if there are none."""
    heard = [pair for pair in _in_its_form(heard) if not given_single(pair[0])]  # they prove little
    gave = [(call, result) for call, result in heard if result.failure is None and result.value is not None]
    with np.errstate(all="ignore"):
        spoke = [one for one in (spoken(call, result) for call, result in gave) if one is not None]
        if len(spoke) < len(gave) or all(one.right for one in spoke):
            return None
        function = spoke[0].call.function
        if found := [suspect.ids[0] for suspect in matching(singles(function), spoke)]:
            return _one(tuple(dict.fromkeys(found)))
        if len(spoke) < len(heard):  # two at once explain much: they have to explain everything
            return None
        two = dict.fromkeys(suspect.ids for suspect in matching(pairs(function), spoke, everywhere=True))
        return _two(tuple(two)) if 0 < len(two) <= MOST_PAIRS else None


def _one(names: tuple[str, ...]) -> Diagnosis:
    said = [feedback(MISCONCEPTIONS[name]) for name in names]
    first = said[0].partition(":")[0].partition(". ")[0]
    return Diagnosis(names, " Or: ".join(said), first[0].lower() + first[1:].removesuffix("."))


def _two(found: tuple[tuple[str, ...], ...]) -> Diagnosis:
    said = " Or these two: ".join(" And: ".join(feedback(MISCONCEPTIONS[name]) for name in names) for names in found)
    names = tuple(dict.fromkeys(name for names in found for name in names))
    return Diagnosis(names, f"Equals what you get with two mistakes at once. {said}", "equals the same two at once")


def matching(suspects: tuple[Suspect, ...], spoke: Sequence[Spoken], *, everywhere: bool = False) -> list[Suspect]:
    """The suspects that say the same on every call on which they say anything (`everywhere`: on every call), and not
    only the truth. One call sorts out nearly all, so the others are put to what is left."""
    first, *others = spoke
    by_shapes, silent = tables(suspects, first.call)
    left = {} if everywhere else dict.fromkeys(silent, False)  # who is left -> whether it has said anything wrong
    if (table := by_shapes.get(first.shapes)) is not None:
        left |= dict.fromkeys(table.members[first.agree(table.numbers, table.scale)].tolist(), not first.right)
    for one in others:
        for i in list(left):
            agrees = one.is_said_by(suspects[i])
            if agrees is False or (agrees is None and everywhere):
                del left[i]
            elif agrees:
                left[i] = left[i] or not one.right
        if not left:
            return []
    return [suspects[i] for i in sorted(left) if left[i]]


def _in_its_form(heard: Heard) -> Heard:
    """Of predict only what was asked in the form it is written for: all states, or h_T alone."""
    last = [pair for pair in heard if pair[0].function == "predict" and pair[0].args[0].ndim == 2]
    return last if any(result.failure is None for _, result in last) else [pair for pair in heard if pair not in last]


@remembered
def spoken(call: Call, result: Result) -> Spoken | None:
    """What came back in a form in which it can be held against others; None if it is no numbers at all."""
    value = result.value
    call = carried(call, value)
    expected = truth(call)
    right = call.once("truth, end to end", lambda call: Said.of(truth(call)))
    if isinstance(expected, dict):
        if not isinstance(value, dict):
            return None
        given = [(value.get(name), np.asarray(part), name) for name, part in expected.items()]
    else:
        given = [(last_output(value) if call.function == "predict" else value, expected, NAMES[call.function])]
    parts = [np.asarray(part) if theirs is UNSEEN else _array(theirs, part, name) for theirs, part, name in given]
    arrays = [part for part in parts if part is not None]
    if len(arrays) < len(parts):
        return None
    numbers = np.concatenate([part.ravel() for part in arrays])
    unseen = [theirs is UNSEEN for theirs, _, _ in given]
    seen = np.repeat(~np.array(unseen), [part.size for part in arrays]) if any(unseen) else None
    close = 1e-5 if is_single(value) or given_single(call) else 1e-9
    said = Spoken(call, tuple(part.shape for part in arrays), numbers, seen, close, right=False)
    if said.shapes != right.shapes or not said.agree(right.numbers, right.scale):
        return said
    return Spoken(call, said.shapes, numbers, seen, close, right=True)


def _array(theirs: Any, expected: Any, name: str) -> Array | None:
    given = theirs.turned if isinstance(theirs, Misfit) else array_of(theirs)
    if given is not None and name in ("db", "loss") and given.size == np.size(expected):
        return given.reshape(np.shape(expected))
    return given
