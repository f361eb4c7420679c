"""masked_ce, clip_gradients and check_gradients: right in several styles, wrong in ways that are named, hostile without harm."""

from __future__ import annotations

import pytest
from quizgen.model import Grade, Verdict
from quizgen.sandbox.records import Limits
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.checks import CHECKS, gradient_check
from quizgen.submissions.diagnosis.candidates import FAMILIES, KNOWN
from reference_rnn import feedback
from submission_stand_in import marks

NUMPY = "import numpy as np\n\n\n"
MASKED = {
    "at once": """
def masked_ce(y_hat, y, mask):
    losses = -np.log((y * y_hat).sum(axis=-1))
    return ((mask * losses).sum(axis=1) / mask.sum(axis=1)).mean()
""",
    "sequence by sequence": """
def masked_ce(y_hat, y, mask):
    total = 0.0
    for probabilities, targets, real in zip(y_hat, y, mask):
        n = int(real.sum())
        total += -np.log(probabilities[range(n), targets[:n].argmax(axis=1)]).sum() / n
    return total / len(y)
""",
    "by np.average": """
def masked_ce(y_hat, y, mask):
    losses = -np.einsum("btk,btk->bt", y, np.log(y_hat))
    return float(np.mean(np.average(losses, axis=1, weights=mask)))
""",
    "with where": """
def masked_ce(y_hat, y, mask):
    losses = np.where(mask == 1, -np.log(np.take_along_axis(y_hat, y.argmax(-1)[..., None], -1)[..., 0]), np.nan)
    return np.array([np.nanmean(losses, axis=1).mean()])
""",
}
CLIP = {
    "one factor": """
def clip_gradients(grads, limit):
    norm = np.sqrt(sum((grad**2).sum() for grad in grads.values()))
    factor = limit / norm if norm > limit else 1.0
    return {name: factor * grad for name, grad in grads.items()}
""",
    "all entries side by side": """
def clip_gradients(grads, limit):
    norm = np.linalg.norm(np.concatenate([grad.ravel() for grad in grads.values()]))
    return {name: grad * min(1.0, limit / max(norm, 1e-300)) for name, grad in grads.items()}
""",
    "norm of norms": """
def clip_gradients(grads, limit):
    norm = np.linalg.norm([np.linalg.norm(grad) for grad in grads.values()])
    if norm <= limit:
        return dict(grads)
    return {name: grad / norm * limit for name, grad in grads.items()}
""",
}
CHECK = {
    "entry by entry, in place": """
def check_gradients(loss, params, grads):
    for name, theta in params.items():
        difference = np.zeros_like(theta)
        for i in np.ndindex(theta.shape):
            old = theta[i]
            theta[i] = old + 1e-5
            up = loss(params)
            theta[i] = old - 1e-5
            down = loss(params)
            theta[i] = old
            difference[i] = (up - down) / 2e-5
        length = np.linalg.norm(difference) + np.linalg.norm(grads[name])
        if np.linalg.norm(difference - grads[name]) > 1e-6 * length:
            return False
    return True
""",
    "with copies, all relative errors at the end": """
def check_gradients(loss, params, grads):
    errors = []
    for name in params:
        for i in range(params[name].size):
            step = np.zeros(params[name].size)
            step[i] = 1e-4
            step = step.reshape(params[name].shape)
            sides = [loss({**params, name: params[name] + sign * step}) for sign in (1, -1)]
            numeric, analytic = (sides[0] - sides[1]) / 2e-4, grads[name].ravel()[i]
            errors.append(abs(numeric - analytic) / max(abs(numeric) + abs(analytic), 1e-8))
    return max(errors) < 1e-4
""",
    "random directions": """
def check_gradients(loss, params, grads):
    rng = np.random.default_rng(0)
    for name in params:
        u = rng.normal(size=params[name].shape)
        u /= np.linalg.norm(u)
        up, down = (loss({**params, name: params[name] + e * u}) for e in (1e-5, -1e-5))
        slope, size = np.sum(grads[name] * u), np.linalg.norm(grads[name])
        if abs((up - down) / 2e-5 - slope) > 1e-6 * size:
            return np.bool_(False)
    return np.bool_(True)
""",
    "complex step": """
def check_gradients(loss, params, grads):
    for name, theta in params.items():
        step = 1e-30j * np.eye(theta.size).reshape(-1, *theta.shape)
        slopes = np.array([loss({**params, name: theta + e}).imag for e in step]).reshape(theta.shape) / 1e-30
        if not np.allclose(slopes, grads[name], rtol=1e-6, atol=1e-6 * np.abs(slopes).max()):
            return False
    return True
""",
    "0 and 1": """
def check_gradients(loss, params, grads):
    ok = 1
    for name in params:
        numeric = np.array([
            (loss({**params, name: params[name] + e}) - loss({**params, name: params[name] - e})) / 2e-5
            for e in 1e-5 * np.eye(params[name].size).reshape(-1, *params[name].shape)
        ]).reshape(params[name].shape)
        ok *= np.abs(numeric - grads[name]).max() <= 1e-5 * np.abs(numeric).max()
    return int(ok)
""",
}
PLAIN = CHECK["entry by entry, in place"]


