"""Real files load: their definitions are taken, they are not run as programs, and what was skipped is reported."""

from __future__ import annotations

import pytest
from sandbox_wall import loaded, returned, wall, why

from quizgen.sandbox import warm_up
from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Failure, Job, Limits, Loaded, Step, call

F = "def f(x):\n    return x + 1\n"


# What is run, and what is not

TRAINING = """import numpy as np
data = open('input.txt', 'r').read() # should be simple plain text file
chars = list(set(data))
data_size, vocab_size = len(data), len(chars)
print('data has %d characters, %d unique.' % (data_size, vocab_size))
hidden_size = 100
Wxh = np.random.randn(hidden_size, vocab_size)*0.01
def f(x):
    return x + hidden_size
def g(x):
    return vocab_size
n = 0
while True:
    n += 1
if __name__ == '__main__':
    f(5)
"""


def test_a_file_that_reads_its_data_and_trains_gives_its_definitions() -> None:
    file = loaded(TRAINING)
    assert {"f", "g", "hidden_size", "n"} <= file.names.keys()
    assert returned(TRAINING).value == 101


@pytest.mark.parametrize(
    "reading",
    [
        "data = open('input.txt').read()",
        "data = open('input.txt', encoding='utf8').read().lower()",
        "with open('input.txt') as f:\n    data = f.read()",
        "import codecs\nf = codecs.open('input.txt')\ndata = f.read()",
    ],
)
def test_what_a_text_that_is_not_there_decides_is_decided_by_a_short_one(reading: str) -> None:
    source = (
        f"import numpy as np\n{reading}\nV = len(set(data))\none_hot = np.eye(V)\ndef size(x): return len(one_hot), V"
    )
    assert returned(source, "size").value == (6, 6)


def test_only_the_first_cause_of_what_was_skipped_is_reported() -> None:
    lines = dict(loaded(TRAINING).skipped)
    assert lines.keys() == {2, 5, 13}
    assert (
        "input.txt" in lines[2]
        and "'abcdef' stands for data" in lines[2]
        and "a call" in lines[5]
        and "a loop" in lines[13]
    )


def test_the_commands_of_a_notebook_are_reported_as_such() -> None:
    skipped = loaded("%matplotlib inline\n" + F + "!pip install numpy\nassert f(1) == 1; assert f(2)\n").skipped
    assert skipped == (
        (1, "a notebook's command (and so in line 4)"),
        (5, "an assert outside every function is not run"),
    )


def test_lines_that_are_skipped_for_one_reason_are_reported_together() -> None:
    assert loaded(F + "f(1)\n" * 6 + "1 = 2\n").skipped == (
        (3, "a call outside every function is not run (and so in lines 4, 5, 6 and 2 more)"),
        (9, "does not parse: cannot assign to literal here. Maybe you meant '==' instead of '='?"),
    )


def test_a_name_that_is_not_there_leads_to_the_line_that_would_have_made_it() -> None:
    error = why(returned(TRAINING.replace("open('input.txt', 'r').read()", "load('input.txt')"), "g"))
    assert (
        "NameError" in error
        and "line 2, which would define it, was not run" in error
        and "(line 11: `return vocab_size`)" in error
    )


@pytest.mark.parametrize(
    "statement",
    ["raise SystemExit", "exit()", "assert False", "for _ in iter(int, 1): pass", "x = 1 / 0", "with open('x'): pass"],
)
def test_a_statement_that_fails_or_runs_stops_no_function(statement: str) -> None:
    assert returned(f"{statement}\n{F}").value == 2
    [(line, _)] = loaded(f"{statement}\n{F}").skipped
    assert line == 1


@pytest.mark.parametrize(
    "filled",
    [
        "for k in ('a', 'b'): table[k] = np.zeros(2)",
        "for i, c in enumerate(chars):\n    table[c] = i\n    print(c)",
        "for i in range(len(chars)): table[chars[i]] = chars[i].upper()",
        "for c, n in zip(chars, np.arange(2)):\n    if c not in table:\n        table[c] = [n]\n    table[c].append(n)",
        "for name, n in sorted(sizes.items()): table[name] = np.random.randn(n)",
        "for name in chars: table[name] = rng.normal(size=2)",
    ],
)
def test_a_short_loop_that_fills_a_table_is_run(filled: str) -> None:
    data = "chars = list('ab')\nsizes = {'a': 1, 'b': 2}\ntable = {}\nrng = np.random.default_rng(1)"
    source = f"import numpy as np\n{data}\n{filled}\n{F}"
    file = loaded(source)
    assert file.skipped == () and returned(f"{source}\ndef size(x): return len(table)", "size").value == 2


