"""Programs of an honest class: everybody writes the same functions and chooses, alone, among the usual ways to write them."""

from __future__ import annotations

import ast
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

STEP = (
    "    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)",
    "    a = x_t @ W.T + h_prev @ W_h.T + b\n    return np.tanh(a)",
    "    a_t = np.dot(x_t, W.T) + np.dot(h_prev, W_h.T) + b\n    h_t = np.tanh(a_t)\n    return h_t",
    "    return np.tanh(np.dot(h_prev, W_h.T) + np.dot(x_t, W.T) + b)",
    "    h = np.tanh(np.matmul(x_t, W.T) + np.matmul(h_prev, W_h.T) + b)\n    return h",
)
SHAPES = ("B, T, D = x.shape", "T = x.shape[1]", "batch, steps = x.shape[:2]\n    T = steps")
LOOPS = ("for t in range({T})", "for i in range(0, {T})")
STORE = (
    ("    hs = []\n", "        hs.append(h)\n", "    return np.stack(hs, axis=1)"),
    ("    hs = []\n", "        hs.append(h[:, None])\n", "    return np.concatenate(hs, axis=1)"),
    ("    out = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))\n", "        out[:, {t}] = h\n", "    return out"),
    ("    out = np.empty((len(x), x.shape[1], len(b)))\n", "        out[:, {t}, :] = h\n", "    return out"),
    ("    hs = []\n", "        hs += [h]\n", "    return np.array(hs).transpose(1, 0, 2)"),
)
FIRST = ("    h = h0\n", "    h = h0.copy()\n", "    h = np.array(h0)\n")
BACK_LOOPS = ("for t in reversed(range(T))", "for t in range(T - 1, -1, -1)", "for t in range(T)[::-1]")
SLOPE = ("(1 - h[:, t] ** 2)", "(1 - h[:, t] * h[:, t])", "(1 - np.square(h[:, t]))", "(1.0 - h[:, t, :] ** 2)")
BEFORE = (
    "        h_prev = h[:, t - 1] if t > 0 else h0\n",
    "        if t == 0:\n            h_prev = h0\n        else:\n            h_prev = h[:, t - 1]\n",
    "        h_prev = h0 if t == 0 else h[:, t - 1, :]\n",
)
PRODUCTS = ("{a}.T @ {b}", "np.dot({a}.T, {b})", "np.einsum('bi,bj->ij', {a}, {b})")
SUMS = ("{a}.sum(axis=0)", "np.sum({a}, axis=0)", "{a}.sum(0)")
ADD = ("        {a} += {b}\n", "        {a} = {a} + {b}\n")
RESULT = (
    "    return dict(dx=dx, dh0=dnext, dW=dW, dW_h=dW_h, db=db)",
    "    return {'dx': dx, 'dh0': dnext, 'dW': dW, 'dW_h': dW_h, 'db': db}",
    "    grads = {}\n    grads['dx'] = dx\n    grads['dW'] = dW\n    grads['dW_h'] = dW_h\n    grads['db'] = db\n"
    "    grads['dh0'] = dnext\n    return grads",
)


class Draw(random.Random):
    """Choices of one student, who with the chance `habit` does as the lecture does, the first way."""

    def __init__(self, seed: int | str, habit: float = 0.0) -> None:
        super().__init__(seed)
        self.habit = habit

    def choice(self, ways: Sequence[T]) -> T:
        return ways[0] if self.random() < self.habit else super().choice(ways)


def program(draw: Draw) -> str:
    """One honest student's rnn_step, rnn_forward and rnn_backward."""
    return "\n\n".join(["import numpy as np", step(draw), forward(draw), backward(draw)]) + "\n"


def step(draw: Draw) -> str:
    return f"def rnn_step(x_t, h_prev, W, W_h, b):\n{draw.choice(STEP)}"


