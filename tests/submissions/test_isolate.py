"""A step that is not done, or crashes, is charged once: what calls it is asked with another function in its place."""

from __future__ import annotations

import pytest
from places import RIGHT
from quizgen.model import Mark, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade

PLAIN = (RIGHT / "plain.py").read_text()
CELL = "    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)"
BROKEN = [
    "    pass",
    "    return ...",
    "    h_t = None\n    return h_t",
    "    return np.tanh(W @ x_t)",
    "    return [1]",
]


def marks(source: str, wall: Wall, *, public: bool = False) -> dict[str, list[Mark]]:
    """function -> its marks."""
    found: dict[str, list[Mark]] = {}
    for mark in grade(source.encode(), "s.py", wall=wall, public=public).marks:
        found.setdefault(mark.ask.partition(".")[0], []).append(mark)
    return found


def changed(source: str, old: str, new: str) -> str:
    assert old in source
    return source.replace(old, new)


def loses(marks: list[Mark]) -> bool:
    return any(mark.points < mark.max_points for mark in marks)


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("body", BROKEN)
def test_a_broken_step_costs_the_pass_that_calls_it_nothing(body: str, public: bool, wall: Wall) -> None:
    got = marks(changed(PLAIN, CELL, body), wall, public=public)
    assert loses(got["rnn_step"])
    assert not any(loses(found) for function, found in got.items() if function != "rnn_step")
    assert any(mark.feedback.startswith("right with another function in") for mark in got["rnn_forward"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("h, out = h0, []", "h, out = 0 * h0, []"),
        ("h = rnn_step(x[:, t], h, W, W_h, b)", "h = rnn_step(x[:, t], h0, W, W_h, b)"),
        ("h = rnn_step(x[:, t], h, W, W_h, b)", "h = rnn_step(x[:, t], h, W, W_h.T, b)"),
        ("h = rnn_step(x[:, t], h, W, W_h, b)", "h = rnn_step(x[:, t], h, W, W_h, 0 * b)"),
        ("h = rnn_step(x[:, t], h, W, W_h, b)", "h = rnn_step(x[:, 0], h, W, W_h, b)"),
    ],
)
def test_a_wrong_pass_is_not_excused_by_a_broken_step(old: str, new: str, wall: Wall) -> None:
    got = marks(changed(changed(PLAIN, CELL, "    pass"), old, new), wall)
    lost = {mark.ask.partition(".")[2] for mark in got["rnn_forward"] if mark.points < mark.max_points}
    assert lost >= {"F4", "F5", "F6", "F7", "F8"}


def test_a_step_may_be_called_by_the_names_of_its_parameters(wall: Wall) -> None:
    source = changed(PLAIN, "rnn_step(x[:, t], h, W, W_h, b)", "rnn_step(x[:, t], W=W, b=b, h_prev=h, W_h=W_h)")
    assert not loses(marks(source, wall)["rnn_step"])
    assert not loses(marks(changed(source, CELL, "    pass"), wall)["rnn_forward"])


# The two courses with a step back

NOTEBOOK = (RIGHT / "cs231n" / "notebook.py").read_text()
CELLS = (RIGHT / "dlai" / "step_by_step.py").read_text()
BACK = "    da = dnext_h * (1 - next_h**2)"


@pytest.mark.parametrize(
    "body", ["    return None, None", "    return None", "    raise NotImplementedError", "    next_h = x + 1"]
)
def test_a_broken_step_of_cs231n_costs_its_pass_nothing(body: str, wall: Wall) -> None:
    got = marks(changed(NOTEBOOK, "    next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)", body), wall)
    assert loses(got["rnn_step"]) and not loses(got["rnn_forward"]) and not loses(got["rnn_backward"])


@pytest.mark.parametrize("body", ["a_next = None", "a_next = xt + 1", "raise NotImplementedError"])
def test_a_broken_cell_of_the_other_course_costs_its_pass_nothing(body: str, wall: Wall) -> None:
    got = marks(changed(CELLS, "a_next = np.tanh(", f"{body}\n    _ = np.tanh("), wall)
    assert loses(got["rnn_step"]) and not loses(got["rnn_forward"]) and not loses(got["rnn_backward"])
    assert any("your own rnn_cell_forward" in mark.feedback for mark in got["rnn_forward"])


@pytest.mark.parametrize("body", ["    return None", "    raise NotImplementedError", "    da = dnext_h * missing"])
def test_a_broken_step_back_costs_the_backward_pass_that_calls_it_nothing(body: str, wall: Wall) -> None:
    got = marks(changed(NOTEBOOK, BACK, f"{body}\n{BACK}"), wall)
    assert loses(got["rnn_step_backward"])
    assert not any(loses(got[function]) for function in ("rnn_step", "rnn_forward", "rnn_backward"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dWh += dWh_t", "dWh = dWh_t"),
        ("dh[:, t, :] + dprev, cache[t]", "dh[:, t, :], cache[t]"),
        ("dh[:, t, :] + dprev, cache[t]", "dh[:, t, :] + dprev, cache[0]"),
    ],
)
def test_a_wrong_backward_pass_is_not_excused_by_a_broken_step_back(old: str, new: str, wall: Wall) -> None:
    got = marks(changed(changed(NOTEBOOK, BACK, f"    return None\n{BACK}"), old, new), wall)
    assert loses(got["rnn_backward"])


def test_a_backward_pass_without_a_cache_names_the_step_that_failed(wall: Wall) -> None:
    got = marks(changed(NOTEBOOK, "    return h, caches", "    return None"), wall)
    [forward], [back] = got["rnn_forward"], got["rnn_backward"]
    assert forward.verdict is back.verdict is Verdict.NOT_DONE
    assert back.feedback.startswith("rnn_backward was not reached: rnn_forward returned nothing")


def test_a_backward_pass_that_crashes_on_a_flat_array_of_a_right_step_does_not_run(wall: Wall) -> None:
    got = marks(changed(CELLS, "np.sum(dtanh, axis=1, keepdims=True)", "np.sum(dtanh, axis=1)"), wall)
    assert not loses(got["rnn_step_backward"])
    assert [mark.ask for mark in got["rnn_backward"] if mark.points < mark.max_points] == ["rnn_backward.G0"]


def test_a_step_in_another_layout_is_charged_once(wall: Wall) -> None:
    got = marks(changed(PLAIN, "x_t @ W.T + h_prev @ W_h.T", "x_t @ W + h_prev @ W_h"), wall)
    assert loses(got["rnn_step"]) and not loses(got["rnn_forward"])
