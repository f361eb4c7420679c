"""Five ways of writing an RNN that courses teach, which of them a file follows, and the layouts it may have mistaken."""

from __future__ import annotations

import functools
from dataclasses import replace

from quizgen.errors import UserError, did_you_mean
from quizgen.sandbox.records import Loaded
from quizgen.submissions.interfaces.chapter import CHAPTER, FUNCTIONS, Function
from quizgen.submissions.interfaces.cs231n import CS231N
from quizgen.submissions.interfaces.dlai import DLAI
from quizgen.submissions.interfaces.interface import PARAMETERS, Interface, Layout
from quizgen.submissions.interfaces.minchar import MINCHAR
from quizgen.submissions.interfaces.torchlike import TORCHLIKE, as_defined

INTERFACES = {interface.name: interface for interface in (CHAPTER, CS231N, DLAI, TORCHLIKE, MINCHAR)}
HEADINGS = {function.name: function.heading for function in FUNCTIONS.values()} | {
    "rnn_step_backward": "one step back, with its own cache"  # no function of the chapter's, so no exercise asks for it
}
PARTS = {  # of one function that is graded as several
    "rnn_step": "the state",
    "predict": "the prediction",
    "rnn_forward": "the states",
    "sequence_ce": "the loss",
    "rnn_backward": "the gradients",
}

__all__ = [
    "FUNCTIONS",
    "HEADINGS",
    "INTERFACES",
    "PARAMETERS",
    "Function",
    "Interface",
    "Layout",
    "called",
    "interface_of",
    "layouts",
    "named",
    "recognised",
]


def named(name: str) -> Interface:
    """The interface of this name; UserError if there is none."""
    if name not in INTERFACES:
        known = ", ".join(INTERFACES)
        raise UserError(f"No interface {name!r}.{did_you_mean(name, INTERFACES)} There are: {known}.")
    return INTERFACES[name]


def recognised(loaded: Loaded) -> Interface:
    """The interface of which a file defines most, by the names of functions and of their parameters."""
    best = max(INTERFACES.values(), key=lambda interface: _likeness(interface, loaded))
    return interface_of(loaded, best.name)


def interface_of(loaded: Loaded, name: str | None = None) -> Interface:
    """The interface of this name as far as the file knows it, or the recognised one."""
    if name is None:
        return recognised(loaded)
    return as_defined(loaded) if name == TORCHLIKE.name else named(name)


def called(function: str, interface: Interface) -> str:
    """The learner's name of a function, with the part of it that is meant where it answers for several."""
    name = interface.functions[function]
    return f"{name}, {PARTS[function]}" if [*interface.functions.values()].count(name) > 1 else name


def _likeness(interface: Interface, loaded: Loaded) -> float:
    """Each function counts ½ if it is there, 1 if it can be called as the interface does, and up to 2 for parameters
    that are named as the course names them. A method of a class by another name counts a little, so that a file with
    nothing else is told the name that is wanted."""
    total = 0.0
    for function, wanted in interface.signatures.items():
        if function not in loaded.names:
            method = function.partition(".")[2]
            total += 0.1 * any(name.endswith(f".{method}") for name in loaded.names if method)
            continue
        total += 0.5
        parameters = [name for name in loaded.names[function] or () if name != "self"]
        if len(parameters) >= len(wanted):
            total += 0.5 + len({*parameters} & {*wanted}) / max(len(parameters), len(wanted))
    return total


SEQUENCES = {  # what a learner may take a sequence for, and with it a state and a bias
    "examples first, x (B, T, D)": {"inputs": "BTF", "states": "BTF", "rows": "BF", "bias": "F"},
    "time first, x (T, B, D)": {"inputs": "TBF", "states": "TBF", "rows": "BF", "bias": "F"},
    "examples as columns and time last, x (D, B, T)": {"inputs": "FBT", "states": "FBT", "rows": "FB", "bias": "F1"},
}
WEIGHTS = {"W (H, D)": "OI", "W (D, H), multiplied from the right": "IO"}


@functools.cache
def layouts(interface: Interface) -> tuple[Interface, ...]:
    """The same interface in every other registered layout; none where data and parameters travel as globals and ids."""
    if interface.name == MINCHAR.name:
        return ()
    own = interface.layout
    returned = replace(own, name="all states returned time first, h (T, B, H)", states="TBF")
    flat = replace(own, name="h0 (B, H), without an axis for layers", rows=own.rows.replace("1", ""))
    found = [
        Layout(f"{sequence}; {weight}", weights=order, **axes)
        for sequence, axes in SEQUENCES.items()
        for weight, order in WEIGHTS.items()
    ]
    bare = {replace(layout, name=""): layout for layout in (*found, returned, flat)}
    return tuple(interface.under(layout) for order, layout in bare.items() if order != replace(own, name=""))
