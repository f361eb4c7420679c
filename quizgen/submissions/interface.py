"""The functions a submission may define, as the chapter names them, and which of them a file does define.

The file is read, never imported: what stands in it runs in the sandbox alone.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Function:
    """One function of the interface: how it is called, and what its docstring in the starter says, line by line."""

    name: str
    signature: str
    heading: str
    lines: tuple[str, ...]

    @property
    def parameters(self) -> int:
        """How many arguments it is called with, by position."""
        return self.signature.count(",") + 1


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
    )
}


def functions_in(source: bytes) -> tuple[str, ...]:
    """The functions of the interface that a file defines, in the interface's order; of a file that does not parse,
    those it seems to define."""
    try:
        defined = set(_defined(_parse(source).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        text = source.decode("utf-8", "replace")
        defined = set(re.findall(r"^def\s+(\w+)", text, flags=re.MULTILINE))
    return tuple(name for name in FUNCTIONS if name in defined)


def names_in(source: bytes) -> tuple[str, ...]:
    """Every name a file defines at its top level, () if it does not parse."""
    try:
        return tuple(dict.fromkeys(_defined(_parse(source).body)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def _parse(source: bytes) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a learner's invalid escape sequence is nothing to tell the teacher
        return ast.parse(source)


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    """Names bound at the top level, also inside if, try and with."""
    for statement in body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from (alias.asname or alias.name for alias in aliases)
            case ast.If() | ast.Try() | ast.With():
                for field in ("body", "orelse", "finalbody"):
                    yield from _defined(getattr(statement, field, []))
