"""How fast the reference is: forward and backward beside PyTorch, JAX, one function and the bare matrix products.

    python benchmarks/reference.py            the libraries that are installed, in turns; medians, printed as ratios

One thread each, float64, all seven gradients. JAX is compiled beforehand, its loop unrolled where that is faster, and
its 10,000 problems are a vmap.
"""

from __future__ import annotations

import os

# Two BLAS threads make the small problems several times slower; set before NumPy is loaded.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import importlib.util
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from reference_rnn import RNN

Run = Callable[[], object]


@dataclass(frozen=True)
class Size:
    name: str
    B: int
    T: int
    D: int
    H: int
    rounds: int
    calls: int
    N: int = 0


SIZES = [
    Size("tiny", 1, 3, 2, 2, rounds=60, calls=100),
    Size("small", 4, 5, 8, 16, rounds=60, calls=60),
    Size("chapter", 1, 5, 300, 128, rounds=60, calls=25),
    Size("large", 64, 100, 300, 128, rounds=15, calls=1),
    Size("10,000 tiny", 1, 3, 2, 2, rounds=30, calls=2, N=10_000),
]


def numbers(size: Size) -> list[np.ndarray]:
    """W, W_h, b, W_y, b_y, x, h_0, y; a stack where the size has one, N innermost in memory."""
    B, T, D, H = size.B, size.T, size.D, size.H
    rng = np.random.default_rng(0)
    stack = (size.N,) if size.N else ()
    shapes = [(H, D), (H, H), (H,), (1, H), (1,), (B, T, D), (B, H)]
    drawn = [rng.normal(size=(*shape, *stack)) / np.sqrt(H) for shape in shapes]
    drawn.append(np.ones((B, 1, *stack)))
    return [np.moveaxis(array, -1, 0) if stack else array for array in drawn]


def by_reference(size: Size) -> Run:
    W, W_h, b, W_y, b_y, x, h_0, y = numbers(size)
    net = RNN(W, W_h, b, W_y, b_y)
    return lambda: net.backward(net.forward(x, h_0), y)


def bare_products(size: Size) -> Run | None:
    """Every matrix product of a pass and nothing else, in the layout that suits BLAS best."""
    if size.N:
        return None
    W, W_h, _, _, _, x, _, _ = numbers(size)
    T, B, H = size.T, size.B, size.H
    rows = x.reshape(T * B, -1)
    h, delta, product = np.ones((T, B, H)), np.ones((T, B, H)), np.empty((B, H))
    flat_h, flat_delta = h.reshape(T * B, H), delta.reshape(T * B, H)

    def run() -> None:
        np.matmul(rows, W.T)
        for t in range(T):
            np.matmul(h[t], W_h.T, out=product)
        for t in range(T):
            np.matmul(delta[t], W_h, out=product)
        np.matmul(flat_delta.T, rows)
        np.matmul(flat_delta.T, flat_h)
        np.matmul(flat_delta, W)

    return run


def one_function(size: Size) -> Run | None:
    """The same pass as one function, in which no line can be overridden."""
    if size.N:
        return None
    W, W_h, b, W_y, b_y, x, h_0, y = numbers(size)
    T = size.T

    def run() -> list[np.ndarray]:
        h = np.empty((size.B, T + 1, size.H))
        h[:, 0] = h_0
        driven = x @ W.T + b
        for t in range(T):
            h[:, t + 1] = np.tanh(driven[:, t] + h[:, t] @ W_h.T)
        dz = (1 / (1 + np.exp(-(h[:, T] @ W_y.T + b_y))) - y) / size.B
        da, dh = np.empty((size.B, T, size.H)), dz @ W_y
        for t in reversed(range(T)):
            da[:, t] = dh * (1 - h[:, t + 1] ** 2)
            dh = da[:, t] @ W_h
        flat = da.reshape(-1, size.H)
        return [
            flat.T @ x.reshape(-1, size.D),
            flat.T @ h[:, :T].reshape(-1, size.H),
            flat.sum(axis=0),
            dz.T @ h[:, T],
            dz.sum(axis=0),
            da @ W,
            dh,
        ]

    net = RNN(W, W_h, b, W_y, b_y)
    grads = net.backward(net.forward(x, h_0), y)
    for name, found in zip(("W", "W_h", "b", "W_y", "b_y", "x", "h_0"), run(), strict=True):
        np.testing.assert_allclose(found, getattr(grads, name), rtol=1e-9, atol=1e-12)
    return run


