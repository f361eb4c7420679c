"""The equations that a rubric may name, each with the values of the reference and those that misconceptions give it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from quizgen.asks.text import KnownFormula
from quizgen.authoring.reference_formulas import STEP, TRIALS, Network, T, drawn, formula
from quizgen.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from quizgen.authoring.reference_formulas import Values
    from reference_rnn import RNN, Shapes


def known_formulas(names: Iterable[str], where: str = "") -> tuple[KnownFormula, ...]:
    """The equations of these names; some have several right forms. UserError: no equation has such a name."""
    found: list[KnownFormula] = []
    for name in names:
        if name not in EQUATIONS:
            raise UserError(
                f"{where + ': ' if where else ''}no formula is called {name!r}.{did_you_mean(str(name), EQUATIONS)} "
                f"Known: {', '.join(EQUATIONS)}."
            )
        found += equation(name)
    return tuple(found)


@lru_cache(16)
def equation(name: str) -> tuple[KnownFormula, ...]:
    """The right forms of one equation."""
    return tuple(EQUATIONS[name]())


def state() -> Iterator[KnownFormula]:
    """h_t: one step, from the state that is handed on."""
    from reference_rnn import RNN

    net = Network()

    def one_step(kind: type[RNN]) -> Values:
        rnn = net.of(kind)
        x, h, a, h_0 = (values[..., None] for values in (net.x, net.h, net.a, net.h[0]))
        carried = rnn.carry(h[STEP - 1], a[STEP - 2], h_0)
        result: Values = rnn.step(rnn.sequence(x)[STEP - 1], carried)
        return result

    x, h = net.x, net.h
    variables = net.parameters("W", "W_h", "b") | {
        "x_t": x[STEP - 1], "x_t-1": x[STEP - 2], "x_t+1": x[STEP], "x_1": x[0],
        "h_t": h[STEP], "h_t-1": h[STEP - 1], "h_t-2": h[STEP - 2], "h_t+1": h[STEP + 1], "h_0": h[0],
        "a_t": net.a[STEP - 1], "a_t-1": net.a[STEP - 2],
        "y_hat_t-1": net.of(RNN).predict(h[STEP - 1][:, None])[:, 0],
    }  # fmt: skip
    yield formula("h_t", r"f(W x_t + W_h h_{t-1} + b)", variables, one_step, RNN, "fwd-")


def prediction() -> Iterator[KnownFormula]:
    """ŷ read from the last state, or from that of the same step."""
    from reference_rnn import RNN

    net = Network()

    def read(kind: type[RNN]) -> Values:
        rnn = net.of(kind)
        result: Values = rnn.readout(rnn.read_states(net.h[: STEP + 1, :, None]))[1]
        return result

    variables = net.parameters("W_y", "b_y") | {
        "h_t": net.h[STEP], "h_t-1": net.h[STEP - 1], "h_0": net.h[0], "x_t": net.x[STEP - 1],
    }  # fmt: skip
    yield formula("y_hat", r"g(W_y h_T + b_y)", variables, read, RNN, "out-")


def loss() -> Iterator[KnownFormula]:
    """The cross-entropy of one prediction of two classes; the targets lie between 0 and 1, so that both terms show."""
    import numpy as np

    from reference_rnn import RNN

    net = Network()
    y, y_hat = (np.abs(values) for values in drawn("y", "y_hat").values())
    yield formula(
        "loss",
        r"-(y \ln \hat{y} + (1 - y) \ln(1 - \hat{y}))",
        {"y": y, "y_hat": y_hat},
        lambda kind: net.of(kind).loss_at(y_hat[:, None], y[:, None]),
        RNN,
        "loss-",
    )


def delta() -> Iterator[KnownFormula]:
    r"""δ_t: with an output at every step; with one at the end, for t < T; and from the whole ∂L/∂h_t."""
    from reference_rnn import RNN

    net = Network("all")
    own = drawn("delta", "y", "y_hat")
    delta_next, y, y_hat = (values[:, None] for values in own.values())
    y, y_hat = abs(y), abs(y_hat)

    def factor(rnn: RNN) -> Values:
        slope: Values = rnn.slope(net.a[..., None], net.h[1:, :, None])[STEP - 1]
        return slope

    def from_output(rnn: RNN) -> Values:
        result: Values = rnn.from_outputs(rnn.dz(y_hat, y)[None, :, None], 1)[0, :, 0]
        return result

    def with_outputs(kind: type[RNN]) -> Values:
        rnn = net.of(kind)
        return factor(rnn) * rnn.arriving(from_output(rnn), rnn.carry_back(delta_next))

    def without(kind: type[RNN]) -> Values:
        rnn = net.of(kind)
        return factor(rnn) * rnn.carry_back(delta_next)

    def whole(kind: type[RNN]) -> Values:
        return factor(net.of(kind)) * arriving

    right = net.of(RNN)
    arriving = right.arriving(from_output(right), right.carry_back(delta_next))
    common = net.parameters("W_h") | {
        "delta_t+1": delta_next, "h_t": net.h[STEP], "h_t-1": net.h[STEP - 1], "h_t+1": net.h[STEP + 1],
        "a_t": net.a[STEP - 1], "slope_t": factor(right), "slope_t-1": right.slope(net.a, net.h[1:])[STEP - 2],
    }  # fmt: skip
    at_output = {"W_y": net.drawn["W_y"], "y_t": y, "y_hat_t": y_hat, "dz_t": y_hat - y, "dh_t": from_output(right)}
    tail = r"\odot (1 - h_t^2)"
    outputs = rf"(W_y^\top dz_t + W_h^\top \delta_{{t+1}}) {tail}"
    yield formula("delta_t", outputs, common | at_output, with_outputs, RNN, "bwd-")
    yield formula("delta_t", rf"(W_h^\top \delta_{{t+1}}) {tail}", common, without, RNN, "bwd-")
    yield formula(
        "delta_t", rf"\frac{{\partial L}}{{\partial h_t}} {tail}", common | {"dh_t": arriving}, whole, RNN, "bwd-"
    )


def recurrent_gradient() -> Iterator[KnownFormula]:
    """∂L/∂W_h: the sum over the steps."""
    import numpy as np

    from reference_rnn import RNN

    net = Network()
    delta = drawn(*(f"delta_{t}" for t in range(1, T + 1)))
    steps = np.stack(list(delta.values()))[..., None, None]  # time first, one example, one unit

    def total(kind: type[RNN]) -> Values:
        rnn = net.of(kind)
        weights = np.reshape(rnn.time_weights(T), (T, 1, 1, 1))
        return rnn.recurrent_gradient(steps * weights, rnn.partners(net.trace))

    variables = delta | {f"h_{t}": net.h[t] for t in range(T + 1)} | {"T": np.full(TRIALS, T)}
    yield formula("dW_h", r"\sum_t \delta_t h_{t-1}^\top", variables, total, RNN, "bwd-")


def update() -> Iterator[KnownFormula]:
    """The new value of a parameter."""
    from reference_rnn import RNN

    net = Network()
    theta, gradient, alpha = drawn("theta", "gradient", "alpha").values()
    yield formula(
        "update",
        r"W - \alpha \, dW",
        {"theta": theta, "gradient": gradient, "alpha": abs(alpha)},
        lambda kind: net.of(kind).updated(theta, gradient, abs(alpha)),
        RNN,
        "upd-",
    )


def parameters() -> Iterator[KnownFormula]:
    """How many numbers the network learns."""
    import numpy as np

    from reference_rnn import Shapes

    sizes = {
        "D": np.array([7, 20, 3, 50, 11]), "H": np.array([5, 9, 16, 4, 23]),
        "K": np.array([3, 2, 6, 10, 4]), "T": np.array([6, 13, 8, 19, 5]),
    }  # fmt: skip

    def count(kind: type[Shapes]) -> Values:
        result: Values = np.asarray(kind(sizes["D"], sizes["H"], sizes["K"], T=sizes["T"]).count())
        return result

    yield formula("params", "H D + H H + H + K H + K", sizes, count, Shapes, "cnt-")


EQUATIONS: Mapping[str, Callable[[], Iterator[KnownFormula]]] = {
    "h_t": state,
    "y_hat": prediction,
    "loss": loss,
    "delta_t": delta,
    "dW_h": recurrent_gradient,
    "update": update,
    "params": parameters,
}
