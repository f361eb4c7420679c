"""How most interfaces read results: what a job gave, in the chapter's order of axes."""

from __future__ import annotations

from typing import Any

from quizgen.sandbox.records import Ref
from quizgen.submissions.interfaces.interface import Arguments, Interface

GRADIENTS = ("dx", "dh0", "dW", "dW_h", "db")
STEP_GRADIENTS = ("dx_t", "dh_prev", "dW", "dW_h", "db")


def items_or_entries(*names: str) -> tuple[Ref, ...]:
    """The items of a tuple that a function returns; where it returns a dict, the entries of these names."""
    return tuple(Ref(-1, (f"{i} or {name}",)) for i, name in enumerate(names))


def entries_or_items(*names: str) -> tuple[Ref, ...]:
    """The entries of a dict that a function returns; where it returns a tuple, its items in this order."""
    return tuple(Ref(-1, (f"{name} or {i}",)) for i, name in enumerate(names))


def read_step(interface: Interface, given: Arguments, value: Any) -> Any:
    """h_t."""
    return interface.layout.to_chapter("h_t", value, given["h_prev"].shape)


def read_forward(interface: Interface, given: Arguments, value: Any) -> Any:
    """h: as many examples and steps as x, as many units as b."""
    return interface.layout.to_chapter("h", value, (*given["x"].shape[:2], len(given["b"])))


def read_gradients(interface: Interface, given: Arguments, value: Any, names: tuple[str, ...] = GRADIENTS) -> Any:
    """The gradients as a dict, from a tuple of them in the order of `names`; None if all are None."""
    if not isinstance(value, tuple) or len(value) != len(names):
        return value
    if all(part is None for part in value):
        return None
    to_chapter = interface.layout.to_chapter
    return {name: to_chapter(name, part, given[name[1:]].shape) for name, part in zip(names, value, strict=True)}


def read_states_and_gradients(interface: Interface, given: Arguments, value: Any) -> Any:
    """The gradients, and with them the states of the learner's own forward pass, which come first in the tuple."""
    if not isinstance(value, tuple) or not value:
        return value
    found = read_gradients(interface, given, value[1:])
    return {**found, "h": read_forward(interface, given, value[0])} if isinstance(found, dict) else found


def read_state_and_gradients(interface: Interface, given: Arguments, value: Any) -> Any:
    """The same for one step."""
    if not isinstance(value, tuple) or not value:
        return value
    found = read_gradients(interface, given, value[1:], STEP_GRADIENTS)
    return {**found, "h_t": read_step(interface, given, value[0])} if isinstance(found, dict) else found
