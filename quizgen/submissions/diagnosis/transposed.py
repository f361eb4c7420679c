"""Values that keys do not tell: matrices the other way round, and the gradient that is handed on first."""

from __future__ import annotations

import numpy as np

from quizgen.submissions.diagnosis.flow import Flow
from quizgen.submissions.diagnosis.intermediates import Intermediates, Key, keys_of
from quizgen.submissions.diagnosis.statements import Statements


def first_transposed(flow: Flow) -> int | None:
    """The first event with a part of dW_h, or W_h beside W, the other way round, if that is the misconception."""
    forward = flow.case.call.function in ("rnn_step", "rnn_forward")
    wanted = _keys_of_weights(flow, flow.wrong) - _keys_of_weights(flow, flow.right) if forward else set()
    mistaken, right = (values.roles.get("result dW_h", [None])[0] for values in (flow.wrong, flow.right))
    if mistaken is not None and right is not None and np.allclose(mistaken, right.T):
        turned = [array for role in ("dW_h share", "dW_h sum", "dW_h example share", "dW_h example sum", "result dW_h")
                  for array in flow.right.roles.get(role, ())]  # fmt: skip
        wanted |= {*keys_of([array.T if flow.case.rows_are_units else array for array in turned], in_order=True)}
    if not wanted - {None}:
        return None
    of_values = keys_of(flow.traced.values, in_order=True)
    return next(
        (
            i
            for i, event in enumerate(flow.events)
            if of_values[event.value] in wanted - {None} and not flow.is_constant(i)
        ),
        None,
    )


def _keys_of_weights(flow: Flow, values: Intermediates) -> set[Key | None]:
    arrays = values.roles.get("both weights", [])
    return {*keys_of([one for array in arrays for one in (array, array.T)], in_order=True)}


def started(flow: Flow, statements: Statements) -> int | None:
    """Where a variable outside the loop is set to the last step's own gradient; None where that is not one line."""
    last = flow.right.roles.get("given dh", [None])[0]
    if last is None:
        return None
    [key] = keys_of([last[-1]])
    found = [
        i for i, event in enumerate(flow.events)
        if flow.keys[i] == key and event.line and not flow.is_parameter(i) and statements.loop(event.line) is None
        and event.name in flow.traced.plain
    ]  # fmt: skip
    frames = [i for i in found if flow.events[i].frame == flow.events[found[0]].frame]
    return frames[0] if len({flow.events[i].line for i in frames}) == 1 else None