def graded(source: str, wall: Wall, cpu: float = 1.0) -> Grade:
    return grade((NUMPY + source).encode(), "submission.py", wall=wall, limits=Limits(cpu=cpu))


def failed(got: Grade) -> set[str]:
    return {mark.ask.partition(".")[2] for mark in got.marks if mark.points < mark.max_points}


@pytest.mark.parametrize("style", [*MASKED.values(), *CLIP.values(), *CHECK.values()], ids=[*MASKED, *CLIP, *CHECK])
def test_what_is_right_gets_everything_in_any_style(style: str, wall: Wall) -> None:
    got = graded(style, wall)
    assert got.points == got.max_points > 0, [mark for mark in got.marks if mark.feedback]
    assert not any(mark.feedback for mark in got.marks)


def shown(function: str) -> list[str]:
    held = (name for name in KNOWN if name.startswith(FAMILIES[function]))
    return [n for n in held if any(m.verdict is not Verdict.RIGHT for m in marks(function, KNOWN[n]).values())]


@pytest.mark.parametrize(
    ("function", "name"), [(f, n) for f in ("masked_ce", "clip_gradients") for n in shown(f)], ids=lambda one: one
)
def test_each_misconception_loses_points_and_is_named(function: str, name: str) -> None:
    lost = [mark for mark in marks(function, KNOWN[name]).values() if mark.verdict is not Verdict.RIGHT]
    assert sum(mark.max_points - mark.points for mark in lost) >= 2
    assert all(mark.verdict is Verdict.SLIP and mark.misconceptions == (name,) for mark in lost)
    assert lost[0].feedback.startswith(feedback(KNOWN[name]))


def test_padding_and_clipping_have_no_misconception_that_shows_nowhere() -> None:
    unseen = {n for n in KNOWN if n.startswith(("pad-", "clip-"))} - {*shown("masked_ce"), *shown("clip_gradients")}
    assert unseen == {"pad-changes-state", "pad-zeroes-state"}  # about the states, which no loss is given


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (MASKED["at once"].replace("/ mask.sum(axis=1)", "/ mask.shape[1]"), "pad-mean-over-all"),
        (MASKED["at once"].replace("mask * losses", "losses"), "pad-counted-in-loss"),
        (MASKED["at once"].replace("np.log", "np.log10"), "loss-log10"),
        (CLIP["one factor"].replace("if norm > limit else 1.0", ""), "clip-always-rescale"),
        (CLIP["one factor"].replace("(grad**2).sum()", "abs(grad).sum()").replace("np.sqrt", ""), "clip-l1-norm"),
        (
            "def clip_gradients(grads, limit):\n    return {k: np.clip(g, -limit, limit) for k, g in grads.items()}\n",
            "clip-by-value",
        ),
    ],
)
def test_a_file_with_a_misconception_is_told_so(source: str, name: str, wall: Wall) -> None:
    slips = [mark for mark in graded(source, wall).marks if mark.verdict is Verdict.SLIP]
    assert slips and all(mark.misconceptions == (name,) for mark in slips)


