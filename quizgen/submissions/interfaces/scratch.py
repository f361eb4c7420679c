"""A class of the tutorials, "an RNN from scratch": its parameters are attributes, and it takes one sequence at a time.

How a class is used is a Plan (scratch_plan.py), which scratch_search.py finds out.
"""

from __future__ import annotations

from functools import lru_cache

from quizgen.submissions.interfaces.interface import Interface
from quizgen.submissions.interfaces.layout import Layout
from quizgen.submissions.interfaces.scratch_jobs import backward_job, forward_job
from quizgen.submissions.interfaces.scratch_net import scale
from quizgen.submissions.interfaces.scratch_plan import GRADIENTS, STARTER, Parameter, Plan
from quizgen.submissions.interfaces.scratch_reading import made_calls, read_backward, read_forward


@lru_cache(maxsize=512)
def interface_for(plan: Plan) -> Interface:
    """The interface of a class that is used so; the same one for equal plans."""
    functions = {"rnn_forward": plan.named(plan.forward)}
    signatures = {functions["rnn_forward"]: ("inputs",)}
    if plan.backward is not None:
        functions["rnn_backward"] = plan.named(plan.backward.name)
        signatures[functions["rnn_backward"]] = ("d_outputs",)
    names = {role: parameter.name for role, parameter in plan.parameters}
    gradients = {f"d{role}": f"the gradient of {names[role]}" for role in GRADIENTS.values() if role in names}
    omitted = {"rnn_forward.F11", "rnn_backward.G1", "rnn_backward.G3"}
    omitted |= {"rnn_forward.F6"} if not plan.takes_h0 else set()
    omitted |= {"rnn_forward.F5", "rnn_backward.G8"} if plan["b"] is None else set()
    return Interface(
        name="scratch",
        title="that of a class from scratch",
        layout=Layout("one sequence, parameters as attributes", weights=_axes(plan["W"])),
        functions=functions,
        signatures=signatures,
        job_makers={
            "rnn_forward": lambda interface, given: forward_job(interface, given, plan),
            "rnn_backward": lambda interface, given: backward_job(interface, given, plan),
        },
        result_readers={
            "rnn_forward": lambda interface, given, value: read_forward(interface, given, value, plan),
            "rnn_backward": lambda interface, given, value: read_backward(interface, given, value, plan),
        },
        names={**names, **gradients, "x": "inputs"},
        positions={"rnn_forward": tuple(int(role == "h0") for role, _ in plan.arguments), "rnn_backward": (0,)},
        made_calls=lambda interface, given: made_calls(interface, given, plan),
        gradient_scale=scale(plan),
        omitted_checks=frozenset(omitted),
    )


def _axes(parameter: Parameter | None) -> str:
    return parameter.axes if parameter is not None else "OI"


SCRATCH = interface_for(STARTER)
