"""What PyTorch says of sequence models, in float64.  cd tests; python -m golden.sequences_torch  writes it down anew.

Bidirectional layers, packed sequences, attention, encoder and decoder, and detached chunks; inputs as in reference_torch.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from golden.kept_results import read, write

GOLDEN = Path(__file__).with_suffix(".json")
B, T, D, H, K = 3, 5, 2, 4, 3
LENGTHS = (5, 2, 3)
CHUNKS = (1, 2, 3, 5)
NAMES = ("W", "W_h", "b", "W_y", "b_y")
SHAPES = {"W": (H, D), "W_h": (H, H), "b": (H,), "W_y": (K, H), "b_y": (K,)}
Arrays = dict[str, np.ndarray]


def numbers(name: str, **shapes: tuple[int, ...]) -> Arrays:
    """Arrays of these shapes, the same for a name on every version of everything."""
    rng = random.Random(name)
    return {
        key: np.reshape([round(rng.uniform(-1, 1), 3) for _ in range(int(np.prod(shape)))], shape)
        for key, shape in shapes.items()
    }


def network(name: str, inputs: int = D) -> Arrays:
    """The parameters of an RNN with an output layer."""
    return numbers(name, **(SHAPES | {"W": (H, inputs)}))


def parameters(name: str, inputs: int = D, count: int = 5) -> list[np.ndarray]:
    """The first parameters of the network of this name, in the order of the constructor."""
    return [network(name, inputs)[key] for key in NAMES[:count]]


DATA = numbers("data", x=(B, T, D), h_0=(B, H), back_0=(B, H), y=(B, T, K), q=(B, H), start=(B, K))


def tensors(arrays: Arrays, grad: bool = True):
    import torch

    return {name: torch.tensor(value, dtype=torch.float64, requires_grad=grad) for name, value in arrays.items()}


def layer(parameters, x, h_0, suffix: str = ""):
    """torch.nn.RNN with given parameters: (output, h_n)."""
    import torch

    p, zeros = parameters, torch.zeros(H, dtype=torch.float64)
    weights = {"weight_ih_l0": p["W"], "weight_hh_l0": p["W_h"], "bias_ih_l0": p["b"], "bias_hh_l0": zeros}
    rnn = torch.nn.RNN(p["W"].shape[1], H, batch_first=True, dtype=torch.float64)
    return torch.func.functional_call(rnn, weights, (x, h_0[None]))


def bidirectional():
    import torch

    one, other, d = tensors(network("ahead")), tensors(network("back")), tensors(DATA)
    zeros = torch.zeros(H, dtype=torch.float64)
    weights = {"bias_hh_l0": zeros, "bias_hh_l0_reverse": zeros}
    for end, p in (("", one), ("_reverse", other)):
        weights |= {f"weight_ih_l0{end}": p["W"], f"weight_hh_l0{end}": p["W_h"], f"bias_ih_l0{end}": p["b"]}
    rnn = torch.nn.RNN(D, H, batch_first=True, bidirectional=True, dtype=torch.float64)
    output, h_n = torch.func.functional_call(rnn, weights, (d["x"], torch.stack([d["h_0"], d["back_0"]])))
    return {"states": output, "summary": torch.cat([h_n[0], h_n[1]], dim=-1)}


def padded(last: bool):
    """Packed sequences: the squared error of the last real output, or the mean over the real steps of each sequence."""
    import torch
    from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

    p, d = tensors(network("padded")), tensors(DATA)
    packed = pack_padded_sequence(d["x"], torch.tensor(LENGTHS), batch_first=True, enforce_sorted=False)
    output, h_n = layer(p, packed, d["h_0"])
    if last:
        y_hat = h_n[0] @ p["W_y"].T + p["b_y"]
        loss = ((y_hat - d["y"][:, 0]) ** 2).sum() / B
    else:
        states, _ = pad_packed_sequence(output, batch_first=True)
        errors = ((states @ p["W_y"].T + p["b_y"] - d["y"]) ** 2).sum(-1)
        loss = sum(errors[i, :n].sum() / n for i, n in enumerate(LENGTHS)) / B
    loss.backward()
    grads = {name: p[name].grad for name in NAMES} | {"x": d["x"].grad, "h_0": d["h_0"].grad}
    return grads | {"loss": loss, "h_last": h_n[0]}


def truncated(chunk: int):
    """Chunks of so many steps, the state detached between them, the gradients added."""
    p, d = tensors(network("truncated")), tensors(DATA, grad=False)
    h, losses = d["h_0"], 0.0
    for start in range(0, T, chunk):
        states, h_n = layer(p, d["x"][:, start : start + chunk], h)
        y_hat = states @ p["W_y"].T + p["b_y"]
        loss = ((y_hat - d["y"][:, start : start + chunk]) ** 2).sum() / B
        loss.backward()
        losses, h = losses + loss.detach(), h_n[0].detach()
    return {name: p[name].grad for name in NAMES} | {"loss": losses}


def attention(scaled: bool):
    import torch

    d = tensors(DATA)
    states = torch.tanh(d["x"] @ torch.ones(D, H, dtype=torch.float64) + d["h_0"][:, None])
    if scaled:
        context = torch.nn.functional.scaled_dot_product_attention(d["q"][:, None], states, states)[:, 0]
    else:
        weights = torch.softmax(torch.matmul(states, d["q"][..., None])[..., 0], dim=-1)
        context = torch.matmul(weights[:, None], states)[:, 0]
    return {"states": states, "context": context}


def decoded(kind: str):
    """Four outputs after an encoder, of which is fed back: "output" ŷ, "token" the one-hot argmax, "target" the target."""
    import torch

    encoder, decoder, d = tensors(network("encoder")), tensors(network("decoder", K)), tensors(DATA)
    _, h_n = layer(encoder, d["x"], d["h_0"])
    read, s, found = d["start"], h_n[0], []
    for t in range(4):
        _, s_n = layer(decoder, read[:, None], s)
        s = s_n[0]
        y_hat = torch.softmax(s @ decoder["W_y"].T + decoder["b_y"], dim=-1)
        found.append(y_hat)
        one_hot = torch.nn.functional.one_hot(y_hat.argmax(-1), K).to(torch.float64)
        read = {"output": y_hat, "token": one_hot, "target": d["y"][:, t]}[kind]
    return {"y_hat": torch.stack(found)}


def cases():
    found = {"bidirectional": bidirectional}
    found |= {f"padded-{end}": lambda last=last: padded(last) for end, last in (("last", True), ("all", False))}
    found |= {f"truncated-{chunk}": lambda chunk=chunk: truncated(chunk) for chunk in CHUNKS}
    found |= {f"attention-{how}": lambda s=s: attention(s) for how, s in (("plain", False), ("scaled", True))}
    return found | {f"decoded-{kind}": lambda kind=kind: decoded(kind) for kind in ("output", "token", "target")}


def from_torch(case: str) -> Arrays:
    return {name: value.detach().numpy() for name, value in cases()[case]().items()}


def from_file() -> dict[str, Arrays]:
    return read(GOLDEN)


if __name__ == "__main__":
    write(GOLDEN, ((case, from_torch(case)) for case in cases()))
