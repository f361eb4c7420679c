"""Roles of values in a calculation: which a variable of its own has, which are handed on from step to step."""

from __future__ import annotations

STATIONS = {  # roles that a variable of its own usually has
    "cell.0", "cell.1", "carry", "recurrent_part", "input_part", "start", "sequence", "read_states", "logit", "link.0", "slope",
    "arriving", "through_time", "initial_gradient", "partners used", "step", "factor", "carry_back", "reduced",
    "arriving.0", "arriving.1", "states_before.0", "states_before.1", "first_states.0", "first_states.1", "state_before",
    "first_state", "error of a gate", "kept", "written", "cell_before", "cell gradient", "squashed", "slope_states",
    "cross_entropy", "unit_losses", "input_part and bias", "recurrent_part and bias", "counted losses", "averaged_over", "counts",
}  # fmt: skip
PLACES = (
    STATIONS | {"given dh", "candidate", "gate", "cell_state", "gate gradient", "output gate gradient", "into_cell"}
) - {"input_part and bias", "recurrent_part and bias"}
CARRIED = {
    "carry",
    "states_before.0",
    "states_before.1",
    "state_before",
    "first_states.0",
    "first_states.1",
    "first_state",
}  # states handed on from step to step
STARTS = {"start", "first_state", "first_states.0"}
OF_FIRST = ("start", "first_states", "first_state")
OF_CARRIED = ("carry", "states_before", "state_before", "first_states", "first_state")
CHOSEN = {
    *CARRIED,
    "slope_states",
    "partners used",
    "sequence",
    "start",
}  # what a one-line function may be given wrongly
OF_LISTS = {"start", "cell.1", "partners used", "first_states.0", "states_before.0"}
UNNAMED = {"gate gradient", "output gate gradient"}  # products that are rarely variables
