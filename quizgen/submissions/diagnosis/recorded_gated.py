"""The values on the way of a gated cell: its methods, and the sums of its gradients after each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from quizgen.submissions.diagnosis.intermediates import Intermediates

GATED_ROLES = (  # methods of the LSTM and the GRU whose results are looked at
    "preactivation", "blocks", "gate", "candidate", "kept", "written", "cell_state", "squashed", "shown", "hidden_state",
    "activated", "new_states", "first_states", "states_before", "into_cell", "cell_before", "gate_slope", "candidate_slope",
    "partner_of_forget", "partner_of_output", "at_gate", "blocks_of_errors", "errors", "partners_of_W_h", "gates", "reset_by",
    "reset_past", "keep", "mixed", "first_state", "state_before",
)  # fmt: skip
GATES = 4


def add_terms_of_gates(found: Intermediates, role: str, args: Sequence[Any], result: Any) -> None:
    """What a gate's gradient is made of: all of ∂L/∂c_t, and that times what the gate multiplies."""
    if role == "at_gate":
        carried, through, partner, _ = args
        found.add("cell gradient", carried + through)
        found.add("gate gradient", (carried + through) * partner)
    elif role == "errors":
        dh, carried, through, trace, t = args
        found.add("given dh", dh)
        found.add("cell gradient", carried + through)
        found.add("output gate gradient", dh * found.roles["partner_of_output"][-1])
        found.add("inputs", trace.inputs[t])
        for error in np.split(result, GATES, axis=-1):
            found.add("error of a gate", error)
    elif role == "mixed":
        z, n, h_prev = args
        found.add("shares", z * h_prev)
        found.add("shares", z * n)
        found.add("shares", (1.0 - z) * h_prev)
        found.add("shares", (1.0 - z) * n)


def add_gated_sums(found: Intermediates) -> None:
    """What each step adds to the gradients of an LSTM, gate by gate too, and the sums after each, from the last step to the
    first."""
    [partners] = found.roles["partners_of_W_h"]
    sums: dict[str, np.ndarray[Any, Any]] = {}
    steps = len(found.roles["errors"])
    for n, (delta, x) in enumerate(zip(found.roles["errors"], found.roles["inputs"], strict=True)):
        both = np.concatenate([partners[steps - 1 - n], x], axis=-1)
        for gate, d in enumerate([*np.split(delta, GATES, axis=-1), delta]):
            shares = {
                "dW": d.T @ x,
                "dW_h": d.T @ partners[steps - 1 - n],
                "db": d.sum(axis=0),
                "dW and dW_h": d.T @ both,
            }
            for name, share in shares.items():
                found.add(f"{name} share", share)
                label = f"{name} {gate}"
                sums[label] = sums[label] + share if label in sums else share
                found.add(f"{name} sum", sums[label])
