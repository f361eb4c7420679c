"""The other layouts in which a learner may have written an interface."""

from __future__ import annotations

import functools
from dataclasses import replace

from quizgen.submissions.interfaces.interface import MAX_DERIVED, PARAMETERS, Interface
from quizgen.submissions.interfaces.layout import KINDS, Layout
from quizgen.submissions.interfaces.minchar import MINCHAR
from quizgen.submissions.interfaces.scratch import SCRATCH

SEQUENCES = {  # the axes of a sequence, and of the states and biases that go with it
    "examples first, x (B, T, D)": {"inputs": "BTF", "states": "BTF", "rows": "BF", "bias": "F"},
    "time first, x (T, B, D)": {"inputs": "TBF", "states": "TBF", "rows": "BF", "bias": "F"},
    "examples as columns and time last, x (D, B, T)": {"inputs": "FBT", "states": "FBT", "rows": "FB", "bias": "F1"},
}
WEIGHTS = {"W (H, D)": "OI", "W (D, H), multiplied from the right": "IO"}
RETURNED = {
    "rnn_forward": ("h",)
}  # arrays that are turned in a way of their own, and not like what a function is given


@functools.lru_cache(maxsize=MAX_DERIVED)
def other_layouts(interface: Interface) -> tuple[Interface, ...]:
    """The same interface in every other layout; none for minchar, whose data and parameters are ids and globals, and for
    scratch, whose layout is looked for."""
    if interface.name in (MINCHAR.name, SCRATCH.name):
        return ()
    own = interface.layout
    states_time_first = replace(own, name="all states returned time first, h (T, B, H)", states="TBF")
    flat = replace(own, name="h0 (B, H), without an axis for layers", rows=own.rows.replace("1", ""))
    products = [
        Layout(f"{sequence}; {weight}", weights=order, **axes)
        for sequence, axes in SEQUENCES.items()
        for weight, order in WEIGHTS.items()
    ]
    distinct = {replace(layout, name=""): layout for layout in (*products, states_time_first, flat)}
    return tuple(interface.with_layout(layout) for axes, layout in distinct.items() if axes != replace(own, name=""))


def other_layouts_of(function: str, interface: Interface) -> list[Interface]:
    """The other layouts in which the arrays of one function are in another order: a step has no sequences to be turned."""
    names = [name for name in (*PARAMETERS[function], *RETURNED.get(function, ())) if name in KINDS]
    own = [interface.layout.axes(name) for name in names]
    return [other for other in other_layouts(interface) if [other.layout.axes(name) for name in names] != own]
