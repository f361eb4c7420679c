"""What is wrong from a line on, in the chapter's notation: the misconception's value beside the right one in the same place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from quizgen.submissions.cases import Array
from quizgen.submissions.diagnosis.intermediates import Intermediates, Label, pieces

UNKNOWN = "from here on the values are no longer those of the right calculation"
IN_PLACE_OF = {
    "start",
    "cell.0",
    "cell.1",
    "arriving",
    "through_time",
    "cell_state",
    "candidate",
}  # what may stand for another
OTHER_ORDER = "from here on the steps come in another order"
NOTATION = {  # the latest in a calculation last: the earliest that a value can be says most
    "start": "h_0", "sequence": "x_t", "input_part": "W x_t", "recurrent_part": "W_h h_(t-1)", "cell.0": "a_t",
    "cell.1": "h_t", "step": "the step α dθ", "carry": "the state passed on", "read_states": "the state that the output reads",
    "logit": "z", "link": "ŷ", "slope": "f'(a_t)", "arriving": "∂L/∂h_t", "through_time": "δ_t", "carry_back": "W_hᵀ δ_t",
    "initial_gradient": "dh_0", "partners used": "the state paired with δ_t", "dW share": "δ_t x_tᵀ",
    "dW_h share": "δ_t h_(t-1)ᵀ", "db share": "δ_t", "dW sum": "dW", "dW_h sum": "dW_h", "db sum": "db", "result dW": "dW",
    "result dW_h": "dW_h", "result db": "db", "result dh0": "dh_0", "result dx": "dx", "logs.0": "ln ŷ",
    "logs.1": "ln(1 - ŷ)", "cross_entropy": "the loss of each unit", "unit_losses": "the loss of each unit",
    "reduced": "the loss of each sequence", "updated": "the new parameter", "sizes.0": "the norm",
    "gate": "a gate", "candidate": "g", "kept": "f ⊙ c_(t-1)", "written": "i ⊙ g", "cell_state": "c_t",
    "squashed": "tanh(c_t)", "hidden_state": "h_t", "arriving.0": "∂L/∂h_t", "cell gradient": "∂L/∂c_t", "cell_before":
    "∂L/∂c_(t-1)", "mixed": "h_t", "shrinking": "limit / norm", "factor": "the factor", "result value": "the result",
}  # fmt: skip


@dataclass(frozen=True)
class Blamed:
    """A line of the text that was loaded, and what is wrong from there on."""

    line: int
    why: str


def why(labels: Sequence[Label], wrong: Intermediates, right: Intermediates, rightly: Sequence[Label] = ()) -> str:
    """The end of a sentence about a line; `labels` are the places in which the misconception has the line's value, `rightly`
    those in which the right calculation has it."""
    known = _by_notation(labels)
    known += [("cell.0", i, j) for role, i, j in known if role == "cell.1"]  # a line that computes a_t and h_t in one
    for label in known:
        if sentence := _difference(label, wrong, right):
            return sentence
    if known and (own := [one for one in _by_notation(rightly) if one[0] in IN_PLACE_OF]):
        name, place = NOTATION[own[0][0]], NOTATION[known[0][0]]
        if name != place:
            return f"from here on {name} stands where {place} should"
    shared = [label for label in known if _piece(label, right) is not None] or known  # in the right calculation too
    return f"from here on {NOTATION[shared[0][0]]} has other values" if shared else UNKNOWN


def _by_notation(labels: Sequence[Label]) -> list[Label]:
    order = [*NOTATION]
    return sorted((label for label in labels if label[0] in NOTATION), key=lambda label: order.index(label[0]))


def _difference(label: Label, wrong: Intermediates, right: Intermediates) -> str:
    """Which term or factor makes the difference; empty if none does alone."""
    here, there = (_piece(label, values) for values in (wrong, right))
    if here is None or there is None or here.shape != there.shape:
        return ""
    for name, term in _terms(label, right):
        if term.shape != here.shape and np.ndim(term) > np.ndim(here):
            continue
        if _equal(there - here, term):
            return f"from here on {name} is missing"
        if _equal(here - there, term):
            return f"from here on {name} is added twice"
    for name, factor in _factors(label, right):
        if _equal(here * factor, there):
            return f"from here on the factor {name} is missing"
    return ""


def _piece(label: Label, values: Intermediates) -> Array | None:
    role, i, j = label
    arrays = values.roles.get(role, [])
    return next((part for n, part in enumerate(pieces(arrays[i])) if n == j), None) if i < len(arrays) else None


def _terms(label: Label, right: Intermediates) -> Iterator[tuple[str, Array]]:
    """The terms that can be missing in a place."""
    role, i, j = label
    if role in ("cell.0", "cell.1"):
        for name, of in (("W_h h_(t-1)", "recurrent_part"), ("b", "bias")):
            arrays = right.roles.get(of, [])
            if arrays:
                yield from _as_pieces(name, arrays[min(i, len(arrays) - 1)], j)
    elif role == "arriving":
        if i < len(right.roles["carry_back"]):
            yield from _as_pieces("W_hᵀ δ_(t+1)", right.roles["carry_back"][i], j)
        steps = right.roles["given dh"][0]
        yield from _as_pieces("∂L/∂h_t from its own output", steps[max(len(steps) - 2 - i, 0)], j)
    elif role == "through_time" and 0 < j <= len(right.roles["slope"][0]):
        t, slope, dh = j - 1, right.roles["slope"][0], right.roles["given dh"][0]
        k = len(dh) - 2 - t
        if 0 <= k < len(right.roles["carry_back"]):
            yield "W_hᵀ δ_(t+1)", right.roles["carry_back"][k] * slope[t]
        yield "∂L/∂h_t from its own output", dh[t] * slope[t]
    elif role == "logit" and "output_part" in right.roles:
        yield from _as_pieces("b_y", right.roles["logit"][0] - right.roles["output_part"][0], j)


def _factors(label: Label, right: Intermediates) -> Iterator[tuple[str, Array]]:
    role, _, j = label
    if role == "through_time" and 0 < j <= len(right.roles["slope"][0]):
        yield "f'(a_t) = 1 - h_t²", right.roles["slope"][0][j - 1]


def _as_pieces(name: str, array: Array, j: int) -> Iterator[tuple[str, Array]]:
    if array.ndim == 1:
        yield name, array
    else:
        yield from ((name, part) for n, part in enumerate(pieces(array)) if n == j)


def _equal(one: Array, other: Array) -> bool:
    try:
        return bool(
            np.abs(other).max() > 0 and np.allclose(one, np.broadcast_to(other, one.shape), rtol=1e-7, atol=1e-10)
        )
    except ValueError:
        return False
