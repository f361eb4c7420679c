"""What people read of graded code: each reason once and before the checks, no id of a check, older grades too."""

import re
from dataclasses import replace

import pytest
from rich.console import Console

from quizgen.documents import code_report
from quizgen.documents.feedback import groups
from quizgen.documents.grade_terminal import sheet
from quizgen.documents.gradebook import gradescope, junit
from quizgen.model import BlamedLine, Cause, Grade, Mark, Verdict
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from quizgen.submissions.checks import CHECKS
from quizgen.submissions.claims import claim

STEP = "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return {}\n"
FILES = {
    "crash": STEP.format("np.tanh(x_t @ Wx.T)"),
    "slip": STEP.format("np.tanh(x_t @ W.T + h_prev @ W_h.T)"),
    "unknown": STEP.format("np.tanh(1.07 * x_t @ W.T + h_prev @ W_h.T + b)"),
    "layout": STEP.format("np.tanh(x_t @ W + h_prev @ W_h + b)"),
    "not done": STEP.format("None"),
    "not there": "def sgd(params, grads, lr):\n    while True: pass\n",
    "does not parse": "def rnn_step(x_t, h_prev, W, W_h, b)\n    return 1\ndef sgd(params, grads, lr):\n    return 1\n",
    "constant": STEP.format("np.zeros_like(h_prev)"),
    "step crashes": STEP.format("1 / 0")
    + "def rnn_forward(x, h0, W, W_h, b):\n    h = []\n    for t in range(x.shape[1]):\n"
    "        h0 = rnn_step(x[:, t], h0, W, W_h, b)\n        h.append(h0)\n    return np.stack(h, 1)\n",
}
ID = re.compile(r"\b[FGOLUNCMS]\d{1,2}\b")


@pytest.fixture(scope="module")
def graded() -> dict[str, Grade]:
    with Wall() as wall:
        return {name: grade(text.encode(), "s.py", wall=wall) for name, text in FILES.items()}