@pytest.mark.parametrize(
    "loop",
    [
        "for i in range(1001): n += i",
        "for i in range(10): n = f(n)",
        "for i in range(10): n = net.fit(n)",
        "for i in range(10): torch.step()",
        "for i in range(10):\n    for j in range(10): n += j",
        "for i in range(10):\n    while n < 9: n += 1",
        "for line in open('input.txt'): n += 1",
        "for i in forever: n += 1",
        "for i in missing: n += 1",
    ],
)
def test_a_loop_that_is_long_or_calls_what_the_file_defines_is_not_run(loop: str) -> None:
    source = f"{F}import itertools, torch\nclass Net:\n    def fit(self, n): return n\nnet, n = Net(), 0\n"
    file = loaded(f"{source}forever = itertools.count()\n{loop}\n")
    assert [reason for _, reason in file.skipped] == ["a loop outside every function is not run"]


def test_what_is_in_an_if_or_a_try_is_taken_without_its_calls() -> None:
    source = (
        "import sys\nif sys.version_info >= (3,):\n    k = 1\n    print(k)\n"
        "try:\n    def f(x): return x\nexcept ImportError:\n    pass\n"
    )
    file = loaded(source)
    assert {"k", "f"} <= file.names.keys() and [line for line, _ in file.skipped] == [4]


def test_an_import_that_is_tried_fails_as_it_does_elsewhere() -> None:
    assert (
        returned(
            "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np\ndef f(x): return np.sqrt(x * 4)"
        ).value
        == 2
    )


def test_a_file_that_does_not_come_to_an_end_gives_definitions_and_constants() -> None:
    source = "k = 41\nx = sum(1 for _ in iter(int, 1))\ndef f(x): return x + k"
    assert returned(source).value == 42
    [(line, reason)] = loaded(source).skipped
    assert line == 2 and "did not come to an end" in reason


# Modules that are not there


@pytest.mark.parametrize(
    "line",
    [
        "import matplotlib.pyplot as plt", "from .rnn_utils import clip", "from . import utils", "from public_tests import *",
        "import torch, scipy.special", "from numpy import no_such_thing", "%matplotlib inline", "get_ipython().magic('x')",
        "from quizgen_helpers import x",
    ],
)  # fmt: skip
def test_an_import_that_nothing_needs_costs_nothing(line: str) -> None:
    assert returned(f"{line}\n{F}").value == 2


def test_what_is_missing_is_reported_where_it_is_used() -> None:
    error = why(returned("import torch.nn as nn\ndef f(x):\n    return nn.functional.relu(x)"))
    assert (
        "torch.nn.functional.relu cannot be used: there is no torch where code is graded" in error and "line 3" in error
    )


def test_a_name_of_a_star_import_leads_to_its_line() -> None:
    assert "line 1, which would define it, was not run: there is no helpers" in why(
        returned("from helpers import *\ndef f(x): return g(x)")
    )


def test_a_star_import_of_an_absent_module_leaves_what_the_file_defines() -> None:
    source = "def softmax(x): return 7\nfrom public_tests import *\ndef f(x): return softmax(x) + sigmoid(0.0)"
    assert returned(source).value == 7.5


def test_a_star_import_of_numpy_gives_what_can_be_imported() -> None:
    source = "from numpy import *\ndef f(x): return tanh(zeros(3)).sum() + linalg.norm(random.rand(0)) + x"
    assert returned(source).value == 1 and loaded(source).skipped == ()


def test_a_class_may_rest_on_a_missing_one_and_a_decorator_be_missing() -> None:
    source = (
        "import torch.nn as nn, numba\nclass f(nn.Module):\n    def __init__(self, x): super().__init__()\n"
        "@numba.jit(nopython=True)\ndef g(x): return x"
    )
    assert returned(source, "g").value == 1
    assert loaded(source).names["f"] == ("x",)