MUTANTS = {f"M{n}" for n in range(1, 11)}


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("def check_gradients(loss, params, grads):\n    return True\n", {"C1", "C2", "C3", "C4", *MUTANTS}),
        ("def check_gradients(loss, params, grads):\n    return False\n", {"C1", "C2", "C3", "C4", *MUTANTS}),
        (PLAIN.replace("1e-6 * length", "1e-6"), {"C2"}),  # an absolute tolerance
        (PLAIN.replace("1e-6 * length", "1e-6 * length + 1e-9"), {"C2"}),  # a relative and an absolute one
        (CHECK["complex step"].replace(", rtol=1e-6, atol=1e-6 * np.abs(slopes).max()", ""), {"C2"}),  # NumPy's 1e-8
        (PLAIN.replace("1e-6 * length", "2e-2 * length"), {"C4"}),
        (PLAIN.replace("2e-5", "1e-5"), {"C1", "C2", "C3", "C4", *MUTANTS}),  # every gradient twice as large
        (PLAIN.replace("            theta[i] = old\n", "", 1), {"C1", "C2", "C3", "C4", *MUTANTS}),
    ],
)
def test_a_wrong_checker_loses_what_it_misses(source: str, lost: set[str], wall: Wall) -> None:
    got = graded(source, wall)
    assert failed(got) == lost
    assert not any(mark.misconceptions for mark in got.marks)


def test_a_checker_of_W_alone_misses_W_h_and_b(wall: Wall) -> None:
    got = graded(PLAIN.replace("params.items()", '[("W", params["W"])]'), wall)
    assert failed(got) == {"C2", "C4", "M5", "M8", "M9", "M10"} - ({"M5"} - failed(got))
    assert any("dW_h transposed" in mark.feedback for mark in got.marks)


def test_a_false_alarm_is_told_with_the_sizes(wall: Wall) -> None:
    got = graded("def check_gradients(loss, params, grads):\n    return len(params['b']) == 4\n", wall)
    first = next(mark for mark in got.marks if mark.ask == "check_gradients.C1")
    assert first.points == 0 and "returned False for right gradients (B=2 T=3 D=3 H=3): a false alarm" in first.feedback


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("    pass", Verdict.NOT_DONE),
        ("    raise NotImplementedError", Verdict.NOT_DONE),
        ("    while True: pass", Verdict.TIMED_OUT),
        ("    return loss", Verdict.WRONG),
        ("    return 'True'", Verdict.WRONG),
        ("    return {'W': True}", Verdict.WRONG),
        ("    return float('nan')", Verdict.WRONG),
        ("    return loss({})", Verdict.CRASHED),
        ("    return loss(None)", Verdict.NOT_DONE),
        ("    return loss({name: None for name in params})", Verdict.CRASHED),
        ("    return loss({name: 'x' for name in params})", Verdict.CRASHED),
    ],
)
def test_hostile_checkers_earn_nothing_and_break_nothing(body: str, verdict: Verdict, wall: Wall) -> None:
    got = graded(f"def check_gradients(loss, params, grads):\n{body}\n", wall, cpu=0.3)
    assert got.points == 0 and got.max_points == 19
    assert got.marks[0].verdict is verdict, got.marks[0]
    assert "Traceback" not in "".join(mark.feedback for mark in got.marks)


def test_a_checker_that_spoils_its_gradients_is_told(wall: Wall) -> None:
    got = graded(PLAIN.replace("    return True", "    grads['b'][:] = 0\n    return True"), wall)
    assert failed(got) == {"C3"}


def test_what_the_loss_is_made_of_is_no_gradient() -> None:
    """The loss is built from dh, x and h0: neither the right gradients nor the verdict enter the sandbox with it."""
    calls = [gradient_check.ACCEPTED, *gradient_check.ENTRIES]
    assert all(len(call.args) == 5 for call in calls)
    assert {check.id for check in CHECKS["check_gradients"]} == {"C1", "C2", "C3", "C4", *MUTANTS}
