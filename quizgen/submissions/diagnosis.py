"""Which misconception a wrong function equals, and the smallest case that shows that it is wrong.

Every registered misconception is run on the very calls the learner's function was given. It is named only if it gives
the same as theirs, in every element of every call; whatever else is wrong in the file, a name is never a guess.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizgen.sandbox.records import Result
from quizgen.submissions.answers import Answer, Engine, answer
from quizgen.submissions.cases import LADDER, Call, Case
from quizgen.submissions.checks.output import last_output
from quizgen.submissions.compare import NAMES, Lost, array_of, is_single, require_array
from reference_rnn import MISCONCEPTIONS, RNN, feedback

FAMILY = {
    "rnn_step": "fwd-",
    "rnn_forward": "fwd-",
    "predict": "out-",
    "bce_loss": "loss-",
    "sequence_ce": "loss-",
    "rnn_backward": "bwd-",
    "sgd": "upd-",
}
Heard = Sequence[tuple[Call, Result]]


@dataclass(frozen=True)
class Diagnosis:
    """Twins that nobody can tell apart on these calls are named together; `says` is what a learner reads."""

    misconceptions: tuple[str, ...]
    says: str

    @property
    def brief(self) -> str:
        """The sentence up to its explanation."""
        first = self.says.partition(":")[0].partition(". ")[0]
        return first[0].lower() + first[1:].removesuffix(".")


def diagnose(heard: Heard) -> Diagnosis | None:
    """The misconceptions that give what was heard of one function, everywhere; None if there is none."""
    spoken = [(call, result.value) for call, result in heard if result.failure is None and result.value is not None]
    if not spoken:
        return None
    found: dict[str, str] = {}
    for name, engine in _suspects(spoken[0][0].function):
        if name not in found and _equals(engine, spoken):
            found[name] = feedback(MISCONCEPTIONS[name])
    return Diagnosis(tuple(found), " Or: ".join(found.values())) if found else None


def _suspects(function: str) -> Iterator[tuple[str, Engine]]:
    for name, mutant in MISCONCEPTIONS.items():
        if name.startswith(FAMILY[function]):
            yield name, mutant
            if function == "rnn_backward" and mutant.batch_share_of_gradient is not RNN.batch_share_of_gradient:
                yield name, functools.partial(mutant, batch="sum")  # ∂L/∂h is given: both ways to miss it are open


def _equals(engine: Engine, spoken: Sequence[tuple[Call, Any]]) -> bool:
    """Whether the engine says the same on every call on which it says anything, and not always the truth."""
    differs = False
    for call, value in spoken:
        try:
            said = _answer(engine, call)
        except ValueError:
            continue  # it cannot be computed on these shapes, and so neither tells for it nor against it
        if not _same(call, value, said):
            return False
        differs = differs or not _same(call, said, _answer(RNN, call))
    return differs


def _answer(engine: Engine, call: Call) -> Answer:
    with np.errstate(all="ignore"):  # a misconception may well divide by zero
        return answer(engine, call)


def _same(call: Call, value: Any, said: Answer) -> bool:
    """Equality in all elements at 1e-9 of their scale; single precision at 1e-5 of it."""
    if isinstance(said, dict):
        return isinstance(value, dict) and all(
            name in value and _same_array(call, value[name], part, name) for name, part in said.items()
        )
    given = last_output(value) if call.function == "predict" else value
    return _same_array(call, given, said, NAMES[call.function])


def _same_array(call: Call, value: Any, said: Any, name: str) -> bool:
    given = array_of(value)
    if given is None or given.size != said.size or (given.shape != said.shape and name not in ("db", "loss")):
        return False
    close = 1e-5 if is_single(value) or is_single(call.args) else 1e-9
    scale = float(np.max(np.abs(said), initial=1e-12, where=np.isfinite(said)))
    with np.errstate(invalid="ignore"):
        return np.allclose(given.reshape(said.shape), said, rtol=0.0, atol=close * scale, equal_nan=True)


ROUTES: dict[str, Callable[[Case], Call]] = {
    "rnn_step": Case.step,
    "rnn_forward": Case.forward,
    "rnn_backward": Case.backward,
}


def ladder(function: str) -> tuple[Call, ...]:
    """Calls on ever larger cases; () where a function's sizes say nothing."""
    return tuple(ROUTES[function](case) for case in LADDER) if function in ROUTES else ()


def smallest(heard: Heard) -> str:
    """For which sizes a function is right, and the first rung on which it is not; empty if it stands on all of them."""
    tried = [
        (case, call, result.value) for case, (call, result) in zip(LADDER, heard, strict=False) if not result.failure
    ]
    wrong = [(case, parts) for case, call, value in tried if (parts := _wrong_parts(call, value))]
    if not wrong:
        return ""
    case, parts = wrong[0]
    return f"{_pattern(wrong)}smallest case that shows it: {case.size}, {next(iter(parts.values()))}"


def _wrong_parts(call: Call, value: Any) -> dict[str, str]:
    """What is wrong with each array that is wrong."""
    truth = _answer(RNN, call)
    if isinstance(truth, dict):
        given = value if isinstance(value, dict) else {}
        compared = [(given.get(name), part, name) for name, part in truth.items()]
    else:
        compared = [(value, truth, NAMES[call.function])]
    wrong = {}
    for theirs, ours, name in compared:
        try:
            require_array(call, theirs, ours, name)
        except Lost as lost:
            wrong[name] = lost.why
    return wrong


def _pattern(wrong: Sequence[tuple[Case, dict[str, str]]]) -> str:
    """Words about a size that has to be more than 1 before anything goes wrong."""
    ever = set().union(*(parts for _, parts in wrong))
    names = ", ".join(name for name in (*NAMES.values(), "dx", "dh0", "dW", "dW_h", "db") if name in ever)
    for letter in "TBHD":
        if all(case.sizes[letter] > 1 for case, _ in wrong):
            return f"{names} right for {letter} = 1, wrong from {letter} = 2 on; "
    return ""
