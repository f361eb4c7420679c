"""The networks of the chapter as graphs: every type, folded and unfolded over time."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from quizgen.authoring.pictures.net import Arrow, Net, Node

W, W_H, W_Y = "W", "W_h", "W_y"


def x(t: int) -> Node:
    """The input of step t."""
    return Node(f"x_{t}", f"x_{t}", "input", t, 0)


def h(t: int) -> Node:
    """The state after step t."""
    return Node(f"h_{t}", f"h_{t}", "state", t, 1)


def y(t: int, layer: int = 2, tex: str = "") -> Node:
    """The prediction of step t."""
    return Node(f"y_{t}", tex or rf"\hat{{y}}_{t}", "output", t, layer)


def unfolded(
    title: str,
    T: int,
    inputs: Collection[int],
    outputs: Collection[int],
    *,
    start: bool = True,
    fed_back: bool = False,
    one_output: bool = False,
) -> Net:
    """An RNN over T steps that reads x_t and predicts at the steps given; `start`: h_0 is drawn."""
    steps = range(1, T + 1)
    states = [h(t) for t in range(0 if start else 1, T + 1)]
    nodes = [*(x(t) for t in inputs), *states, *(y(t, tex=r"\hat{y}" if one_output else "") for t in outputs)]
    arrows = [Arrow(f"x_{t}", f"h_{t}", W) for t in inputs]
    arrows += [Arrow(f"h_{t - 1}", f"h_{t}", W_H) for t in steps if start or t > 1]
    arrows += [Arrow(f"h_{t}", f"y_{t}", W_Y) for t in outputs]
    if fed_back:
        arrows += [Arrow(f"y_{t - 1}", f"h_{t}", W, dashed=True) for t in steps if t - 1 in outputs and t not in inputs]
    return Net(title, tuple(nodes), tuple(arrows))


def one_to_one() -> Net:
    """One input, one output."""
    return unfolded("A one-to-one RNN", 1, [1], [1])


def one_to_many(T: int, *, fed_back: bool = False, start: bool = True) -> Net:
    """One input, an output at every step, which `fed_back` takes as the next input."""
    more = " whose output is the next input" if fed_back else ""
    return unfolded(f"A one-to-many RNN over {T} steps{more}", T, [1], range(1, T + 1), start=start, fed_back=fed_back)


def many_to_one(T: int, *, start: bool = True) -> Net:
    """An input at every step, one output after the last."""
    return unfolded(f"A many-to-one RNN over {T} steps", T, range(1, T + 1), [T], start=start, one_output=True)


def many_to_many(T: int, *, start: bool = True) -> Net:
    """An input and an output at every step."""
    return unfolded(f"A many-to-many RNN over {T} steps", T, range(1, T + 1), range(1, T + 1), start=start)


def encoder_decoder(T: int, T_out: int, *, fed_back: bool = False) -> Net:
    """An encoder that reads T inputs, then a decoder with states s_t that writes T_out outputs."""
    written = range(1, T_out + 1)
    encoder = [h(t) for t in range(1, T + 1)]
    decoder = [Node(f"s_{k}", f"s_{k}", "state", T + k, 1) for k in written]
    outputs = [Node(f"y_{k}", rf"\hat{{y}}_{k}", "output", T + k, 2) for k in written]
    arrows = [Arrow(f"x_{t}", f"h_{t}") for t in range(1, T + 1)]
    chain = [node.name for node in (*encoder, *decoder)]
    arrows += [Arrow(one, following) for one, following in pairwise(chain)]
    arrows += [Arrow(f"s_{k}", f"y_{k}") for k in written]
    if fed_back:
        arrows += [Arrow(f"y_{k - 1}", f"s_{k}", dashed=True) for k in written if k > 1]
    title = f"An encoder over {T} steps and a decoder over {T_out}"
    return Net(title, (*(x(t) for t in range(1, T + 1)), *encoder, *decoder, *outputs), tuple(arrows))


def bidirectional(T: int) -> Net:
    """States h_t from the left and g_t from the right; every output is computed from both."""
    steps = range(1, T + 1)
    backward = [Node(f"g_{t}", f"g_{t}", "state", t, 2) for t in steps]
    arrows = [Arrow(f"x_{t}", f"{state}_{t}") for t in steps for state in "hg"]
    arrows += [Arrow(f"h_{t}", f"h_{t + 1}") for t in steps if t < T]
    arrows += [Arrow(f"g_{t + 1}", f"g_{t}") for t in steps if t < T]
    arrows += [Arrow(f"{state}_{t}", f"y_{t}") for t in steps for state in "hg"]
    nodes = (*map(x, steps), *map(h, steps), *backward, *(y(t, 3) for t in steps))
    return Net(f"A bidirectional RNN over {T} steps", nodes, tuple(arrows))


def stacked(T: int, layers: int = 2) -> Net:
    """Layers of states, each of which reads the states of the one below."""
    steps, levels = range(1, T + 1), range(1, layers + 1)
    states = [Node(f"h{k}_{t}", f"h_{t}^{{({k})}}", "state", t, k) for k in levels for t in steps]
    arrows = [Arrow(f"h{k - 1}_{t}" if k > 1 else f"x_{t}", f"h{k}_{t}") for k in levels for t in steps]
    arrows += [Arrow(f"h{k}_{t}", f"h{k}_{t + 1}") for k in levels for t in steps if t < T]
    arrows += [Arrow(f"h{layers}_{t}", f"y_{t}") for t in steps]
    nodes = (*map(x, steps), *states, *(y(t, layers + 1) for t in steps))
    return Net(f"An RNN of {layers} layers over {T} steps", nodes, tuple(arrows))


def folded() -> Net:
    """The compact view: the state with its loop."""
    nodes = (
        Node("x", "x_t", "input", 1, 0),
        Node("h", "h_t", "state", 1, 1),
        Node("y", r"\hat{y}_t", "output", 1, 2),
    )
    return Net("An RNN, folded", nodes, (Arrow("x", "h", W), Arrow("h", "h", W_H), Arrow("h", "y", W_Y)))


def feed_forward(T: int = 1) -> Net:
    """A network without a loop; over T steps, T separate passes."""
    nodes = [make(t) for t in range(1, T + 1) for make in (x, h, y)]
    arrows = [
        arrow for t in range(1, T + 1) for arrow in (Arrow(f"x_{t}", f"h_{t}", W), Arrow(f"h_{t}", f"y_{t}", W_Y))
    ]
    return Net("A feed-forward network", tuple(nodes), tuple(arrows))
