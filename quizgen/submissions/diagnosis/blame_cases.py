"""The one call on which a wrong function is traced, and the values of the right and the wrong calculation on it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np

from quizgen.sandbox.records import Job, Ref, Step
from quizgen.submissions.cases import AFTER, ALL_DIFFERENT, PLAIN, Array, Call, Case, Engine, gated_case, random_array
from quizgen.submissions.diagnosis.candidates import Candidate
from quizgen.submissions.diagnosis.intermediates import Intermediates, Key, keys_of, pieces
from quizgen.submissions.diagnosis.recorded import intermediates
from quizgen.submissions.interfaces import Interface
from quizgen.submissions.interfaces.interface import arguments
from quizgen.submissions.interfaces.minchar import SCALE, VOCABULARY
from reference_rnn import GRU, LSTM, RNN

SMALLEST_SCALE = 1e-3  # of ∂L/∂h
ONE_EXAMPLE = Case.of(B=1, T=4, D=3, H=5)
CallMaker = Callable[[Case], Call]
RESET_AFTER = cast(Engine, functools.partial(GRU, reset=AFTER))


@dataclass(frozen=True, eq=False)
class Traceable:
    """A traced call: the job for the child, and the same call as its values are computed, perhaps on an equivalent network."""

    call: Call
    job: Job
    computed: Call
    candidate: Candidate | None
    rows_are_units: bool  # of W_h, as the learner's function has it
    has_outputs: bool  # whether the function goes on to an output layer, or comes from one

    @property
    def right(self) -> Intermediates:
        """The values of the right calculation."""
        return intermediates(self.reference, self.computed)

    @property
    def reference(self) -> Engine:
        """The right calculation: of a GRU the one with its reset gate where the learner's has it, if the misconception says it."""
        engine: Any = self.candidate.engine if self.candidate is not None else None
        if self.call.function.startswith("gru_"):
            return RESET_AFTER if isinstance(engine, functools.partial) else cast(Engine, GRU)
        return cast(Engine, LSTM if self.call.function.startswith("lstm_") else RNN)

    @property
    def wrong(self) -> Intermediates | None:
        """Those of the misconception."""
        return None if self.candidate is None else intermediates(self.candidate.engine, self.computed)

    @property
    def mutants(self) -> tuple[type, ...]:
        """The classes of the misconception, below the reference."""
        engine: Any = self.candidate.engine if self.candidate is not None else RNN
        engine = getattr(engine, "func", engine)
        return tuple(cls for cls in engine.__mro__ if "id" in vars(cls) and vars(cls)["id"])

    @property
    def shows_the_mistake(self) -> bool:
        """Whether the misconception gives another result here."""
        if self.wrong is None:
            return True
        parts = (role for role in self.wrong.roles if role.startswith("result "))
        return any(
            ours.shape != theirs.shape or not np.allclose(ours, theirs)
            for part in parts
            for ours, theirs in zip(self.right.roles[part], self.wrong.roles[part], strict=True)
        )

    @property
    def is_gated(self) -> bool:
        """Whether the function is one of an LSTM or a GRU."""
        return self.call.function.startswith(("lstm_", "gru_"))

    @property
    def arrays(self) -> list[Array]:
        """The arrays and numbers that the function is given."""
        return arrays_of((*self.call.args, *self.computed.args))

    @cached_property
    def given(self) -> frozenset[Key]:
        """The keys of all that the function is given."""
        return self.call.memoised("given keys", lambda call: frozenset(_given((*call.args, *self.computed.args))))


def arrays_of(args: Sequence[Any]) -> list[Array]:
    """The arrays and numbers among arguments, and in dicts among them."""
    arrays: list[Array] = []
    for arg in args:
        parts = arg.values() if isinstance(arg, dict) else [arg]
        arrays += [np.asarray(part, np.float64) for part in parts if isinstance(part, (np.ndarray, float))]
    return arrays


def _given(args: Sequence[Any]) -> list[Key]:
    return [key for key in keys_of([piece for array in arrays_of(args) for piece in pieces(array)]) if key is not None]


def traceable(function: str, interface: Interface, candidates: Sequence[Candidate]) -> Traceable | None:
    """The first call that the interface can express and the misconception can be computed on; None if there is none."""
    units_first = interface.layout.weights == "OI"
    has_outputs = function == "rnn_backward" and (interface.name == "minchar" or interface.made_calls is not None)
    for call in _calls(function, interface):
        if interface.job(call) is None:
            continue
        job = call.memoised_for(interface, "traced", lambda call: _traced(interface.job(call)))
        for candidate in candidates or (None,):
            computed = _as_computed(call, interface)
            found = Traceable(call, job, computed, candidate, units_first, has_outputs)
            try:
                if found.shows_the_mistake:
                    return found
            except ValueError:  # not on these shapes
                continue
    return None


def _traced(job: Job | None) -> Job:
    """The last step alone is traced; calls of the same function before it are left out."""
    assert job is not None
    ends = max(i for i, step in enumerate(job.steps) if step.kind in ("call", "method"))
    job = Job(job.function, job.steps[: ends + 1])
    last = job.steps[-1]
    if any(isinstance(arg, Ref) for step in job.steps for arg in step.args) or last.on is not None:
        return Job(job.function, (Step("", (), "trace"), *job.steps))
    steps = tuple(step for step in job.steps if step is last or step.kind != "call" or step.name != last.name)
    return Job(job.function, (Step("", (), "trace"), *steps))


