"""What PyTorch says of LSTM, GRU and stacked layers, in float64.  cd tests; python -m golden.gated_torch  writes it down anew.

The inputs come from `random.Random`, which promises the same numbers on every version, so only the results are kept.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from golden.kept_results import read, write

GOLDEN = Path(__file__).with_suffix(".json")
BLOCKS = {"lstm": 4, "gru": 3, "rnn2": 1}


@dataclass(frozen=True)
class Case:
    kind: str  # "lstm", "gru", or "rnn2": two layers of tanh units
    sizes: tuple[int, int, int, int]  # B, T, D, H

    @property
    def name(self) -> str:
        return f"{self.kind}-{'-'.join(map(str, self.sizes))}"

    def numbers(self) -> dict[str, np.ndarray]:
        """W, W_h, b, x, h_0, c_0 and ∂L/∂h; W_2, W_h2, b_2, h_02 are the second layer's."""
        B, T, D, H = self.sizes
        rng, rows = random.Random(self.name), BLOCKS[self.kind] * H

        def draw(*shape: int) -> np.ndarray:
            return np.reshape([round(rng.uniform(-1, 1), 3) for _ in range(int(np.prod(shape)))], shape)

        p = {"W": draw(rows, D), "W_h": draw(rows, H), "b": draw(rows), "x": draw(B, T, D), "h_0": draw(B, H)}
        p |= {"c_0": draw(B, H)} if self.kind == "lstm" else {}
        second = {"W_2": draw(H, H), "W_h2": draw(H, H), "b_2": draw(H), "h_02": draw(B, H)}
        return p | (second if self.kind == "rnn2" else {}) | {"dh": draw(B, T, H)}


def cases() -> list[Case]:
    sizes = [(2, 4, 3, 5), (1, 1, 1, 1), (3, 1, 2, 4), (1, 6, 1, 2), (2, 3, 4, 1)]
    return [Case(kind, size) for kind in BLOCKS for size in sizes]


def from_torch(case: Case) -> dict[str, np.ndarray]:
    """All states, and the gradients of Σ dh ⊙ h, by PyTorch's own layers with their second bias at zero."""
    import torch

    _, _, D, H = case.sizes
    p = {name: torch.tensor(value, dtype=torch.float64) for name, value in case.numbers().items()}
    dh = p.pop("dh")
    for value in p.values():
        value.requires_grad_()
    layers = 2 if case.kind == "rnn2" else 1
    kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn2": torch.nn.RNN}[case.kind]
    layer = kind(D, H, num_layers=layers, batch_first=True, dtype=torch.float64)
    weights = {"weight_ih_l0": p["W"], "weight_hh_l0": p["W_h"], "bias_ih_l0": p["b"]}
    h_0 = p["h_0"][None]
    if layers == 2:
        weights |= {"weight_ih_l1": p["W_2"], "weight_hh_l1": p["W_h2"], "bias_ih_l1": p["b_2"]}
        h_0 = torch.stack([p["h_0"], p["h_02"]])
    zero = torch.zeros(BLOCKS[case.kind] * H, dtype=torch.float64)
    weights |= {f"bias_hh_l{number}": zero for number in range(layers)}
    given = (h_0, p["c_0"][None]) if case.kind == "lstm" else h_0
    h, last = torch.func.functional_call(layer, weights, (p["x"], given))
    (h * dh).sum().backward()
    found = {"h": h} | ({"c_T": last[1][0]} if case.kind == "lstm" else {})
    found |= {name: value.grad for name, value in p.items()}
    return {name: value.detach().numpy() for name, value in found.items()}


def from_file() -> dict[str, dict[str, np.ndarray]]:
    return read(GOLDEN)


if __name__ == "__main__":
    write(GOLDEN, ((case.name, from_torch(case)) for case in cases()))