def terminal(got: Grade, **how: object) -> str:
    console = Console(width=100, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(sheet(got, **how))
    return console.export_text()


@pytest.mark.parametrize("name", FILES)
def test_no_reader_meets_the_id_of_a_check(name: str, graded: dict[str, Grade]) -> None:
    got = graded[name]
    assert not ID.search(terminal(got, all_checks=True))
    assert not [text for cause in got.causes if ID.search(text := code_report.paragraph(cause))]


@pytest.mark.parametrize("name", FILES)
def test_every_lost_check_has_one_cause_and_every_cause_is_said_once_everywhere(
    name: str, graded: dict[str, Grade]
) -> None:
    got = graded[name]
    explained = [ask for cause in got.causes for ask in cause.explains]
    assert sorted(explained) == sorted(mark.ask for mark in got.marks if mark.verdict not in code_report.KEPT)
    reports = (
        " ".join(terminal(got, all_checks=True).split()),
        " ".join(gradescope(got).encode().decode("unicode_escape").split()),
        " ".join("".join(junit([got])).replace("&gt;", ">").split()),
    )
    for cause in got.causes:
        assert [report.count(cause.text.replace('"', "").replace("\\", "")) for report in reports] == [1, 1, 1]


def test_seven_checks_under_one_error_are_one_paragraph_with_its_line(graded: dict[str, Grade]) -> None:
    [cause] = graded["crash"].causes
    assert (
        cause.text == "rnn_step raised NameError: name 'Wx' is not defined. All seven checks fail for this one reason."
    )
    assert cause.line == BlamedLine(3, "line 3", "return np.tanh(x_t @ Wx.T)") and len(cause.explains) == 7
    assert "the same" not in terminal(graded["crash"], all_checks=True).replace("the same result", "")


def test_the_default_is_short_and_all_lists_every_check_by_its_claim(graded: dict[str, Grade]) -> None:
    short = terminal(graded["slip"], hint="--all lists them.")
    assert "5 checks right, 2 wrong: --all lists them." in short and "h_t = tanh(b)" not in short
    long = terminal(graded["slip"], all_checks=True)
    assert all(check.claim[:40] in long for check in CHECKS["rnn_step"])


def test_where_nothing_fits_the_check_of_one_term_speaks(graded: dict[str, Grade]) -> None:
    [cause] = graded["unknown"].causes
    assert cause.text.startswith("Two checks fail. The one that says most: h_t = tanh(W x_t), where W_h, b and h_prev")
    assert cause.smallest_case.startswith("Smallest case that shows it: B=1 T=1 D=1 H=1, first difference")


def test_the_check_that_says_most_need_not_be_the_first() -> None:
    right = "y * np.log2(y_hat) + (1 - y) * np.log(1 - y_hat)"
    text = f"import numpy as np\ndef bce_loss(y_hat, y):\n    return 1 - np.mean({right})\n"
    [cause] = grade(text.encode(), "s.py").causes
    assert "The one that says most: The natural logarithm" in cause.text


def test_the_line_to_blame_is_shown_wherever_it_is_known(graded: dict[str, Grade]) -> None:
    [cause] = graded["slip"].causes
    line = BlamedLine(3, "cell 2, line 3", "for t in h:", "from here on b is missing")
    got = replace(graded["slip"], causes=(replace(cause, line=line),))
    for report in (terminal(got), gradescope(got), "".join(junit([got]))):
        assert "cell 2, line 3: for t in h: from here on b is missing" in report
    [group] = groups(got, {})
    assert group.causes[0].line == "cell 2, line 3: `for t in h`: from here on b is missing"


def test_a_carried_error_is_a_note_with_its_count(graded: dict[str, Grade]) -> None:
    note = "Right with another function in the place of your own rnn_step: full points."
    assert note in " ".join(terminal(graded["step crashes"]).split())


def test_a_grade_of_an_older_version_has_its_reasons_too() -> None:
    whole = "Equals what you get if b is left out. Smallest case that shows it: B=1"
    crash = "rnn_forward raised NameError: name 'q' is not defined (line 3: `q`)"
    marks = (
        Mark("rnn_step.F5", Verdict.SLIP, 0, 1, whole, ("fwd-no-bias",)),
        Mark("rnn_step.F8", Verdict.SLIP, 0, 3, f"{claim('rnn_step.F8')}: equals what you get", ("fwd-no-bias",)),
        Mark("rnn_step.F99", Verdict.RIGHT, 1, 1),
        *(Mark(f"rnn_forward.F{n}", Verdict.CRASHED, 0, 1, crash) for n in (1, 2, 3)),
    )
    old = Grade("s.py", "code", "", "", marks, {}, "chapter")
    shown = " ".join(terminal(old, all_checks=True).split())
    assert shown.count(whole) == shown.count(crash) == 1
    assert claim("rnn_step.F99") == "" and claim("rnn_step.F5", "no such interface") == claim("rnn_step.F5")


def test_what_a_person_decided_is_said_beside_the_causes(graded: dict[str, Grade]) -> None:
    got = graded["slip"]
    lost = next(mark for mark in got.marks if mark.verdict is Verdict.SLIP)
    said = replace(lost, feedback=f"{lost.feedback}. Eve: see me.")
    marks = tuple(said if mark is lost else mark for mark in got.marks)
    assert "Eve: see me." in terminal(replace(got, marks=marks, judged=got.marks))


def test_a_cause_whose_marks_were_all_restored_is_not_shown() -> None:
    cause = Cause("sgd", "Equals nothing.", ("sgd.U1",))
    right = Grade("s.py", "code", "", "", (Mark("sgd.U1", Verdict.RIGHT, 3, 3),), {}, "chapter", causes=(cause,))
    assert "Equals nothing" not in terminal(right) and "everything right" in terminal(right)
