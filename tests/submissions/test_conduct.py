"""For anything a submission is or does, its owner gets the right verdict and a sentence for every lost point."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from marks_with_causes import with_causes
from nightly import examples
from places import RIGHT
from quizgen.model import Grade, Mark, Verdict
from quizgen.sandbox.codec import Other
from quizgen.sandbox.records import Job, Limits, Result
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.cases import Case
from quizgen.submissions.causes import KEPT, causes_of
from quizgen.submissions.checks import CHECKS, CheckFailed, require_array
from quizgen.submissions.diagnosis.carry_back import excuse_backward
from quizgen.submissions.diagnosis.carry_forward import excuse_forward, excuse_gradients
from quizgen.submissions.diagnosis.diagnose import diagnose
from quizgen.submissions.diagnosis.explain import explain_failures
from quizgen.submissions.diagnosis.smallest_case import describe_smallest_case, growing_calls
from quizgen.submissions.interfaces import INTERFACES, other_layouts_of
from quizgen.submissions.marks import marks_of
from quizgen.submissions.session import AdaptedSubmission, CheckSession

PLAIN = (RIGHT / "plain.py").read_text()
STEP = "def rnn_step(x_t, h_prev, W, W_h, b):\n    "


walls: list[Wall] = []


@pytest.fixture(scope="module", autouse=True)
def one_wall() -> Iterator[None]:
    """All files of this module are graded behind one wall, as a class is."""
    with Wall() as wall:
        walls.append(wall)
        yield
    walls.clear()


def marks(source: str, **settings: object) -> dict[str, Mark]:
    """ask -> mark, after its cause, for a file, with a short time limit."""
    got = grade(source.encode(), "submission.py", wall=walls[0], limits=Limits(cpu=1), **settings)  # type: ignore[arg-type]
    check_every_loss_has_a_sentence(got)
    return {mark.ask: mark for mark in with_causes(got).marks}


def check_every_loss_has_a_sentence(got: Grade) -> None:
    """Every lost point has a sentence and a cause: each one line, printable, no traceback."""
    explained = [ask for cause in got.causes for ask in cause.explains]
    assert sorted(explained) == sorted(mark.ask for mark in got.marks if mark.verdict not in KEPT)
    for cause in got.causes:
        assert cause.text.isprintable() and cause.text.endswith((".", "?")) and "Traceback" not in cause.text
    for mark in got.marks:
        assert 0 <= mark.points <= mark.max_points
        assert (mark.points == mark.max_points) == (
            mark.verdict in (Verdict.RIGHT, Verdict.OUR_FAULT)
        ) or not mark.max_points
        if mark.points < mark.max_points:
            assert mark.feedback.isprintable() and 10 < len(mark.feedback) < 1000
            assert "Traceback" not in mark.feedback


@pytest.mark.parametrize("path", sorted(RIGHT.glob("*.py")), ids=lambda path: path.stem)
def test_a_right_file_gets_everything_in_whatever_style(path: Path) -> None:
    got = grade(path.read_bytes(), path.name, wall=walls[0])
    assert got.points == got.max_points > 0
    assert all(mark.verdict is Verdict.RIGHT for mark in got.marks)


def test_single_precision_is_right_and_noted() -> None:
    got = grade((RIGHT / "single_precision.py").read_bytes(), "s.py", wall=walls[0])
    assert any("float32" in mark.feedback for mark in got.marks)


BODIES = {
    "raise NotImplementedError": ("NOT_DONE", "not done yet"),
    "raise NotImplementedError('todo')": ("NOT_DONE", "not done yet"),
    "pass": ("NOT_DONE", "returned nothing"),
    "return ...": ("NOT_DONE", "returned nothing"),
    "return NotImplemented": ("NOT_DONE", "returned nothing"),
    "h_t = None\n    return h_t": ("NOT_DONE", "still holds None"),
    "while True: pass": ("TIMED_OUT", "endless loop"),
    "return [0] * 10**10": ("OUT_OF_MEMORY", "more than 1 GiB"),
    "return W @ x_t": ("CRASHED", "raised ValueError"),
    "return (x_t @ W.T": ("CRASHED", "raised SyntaxError"),
    "exit()": ("CRASHED", "SystemExit"),
    "raise SystemExit": ("CRASHED", "SystemExit"),
    "import os; os._exit(0)": ("CRASHED", "exit status 0"),
    "return 'tanh'": ("WRONG", "the text 'tanh'"),
    "return object()": ("WRONG", "a object"),
    "return {'h': h_prev}": ("WRONG", "a dict of h"),
    "return h_prev, h_prev": ("WRONG", "is one of 2 values"),
    "return [h_prev, h_prev, None]": ("WRONG", "do not make one array"),
    "return [[1.0], [2.0, 3.0]]": ("WRONG", "do not make one array"),
    "return h_prev[:, :1]": ("WRONG", "has shape"),
    "return h_prev.T": ("WRONG", "transposed"),
    "return 5": ("WRONG", "has shape ()"),
    "return h_prev * float('nan')": ("WRONG", "yours nan"),
    "return (i for i in h_prev)": ("WRONG", "a generator"),
    "return h_prev.astype(object)": ("WRONG", "an array of object"),
    "return h_prev.astype(str)": ("WRONG", "an array of str"),
    "return h_prev.astype(complex)": ("WRONG", "an array of complex"),
    "import numpy; return numpy.ma.array(h_prev)": ("WRONG", "masked"),
    "return h_prev[:0]": ("WRONG", "has shape (0,"),
    "return x_t @": ("CRASHED", "raised SyntaxError"),
}


@pytest.mark.parametrize("body", BODIES)
def test_what_a_wrong_body_gets(body: str) -> None:
    verdict, words = BODIES[body]
    got = marks(STEP + body)
    gone = verdict == "TIMED_OUT" or "_exit" in body  # a function that does not return is not called again
    worst = got["rnn_step" if verdict == "NOT_DONE" else "rnn_step.F1" if gone else "rnn_step.F8"]
    assert worst.verdict == verdict and worst.points == 0
    assert any(words in mark.feedback for mark in got.values())


def test_no_nonsense_earns_the_points_of_content() -> None:
    for body in ("return h_prev", "return h_prev * 0", "return 1", "import numpy; return numpy.zeros(0)"):
        got = marks(STEP + body)
        assert all(got[f"rnn_step.{id}"].points == 0 for id in ("F4", "F5", "F6", "F8")), body


def test_a_function_that_ignores_its_inputs_earns_no_point_for_properties() -> None:
    source = "import numpy as np\ndef rnn_forward(x, h0, W, W_h, b):\n    return np.zeros((*x.shape[:2], len(b)))"
    got = marks(source)
    assert not any(mark.points for mark in got.values())
    assert "it counts once the numbers are right somewhere" in got["rnn_forward.F1"].feedback
    assert "the same for every x" in got["rnn_forward.F9"].feedback


def test_a_function_that_is_not_there_when_imported_is_missing() -> None:
    hidden = "if __name__ == '__main__':\n    def rnn_step(x_t, h_prev, W, W_h, b): return h_prev"
    got = marks(f"{hidden}\ndef rnn_steps(): pass", functions=["rnn_step"])
    assert "rnn_step is not in the file; there is rnn_steps: did you mean that?" in got["rnn_step"].feedback


def test_writing_into_arguments_costs_that_check_and_no_other() -> None:
    got = marks(
        "import numpy as np\n"
        + STEP
        + "W *= 1.5\n    W /= 1.5\n    x_t += 1\n    x_t -= 1\n    h_prev[:] = 0\n    return 1"
    )
    assert "wrote into its argument" in got["rnn_step.F3"].feedback and "h_prev" in got["rnn_step.F3"].feedback
    source = (
        "import numpy as np\n"
        + STEP
        + "a = x_t @ W.T + h_prev @ W_h.T + b\n    h_prev[:] = np.tanh(a)\n    return h_prev"
    )
    lost = [ask for ask, mark in marks(source).items() if mark.points < mark.max_points]
    assert lost == ["rnn_step.F3"]


def test_a_kept_state_is_reported() -> None:
    source = "calls = []\n" + STEP + "calls.append(1)\n    return h_prev * len(calls)"
    assert "something is kept between them" in marks(source)["rnn_step.F3"].feedback


def test_gradients_that_add_up_over_calls_are_reported() -> None:
    source = PLAIN.replace("W, W_h, b):\n    B, T, H", "W, W_h, b, kept={}):\n    B, T, H")
    source = source.replace(
        "dh0=carry, dW=dW,", "dh0=carry, dW=kept.setdefault(dW.shape, np.zeros_like(dW)).__iadd__(dW),"
    )
    got = marks(source, functions=["rnn_backward"])
    assert got["rnn_backward.G6"].points == 2 and got["rnn_backward.G2"].points == 0
    assert "something is kept between them" in got["rnn_backward.G11"].feedback


def test_one_broken_function_costs_the_others_nothing() -> None:
    for broken in ("while True: pass", "raise ValueError", "import os; os._exit(1)", "return None", "return 7"):
        source = PLAIN.replace(
            "def rnn_step(x_t, h_prev, W, W_h, b):", "def other_step(x_t, h_prev, W, W_h, b):"
        ).replace("rnn_step(x[", "other_step(x[")
        got = marks(f"{source}\n\n{STEP}{broken}\n")
        assert all(m.points == m.max_points for ask, m in got.items() if not ask.startswith("rnn_step"))
        assert not any(m.points for ask, m in got.items() if ask in ("rnn_step", "rnn_step.F8"))


def test_a_function_that_hangs_in_one_place_keeps_what_it_earned_before() -> None:
    source = PLAIN.replace("    h, out = h0, []\n", "    h, out = h0, []\n    while x.shape[1] == 2: pass\n")
    got = marks(source, functions=["rnn_forward"])
    assert {ask for ask, mark in got.items() if mark.points} == {f"rnn_forward.F{n}" for n in (1, 2, 3, 4, 5, 6, 8)}
    assert got["rnn_forward.F7"].verdict is Verdict.TIMED_OUT and got["rnn_forward.F11"].verdict is Verdict.NOT_RUN
    assert "an endless loop? Six checks fail for this one reason." in got["rnn_forward.F11"].feedback


def test_a_wrong_forward_with_a_consistent_backward_keeps_the_backward_points() -> None:
    tilted = PLAIN.replace("return np.tanh(", "return 1 / (1 + np.exp(-1.0) ** (").replace(
        "@ W_h.T + b)", "@ W_h.T + b))", 1
    )
    source = tilted.replace("(1 - h[:, t] ** 2)", "h[:, t] * (1 - h[:, t])")
    got = marks(source, functions=["rnn_forward", "rnn_backward"])
    backward = [mark for ask, mark in got.items() if ask.startswith("rnn_backward.")]
    assert all(mark.points == mark.max_points for mark in backward)
    assert any("your own rnn_forward" in mark.feedback for mark in backward)
    assert got["rnn_forward.F8"].points == 0


def test_a_wrong_forward_costs_a_right_backward_nothing() -> None:
    got = marks(PLAIN.replace("h_prev @ W_h.T", "h_prev @ W_h"), functions=["rnn_backward"])
    assert all(mark.points == mark.max_points for mark in got.values())
    assert "which your own rnn_forward is not" in got["rnn_backward.G12"].feedback


def test_a_wrong_backward_is_not_excused_by_a_wrong_forward() -> None:
    source = PLAIN.replace("h_prev @ W_h.T", "h_prev @ W_h").replace("dW_h += d.T @ prev", "dW_h += prev.T @ d")
    got = marks(source, functions=["rnn_backward"])
    assert got["rnn_backward.G7"].points == 0 and got["rnn_backward.G12"].points == 0


def test_a_wrong_type_from_forward_excuses_nothing() -> None:
    source = PLAIN.replace("return np.stack(out, axis=1)", "return 'states'")
    source = source.replace("return dict(dx=dx", "dW *= 1 + (len(h[0]) == 1)\n    return dict(dx=dx")
    got = marks(source, functions=["rnn_backward"])
    assert got["rnn_backward.G2"].points == 0 and got["rnn_backward.G12"].points == 2


def test_a_gradient_averaged_over_the_batch_is_named() -> None:
    got = marks(PLAIN.replace("carry = np.zeros_like(h0)", "carry, dh = 0, dh / len(dh)"), functions=["rnn_backward"])
    assert got["rnn_backward.G11"].misconceptions == ("bwd-batch-reduction",)


def test_nearly_a_misconception_is_not_named() -> None:
    got = marks(PLAIN.replace("h_prev @ W_h.T", "1.000001 * h_prev @ W_h"), functions=["rnn_forward"])
    assert got["rnn_forward.F8"].verdict is Verdict.WRONG


def test_the_tolerance_goes_by_the_type() -> None:
    call = Case.of(1, 1, 1, 1).forward()
    for dtype, allowed in (("float64", 1.9e-6), ("float32", 1.9e-4)):
        for factor, right in ((0.9, True), (1.3, False)):
            value = np.full((2, 2), 2.0 + allowed * factor, dtype)
            lost = pytest.raises(CheckFailed) if not right else contextlib.nullcontext()
            with lost:
                require_array(call, value, np.full((2, 2), 2.0), "h")


def test_a_backward_alone_is_compared_with_the_chapters_cell() -> None:
    source = PLAIN[: PLAIN.index("def rnn_step")] + PLAIN[PLAIN.index("def rnn_backward") : PLAIN.index("def sgd")]
    got = marks(source)
    assert {ask.partition(".")[0] for ask in got} == {"rnn_backward"}
    assert all(mark.points == mark.max_points for mark in got.values())


def test_patching_numpy_affects_only_the_file_that_does_it() -> None:
    tamper = "np.allclose = np.array_equal = lambda *a, **k: True\nnp.asarray = lambda a, *k: a\n"
    got = marks(f"import numpy as np\n{tamper}{STEP}return h_prev")
    assert got["rnn_step.F8"].points == 0


numbers = st.floats() | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.none() | st.text(max_size=5)
shapes = st.sampled_from([(), (0,), (2, 3), (3, 2), (2, 4, 3), (3, 4, 5), (3, 5), (2, 3, 2), (3,)])
types = st.sampled_from(["float64", "float32", "float16", "int64", "bool"])
whole = types.flatmap(lambda dtype: shapes.flatmap(lambda shape: arrays.arrays(dtype, shape)))
names = st.sampled_from(["W", "W_h", "b", "dx", "dh0", "dW", "dW_h", "db", "\x1b[31m"])
anything = st.recursive(
    numbers | whole | st.builds(Other, st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(names, inner),
    max_leaves=8,
)


@settings(deadline=None, max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(INTERFACES)), st.lists(anything, min_size=1, max_size=3), st.booleans())
@example("cs231n", [np.array(0.0)], False)
def test_nothing_that_can_come_back_is_a_fault_of_ours(interface: str, values: list[object], changed: bool) -> None:
    """Else a strange value would earn full points, or stop a class from being graded."""

    class Session:
        def run(self, jobs: list[Job]) -> list[Result]:
            return [self.result(job, i) for i, job in enumerate(jobs)]

        def result(self, job: Job, i: int) -> Result:
            given = [
                values[(i + k) % len(values)] for k in range(len(job.gives) if isinstance(job.gives, tuple) else 1)
            ]
            arguments = tuple(range(len(job.steps[-1].args))) if job.watch and changed else ()
            return Result(tuple(given) if isinstance(job.gives, tuple) else given[0], changed=arguments)

    theirs = INTERFACES[interface]
    learner, held = AdaptedSubmission(Session(), theirs), CheckSession()  # type: ignore[arg-type]
    with np.errstate(all="ignore"):
        held.run_checks(learner, [check for f in theirs.functions for check in CHECKS[f]])
        held.excused = excuse_gradients(held, learner) | excuse_forward(held, learner) | excuse_backward(held, learner)
        for function in theirs.functions:
            diagnose(held.observations(function))
            describe_smallest_case([(call, *learner.run([call])) for call in growing_calls(function)], theirs)
        others = {
            function: [AdaptedSubmission(learner.sandbox, other) for other in other_layouts_of(function, theirs)]
            for function in theirs.functions
        }
        reasons = explain_failures(held, learner, theirs, others)
        given = {f: marks_of(f, held, reasons, theirs) for f in theirs.functions}
        causes = [cause for f, marks in given.items() for cause in causes_of(f, marks, held, reasons, theirs)]
    marks = [mark for several in given.values() for mark in several]
    assert not [mark for mark in marks if mark.verdict is Verdict.OUR_FAULT]
    check_every_loss_has_a_sentence(Grade("", "code", "", "", tuple(marks), causes=tuple(causes)))


def test_prints_warnings_and_threads_are_no_fault() -> None:
    source = "import sys, warnings\nprint('hello' * 10**6)\nprint('x', file=sys.stderr)\nwarnings.warn('?')\n" + PLAIN
    got = grade(source.encode(), "submission.py", wall=walls[0])
    assert got.points == got.max_points


@pytest.mark.parametrize("head", [b"\xef\xbb\xbf", b"# -*- coding: latin-1 -*-\n# \xe9\n", "# 隐藏状态 ŷ\n".encode()])
def test_other_encodings_are_read_as_python_reads_them(head: bytes) -> None:
    got = grade(head + PLAIN.encode(), "submission.py", wall=walls[0])
    assert got.points == got.max_points


def test_line_ends_of_windows_are_fine() -> None:
    got = grade(PLAIN.replace("\n", "\r\n").encode(), "submission.py", wall=walls[0])
    assert got.points == got.max_points


def test_the_line_in_the_file_is_shown() -> None:
    got = marks(PLAIN.replace("carry = np.zeros_like(h0)", "carry = np.zeros_like(h_0)"), functions=["rnn_backward"])
    line = PLAIN.split("\n").index("    carry = np.zeros_like(h0)") + 1
    assert f"line {line}: `carry = np.zeros_like(h_0)`" in got["rnn_backward.G0"].feedback


def test_the_first_difference_is_shown_where_no_misconception_fits() -> None:
    got = marks(PLAIN.replace("+ b)", "+ 1.01 * b)"), functions=["rnn_forward"])
    feedback = got["rnn_forward.F5"].feedback
    assert "first difference in h[0, 0, 0] (t = 1, unit 1): yours -0.3723, expected -0.3690, off by 0.0033" in feedback
    assert "Smallest case that shows it: B=1 T=1 D=1 H=1, first difference in h[0, 0, 0]" in feedback


def test_the_smallest_case_of_an_overwritten_sum_has_two_steps() -> None:
    source = PLAIN.replace("dW += ", "dW = ").replace("dW_h += ", "dW_h = ").replace("db += ", "db = ")
    got = marks(source, functions=["rnn_backward"])
    first = next(mark for mark in got.values() if mark.points < mark.max_points)
    assert (
        "dW, dW_h, db are right for T = 1, wrong from T = 2 on; smallest case that shows it: B=1 T=2" in first.feedback
    )
    assert first.misconceptions == ("bwd-overwrite",)
