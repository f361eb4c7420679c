"""The line to blame is the line of the mistake; a function that hides from the trace has none.

A sample of the marked mistakes is tried here; QUIZGEN_LINES=all tries every one (the nightly run).
"""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_lines import Marked, marked
from places import ROOT
from quizgen.model import BlamedLine
from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Job, Limits, Step
from quizgen.sandbox.source import Cell, Source
from quizgen.sandbox.traced import read_trace
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.diagnosis.statements import Statements

FILES = sorted((ROOT / "tests" / "submissions" / "lines").glob("**/*.py"))
ALL = [
    (path.parent.name, one)
    for path in FILES
    for one in marked(path, path.stem)
    if not one.mistake.startswith("slip-")  # errors without a name: benchmarks/lines.py counts them
]
CHOSEN = ALL if os.environ.get("QUIZGEN_LINES") == "all" else ALL[::23]
NEAR_AT_LEAST = 0.95  # of the mistakes: the very line or a neighbour; benchmarks/lines.py prints the shares


def line_of(
    text: str, wall: Wall, interface: str | None, mistake: str = "", cells: tuple[Cell, ...] = ()
) -> BlamedLine | None:
    got = grade(Source(text.encode(), cells=cells), "s.py", wall=wall, interface=interface)
    named = [cause for cause in got.causes if mistake in cause.misconceptions] or got.causes
    return named[0].line if named else None


def distance(one: Marked, line: BlamedLine) -> int:
    """How many statements lie between the line found and the one marked; 0 for the very line."""
    order = [i for i, text in enumerate(one.text.splitlines(), 1) if text.strip() and not text.strip().startswith("#")]
    return min(abs(order.index(line.number) - order.index(marked)) for marked in one.blamed)


def test_the_line_found_is_that_of_the_mistake_or_its_neighbour(wall: Wall) -> None:
    found = [(one, line_of(one.text, wall, interface, one.mistake)) for interface, one in CHOSEN]
    told = [(one, distance(one, line)) for one, line in found if line is not None]
    assert len(told) >= 0.95 * len(found)
    assert sum(far <= 1 for _, far in told) >= NEAR_AT_LEAST * len(told), [str(one) for one, far in told if far > 1]
    assert sum(far == 0 for _, far in told) >= 0.88 * len(told), [str(one) for one, far in told if far]


BACKWARD = """import numpy as np

def rnn_backward(dh, x, h0, h, W, W_h, b):
    T = x.shape[1]
    dx, dW, dW_h, db, carry = np.zeros_like(x), 0, 0, 0, 0
    for t in reversed(range(T)):
        before = h[:, t - 1] if t else h0
        {line}
        dW, dW_h, db = dW + d.T @ x[:, t], dW_h + d.T @ before, db + d.sum(0)
        dx[:, t] = d @ W
        carry = d @ W_h
    return {{"dx": dx, "dh0": carry, "dW": dW, "dW_h": dW_h, "db": db}}
"""
NO_WAY_BACK = BACKWARD.format(line="d = dh[:, t] * (1 - h[:, t] ** 2)")


def test_it_says_what_is_missing_from_there_on(wall: Wall) -> None:
    line = line_of(NO_WAY_BACK, wall, "chapter")
    assert line == BlamedLine(8, "line 8", "d = dh[:, t] * (1 - h[:, t] ** 2)", "from here on W_hᵀ δ_(t+1) is missing")


def test_a_line_on_the_way_back_is_told_by_a_value_of_the_way_back(wall: Wall) -> None:
    [one] = [one for _, one in ALL if str(one) == "one_liners: rnn_backward, bwd-wh-not-transposed"]
    line = line_of(one.text, wall, "chapter", one.mistake)
    assert line is not None and line.why == "from here on W_hᵀ δ_t has other values"


def test_the_line_that_takes_a_cache_apart_is_not_blamed_for_what_the_cache_holds(wall: Wall) -> None:
    right = (ROOT / "tests" / "submissions" / "right" / "dlai" / "step_by_step.py").read_text(encoding="utf-8")
    line = line_of(right.replace("* da_next", "* da_next * 1.1"), wall, "dlai")
    assert line is not None and line.statement == "dtanh = (1 - a_next**2) * da_next * 1.1"


def test_a_notebook_s_line_is_that_of_its_cell(wall: Wall) -> None:
    line = line_of(NO_WAY_BACK, wall, "chapter", cells=(Cell(2, 1), Cell(7, 3)))
    assert line is not None and line.place == "cell 7, line 6"


