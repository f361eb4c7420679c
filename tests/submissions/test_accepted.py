"""Right code keeps its points under other habits: absent helpers, stand-ins, an older NumPy; a wrong one gains none by them."""

from __future__ import annotations

import numpy as np
import pytest
from quizgen.model import Grade, Verdict
from quizgen.sandbox import course_helpers, stand_ins
from quizgen.sandbox.host import Session
from quizgen.sandbox.old_numpy import REMOVED, numpy_with_old_names
from quizgen.sandbox.records import Limits, call
from quizgen.sandbox.wall import Wall
from quizgen.submissions import grade
from small_code import FORWARD, STEP, WRONG, lost


def graded(source: str, wall: Wall) -> Grade:
    return grade(source.encode(), "submission.py", wall=wall)


@pytest.mark.parametrize(
    "imports",
    [
        "from rnn_utils import *",
        "from helpers import *",
        "from .utils import *",
        "from course.rnn_utils import *",
        "import numpy as np\nfrom utils import softmax, initialize_adam",
        "import numpy as np\nfrom .helpers import clip",
        "from rnn_utils import *\nfrom rnn_utils import softmax",
    ],
)
def test_an_absent_helper_module_brings_numpy_and_the_helpers(imports: str, wall: Wall) -> None:
    assert not lost(graded(f"{imports}\n{STEP}", wall))
    assert graded(f"{imports}\n{STEP.replace(*WRONG)}", wall).points < 13


@pytest.mark.parametrize("library", ["torch", "tensorflow", "matplotlib.pyplot", "sklearn.utils"])
def test_a_library_that_is_absent_brings_nothing(library: str, wall: Wall) -> None:
    got = graded(f"from {library} import *\n{STEP}", wall)
    assert got.points == 0 and "name 'np' is not defined" in got.causes[0].text


def test_helpers_are_named_in_a_note_and_compute_nothing_that_is_asked(wall: Wall) -> None:
    got = graded(f"from utils import *\n{STEP}", wall)
    assert got.notes == ("utils is not here: NumPy and the helpers of its course stand in for it.",)
    assert not [name for name in course_helpers.HELPERS if "step" in name or "forward" in name or "grad" in name]
    with pytest.raises(Exception, match="defines none"):
        graded("from utils import rnn_step, rnn_forward\n", wall)


@pytest.mark.parametrize(
    ("imports", "steps"),
    [
        ("from tqdm import tqdm", "tqdm(range(STEPS))"),
        ("from tqdm.auto import trange", "trange(STEPS)"),
        ("from tqdm.notebook import tqdm", "tqdm(range(STEPS), desc='t')"),
        ("import tqdm", "tqdm.tqdm(range(STEPS))"),
        ("from numba import prange", "prange(STEPS)"),
        ("from numba import njit\n@njit\ndef f(a): return a\n@njit(cache=True)\ndef g(a): return a", "range(f(g(STEPS)))"),
        ("import numba as nb\nsame = nb.njit(lambda a: a)", "range(same(STEPS))"),
        ("try:\n    from tqdm import tqdm\nexcept ImportError:\n    raise", "tqdm(range(STEPS))"),
        ("import matplotlib.pyplot as plt\nimport seaborn as sns\nplt.style.use('dark')\nsns.set()", "range(STEPS)"),
    ],
)  # fmt: skip
def test_stand_ins_pass_through(imports: str, steps: str, wall: Wall) -> None:
    source = f"import numpy as np\n{imports}\n{STEP}{FORWARD}"
    right = source.replace("STEPS(x.shape[1])", steps.replace("STEPS", "x.shape[1]"))
    assert not lost(graded(right, wall))
    assert "rnn_step.S1" in lost(graded(right.replace(*WRONG), wall)) or graded(right.replace(*WRONG), wall).points < 33


PREDICT = """def predict(h, W_y, b_y, kind='sigmoid'):
    z = h[:, -1] @ W_y.T + b_y
    return SIGMOID if kind == 'sigmoid' else SOFTMAX
"""


@pytest.mark.parametrize(
    ("imports", "sigmoid", "softmax", "is_right"),
    [
        ("from scipy.special import expit, softmax", "expit(z)", "softmax(z, axis=-1)", True),
        ("import scipy.special as sp", "np.exp(sp.log_expit(z))", "np.exp(sp.log_softmax(z, axis=1))", True),
        ("import scipy.special", "scipy.special.expit(z)", "np.exp(z - scipy.special.logsumexp(z, axis=1, keepdims=True))", True),
        ("from scipy.special import expit, softmax", "expit(z)", "softmax(z)", False),
        ("from scipy.special import expit, softmax", "expit(-z)", "softmax(z, axis=1)", False),
    ],
)  # fmt: skip
def test_scipy_special_computes(imports: str, sigmoid: str, softmax: str, is_right: bool, wall: Wall) -> None:
    body = PREDICT.replace("SIGMOID", sigmoid).replace("SOFTMAX", softmax)
    got = graded(f"import numpy as np\n{imports}\n{body}", wall)
    assert (not lost(got)) is is_right
    assert got.notes == ("scipy.special is not installed where code is graded: a stand-in was used.",)