def by_pytorch(size: Size) -> Run:
    import torch
    from torch.nn import functional as F

    torch.set_num_threads(1)
    *given, y = (torch.tensor(np.ascontiguousarray(a)) for a in numbers(size))

    def stepwise(W, W_h, b, W_y, b_y, x, h, y):  # type: ignore[no-untyped-def]
        for t in range(size.T):
            h = torch.tanh(x[:, t] @ W.mT + h @ W_h.mT + b)
        return F.binary_cross_entropy_with_logits(h @ W_y.mT + b_y, y, reduction="sum") / size.B

    if size.N:
        many = torch.func.vmap(torch.func.grad(stepwise, argnums=tuple(range(7))))
        return lambda: many(*given, y)
    layer = torch.nn.RNN(size.D, size.H, batch_first=True, dtype=torch.float64)
    zeros = torch.zeros(size.H, dtype=torch.float64)
    with torch.no_grad():
        for own, value in zip(layer.parameters(), (given[0], given[1], given[2], zeros), strict=True):
            own.copy_(value)
    W_y, b_y, x, h_0 = (a.requires_grad_() for a in given[3:])
    wanted = [*layer.parameters(), W_y, b_y, x, h_0]

    def run() -> object:
        h, _ = layer(x, h_0[None])
        loss = F.binary_cross_entropy_with_logits(F.linear(h[:, -1], W_y, b_y), y, reduction="sum") / size.B
        return torch.autograd.grad(loss, wanted)

    return run


def by_jax(size: Size) -> Run:
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    given = [jnp.asarray(np.ascontiguousarray(a)) for a in numbers(size)]

    def loss(W, W_h, b, W_y, b_y, x, h_0, y, unroll):  # type: ignore[no-untyped-def]
        def step(h, driven):  # type: ignore[no-untyped-def]
            return jnp.tanh(driven + h @ W_h.T), None

        h, _ = jax.lax.scan(step, h_0, jnp.swapaxes(x @ W.T + b, 0, 1), unroll=unroll)
        z = h @ W_y.T + b_y
        return (jnp.logaddexp(0.0, z) - y * z).sum() / size.B

    def compiled(unroll: int) -> Run:
        gradient = jax.grad(partial(loss, unroll=unroll), argnums=tuple(range(7)))
        ready = jax.jit(jax.vmap(gradient) if size.N else gradient)
        return lambda: jax.block_until_ready(ready(*given))

    ways = {str(unroll): compiled(unroll) for unroll in (1, min(size.T, 5))}
    medians = take_turns(ways, rounds=7, calls=size.calls)
    return ways[min(medians, key=medians.__getitem__)]


def take_turns(runs: dict[str, Run], rounds: int, calls: int) -> dict[str, float]:
    """The median seconds of a call of each, in turns so that other load affects all alike."""
    for run in runs.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            for _ in range(calls):
                run()
            times[name].append((time.perf_counter() - start) / calls)
    return {name: statistics.median(values) for name, values in times.items()}


def machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    models = [line.split(": ")[1] for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
    name = models[0] if models else platform.processor()
    return f"{name}, Python {platform.python_version()}, NumPy {np.__version__}"


def unit(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms" if seconds > 1e-3 else f"{seconds * 1e6:.1f} µs"


def main() -> None:
    contenders: dict[str, Callable[[Size], Run | None]] = {
        "reference": by_reference,
        "one function": one_function,
        "bare products": bare_products,
    }
    contenders |= {"JAX": by_jax} if importlib.util.find_spec("jax") else {}
    contenders |= {"PyTorch": by_pytorch} if importlib.util.find_spec("torch") else {}
    print(f"{machine()}; one thread, median\n")
    others = [name for name in contenders if name != "reference"]
    print(f"{'':12} {'reference':>12}", *(f"{'/ ' + name:>26}" for name in others))
    for size in SIZES:
        runs = {name: run for name, make in contenders.items() if (run := make(size)) is not None}
        medians = take_turns(runs, size.rounds, size.calls)
        own = medians["reference"]
        cells = [f"{own / medians[n]:.2f} ({unit(medians[n])})" if n in medians else "-" for n in others]
        print(f"{size.name:12} {unit(own):>12}", *(f"{cell:>26}" for cell in cells))


if __name__ == "__main__":
    main()