def forward(draw: Draw) -> str:
    shape, loop, first = draw.choice(SHAPES), draw.choice(LOOPS), draw.choice(FIRST)
    made, kept, given = draw.choice(STORE)
    steps, t = draw.choice(("T", "x.shape[1]")), "t" if " t " in loop else "i"
    at = f"x[:, {t}]" if draw.random() < 0.5 else f"x[:, {t}, :]"
    call = f"        h = rnn_step({at}, h, W, W_h, b)\n"
    if draw.random() < 0.3:
        call = f"        now = {at}\n        h = rnn_step(now, h, W, W_h, b)\n"
    parts = [first, made]
    draw.shuffle(parts)
    head = f"def rnn_forward(x, h0, W, W_h, b):\n    {shape}\n{''.join(parts)}"
    return f"{head}    {loop.format(T=steps)}:\n{call}{kept.format(t=t)}{given}"


def backward(draw: Draw) -> str:
    zeros = [
        f"    {name} = np.zeros_like({of})\n" for name, of in (("dW", "W"), ("dW_h", "W_h"), ("db", "b"), ("dx", "x"))
    ]
    zeros.append(
        draw.choice(("    dnext = np.zeros_like(h0)\n", "    dnext = 0\n", "    dnext = np.zeros(h0.shape)\n"))
    )
    if draw.random() < 0.4:
        draw.shuffle(zeros)
    add, product = draw.choice(ADD), draw.choice(PRODUCTS)
    slope, before = draw.choice(SLOPE), draw.choice(BEFORE)
    total = draw.choice(("(dh[:, t] + dnext)", "(dnext + dh[:, t, :])"))
    if draw.random() < 0.4:
        head = f"        dhidden = {total}\n        da = dhidden * {slope}\n"
    else:
        head = f"        da = {slope} * {total}\n" if draw.random() < 0.6 else f"        da = {total} * {slope}\n"
    sums = [
        add.format(a="dW", b=product.format(a="da", b=draw.choice(("x[:, t]", "x[:, t, :]")))),
        add.format(a="dW_h", b=product.format(a="da", b="h_prev")),
        add.format(a="db", b=draw.choice(SUMS).format(a="da")),
        f"        dx[:, t] = {draw.choice(('da @ W', 'np.dot(da, W)'))}\n",
    ]
    draw.shuffle(sums)
    back = f"        dnext = {draw.choice(('da @ W_h', 'np.dot(da, W_h)', 'da.dot(W_h)'))}\n"
    size = draw.choice(("    T = x.shape[1]\n", "    B, T, H = h.shape\n", "    B, T, D = x.shape\n"))
    body = "".join([size, *zeros, f"    {draw.choice(BACK_LOOPS)}:\n", before, head, *sums, back])
    return f"def rnn_backward(dh, x, h0, h, W, W_h, b):\n{body}{draw.choice(RESULT)}"


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self.names.get(node.arg, node.arg)
        return node


def disguised(source: str) -> str:
    """The same program with other names, its functions in another order, comments, docstrings and another spelling of 1."""
    tree = ast.parse(source)
    own = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    tree = _Renamed({**{name: f"my_{name}_{i}" for i, name in enumerate(sorted(own))}, "np": "numpy"}).visit(tree)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for node in functions:
        node.body.insert(0, ast.Expr(ast.Constant(f"All my own work: {node.name}.")))
    others = [n for n in tree.body if n not in functions and not isinstance(n, (ast.Import, ast.Expr))]
    first = [ast.unparse(ast.fix_missing_locations(node)) for node in others]
    rest = [ast.unparse(ast.fix_missing_locations(node)) for node in reversed(functions)]
    lines = "\n\n\n".join(["# by me", "import numpy", *first, *rest]).split("\n")
    lines = [line.replace("** 2", "** 2.0") for line in lines]
    return "\n".join(
        f"{line}  # line {i}" if line.strip() and '"""' not in line else line for i, line in enumerate(lines)
    )