def test_the_stand_ins_have_scipys_numbers() -> None:
    x = np.array([[-800.0, 0.5, 3.0], [800.0, 1.0, -2.0]])
    assert np.allclose(stand_ins.expit(x)[:, 1:], 1 / (1 + np.exp(-x[:, 1:]))) and stand_ins.expit(-800.0) == 0
    assert np.allclose(stand_ins.softmax(x, axis=1).sum(axis=1), 1) and np.isclose(stand_ins.softmax(x).sum(), 1)
    assert np.allclose(stand_ins.logsumexp(x, axis=1), [3.0 + np.log1p(np.exp(-2.5)), 800.0])
    assert stand_ins.logsumexp(np.full(3, -np.inf)) == -np.inf
    assert stand_ins.logsumexp(x, axis=0, keepdims=True).shape == (1, 3)
    assert np.isclose(stand_ins.logsumexp([1.0, 2.0], b=[2.0, 3.0]), np.log(2 * np.e + 3 * np.e**2))
    assert (
        stand_ins.xlogy(0, 0) == 0
        and np.isnan(stand_ins.xlogy(0, np.nan))
        and np.isclose(stand_ins.xlogy(2, 3), 2 * np.log(3))
    )
    assert np.isclose(stand_ins.logit(stand_ins.expit(0.3)), 0.3) and np.allclose(stand_ins.log_expit(-800.0), -800.0)


USES = {
    "float": "np.zeros(2, dtype=np.float)", "int": "np.zeros(2, np.int)", "object": "np.array([1], dtype=np.object)",
    "product": "np.product([2, 3])", "row_stack": "np.row_stack([[1], [2]])", "asscalar": "np.asscalar(np.ones(1))",
    "cumproduct": "np.cumproduct([2, 3])", "in1d": "np.in1d([1], [1, 2])", "mat": "np.mat([[1]])", "Inf": "np.Inf",
    "float_": "np.float_(2)", "alltrue": "np.alltrue([True])", "round_": "np.round_(2.4)", "trapz": "np.trapz([1, 2])",
}  # fmt: skip


@pytest.mark.parametrize("name", USES)
def test_a_name_that_numpy_dropped_still_works_and_is_noted_where_it_is_missing(name: str, wall: Wall) -> None:
    body = STEP.replace("    return", f"    old = {USES[name]}\n    return")
    got = graded(f"import numpy as np\n{body}", wall)
    assert not lost(got)
    assert got.notes == (() if name in dir(np) else (f"Line 3: {REMOVED[name].sentence(name)}.",))
    assert graded(f"import numpy as np\n{body.replace(*WRONG)}", wall).points < 13


def test_the_note_names_the_version_and_the_name_of_today(wall: Wall) -> None:
    got = graded(f"import numpy as np\nZERO = np.zeros(2, np.float)\n{STEP}", wall)
    assert got.notes == ("Line 2: np.float was removed in NumPy 1.24; write float.",)
    quiet = graded(f"import numpy as np\nTEXT = 'np.float'  # np.float\n{STEP}", wall)
    assert not quiet.notes


def test_every_dropped_name_has_a_value_and_numpys_own_names_come_first() -> None:
    old = numpy_with_old_names()
    for name, removed in REMOVED.items():
        assert getattr(old, name) is not None and (name in dir(np) or old.__getattr__(name) is not None), removed
    assert old.array is np.array and old.random is np.random
    with pytest.raises(AttributeError):
        old.nothing_of_this_name  # noqa: B018
    assert "float" not in dir(np), "the grader's own NumPy is left as it is"


def test_states_of_type_matrix_are_states(wall: Wall) -> None:
    body = STEP.replace("np.tanh(", "np.asmatrix(np.tanh(").replace("+ b)", "+ b))")
    assert not lost(graded(f"import numpy as np\n{body}", wall))


def test_a_file_that_changes_its_numpy_does_not_change_the_one_that_sends_its_answers(wall: Wall) -> None:
    source = b"import numpy as np\nnp.asarray = np.ndarray = np.float64 = None\nnp.float = float\ndef f(x): return x + np.ones(2)\n"
    with Session(source, Limits(), wall) as session:
        [result] = session.run([call("f", 1)])
    assert result.value.tolist() == [2.0, 2.0]


def test_stand_ins_do_not_open_the_way_to_the_reference(wall: Wall) -> None:
    for name in ("quizgen", "reference_rnn"):
        got = graded(f"import numpy as np\nfrom {name} import *\n{STEP}", wall)
        assert {mark.verdict for mark in got.marks} == {Verdict.FORBIDDEN}
