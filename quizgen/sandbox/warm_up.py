"""Warms up the zygote: it loads and runs a small file once, so that its children start faster.

Python and NumPy cache what they look up at first use: which loop adds two arrays of floats, which class a method belongs
to, which bytecode suits a function. A child finds those caches in the memory that it shares with the zygote. The file
has nothing that a learner is asked for, since a submission may search its own memory.
"""

from __future__ import annotations

import os
import sys

import numpy as np

from quizgen.sandbox.answers import Answers
from quizgen.sandbox.child import serve
from quizgen.sandbox.codec import encode
from quizgen.sandbox.records import Ref

TIMES = 2  # Python specialises bytecode after about eight runs, and there are seven jobs
NO_CELLS = np.zeros((0, 3), np.int64)

SOURCE = b'''"""A file."""

from typing import Optional, Tuple

import numpy as np

RATE = 0.1


def elementwise(a: np.ndarray, b: np.ndarray) -> Tuple[np.ndarray, ...]:
    c = a + b - a * b / (1.0 + b ** 2) + 2 * a - 1 / (1 + np.abs(b))
    c += a
    c -= RATE * b
    c *= 0.5
    d = np.where(c >= 0, c, -c)
    e = np.clip(np.maximum(d, 1e-12), 0.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        f = np.log(1 - e * 0.5)
    return np.tanh(c), np.exp(-d), np.sqrt(d), np.square(e), f


def reduced(a, axis=-1):
    b = a - np.max(a, axis=axis, keepdims=True) + a.max(axis=-1, keepdims=True)
    b = b / np.sum(b, axis=axis, keepdims=True) + b.sum(axis=-1, keepdims=True)
    rows = b[np.arange(len(b)), 0]
    return -np.mean(rows), b.sum(axis=0), np.sum(b, axis=-1).mean(), b.sum(), b.mean(axis=1), float(rows[0]), np.sum(b)


def products(a, b):
    c = a @ b.T + np.dot(a, b.T) + a.dot(b.T) + np.matmul(a, b.T)
    return c.T @ a, np.einsum("ij,kj->ik", a, b), np.tensordot(a, b, axes=([1], [1])), np.outer(a[0], b[0])


def along(a):
    many, last = [], np.zeros_like(a[:, 0])
    out = np.zeros((a.shape[0], a.shape[1]))
    total = np.empty(a.shape)
    for t in reversed(range(a.shape[1])):
        last = a[:, t] + (a[:, t - 1] if t else last)
        many.append(last)
        out[:, t] = last.reshape(a.shape[0], -1)[:, 0]
        total[:, t, :] = a[:, t, :]
        out[:, t] += 1
    return {"many": np.stack(many, axis=1), "out": out, "last": np.concatenate((last, last), axis=1)}


def changed(many, rate):
    return dict(new={key: value + rate * many[key] for key, value in many.items()})


class Thing:
    def __init__(self, size: int, seed: Optional[int] = None):
        self.size = size
        self.inner = np.zeros((size, size)), np.array([1.0, 2.0]).copy()

    def __call__(self, a):
        return a.transpose(1, 0)
'''
FLAT, DEEP = np.ones((3, 2)), np.ones((3, 4, 2))
MANY = {"a": FLAT, "b": FLAT[0]}
JOBS = (
    ([("call", "elementwise", None, (FLAT, FLAT[0]))], Ref(-1), True),
    ([("call", "reduced", None, (FLAT,))], (Ref(-1, (0,)), Ref(0, (1,))), False),
    ([("call", "products", None, (FLAT, FLAT))], Ref(-1), False),
    ([("call", "along", None, (DEEP,)), ("call", "changed", None, (Ref(-1), 0.1))], Ref(-1), True),
    ([("call", "changed", None, (MANY, 0.1))], Ref(-1, ("new",)), True),
    (
        [("call", "Thing", None, (2, None)), ("method", "__call__", Ref(-1), (FLAT,))],
        (Ref(-1), Ref(0, ("size",))),
        False,
    ),
    ([("call", "elementwise", None, ("text",))], Ref(-1), True),
)


def warm_up() -> None:
    """Serves a pipe, as a child does. Jobs and replies are small enough not to fill the pipes."""
    file = np.frombuffer(SOURCE, np.uint8)
    for _ in range(TIMES):
        jobs, asking = os.pipe()
        reading, answers = os.pipe()
        os.write(asking, b"".join(map(encode, ((file, NO_CELLS, False, False), *JOBS))))
        os.close(asking)
        serve(jobs, Answers(answers, answers))
        for end in (jobs, reading, answers):
            os.close(end)
    del sys.modules["submission"]
