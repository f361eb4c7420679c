"""Stanford's CS231n: examples as rows, weights the other way round (Wx = Wᵀ, Wh = W_hᵀ), caches from forward to backward."""

from __future__ import annotations

from quizgen.sandbox.records import Job, Ref, Step
from quizgen.submissions.interfaces import cs231n_gated as gated
from quizgen.submissions.interfaces.interface import Arguments, Interface
from quizgen.submissions.interfaces.layout import Layout
from quizgen.submissions.interfaces.readers import (
    items_or_entries,
    read_forward,
    read_state_and_gradients,
    read_states_and_gradients,
    read_step,
)
from quizgen.submissions.interfaces.stubs import stub_step, stub_step_backward

VALUE, CACHE = 0, 1  # their positions in what a forward function returns


def _step(interface: Interface, given: Arguments) -> Job:
    step = Step("rnn_step_forward", interface.to_learner(given, "x_t", "h_prev", "W", "W_h", "b"))
    return Job(step.name, (step,), gives=Ref(-1, (VALUE,)))


def _step_backward(interface: Interface, given: Arguments) -> Job:
    """With the cache of the learner's own forward step: the state in the call is not used."""
    forward = Step("rnn_step_forward", interface.to_learner(given, "x_t", "h_prev", "W", "W_h", "b"))
    backward = Step("rnn_step_backward", (*interface.to_learner(given, "dh_t"), Ref(0, (CACHE,))))
    gives = (Ref(0, (VALUE,)), *items_or_entries("dx", "dprev_h", "dWx", "dWh", "db"))
    return Job(backward.name, (forward, backward), gives=gives)


def _forward(interface: Interface, given: Arguments) -> Job:
    step = Step("rnn_forward", interface.to_learner(given, "x", "h0", "W", "W_h", "b"))
    return Job(step.name, (step,), gives=Ref(-1, (VALUE,)))


def _backward(interface: Interface, given: Arguments) -> Job:
    """With the cache of the learner's own forward pass: the states in the call are not used."""
    forward = Step("rnn_forward", interface.to_learner(given, "x", "h0", "W", "W_h", "b"))
    backward = Step("rnn_backward", (*interface.to_learner(given, "dh"), Ref(0, (CACHE,))))
    gives = (Ref(0, (VALUE,)), *items_or_entries("dx", "dh0", "dWx", "dWh", "db"))
    return Job(backward.name, (forward, backward), gives=gives)


CS231N = Interface(
    name="cs231n",
    title="that of CS231n",
    layout=Layout("x (N, T, D), Wx (D, H), Wh (H, H) multiplied from the right", weights="IO"),
    functions={
        "rnn_step": "rnn_step_forward",
        "rnn_step_backward": "rnn_step_backward",
        "rnn_forward": "rnn_forward",
        "rnn_backward": "rnn_backward",
        **gated.FUNCTIONS,
    },
    signatures={
        "rnn_step_forward": ("x", "prev_h", "Wx", "Wh", "b"),
        "rnn_step_backward": ("dnext_h", "cache"),
        "rnn_forward": ("x", "h0", "Wx", "Wh", "b"),
        "rnn_backward": ("dh", "cache"),
        **gated.SIGNATURES,
    },
    job_makers={
        "rnn_step": _step,
        "rnn_step_backward": _step_backward,
        "rnn_forward": _forward,
        "rnn_backward": _backward,
        **gated.JOBS,
    },
    result_readers={
        "rnn_step": read_step,
        "rnn_step_backward": read_state_and_gradients,
        "rnn_forward": read_forward,
        "rnn_backward": read_states_and_gradients,
        **gated.READERS,
    },
    names={
        "x_t": "x", "h_prev": "prev_h", "h_t": "next_h", "W": "Wx", "W_h": "Wh", "dx_t": "dx", "dh_prev": "dprev_h",
        "dh_t": "dnext_h", "dW": "dWx", "dW_h": "dWh",
        **gated.NAMES,
    },
    positions={"rnn_step_backward": (0,), "rnn_backward": (0,), **gated.POSITIONS},
    omitted_checks=frozenset(gated.OMITTED),
    stubs={
        "rnn_step": stub_step("rnn_step_forward", 1, 2),
        "rnn_step_backward": stub_step_backward("rnn_step_backward"),
    },
)  # fmt: skip
