"""How often the parts of a network are used agrees with a network that counts its products."""

import numpy as np
import pytest

from reference_rnn import RNN, Uses, mutants_of

USE_MISCONCEPTIONS = mutants_of(Uses)

T = 5


class Counting(RNN):
    """An RNN that counts how often each matrix multiplies a vector."""

    def __init__(self, *parameters):
        super().__init__(*parameters)
        self.counted = {"W": 0, "W_h": 0, "W_y": 0}

    def input_part(self, x):
        self.counted["W"] += 1
        return super().input_part(x)

    def recurrent_part(self, h_prev):
        self.counted["W_h"] += int(np.any(h_prev != 0))  # with h_0 = 0 the term is left out
        return super().recurrent_part(h_prev)

    def output_part(self, h):
        self.counted["W_y"] += 1
        return super().output_part(h)


def walked(every_step, h_0):
    net = Counting(*(np.ones(shape) / 4 for shape in [(3, 2), (3, 3), (3,), (2, 3), (2,)]))
    h = np.full(3, h_0)
    for t in range(T):
        h = net.step(np.ones(2), h)
        if every_step or t == T - 1:
            net.predict(h)
    return net.counted


@pytest.mark.parametrize("h_0", [0.0, 0.5])
@pytest.mark.parametrize("every_step", [True, False])
def test_uses_are_those_of_a_walk(every_step, h_0):
    uses = Uses(T, T, T if every_step else 1, given_start=int(h_0 != 0))
    assert {name: getattr(uses, name)() for name in ("W", "W_h", "W_y")} == walked(every_step, h_0)


FEW = Uses(steps=7, inputs=3, outputs=4, given_start=1, K=5)  # three inputs are read, then four outputs are written
ZERO = Uses(steps=7, inputs=3, outputs=4, given_start=0, K=5)
WRONG = {
    "use-once": (FEW, "W_h", 1),
    "use-w-every-step": (FEW, "W", 7),
    "use-wh-zero-start": (ZERO, "W_h", 7),
    "use-wh-between-only": (FEW, "W_h", 6),
    "use-wy-every-step": (FEW, "numbers", 35),
    "use-wy-once": (FEW, "W_y", 1),
    "use-output-per-input": (FEW, "W_y", 3),
    "use-one-number": (FEW, "numbers", 4),
}


@pytest.mark.parametrize("id", USE_MISCONCEPTIONS)
def test_wrong_uses(id):
    right, name, wrong = WRONG[id]
    missed = USE_MISCONCEPTIONS[id](right.steps, right.inputs, right.outputs, right.given_start, right.K)
    assert getattr(missed, name)() == wrong != getattr(right, name)()


@pytest.mark.parametrize("id", ["", *USE_MISCONCEPTIONS])
def test_uses_of_many_problems_at_once(id):
    columns = np.random.default_rng(0).integers(1, 20, size=(5, 12))
    kind = USE_MISCONCEPTIONS.get(id, Uses)
    for name in ("W", "W_h", "W_y", "numbers"):
        together = getattr(kind(*columns), name)()
        assert together.tolist() == [getattr(kind(*map(int, sizes)), name)() for sizes in columns.T]
