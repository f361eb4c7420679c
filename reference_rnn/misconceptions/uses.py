"""Misconceptions about how often each part of a network is used."""

from __future__ import annotations

from reference_rnn.shapes import Size
from reference_rnn.uses import Uses


class SharedOnce(Uses, id="use-once", tier="A"):
    """Equals what you get if each matrix counts once: it is stored once, but used again at every step that needs it."""

    title = "Shared weights counted as one use"

    def times(self, count: Size) -> Size:
        return 0 * count + 1


class InputAtEveryStep(Uses, id="use-w-every-step", tier="B"):
    """Equals what you get if every step reads an input from outside: W is used only where there is an x_t."""

    title = "Input read at every step"

    def input_steps(self) -> Size:
        return self.steps


class WhAtZeroStart(Uses, id="use-wh-zero-start", tier="A"):
    """Equals what you get if W_h counts at step 1 too: with h_0 = 0 there is nothing to multiply at the first step."""

    title = "W_h counted at a zero start"

    def recurrent_steps(self) -> Size:
        return self.steps


class WhBetweenStepsOnly(Uses, id="use-wh-between-only", tier="A"):
    """Equals what you get if W_h counts only between steps: a given h_0 is multiplied by W_h too, at step 1."""

    title = "W_h not counted at given start"

    def recurrent_steps(self) -> Size:
        return self.steps - 1


class PredictsAtEveryStep(Uses, id="use-wy-every-step", tier="A"):
    """Equals what you get with a prediction from every state: W_y is used only at the steps whose output is wanted."""

    title = "Prediction counted at every step"

    def predictions(self) -> Size:
        return self.steps


class PredictsOnce(Uses, id="use-wy-once", tier="B"):
    """Equals what you get with a single prediction, from the last state: here an output is wanted at several steps."""

    title = "Single prediction at the end"

    def predictions(self) -> Size:
        return 0 * self.outputs + 1


class PredictsForEveryInput(Uses, id="use-output-per-input", tier="B"):
    """Equals what you get with one output for every input: their numbers need not agree."""

    title = "One output for every input"

    def predictions(self) -> Size:
        return self.inputs


class PredictionIsOneNumber(Uses, id="use-one-number", tier="B"):
    """Equals what you get if a prediction counts as one number: with K classes or labels it has K numbers."""

    title = "Each prediction counted as one number"

    def entries(self) -> Size:
        return 0 * self.K + 1