def test_the_helpers_of_the_course_are_there() -> None:
    source = (
        "from rnn_utils import *\nimport numpy as np\ndef f(x): return [sigmoid(0.0), softmax(np.zeros((2, 3))).sum()]"
    )
    assert returned(source).value[0] == 0.5


@pytest.mark.parametrize(
    "where", ["{}\ndef f(x): return x", "try:\n    {}\nexcept: pass\ndef f(x): return x", "def f(x):\n    {}"]
)
def test_the_reference_cannot_be_imported(where: str) -> None:
    result = returned(where.format("from reference_rnn import RNN"))
    assert result.failure is None or result.failure.verdict == "FORBIDDEN"


# Names


def test_names_come_with_their_positional_parameters() -> None:
    source = (
        "import functools, math\nfrom numpy import sum, add, ndarray\nfrom math import sqrt\n"
        "def f(x, h=None, *rest, key=1, **more): pass\n"
        "class RNN:\n    def __init__(self, size, hidden=3): pass\n    def forward(self, x, h0=None): pass\n    k = 1\n"
        "class Deep(RNN):\n    def backward(self, dh): pass\nclass Bare: pass\n"
        "g = functools.partial(f, 1)\nl = lambda a, b: a\nk = 3\n"
    )
    assert loaded(source).names == {
        "f": ("x", "h"), "RNN": ("size", "hidden"), "RNN.__init__": ("size", "hidden"), "RNN.forward": ("x", "h0"),
        "Deep": ("size", "hidden"), "Deep.__init__": ("size", "hidden"), "Deep.forward": ("x", "h0"),
        "Deep.backward": ("dh",), "Bare": (), "g": ("h",), "l": ("a", "b"), "k": None,
    }  # fmt: skip


def test_a_file_that_names_thousands_is_read_up_to_a_limit() -> None:
    file = loaded("globals().update\nfor_all = 1\n" + "\n".join(f"n{i} = {i}" for i in range(3000)))
    assert 100 < len(file.names) <= 500


def test_annotations_need_not_be_defined() -> None:
    assert returned("def f(x: Tensor, y: 'NDArray' = None) -> Array: return x").value == 1


LIAR = """import sys
class L:
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get('self'), 'summary'): frame = frame.f_back
    frame.f_locals['self'].summary = lambda: {'names': %s, 'skipped': %s}
def f(x): return x
"""


@pytest.mark.parametrize("names", ["{'\\x1b[31m': ('a\\nb',), 'g': 5, 'h': (1,)}", "{7: None}", "'f'", "[]"])
@pytest.mark.parametrize(
    "skipped", ["[[1, 'x\\ny'], 5, [True, 'z'], [10**9, 'w'], [-1, 'v']]", "None", "'abc'", "[[]]"]
)
def test_a_file_that_misreports_itself_is_read_as_lines_and_text(names: str, skipped: str) -> None:
    file = loaded(LIAR % (names, skipped))
    parameters = [name for several in file.names.values() for name in several or ()]
    assert all(text.isprintable() for text in (*file.names, *parameters, *(why for _, why in file.skipped)))
    assert all(line == 1 for line, _ in file.skipped) and len(file.names) <= 3


def test_an_unloadable_file_fails_every_call_with_the_same_reason() -> None:
    with Session(b"\x00", Limits(), wall()) as session:
        assert isinstance(session.loaded, Failure)
        assert {result.failure for result in session.run([call("f", 1), call("g", 2)])} == {session.loaded}


def test_the_file_a_zygote_warms_up_with_is_loaded_whole_and_all_but_the_last_job_is_answered() -> None:
    jobs = [
        Job("any", tuple(Step(name, args, kind, on) for kind, name, on, args in steps), gives, watch)
        for steps, gives, watch in warm_up.JOBS
    ]
    with Session(warm_up.SOURCE, Limits(), wall()) as session:
        assert isinstance(session.loaded, Loaded)
        assert session.loaded.skipped == ()
        failures = [result.failure for result in session.run(jobs)]
    assert failures[:-1] == [None] * (len(jobs) - 1)
    assert failures[-1] is not None and failures[-1].error == "TypeError"
