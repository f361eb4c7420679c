"""What PyTorch says, in float64, on a fixed set of cases.  cd tests; python -m golden.reference_torch  writes it down anew.

The inputs come from `random.Random`, which promises the same numbers on every version, so only the results are kept.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from golden.kept_results import read, write

GOLDEN = Path(__file__).with_suffix(".json")
PAIRS = [("sigmoid", "bce"), ("softmax", "ce"), ("linear", "mse"), ("sigmoid", "mse"), ("softmax", "mse")]
RESULTS = ("loss", "y_hat", "W", "W_h", "b", "W_y", "b_y", "x", "h_0")


@dataclass(frozen=True)
class Case:
    name: str
    sizes: tuple[int, int, int, int, int]  # B, T, D, H, K
    options: dict[str, str]
    scale: float = 0.5

    def numbers(self) -> dict[str, np.ndarray]:
        """W, W_h, b, W_y, b_y, x, h_0 and y."""
        B, T, D, H, K = self.sizes
        rng = random.Random(self.name)

        def draw(*shape: int) -> np.ndarray:
            return np.reshape([round(rng.uniform(-2, 2), 3) for _ in range(int(np.prod(shape)))], shape)

        p = {"W": draw(H, D) * 0.5, "W_h": draw(H, H) * 0.5, "b": draw(H) * 0.5}
        p |= {"W_y": draw(K, H) * self.scale, "b_y": draw(K) * self.scale, "x": draw(B, T, D), "h_0": draw(B, H)}
        shape = (B, K) if self.options["outputs"] == "last" else (B, T, K)
        y = draw(*shape)
        if self.options["loss"] == "bce":
            y = (y > 0).astype(float)
        if self.options["loss"] == "ce":
            y = (y == y.max(axis=-1, keepdims=True)).astype(float)
        return p | {"y": y}


def cases() -> list[Case]:
    found = []
    for activation, (output, loss), outputs in itertools.product(
        ("tanh", "relu", "sigmoid", "identity"), PAIRS, ("last", "all")
    ):
        options = {"activation": activation, "output": output, "loss": loss, "outputs": outputs}
        found.append(Case(f"{activation}-{output}-{loss}-{outputs}", (2, 4, 3, 5, 6), options))
    base = {"activation": "tanh", "output": "sigmoid", "loss": "bce", "outputs": "all"}
    for time, batch in itertools.product(("sum", "mean"), repeat=2):
        found.append(Case(f"reduced-{time}-{batch}", (3, 4, 2, 5, 1), base | {"time": time, "batch": batch}))
    for axis, name in enumerate("BTDHK"):
        sizes = [2, 3, 4, 5, 6]
        sizes[axis] = 1
        found.append(Case(f"one-{name}", tuple(sizes), base))
    found.append(Case("all-ones", (1, 1, 1, 1, 1), base))
    for output, loss in PAIRS[:2]:
        options = base | {"output": output, "loss": loss, "outputs": "last"}
        found.append(Case(f"huge-{output}", (3, 3, 2, 4, 5), options, scale=400.0))
    return found


def from_torch(case: Case) -> dict[str, np.ndarray]:
    """The loss, the predictions and all gradients, by PyTorch's own recurrent layer where it has the activation."""
    import torch
    from torch.nn import functional as F

    B, _, D, H, _ = case.sizes
    given = {name: torch.tensor(value, dtype=torch.float64) for name, value in case.numbers().items()}
    y = given.pop("y")
    p = {name: value.requires_grad_() for name, value in given.items()}
    if case.options["activation"] in ("tanh", "relu"):
        layer = torch.nn.RNN(D, H, nonlinearity=case.options["activation"], batch_first=True, dtype=torch.float64)
        weights = {"weight_ih_l0": p["W"], "weight_hh_l0": p["W_h"], "bias_ih_l0": p["b"]}
        weights["bias_hh_l0"] = torch.zeros(H, dtype=torch.float64)
        h, _ = torch.func.functional_call(layer, weights, (p["x"], p["h_0"][None]))
    else:
        f = torch.sigmoid if case.options["activation"] == "sigmoid" else lambda a: a
        states = [p["h_0"]]
        for x_t in p["x"].unbind(1):
            states.append(f(F.linear(x_t, p["W"], p["b"]) + F.linear(states[-1], p["W_h"])))
        h = torch.stack(states[1:], dim=1)
    z = F.linear(h if case.options["outputs"] == "all" else h[:, -1], p["W_y"], p["b_y"])
    links = {"sigmoid": torch.sigmoid, "softmax": lambda z: z.softmax(-1), "linear": lambda z: z}
    y_hat = links[case.options["output"]](z)
    if case.options["loss"] == "bce":
        losses = F.binary_cross_entropy_with_logits(z, y, reduction="none")
    elif case.options["loss"] == "ce":
        losses = -(y * F.log_softmax(z, dim=-1))
    else:
        losses = F.mse_loss(y_hat, y, reduction="none")
    losses = losses.sum(-1)
    if case.options["outputs"] == "all":
        losses = losses.mean(1) if case.options.get("time") == "mean" else losses.sum(1)
    loss = losses.sum() if case.options.get("batch") == "sum" else losses.sum() / B
    loss.backward()
    found = {name: value.grad for name, value in p.items()} | {"loss": loss, "y_hat": y_hat}
    return {name: found[name].detach().numpy() for name in RESULTS}


def from_file() -> dict[str, dict[str, np.ndarray]]:
    return read(GOLDEN)


if __name__ == "__main__":
    write(GOLDEN, ((case.name, from_torch(case)) for case in cases()))