@pytest.mark.parametrize(
    "hiding",
    [
        "import sys\nsys.settrace(None)",
        "exec(compile('y = 1', '<made>', 'exec'), {})\nexec('def f():\\n    return 1.5', globals())\nf()",
        "import sys\nsys.settrace(lambda *event: None)",
    ],
    ids=["switches it off", "runs generated code", "puts its own in the place"],
)
def test_a_function_that_hides_has_no_line_and_loses_nothing_else(hiding: str, wall: Wall) -> None:
    inside = "\n".join("    " + line for line in hiding.split("\n"))
    text = NO_WAY_BACK.replace("    T = x.shape[1]", f"{inside}\n    T = x.shape[1]")
    assert text != NO_WAY_BACK
    plain, hidden = (grade(source.encode(), "s.py", wall=wall) for source in (NO_WAY_BACK, text))
    assert [cause.line for cause in hidden.causes] == [None]
    assert (hidden.points, hidden.causes[0].misconceptions) == (plain.points, plain.causes[0].misconceptions)


@pytest.mark.parametrize(
    "patch",
    [
        "import sys\nsys.settrace = sys.gettrace = None",
        "import sys\nsys.modules.clear()",
        "import builtins\nbuiltins.len = builtins.isinstance = builtins.type = None",
        "import sys\nfor name in [n for n in sys.modules if 'trace' in n]:\n    sys.modules[name].__dict__.clear()",
    ],
)
def test_a_file_that_patches_what_the_trace_rests_on_loses_at_most_its_line(patch: str, wall: Wall) -> None:
    got = grade(f"{patch}\n{NO_WAY_BACK}".encode(), "s.py", wall=wall)
    assert all(cause.line is None or "h[:, t] ** 2" in cause.line.statement for cause in got.causes)
    assert not any("fault" in mark.verdict.name.lower() for mark in got.marks)


def test_the_trace_is_bounded_in_events_and_numbers(wall: Wall) -> None:
    endless = """import numpy as np
def f(n):
    a = 0.5
    for i in range(n):
        a = a * 1.000001 + np.ones(50) * i
    return a
"""
    with Session(endless.encode(), Limits(), wall) as session:
        [result] = session.run([Job("f", (Step("", (), "trace"), Step("f", (20_000,))))])
    traced = read_trace(result.value)
    assert traced is not None and not traced.is_whole
    assert len(traced.events) <= 6000 and sum(value.size for value in traced.values) <= 61_000


REPLY = {
    "state": "whole", "events": np.array([[3, 0, 0, 0]]), "sizes": np.array([2]), "numbers": np.array([0.5, 1.5]),
    "callers": np.array([[0, 0]]), "reads": np.array([[3, 0]]), "names": 1, "plain": np.array([0]), "returned": 0,
}  # fmt: skip


def test_a_reply_of_the_right_form_is_read() -> None:
    assert read_trace(REPLY) is not None


@given(
    key=st.sampled_from([*REPLY]),
    value=st.one_of(
        st.none(), st.integers(), st.text(max_size=3), st.lists(st.integers(), max_size=2),
        st.builds(lambda *shape: np.full(shape, 7), st.integers(0, 3), st.integers(0, 5)),
        st.builds(lambda n: np.full((n, 4), -1), st.integers(1, 3)),
        st.builds(lambda n: np.full(n, 1 << 62), st.integers(1, 3)),
    ),
)  # fmt: skip
def test_a_forged_reply_is_read_or_refused_and_never_an_error(key: str, value: object) -> None:
    traced = read_trace(REPLY | {key: value})
    if traced is not None:
        assert all(
            0 <= event.value < len(traced.values) and 0 <= event.frame < len(traced.callers) for event in traced.events
        )


def test_a_right_file_is_not_traced(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Job] = []
    run = Session.run
    monkeypatch.setattr(Session, "run", lambda self, jobs: asked.extend(jobs) or run(self, jobs))
    right = BACKWARD.format(line="d = (dh[:, t] + carry) * (1 - h[:, t] ** 2)")
    assert not grade(right.encode(), "s.py", wall=wall).causes
    assert not any(job.steps[0].kind == "trace" for job in asked)
    grade(NO_WAY_BACK.encode(), "s.py", wall=wall)
    assert sum(job.steps[0].kind == "trace" for job in asked) == 1


@pytest.mark.parametrize(
    "reply",
    [
        None,
        3,
        {},
        {"statements": 1},
        dict.fromkeys(("statements", "loops", "functions", "copies"), np.zeros((2, 3), np.int64)),
    ],
)
def test_a_report_of_statements_in_another_form_is_not_believed(reply):
    known = Statements(reply)
    assert known.first(7) == 7 and known.loop(7) is None and known.function(7) is None and not known.is_copy(7)