def _calls(function: str, interface: Interface) -> Sequence[Call]:
    if interface.made_calls is not None and function == "rnn_backward" and interface.gradient_scale < SMALLEST_SCALE:
        return ()  # its numbers are too small to be told apart
    one_by_one = interface.name == "minchar" or interface.made_calls is not None
    cases = (ONE_EXAMPLE,) if one_by_one else (ALL_DIFFERENT, PLAIN)
    makers: dict[str, CallMaker] = {
        "rnn_step": Case.step,
        "rnn_forward": Case.forward,
        "rnn_backward": Case.backward,
        "rnn_step_backward": Case.step_backward,
    }
    if function.startswith(("lstm_", "gru_")):
        case = gated_case(2, 3, 4, 5, 4 if function.startswith("lstm_") else 3)
        return [getattr(case, function)]
    if function in makers:
        return [makers[function](case) for case in cases]
    calls = OTHER_CALLS.get(function, ())
    return (ONE_SEQUENCE,) if function == "sequence_ce" and interface.name == "minchar" else calls


def _positive(name: str, *shape: int) -> Array:
    """Numbers of each row that add up to 1."""
    numbers = np.abs(random_array(name, *shape))
    return np.asarray(numbers / numbers.sum(axis=-1, keepdims=True))


def _one_hot(T: int, *shape: int) -> Array:
    classes = (np.arange(int(np.prod(shape))) * 2 + 1) % T
    return np.eye(T)[classes].reshape(*shape, T)


def _hidden(B: int, T: int, H: int) -> Array:
    return np.asarray(random_array(f"h to blame {B}{T}{H}", B, T, H))


_y_hat, _y = _positive("ŷ to blame", 2, 3, 4), _one_hot(4, 2, 3)
ONE_SEQUENCE = Call("sequence_ce", (_y_hat[:1], _y[:1], "sum", "mean"))
_W_y, _b_y = random_array("W_y to blame", 4, 5), random_array("b_y to blame", 4)
_W_1, _b_1 = random_array("W_y of one", 1, 5), random_array("b_y of one", 1)
_W_s, _b_s = random_array("W_y square", 5, 5), random_array("b_y square", 5)
_gradients = {"W": random_array("dW", 3, 2), "W_h": random_array("dW_h", 3, 3), "b": random_array("db", 3)}
_parameters = {"W": random_array("θ W", 3, 2), "W_h": random_array("θ W_h", 3, 3), "b": random_array("θ b", 3)}
_h = _hidden(3, 2, 5)
OTHER_CALLS: dict[str, tuple[Call, ...]] = {
    "predict": tuple(
        Call("predict", (h, W_y, b_y, kind))
        for W_y, b_y in ((_W_y, _b_y), (_W_1, _b_1), (_W_s, _b_s))
        for h in (_h, _h[:, -1])
        for kind in ("softmax", "sigmoid")
    ),
    "bce_loss": (Call("bce_loss", (_positive("ŷ of two", 3, 2), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]))),),
    "sequence_ce": tuple(
        Call("sequence_ce", (_y_hat, _y, time, batch)) for time, batch in (("sum", "mean"), ("mean", "sum"))
    ),
    "masked_ce": (
        Call(
            "masked_ce",
            (
                _positive("ŷ masked", 3, 4, 5),
                _one_hot(5, 3, 4),
                np.array([[1.0] * n + [0.0] * (4 - n) for n in (4, 2, 1)]),
            ),
        ),
    ),
    "sgd": (Call("sgd", (_parameters, _gradients, 0.37)),),
    "clip_gradients": (Call("clip_gradients", (_gradients, 0.83)), Call("clip_gradients", (_gradients, 37.0))),
}


def _as_computed(call: Call, interface: Interface) -> Call:
    """The call whose values the learner's function has: where ids are inputs, W x_t is a column of another W."""
    if interface.made_calls is not None:
        return call.memoised((interface, "as computed"), lambda call: _last_made(call, interface))
    if interface.name != "minchar" or call.function not in ("rnn_forward", "rnn_backward"):
        return call
    return call.memoised("with ids", _with_ids)


def _last_made(call: Call, interface: Interface) -> Call:
    """The last of the calls that are made in the place of one, as it is made."""
    assert interface.made_calls is not None
    last = interface.made_calls(interface, arguments(call))[-1]
    scaled = interface.gradient_scale * last.args[0] if last.function == "rnn_backward" else last.args[0]
    return Call(last.function, (scaled, *last.args[1:]))


def _with_ids(call: Call) -> Call:
    if call.function == "rnn_forward":
        x, h0, W, W_h, b = call.args
    else:
        dh, x, h0, h, W, W_h, b = call.args
    T = x.shape[1]
    Wxh = np.zeros((len(b), VOCABULARY))
    Wxh[:, :T] = W @ x[0].T
    ids = np.eye(VOCABULARY)[None, :T]
    if call.function == "rnn_forward":
        return Call("rnn_forward", (ids, h0, Wxh, W_h, b))
    return Call("rnn_backward", (SCALE * dh, ids, h0, h, Wxh, W_h, b))
