"""Every misconception that the interface can express loses points and is named; nothing is ever named wrongly."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from nightly import NIGHTLY
from places import ROOT
from quizgen.model import Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.cases import Call, Case, compute
from quizgen.submissions.checks import losses, output, update
from quizgen.submissions.diagnosis.candidates import FAMILIES, KNOWN, pairs, pairs_in_code
from quizgen.submissions.interfaces import INTERFACES
from reference_rnn import MISCONCEPTIONS, RNN, NotApplicable, feedback
from submission_in_interface import source
from submission_stand_in import StandIn, held_with, marks

# What no function of an interface shows: only a softmax with its own loss is differentiated, ŷ is no argument
# of rnn_forward, nothing decides for a label, and sgd is given gradients that are already added up.
OUT_OF_SIGHT = {
    "fwd-output-feedback",
    "out-threshold-on-logit",
    "bwd-missing-sigmoid-derivative",
    "bwd-missing-factor-2",
    "upd-inside-loop",
    "upd-grads-not-zeroed",
}


PLAIN = (ROOT / "tests/submissions/right/plain.py").read_text()


def shows(function: str, name: str) -> bool:
    """Whether a misconception about a function changes anything that its checks can see."""
    return any(mark.verdict is not Verdict.RIGHT for mark in marks(function, MISCONCEPTIONS[name]).values())


SHOWN = [
    (function, name)
    for function, family in FAMILIES.items()
    for name in MISCONCEPTIONS
    if name.startswith(family) and shows(function, name)
]


def test_all_but_these_can_be_expressed() -> None:
    assert set(MISCONCEPTIONS) - {name for _, name in SHOWN} == OUT_OF_SIGHT


@pytest.mark.parametrize(("function", "name"), SHOWN)
def test_a_misconception_loses_points_and_is_named(function: str, name: str) -> None:
    """Marked in this process, so that all of them are quick; the next test takes the long way."""
    got = marks(function, MISCONCEPTIONS[name])
    lost = [mark for mark in got.values() if mark.verdict is not Verdict.RIGHT]
    assert sum(mark.max_points - mark.points for mark in lost) >= 1
    assert all(mark.verdict is Verdict.SLIP and mark.misconceptions == (name,) for mark in lost)
    assert lost[0].feedback.startswith(feedback(MISCONCEPTIONS[name]))
    assert all("quals what you get" in mark.feedback for mark in lost)


# What an interface cannot hold, or not show: a cell of one step has no states to average, and a character model takes
# one example at a time, a column for each character, shows its last state alone, and tells no dh0. A class from scratch
# starts from zeros with one sequence, and tells no dh0 either.
NOT_IN = {
    "dlai": {"out-mean-pool", "out-softmax-on-one-unit"},
    "minchar": {
        "fwd-w-transposed",
        "fwd-swap-w-wh",
        "fwd-average-inputs",
        "fwd-reversed",
        "fwd-state-leaks-across-batch",
        "loss-batch-reduction",
        "bwd-batch-reduction",
        "bwd-dh0-off-by-one",
    },
    "scratch": {
        "fwd-h0-ignored",
        "fwd-state-leaks-across-batch",
        "bwd-batch-reduction",
        "bwd-dh0-off-by-one",
    },
}


def expressed(interface: str) -> list[str]:
    """The misconceptions that the functions of an interface can hold."""
    held = dict.fromkeys(name for function, name in SHOWN if function in INTERFACES[interface].functions)
    return [name for name in held if name not in NOT_IN.get(interface, ())]


@pytest.mark.parametrize(("interface", "name"), [(i, name) for i in INTERFACES for name in expressed(i)])
def test_a_submission_with_a_misconception_is_graded_and_explained(interface: str, name: str, wall: Wall) -> None:
    """Through every interface, behind the wall."""
    got = grade(source(interface, name), "submission.py", wall=wall)
    assert got.interface == interface and got.points < got.max_points
    lost = [mark for mark in got.marks if mark.verdict is not Verdict.RIGHT]
    slips = [mark for mark in lost if mark.verdict is Verdict.SLIP]
    assert slips and all(name in mark.misconceptions for mark in slips), [(m.ask, m.feedback) for m in lost]
    assert all(mark.verdict is Verdict.CRASHED for mark in lost if mark not in slips)  # D ≠ H


@pytest.mark.parametrize("interface", INTERFACES)
def test_the_reference_gets_everything_in_every_interface(interface: str, wall: Wall) -> None:
    got = grade(source(interface), "submission.py", wall=wall)
    assert got.interface == interface and got.points == got.max_points > 0, [m for m in got.marks if m.feedback]


# Which check isolates which bug; docs/code-grading.md has it as a table.

FORWARD = """
fwd-no-recurrence F6 F7 F8
fwd-no-bias F5 F7 F8
fwd-bias-twice F5 F7 F8
fwd-no-activation F4 F5 F6 F7 F8 F12
fwd-sigmoid-for-tanh F4 F5 F6 F7 F8
fwd-relu-for-tanh F4 F5 F6 F7 F8 F12
fwd-tan-for-tanh F4 F5 F6 F7 F8 F12
fwd-double-activation F4 F5 F6 F7 F8
fwd-act-input-only F6 F7 F8 F12
fwd-recur-preactivation F7 F8 F10
fwd-wh-transposed F6 F7 F8
fwd-w-transposed F4 F7 F8
fwd-swap-w-wh F4 F6 F7 F8
fwd-wh-identity F4 F5 F6 F7 F8
fwd-wh-diagonal F6 F7 F8
fwd-h0-ignored F6 F8 F10
fwd-stale-h0 F7 F8 F10
fwd-input-lag F4 F7 F8 F10
fwd-input-frozen F4 F7 F8 F10
fwd-reversed F4 F7 F8 F9 F10
fwd-state-leaks-across-batch F6 F7 F8 F9 F10 F11
"""
BACKWARD = """
bwd-no-act-derivative G2 G3 G4 G5 G6 G7 G8 G9
bwd-derivative-at-h G2 G3 G4 G5 G6 G7 G8 G9
bwd-derivative-no-square G2 G3 G4 G5 G6 G7 G8 G9
bwd-sigmoid-derivative G2 G3 G4 G5 G6 G7 G8 G9 G10
bwd-derivative-wrong-step G4 G5 G6 G7 G8 G9
bwd-overwrite G4 G5 G6 G7 G8 G9 G10
bwd-last-step-only G4 G5 G6 G7 G8 G9 G10
bwd-no-through-time G5 G6 G7 G8 G9
bwd-upstream-dropped G4 G6 G7 G8 G9 G10
bwd-wh-not-transposed G3 G5 G6 G7 G8
bwd-dwh-uses-ht G2 G7
bwd-dwh-transposed G2 G7
bwd-mean-over-time G4 G5 G6 G7 G8 G9 G10
bwd-batch-reduction G2 G3 G4 G5 G6 G7 G8 G9 G10 G11
bwd-db-not-accumulated G4 G8
bwd-dh0-off-by-one G3 G9
"""
ROWS = [("rnn_forward", row.split()) for row in FORWARD.split("\n") if row]
ROWS += [("rnn_backward", row.split()) for row in BACKWARD.split("\n") if row]


@pytest.mark.parametrize(("function", "row"), ROWS, ids=lambda part: part[0] if isinstance(part, list) else part)
def test_each_check_isolates_what_the_table_says(function: str, row: list[str]) -> None:
    name, *expected = row
    columns = {"F1", "F2", "F3", "F13", "G0", "G1", "G12"}  # these are not in the table
    lost = {id for id, mark in marks(function, MISCONCEPTIONS[name]).items() if mark.verdict is not Verdict.RIGHT}
    assert lost - columns == set(expected)


@pytest.mark.parametrize("name", [name for function, name in SHOWN if function == "rnn_backward"])
def test_one_direction_for_each_array_shows_every_wrong_gradient(name: str) -> None:
    assert marks("rnn_backward", MISCONCEPTIONS[name])["G12"].points == 0


@pytest.mark.parametrize(("function", "name"), SHOWN)
def test_some_fixture_shows_each_misconception_clearly(function: str, name: str) -> None:
    """By a hundredth of the largest number at least, so that no tolerance can hide it."""

    def clarity(call: Call) -> float:
        expected = compute(RNN, call)
        try:
            wrong = compute(MISCONCEPTIONS[name], call)
        except NotApplicable:
            return 0.0
        pairs = [(expected[k], wrong[k]) for k in expected] if isinstance(expected, dict) else [(expected, wrong)]
        return max(off(np.asarray(right), np.asarray(other)) for right, other in pairs)

    def off(right: np.ndarray, wrong: np.ndarray) -> float:
        if right.shape != wrong.shape:
            return np.inf
        return float(np.max(np.abs(right - wrong)) / np.max(np.abs(right), initial=1e-12))

    evidence = held_with(StandIn(function, RNN)).observations(function)
    assert max(clarity(call) for call, _ in evidence) >= 1e-2


# Two bugs at once

PAIRS = [
    (function, first, second)
    for function in ("rnn_step", "rnn_forward", "predict", "sequence_ce", "rnn_step_backward", "rnn_backward")
    for first, second in itertools.combinations([name for shown, name in SHOWN if shown == function], 2)
]
FRESH = Case.of(4, 5, 3, 3)
FRESH_CALLS = {
    "rnn_step": (FRESH.step(),),
    "rnn_forward": (FRESH.forward(),),
    "rnn_step_backward": (FRESH.step_backward(),),
    "rnn_backward": (FRESH.backward(),),
    "predict": tuple(
        Call("predict", (FRESH.h, W, b, kind))
        for W, b in [(FRESH.W_h, FRESH.b), (FRESH.W_h[:1], FRESH.b[:1]), (FRESH.W_h[:2], FRESH.b[:2])]
        for kind in ("sigmoid", "softmax")
    ),
    "sequence_ce": (
        losses.ce(losses.steps[::-1] ** 2, losses.classes),
        losses.ce(losses.steps[:1], losses.classes[1:]),
    ),
}


SAMPLED = PAIRS if NIGHTLY else PAIRS[:: max(1, len(PAIRS) // 150)]


@pytest.mark.parametrize(("function", "first", "second"), SAMPLED)
def test_two_bugs_at_once_are_never_given_a_wrong_name(function: str, first: str, second: str) -> None:
    """A name is wrong if what it names does something else than the two, on inputs the grader did not ask about."""
    both = type("Both", (MISCONCEPTIONS[first], MISCONCEPTIONS[second]), {})
    lost = [mark for mark in marks(function, both).values() if mark.misconceptions]
    named = {name for mark in lost for name in mark.misconceptions}
    two = any("two mistakes at once" in mark.feedback for mark in lost)
    if two and named == {first, second}:
        return
    session = StandIn(function, both)
    shown = " ".join(mark.feedback for mark in lost)
    candidates = [
        (s.engine, " And: ".join(feedback(KNOWN[name]) for name in s.ids))
        for s in (*pairs(function), *pairs_in_code(function))
    ]
    for found in [engine for engine, words in candidates if words in shown] if two else map(KNOWN.get, named):
        alone = StandIn(function, found)
        assert all(close(session.value(call), alone.value(call)) for call in FRESH_CALLS[function]), named


@pytest.mark.parametrize(
    ("function", "share"),
    [("rnn_step", 0.7), ("rnn_forward", 0.8), ("rnn_step_backward", 0.98), ("rnn_backward", 0.98)],
)
def test_two_bugs_at_once_are_mostly_named(function: str, share: float) -> None:
    """Of every seventh pair; the others leave one of the two without effect on square cases, or cannot be computed."""
    asked = [pair for pair in PAIRS if pair[0] == function][::7]
    got = [marks(function, type("Both", tuple(map(MISCONCEPTIONS.get, pair)), {})) for _, *pair in asked]
    named = [any(mark.misconceptions for mark in found.values()) for found in got]
    assert sum(named) >= share * len(named)


def close(ours: object, theirs: object) -> bool:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all(close(ours[key], theirs[key]) for key in ours)
    a, b = np.asarray(ours), np.asarray(theirs)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True))


TWO = [
    ("fwd-no-bias", "fwd-wh-transposed"),
    ("fwd-h0-ignored", "fwd-double-activation"),
    ("fwd-input-lag", "fwd-sigmoid-for-tanh"),
    ("bwd-overwrite", "bwd-no-act-derivative"),
    ("bwd-dwh-uses-ht", "bwd-wh-not-transposed"),
    ("bwd-upstream-dropped", "bwd-mean-over-time"),
]


@pytest.mark.parametrize(("interface", "both"), list(itertools.product(INTERFACES, TWO)))
def test_two_bugs_at_once_are_named_in_every_interface(interface: str, both: tuple[str, str], wall: Wall) -> None:
    got = grade(source(interface, *both), "submission.py", wall=wall)
    slips = [mark for mark in got.marks if mark.verdict is Verdict.SLIP]
    function = "rnn_forward" if both[0].startswith("fwd-") else "rnn_backward"
    named = [mark for mark in slips if mark.ask.startswith(function)] or slips  # or all of it is the step's
    shown = [name for name in both if name not in NOT_IN.get(interface, ())]
    assert named and {mark.misconceptions for mark in named} == {tuple(sorted(shown, key=list(MISCONCEPTIONS).index))}
    assert {name for mark in slips for name in mark.misconceptions} <= {*both}


def test_two_bugs_in_a_real_file_are_named_together(wall: Wall) -> None:
    source = PLAIN.replace("(1 - h[:, t] ** 2)", "(1 - h[:, t])").replace("carry = d @ W_h", "carry = d @ W_h.T")
    got = grade(source.encode(), "submission.py", wall=wall, functions=["rnn_backward"])
    lost = [mark for mark in got.marks if mark.verdict is Verdict.SLIP]
    assert {mark.misconceptions for mark in lost} == {("bwd-derivative-no-square", "bwd-wh-not-transposed")}
    [cause] = got.causes
    assert cause.text.startswith("Equals what you get with two mistakes at once. ")
    assert cause.explains == tuple(mark.ask for mark in lost) and "checks fail for this one reason." in cause.text


def test_three_bugs_have_no_name(wall: Wall) -> None:
    source = PLAIN.replace("(1 - h[:, t] ** 2)", "(1 - h[:, t])").replace("carry = d @ W_h", "carry = d @ W_h.T")
    source = source.replace("dW += d.T", "dW = d.T")
    got = grade(source.encode(), "submission.py", wall=wall, functions=["rnn_backward"])
    assert got.points < got.max_points and not any(mark.misconceptions for mark in got.marks)


def test_a_name_needs_the_same_in_every_call(wall: Wall) -> None:
    """Right but for one case: no misconception explains that."""
    source = PLAIN.replace("h, out = h0, []", "h, out = (h0 * 0 if len(x) == 3 else h0), []")
    got = grade(source.encode(), "submission.py", wall=wall, functions=["rnn_forward"])
    assert not any(mark.misconceptions for mark in got.marks)
    source = PLAIN.replace("h, out = h0, []", "h, out = (h0 if len(x) == 1 and h0.any() else h0 * 0), []")
    got = grade(source.encode(), "submission.py", wall=wall, functions=["rnn_forward"])
    assert got.points < got.max_points and not any(mark.misconceptions for mark in got.marks)


def test_the_fixtures_are_generic() -> None:
    assert len({*update.params["W"].ravel(), *update.grads["W"].ravel()}) == 12
    assert len({size for size in (output.h.shape + output.W_y.shape[:1])}) == 4
