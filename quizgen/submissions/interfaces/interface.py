"""A course's way of writing an RNN: its names, its layout, and how a call of the chapter's is put in them and heard back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from math import prod
from typing import Any, Self

import numpy as np

from quizgen.sandbox.codec import KEPT
from quizgen.sandbox.records import Job, Result, Step
from quizgen.submissions.cases import Array, Call, Misfit, array_of

Arguments = dict[str, Any]  # the chapter's names -> what a call gives for them

PARAMETERS = {
    "rnn_step": ("x_t", "h_prev", "W", "W_h", "b"),
    "rnn_forward": ("x", "h0", "W", "W_h", "b"),
    "predict": ("h", "W_y", "b_y", "kind"),
    "bce_loss": ("y_hat", "y"),
    "sequence_ce": ("y_hat", "y", "time", "batch"),
    "rnn_step_backward": ("dh_t", "x_t", "h_prev", "h_t", "W", "W_h", "b"),
    "rnn_backward": ("dh", "x", "h0", "h", "W", "W_h", "b"),
    "sgd": ("params", "grads", "lr"),
}
KINDS = {
    **dict.fromkeys(("x", "dx"), "inputs"),
    **dict.fromkeys(("h", "dh"), "states"),
    **dict.fromkeys(("x_t", "h_t", "h_prev", "h0", "dx_t", "dh_t", "dh_prev", "dh0"), "rows"),
    **dict.fromkeys(("W", "W_h", "dW", "dW_h"), "weights"),
    **dict.fromkeys(("b", "db"), "bias"),
}
CHAPTER_ORDER = {"inputs": "BTF", "states": "BTF", "rows": "BF", "weights": "OI", "bias": "F"}
GRADIENTS = ("dx", "dh0", "dW", "dW_h", "db")
STEP_GRADIENTS = ("dx_t", "dh_prev", "dW", "dW_h", "db")


@dataclass(frozen=True)
class Layout:
    """In which order the axes stand: B examples, T steps, F features; O units by I inputs; 1 an axis of length one."""

    name: str
    inputs: str = CHAPTER_ORDER["inputs"]
    states: str = CHAPTER_ORDER["states"]
    rows: str = CHAPTER_ORDER["rows"]
    weights: str = CHAPTER_ORDER["weights"]
    bias: str = CHAPTER_ORDER["bias"]

    def axes(self, name: str) -> tuple[str, str]:
        """The order of the axes of an array in the chapter, and in this layout."""
        kind = KINDS[name]
        return CHAPTER_ORDER[kind], getattr(self, kind)

    def there(self, name: str, array: Array) -> Array:
        """An array of the chapter's as the learner's functions take it."""
        ours, theirs = self.axes(name)
        if ours == theirs:
            return array
        turned = array.transpose([ours.index(axis) for axis in theirs if axis != "1"])
        return np.ascontiguousarray(turned).reshape(self.shape(name, array.shape))

    def shape(self, name: str, shape: tuple[int, ...]) -> tuple[int, ...]:
        """A shape of the chapter's in this layout."""
        ours, theirs = self.axes(name)
        sizes = dict(zip(ours, shape, strict=True))
        return tuple(sizes.get(axis, 1) for axis in theirs)

    def back(self, name: str, value: Any, shape: tuple[int, ...]) -> Any:
        """What came back, in the chapter's order of axes; a Misfit if it has not the shape that is wanted.

        A bias is left as it is, since a row and a column of numbers are the same bias.
        """
        ours, theirs = self.axes(name)
        if ours == theirs or KINDS[name] == "bias":
            return value
        given = value if isinstance(value, np.ndarray) else array_of(value)
        if given is None:
            return value
        wanted = self.shape(name, shape)
        bare = tuple(n for n, axis in zip(wanted, theirs, strict=True) if axis != "1")
        turn = [theirs.replace("1", "").index(axis) for axis in ours]
        if given.shape not in (wanted, bare) or given.size != prod(shape):
            note = ": it is transposed" if given.ndim == 2 and given.T.shape == wanted else ""
            turned = given.transpose(turn) if given.ndim == len(turn) else None
            return Misfit(f"has shape {given.shape}, and {wanted} is wanted{note}", turned)
        return given.reshape(bare).transpose(turn)


Ask = Callable[["Interface", Arguments], Job | None]
Hear = Callable[["Interface", Arguments, Any], Any]
Instead = Callable[["Interface", Arguments], Step]


