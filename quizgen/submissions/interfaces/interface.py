"""A course's way of writing an RNN: its names, its layout, and how a call of the chapter's is made and its result read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Self

import numpy as np

from quizgen.sandbox.codec import MEMO_RESULTS
from quizgen.sandbox.records import Job, Ref, Result, Step
from quizgen.submissions.cases import Array, Call, Made, MadeResult, expected_value
from quizgen.submissions.interfaces.layout import CHAPTER_ORDER, KINDS, Layout
from quizgen.submissions.interfaces.several_values import answer_among, in_order_of

MAX_DERIVED = 128  # interfaces whose other forms are kept
WHOLE = Ref(-1)  # a job gives all that the function returned
Arguments = dict[str, Any]  # the arguments of a call by the chapter's names
JobMaker = Callable[["Interface", Arguments], Job | None]
ResultReader = Callable[["Interface", Arguments, Any], Any]
CallMaker = Callable[["Interface", Arguments], list[Call]]
StubMaker = Callable[["Interface", Arguments], Step]

PARAMETERS = {
    "rnn_step": ("x_t", "h_prev", "W", "W_h", "b"),
    "rnn_forward": ("x", "h0", "W", "W_h", "b"),
    "predict": ("h", "W_y", "b_y", "kind"),
    "bce_loss": ("y_hat", "y"),
    "sequence_ce": ("y_hat", "y", "time", "batch"),
    "masked_ce": ("y_hat", "y", "mask"),
    "rnn_step_backward": ("dh_t", "x_t", "h_prev", "h_t", "W", "W_h", "b"),
    "rnn_backward": ("dh", "x", "h0", "h", "W", "W_h", "b"),
    "output_backward": ("y", "x", "h0", "h", "W", "W_h", "b", "W_y", "b_y"),
    "sgd": ("params", "grads", "lr"),
    "clip_gradients": ("grads", "limit"),
    "check_gradients": ("dh", "x", "h0", "params", "grads"),
    "lstm_step": ("x_t", "h_prev", "c_prev", "W", "W_h", "b"),
    "lstm_forward": ("x", "h0", "W", "W_h", "b"),
    "lstm_step_backward": ("dh_t", "dc_t", "x_t", "h_prev", "c_prev", "walked", "W", "W_h", "b"),
    "lstm_backward": ("dh", "x", "h0", "walked", "W", "W_h", "b"),
    "gru_step": ("x_t", "h_prev", "W", "W_h", "b", "reset"),
    "gru_forward": ("x", "h0", "W", "W_h", "b", "reset"),
}


@dataclass(frozen=True, eq=False)
class Interface:
    """How a course calls what the chapter calls rnn_step, rnn_forward, ..., and where it puts the axes.

    A name that a mapping lacks is the chapter's own.
    """

    name: str
    title: str
    layout: Layout
    functions: Mapping[str, str]  # the chapter's name of a function -> the learner's; only those that the course has
    signatures: Mapping[str, tuple[str, ...]]  # the learner's functions -> their parameters as the course writes them
    job_makers: Mapping[str, JobMaker]
    result_readers: Mapping[str, ResultReader]
    names: Mapping[str, str] = field(default_factory=dict)  # the chapter's name of an array -> the course's
    positions: Mapping[str, tuple[int, ...]] = field(
        default_factory=dict
    )  # function -> for each argument the chapter's
    omitted_checks: frozenset[str] = frozenset()  # checks ("rnn_backward.G1") of what this interface does not return
    stubs: Mapping[str, StubMaker] = field(default_factory=dict)  # function -> what takes its place where it is broken
    made_calls: CallMaker | None = None  # the calls that are made in the place of one, for a reader that returns Made
    gradient_scale: float = 1.0  # by which ∂L/∂h is multiplied in those calls
    lasting: bool = True  # False for one that few files follow: its jobs are not kept for all others

    def job(self, call: Call) -> Job | None:
        """The call in the learner's names and layout, the same job every time; None if the interface cannot express it."""
        if self.lasting:
            return call.memoised((self, "job"), self._job)
        return call.memoised_for(self, "job", self._job)

    def _job(self, call: Call) -> Job | None:
        job = self.job_makers[call.function](self, arguments(call))
        return replace(job, watch=True) if job is not None and call.watch else job

    def read(self, call: Call, result: Result) -> Result:
        """A result in the chapter's layout: WrongShape for a part of another shape, NOT_OBSERVABLE for what the interface
        never returns."""
        return (_read_memoised if result.common else Interface._read)(self, call, result)

    def _read(self, call: Call, result: Result) -> Result:
        positions = self.positions.get(call.function)
        changed = result.changed
        if positions:  # the arguments after them are a cache, into which the learner may write
            changed = tuple(dict.fromkeys(positions[i] for i in changed if i < len(positions)))
        if result.failure is not None:
            return replace(result, changed=changed)
        value, note = result.value, ""
        if (job := self.job(call)) is not None and job.gives == WHOLE and call.function != "check_gradients":
            value, note = self._answer(call, value)
        value = self.result_readers[call.function](self, arguments(call), value)
        if isinstance(value, Made) and self.made_calls is not None:
            calls = call.memoised((self, "made"), lambda call: self.made_calls(self, arguments(call)))  # type: ignore[misc]
            parts = (Result(part, common=result.common) for part in value.parts)
            made = tuple(zip(calls, parts, strict=True))
            return MadeResult(value.value, changed=changed, common=result.common, made=made)
        return replace(result, value=value, changed=changed, note=note)

    def _answer(self, call: Call, value: Any) -> tuple[Any, str]:
        """The part of a returned value that is the answer, and a sentence on what came otherwise than asked."""
        function, expected = self.functions[call.function], expected_value(call)
        if call.function == "rnn_backward" and isinstance(expected, dict):
            taken, note = in_order_of(function, value, [*expected])
            if note:
                return taken, note
        return answer_among(function, value, self._wanted_shape(call))

    def _wanted_shape(self, call: Call) -> tuple[int, ...] | None:
        """The shape of what a function returns, in this layout; None for a dict."""
        expected = expected_value(call)
        if isinstance(expected, dict):
            return None
        name = {"rnn_step": "h_t", "rnn_forward": "h"}.get(call.function)
        return self.layout.shape(name, expected.shape) if name else np.shape(expected)

    def with_layout(self, layout: Layout) -> Self:
        """The same names with the axes in another order."""
        return replace(self, layout=layout)

    @lru_cache(maxsize=MAX_DERIVED)  # noqa: B019  (the interfaces that most files follow stay)
    def with_stub(self, function: str) -> Self:
        """The same, with a stub in the place of the learner's own function of this name."""
        stub = self.stubs[function]

        def stubbed(make_job: JobMaker) -> JobMaker:
            def make_stubbed_job(interface: Interface, given: Arguments) -> Job | None:
                job = make_job(interface, given)
                return replace(job, steps=(stub(interface, given), *job.steps)) if job is not None else None

            return make_stubbed_job

        return replace(self, job_makers={name: stubbed(make_job) for name, make_job in self.job_makers.items()})

    def to_learner(self, given: Arguments, *names: str) -> tuple[Array, ...]:
        """The named arrays as the learner's functions take them."""
        return tuple(self.layout.to_learner(name, given[name]) for name in names)

    def element(self, name: str, index: tuple[int, ...]) -> str:
        """An element of one of the chapter's arrays, or the whole array, as the learner writes it: a[2, 0, 1]."""
        if name in KINDS and len(index) == len(CHAPTER_ORDER[KINDS[name]]):
            ours, theirs = self.layout.axes(name)
            index = tuple(dict(zip(ours, index, strict=True)).get(axis, 0) for axis in theirs)
        array = self.names.get(name, name)
        return f"{array}[{', '.join(map(str, index))}]" if index else array


_read_memoised = lru_cache(maxsize=MEMO_RESULTS)(Interface._read)


def arguments(call: Call) -> Arguments:
    """The arguments of a call by the chapter's names."""
    return dict(zip(PARAMETERS[call.function], call.args, strict=True))
