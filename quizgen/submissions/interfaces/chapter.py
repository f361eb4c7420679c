"""The chapter's own interface: its functions, what they take and return, and how they are called."""

from __future__ import annotations

from typing import Any

from quizgen.sandbox.records import Job, Ref, Step, call
from quizgen.submissions.interfaces.function import Function
from quizgen.submissions.interfaces.gated import CHAPTER_JOBS, CHAPTER_READERS, GATED_FUNCTIONS, names_by_gate
from quizgen.submissions.interfaces.interface import PARAMETERS, Arguments, Interface, JobMaker
from quizgen.submissions.interfaces.layout import KINDS, Layout
from quizgen.submissions.interfaces.readers import GRADIENTS, read_forward, read_step
from quizgen.submissions.interfaces.stubs import stub_step

CELL = "W (H, D), W_h (H, H), b (H,)"

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function(
            "rnn_step",
            "x_t, h_prev, W, W_h, b",
            "one step: h_t = tanh(W x_t + W_h h_(t-1) + b)",
            (
                "One step of the cell, h_t = tanh(W x_t + W_h h_(t-1) + b), for a batch.",
                "",
                f"x_t (B, D), h_prev (B, H), {CELL}. Returns h_t (B, H).",
            ),
        ),
        Function(
            "rnn_forward",
            "x, h0, W, W_h, b",
            "the forward pass: all states h_1 ... h_T",
            (
                "All hidden states of the sequences x, starting from h0.",
                "",
                f"x (B, T, D), h0 (B, H), {CELL}. Returns h (B, T, H): h[:, 0] is h_1.",
            ),
        ),
        Function(
            "predict",
            'h, W_y, b_y, kind="sigmoid"',
            "the output layer: ŷ = σ(W_y h_T + b_y)",
            (
                "The many-to-one output, read from the last state h_T.",
                "",
                'h (B, T, H); W_y (K, H), b_y (K,); kind is "sigmoid" or "softmax" (over the K classes).',
                "Returns y_hat (B, K).",
            ),
        ),
        Function(
            "bce_loss",
            "y_hat, y",
            "the binary cross-entropy",
            (
                "Binary cross-entropy with the natural logarithm: the sum over outputs, the mean over the batch.",
                "",
                "y_hat (B, K) in (0, 1), y (B, K) of 0 and 1. Returns one number.",
            ),
        ),
        Function(
            "sequence_ce",
            'y_hat, y, time="sum", batch="mean"',
            "the cross-entropy of a sequence of predictions",
            (
                "Categorical cross-entropy of a prediction at every step, with the natural logarithm.",
                "",
                'y_hat (B, T, K) probabilities, y (B, T, K) one-hot; time and batch are "sum" or "mean".',
                "Returns one number.",
            ),
        ),
        Function(
            "masked_ce",
            "y_hat, y, mask",
            "the cross-entropy of padded sequences",
            (
                "Categorical cross-entropy of sequences of different lengths, padded to T steps; natural logarithm.",
                "",
                "y_hat (B, T, K) probabilities, y (B, T, K) one-hot, mask (B, T): 1 at a real step, 0 at a PAD step.",
                "Returns one number: for each sequence the mean over its real steps, then the mean over the batch.",
            ),
        ),
        Function(
            "rnn_backward",
            "dh, x, h0, h, W, W_h, b",
            "backpropagation through time",
            (
                "The gradients of a loss, given dh: what arrives at each h_t from its own output.",
                "",
                "What comes back from step t + 1 is not in dh: that is for you to add.",
                f"dh (B, T, H), x (B, T, D), h0 (B, H), h (B, T, H) as rnn_forward returns it, {CELL}.",
                "Returns a dict of dx, dh0, dW, dW_h, db, each shaped like what it belongs to, summed over the batch.",
            ),
        ),
        Function(
            "sgd",
            "params, grads, lr",
            "one step of gradient descent",
            (
                "One step of gradient descent with the learning rate lr.",
                "",
                "params and grads are dicts of arrays with the same keys. Returns a new dict; leaves both alone.",
            ),
        ),
        Function(
            "clip_gradients",
            "grads, limit",
            "gradient clipping by the common norm",
            (
                "Gradients scaled down together where their common norm exceeds the limit.",
                "",
                "grads is a dict of arrays; the norm is the Euclidean norm over the entries of all of them.",
                "Returns a new dict: times limit / norm if the norm exceeds the limit, else as they are.",
            ),
        ),
        Function(
            "check_gradients",
            "loss, params, grads",
            "a gradient check by centred differences",
            (
                "Whether gradients are right, by centred differences of the loss.",
                "",
                "params and grads are dicts of float64 arrays with the same keys; loss(params) gives one number for such a dict.",
                "Returns True if all gradients are right to about six digits, False if an entry of any is wrong.",
                "The gradients and the loss may be small or large; params are left as they are.",
            ),
        ),
    )
}


def _called_by_name(function: str) -> JobMaker:
    """Called by its own name, with the arrays of the cell in the layout's order of axes."""
    cell_arrays = {name for name in PARAMETERS[function] if function.startswith("rnn_") and name in KINDS}

    def make_job(interface: Interface, given: Arguments) -> Job:
        return call(function, *(interface.layout.to_learner(n, a) if n in cell_arrays else a for n, a in given.items()))

    return make_job


def _check_gradients(interface: Interface, given: Arguments) -> Job:
    """The loss is made in the sandbox, since no function crosses the wall."""
    loss = Step("loss", (given["dh"], given["x"], given["h0"]), "build")
    return Job("check_gradients", (loss, Step("check_gradients", (Ref(0), given["params"], given["grads"]))))


def _unchanged(interface: Interface, given: Arguments, value: Any) -> Any:
    return value


def _read_backward(interface: Interface, given: Arguments, value: Any) -> Any:
    """The returned dict with each gradient in the chapter's layout; other entries are ignored."""
    if not isinstance(value, dict):
        return value
    to_chapter = interface.layout.to_chapter
    gradients = {name: to_chapter(name, value[name], given[name[1:]].shape) for name in GRADIENTS if name in value}
    return {**value, **gradients}


CHAPTER = Interface(
    name="chapter",
    title="the chapter's",
    layout=Layout("x (B, T, D), examples first"),
    functions={name: name for name in (*FUNCTIONS, *GATED_FUNCTIONS)},
    signatures={name: PARAMETERS[name] for name in FUNCTIONS}
    | {"check_gradients": ("loss", "params", "grads")}
    | {name: tuple(function.signature.split(", ")) for name, function in GATED_FUNCTIONS.items()},
    job_makers={name: _called_by_name(name) for name in FUNCTIONS}
    | {"check_gradients": _check_gradients}
    | CHAPTER_JOBS,
    result_readers={
        **dict.fromkeys(FUNCTIONS, _unchanged),
        "rnn_step": read_step,
        "rnn_forward": read_forward,
        "rnn_backward": _read_backward,
        **CHAPTER_READERS,
    },
    names=names_by_gate("dW", "dW_h", "db"),
    omitted_checks=frozenset({"lstm_forward.K7"}),  # c is not returned
    stubs={"rnn_step": stub_step("rnn_step", 1, 1)},
)