@dataclass(frozen=True, eq=False)
class Interface:
    """How a course calls what the chapter calls rnn_step, rnn_forward, ... and where it puts the axes.

    What stands in no mapping is as the chapter has it.
    """

    name: str
    title: str
    layout: Layout
    functions: Mapping[str, str]  # the chapter's name of a function -> the learner's; only what can be asked
    signatures: Mapping[str, tuple[str, ...]]  # the learner's functions -> their parameters as the course writes them
    asks: Mapping[str, Ask]
    hears: Mapping[str, Hear]
    names: Mapping[str, str] = field(default_factory=dict)  # the chapter's name of an array -> the course's
    places: Mapping[str, tuple[int, ...]] = field(
        default_factory=dict
    )  # function -> the chapter's place of each argument
    left_out: frozenset[str] = frozenset()  # checks ("rnn_backward.G1") that ask for what cannot be seen
    stands_in: Mapping[str, Instead] = field(
        default_factory=dict
    )  # function -> what takes its place where it is broken

    def job(self, call: Call) -> Job | None:
        """The call in the learner's names and layout, the same job every time; None if it cannot be put in them."""
        return call.once((self, "job"), self._job)

    def _job(self, call: Call) -> Job | None:
        job = self.asks[call.function](self, arguments(call))
        return replace(job, watch=True) if job is not None and call.watch else job

    def value(self, call: Call, result: Result) -> Result:
        """A result in the chapter's layout. A part that has not the shape wanted is a Misfit, one that is not given UNSEEN."""
        return (_value_before if result.common else Interface._value)(self, call, result)

    def _value(self, call: Call, result: Result) -> Result:
        places = self.places.get(call.function)
        changed = result.changed
        if places:  # what stands beyond them is a cache, which is the learner's own
            changed = tuple(dict.fromkeys(places[i] for i in changed if i < len(places)))
        if result.failure is not None:
            return replace(result, changed=changed)
        return replace(result, value=self.hears[call.function](self, arguments(call), result.value), changed=changed)

    def under(self, layout: Layout) -> Self:
        """The same names with the axes in another order."""
        return replace(self, layout=layout)

    @cache  # noqa: B019  (there are but a few interfaces, and they stay)
    def without(self, function: str) -> Self:
        """The same, with another function in the place of the learner's own of this name."""
        instead = self.stands_in[function]

        def asking(ask: Ask) -> Ask:
            def asked(interface: Interface, given: Arguments) -> Job | None:
                job = ask(interface, given)
                return replace(job, steps=(instead(interface, given), *job.steps)) if job is not None else None

            return asked

        return replace(self, asks={name: asking(ask) for name, ask in self.asks.items()})

    def there(self, given: Arguments, *names: str) -> tuple[Array, ...]:
        """The named arrays as the learner's functions take them."""
        return tuple(self.layout.there(name, given[name]) for name in names)

    def said(self, name: str) -> str:
        """What the course calls an array."""
        return self.names.get(name, name)

    def place(self, name: str, at: tuple[int, ...]) -> str:
        """An element of one of the chapter's arrays, as the learner writes it: a[2, 0, 1]."""
        if name in KINDS and len(at) == len(CHAPTER_ORDER[KINDS[name]]):
            ours, theirs = self.layout.axes(name)
            at = tuple(dict(zip(ours, at, strict=True)).get(axis, 0) for axis in theirs)
        return f"{self.said(name)}[{', '.join(map(str, at))}]" if at else self.said(name)


_value_before = lru_cache(maxsize=KEPT)(Interface._value)


def arguments(call: Call) -> Arguments:
    """The arguments of a call by the chapter's names."""
    return dict(zip(PARAMETERS[call.function], call.args, strict=True))


# What takes the place of a learner's function that does not work


def one_step(name: str, features: int, results: int) -> Instead:
    """In the place of one step."""
    return lambda interface, given: Step(name, ("forward", features, results), "replace")


def one_step_back(name: str, keys: tuple[str, ...] = ()) -> Instead:
    """In the place of one step back, with gradients by these keys or in a tuple."""

    def instead(interface: Interface, given: Arguments) -> Step:
        B, (H, D) = len(given["x_t"] if "x_t" in given else given["x"]), given["W"].shape
        sizes = {"dx_t": (B, D), "dh_prev": (B, H), "dW": (H, D), "dW_h": (H, H), "db": (H,)}
        shapes = [list(interface.layout.shape(part, sizes[part])) for part in STEP_GRADIENTS]
        return Step(name, ("back", dict(zip(keys or STEP_GRADIENTS, shapes, strict=True)), bool(keys)), "replace")

    return instead


# How most interfaces hear


def hear_step(interface: Interface, given: Arguments, value: Any) -> Any:
    """h_t."""
    return interface.layout.back("h_t", value, given["h_prev"].shape)


def hear_forward(interface: Interface, given: Arguments, value: Any) -> Any:
    """h: as many examples and steps as x, as many units as b."""
    return interface.layout.back("h", value, (*given["x"].shape[:2], len(given["b"])))


def hear_gradients(interface: Interface, given: Arguments, value: Any, names: tuple[str, ...] = GRADIENTS) -> Any:
    """The five gradients, given one after the other; None where none was given."""
    if not isinstance(value, tuple) or len(value) != len(names):
        return value
    if all(part is None for part in value):
        return None
    back = interface.layout.back
    return {name: back(name, part, given[name[1:]].shape) for name, part in zip(names, value, strict=True)}


def hear_carried(interface: Interface, given: Arguments, value: Any) -> Any:
    """The gradients as above, and with them the states that they were taken on: those of the learner's own forward pass,
    which come first."""
    if not isinstance(value, tuple) or not value:
        return value
    found = hear_gradients(interface, given, value[1:])
    return {**found, "h": hear_forward(interface, given, value[0])} if isinstance(found, dict) else found


def hear_step_carried(interface: Interface, given: Arguments, value: Any) -> Any:
    """The same for one step."""
    if not isinstance(value, tuple) or not value:
        return value
    found = hear_gradients(interface, given, value[1:], STEP_GRADIENTS)
    return {**found, "h_t": hear_step(interface, given, value[0])} if isinstance(found, dict) else found
