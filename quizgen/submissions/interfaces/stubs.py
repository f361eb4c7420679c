"""What takes the place of a learner's step that is broken, so that the functions that call it can be checked alone."""

from __future__ import annotations

from quizgen.sandbox.records import Step
from quizgen.submissions.interfaces.interface import Arguments, Interface, StubMaker
from quizgen.submissions.interfaces.readers import STEP_GRADIENTS


def stub_step(name: str, feature_axis: int, results: int) -> StubMaker:
    """In the place of one step, with `results` return values."""
    return lambda interface, given: Step(name, ("forward", feature_axis, results), "replace")


def stub_step_backward(name: str, keys: tuple[str, ...] = ()) -> StubMaker:
    """In the place of one step back, with gradients in a dict by these keys, or without keys in a tuple."""

    def stub(interface: Interface, given: Arguments) -> Step:
        B, (H, D) = len(given["x_t"] if "x_t" in given else given["x"]), given["W"].shape
        sizes = {"dx_t": (B, D), "dh_prev": (B, H), "dW": (H, D), "dW_h": (H, H), "db": (H,)}
        shapes = [list(interface.layout.shape(part, sizes[part])) for part in STEP_GRADIENTS]
        return Step(name, ("back", dict(zip(keys or STEP_GRADIENTS, shapes, strict=True)), bool(keys)), "replace")

    return stub
