"""Real files load: what they define is taken, what they would do as a program is left, and what was left is told."""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.sandbox import warm_up
from quizgen.sandbox.host import Session
from quizgen.sandbox.layers import STRICT
from quizgen.sandbox.load import File
from quizgen.sandbox.partial_parse import parsed, pieces, text_of
from quizgen.sandbox.records import READ_AS_LATIN_1, Failure, Job, Limits, Loaded, Result, Step, call
from quizgen.sandbox.wall import Wall

F = "def f(x):\n    return x + 1\n"


@functools.cache
def wall() -> Wall:
    return Wall()


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    yield
    wall().close()
    wall.cache_clear()


def loaded(source: str | bytes) -> Loaded:
    with Session(source if isinstance(source, bytes) else source.encode(), Limits(), wall()) as session:
        assert isinstance(session.loaded, Loaded), session.loaded
        return session.loaded


def asked(source: str | bytes, function: str = "f", *args: object) -> Result:
    with Session(source if isinstance(source, bytes) else source.encode(), Limits(), wall()) as session:
        return session.run([call(function, *(args or (1,)))])[0]


def why(result: Result) -> str:
    assert result.failure is not None, result.value
    return result.failure.why


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
    assert asked(TRAINING).value == 101


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
    assert asked(source, "size").value == (6, 6)


def test_only_the_first_cause_of_what_was_skipped_is_told() -> None:
    lines = dict(loaded(TRAINING).skipped)
    assert lines.keys() == {2, 5, 13}
    assert (
        "input.txt" in lines[2]
        and "'abcdef' stands for data" in lines[2]
        and "a call" in lines[5]
        and "a loop" in lines[13]
    )


def test_the_commands_of_a_notebook_are_told_as_such() -> None:
    told = loaded("%matplotlib inline\n" + F + "!pip install numpy\nassert f(1) == 1; assert f(2)\n").skipped
    assert told == (
        (1, "a notebook's command (and so in line 4)"),
        (5, "an assert outside every function is not run"),
    )


def test_lines_that_are_skipped_for_one_reason_are_told_together() -> None:
    assert loaded(F + "f(1)\n" * 6 + "1 = 2\n").skipped == (
        (3, "a call outside every function is not run (and so in lines 4, 5, 6 and 2 more)"),
        (9, "does not parse: cannot assign to literal here. Maybe you meant '==' instead of '='?"),
    )


def test_a_name_that_is_not_there_leads_to_the_line_that_would_have_made_it() -> None:
    said = why(asked(TRAINING.replace("open('input.txt', 'r').read()", "load('input.txt')"), "g"))
    assert (
        "NameError" in said
        and "line 2, which would define it, was not run" in said
        and "(line 11: `return vocab_size`)" in said
    )


@pytest.mark.parametrize(
    "statement",
    ["raise SystemExit", "exit()", "assert False", "for _ in iter(int, 1): pass", "x = 1 / 0", "with open('x'): pass"],
)
def test_a_statement_that_fails_or_runs_takes_no_function_along(statement: str) -> None:
    assert asked(f"{statement}\n{F}").value == 2
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
    assert file.skipped == () and asked(f"{source}\ndef size(x): return len(table)", "size").value == 2


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
    assert [told for _, told in file.skipped] == ["a loop outside every function is not run"]


def test_what_stands_in_an_if_or_a_try_is_taken_without_its_calls() -> None:
    source = (
        "import sys\nif sys.version_info >= (3,):\n    k = 1\n    print(k)\n"
        "try:\n    def f(x): return x\nexcept ImportError:\n    pass\n"
    )
    file = loaded(source)
    assert {"k", "f"} <= file.names.keys() and [line for line, _ in file.skipped] == [4]


def test_an_import_that_is_tried_fails_as_it_does_elsewhere() -> None:
    assert (
        asked(
            "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np\ndef f(x): return np.sqrt(x * 4)"
        ).value
        == 2
    )


def test_a_file_that_does_not_come_to_an_end_gives_definitions_and_constants() -> None:
    source = "k = 41\nx = sum(1 for _ in iter(int, 1))\ndef f(x): return x + k"
    assert asked(source).value == 42
    [(line, told)] = loaded(source).skipped
    assert line == 2 and "did not come to an end" in told


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
    assert asked(f"{line}\n{F}").value == 2


def test_what_is_missing_is_told_where_it_is_used() -> None:
    said = why(asked("import torch.nn as nn\ndef f(x):\n    return nn.functional.relu(x)"))
    assert (
        "torch.nn.functional.relu cannot be used: there is no torch where code is graded" in said and "line 3" in said
    )


def test_a_name_of_a_star_import_leads_to_its_line() -> None:
    assert "line 1, which would define it, was not run: there is no helpers" in why(
        asked("from helpers import *\ndef f(x): return g(x)")
    )


def test_a_star_import_of_numpy_gives_what_can_be_imported() -> None:
    source = "from numpy import *\ndef f(x): return tanh(zeros(3)).sum() + linalg.norm(random.rand(0)) + x"
    assert asked(source).value == 1 and loaded(source).skipped == ()


def test_a_class_may_rest_on_a_missing_one_and_a_decorator_be_missing() -> None:
    source = (
        "import torch.nn as nn, numba\nclass f(nn.Module):\n    def __init__(self, x): super().__init__()\n"
        "@numba.jit(nopython=True)\ndef g(x): return x"
    )
    assert asked(source, "g").value == 1
    assert loaded(source).names["f"] == ("x",)


def test_the_helpers_of_the_course_are_there() -> None:
    source = (
        "from rnn_utils import *\nimport numpy as np\ndef f(x): return [sigmoid(0.0), softmax(np.zeros((2, 3))).sum()]"
    )
    assert asked(source).value[0] == 0.5


@pytest.mark.parametrize(
    "where", ["{}\ndef f(x): return x", "try:\n    {}\nexcept: pass\ndef f(x): return x", "def f(x):\n    {}"]
)
def test_the_reference_is_not_to_be_had(where: str) -> None:
    result = asked(where.format("from reference_rnn import RNN"))
    assert result.failure is None or result.failure.verdict == "FORBIDDEN"


# What does not parse

PYTHON_2 = """import numpy as np
def f(x):
    return x + 1

def sample(n):
    print "drawn", n
    return n

@staticmethod
def g(x):
    s = '''
not code
'''
    return len(s)

class Net:
    def good(self, a): return a
    def bad(self):
        print self

    def better(self, b):
        return b
k = 5
"""


def test_a_function_for_python_2_is_left_out_and_the_others_stay() -> None:
    file = loaded(PYTHON_2)
    assert {"f", "g", "Net", "Net.good", "Net.better", "k"} <= file.names.keys()
    assert not {"sample", "Net.bad"} & file.names.keys()
    assert [line for line, _ in file.skipped] == [6, 19]
    assert "sample does not parse: Missing parentheses" in file.skipped[0][1]
    assert asked(PYTHON_2, "f").value == 2 and asked(PYTHON_2, "g").value == 10
    assert "NameError: the file defines no sample; line 6" in why(asked(PYTHON_2, "sample"))


@pytest.mark.parametrize("quote", ['"""', "'''"])
@pytest.mark.parametrize("length", [1, 40])
def test_a_text_that_heads_a_file_for_python_2_stays_whole(quote: str, length: int) -> None:
    head = "\n".join([quote, *["Written by A. Student, and not def g(x):"] * length, quote])
    file = loaded(f"{head}\nprint 'starts'\n{F}")
    assert "f" in file.names and [line for line, _ in file.skipped] == [length + 3]


def test_a_text_that_ends_at_the_margin_takes_nothing_along() -> None:
    source = 'def g(x):\n    """\nnot def h(x):\n"""\n    return x\nprint "starts"\n' + F
    assert {"f", "g"} <= loaded(source).names.keys()


def test_lines_are_counted_as_the_editor_does_after_something_was_left_out() -> None:
    assert "(line 14: `return len(s) + None`)" in why(asked(PYTHON_2.replace("len(s)", "len(s) + None"), "g"))


@pytest.mark.parametrize(
    "nested", ["-" * 200_000 + "1", "+".join("1" * 60_000), "(" * 5000 + ")" * 5000, "a" + ".a" * 90_000]
)
def test_what_is_nested_too_deeply_takes_nothing_along(nested: str) -> None:
    assert asked(f"x = {nested}\n{F}").value == 2
    [(line, told)] = loaded(f"x = {nested}\n{F}").skipped
    assert line == 1 and "x does not parse" in told


def test_a_file_with_nothing_that_parses_is_told_as_python_tells_it() -> None:
    failure = asked("import numpy\ndef f(x)\n    return x").failure
    assert failure is not None and failure.line == 2 and "SyntaxError: expected ':'" in failure.why


GOOD = [
    "a = 1",
    "def p(x):\n    return x",
    "class C:\n    x = 1",
    "@dec\ndef q():\n    '''a\nb'''",
    "b = [\n1,\n]",
    "# nothing",
]
WHOLE = [
    "'''Head.\n\ndef not_one():\n'''",
    'x = """\ndef f():\n"""',
    "if a:\n    b = 2\nelse:\n    b = 3",
    "y = 1 + \\\n2",
]
BAD = ["print 'x'", "def r(x):\n    print x", "exec 'a'", "def (", "x = = 2"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([(text, text in GOOD) for text in GOOD + BAD]), min_size=1, max_size=8))
def test_what_parses_alone_is_kept_at_its_line(blocks: list[tuple[str, bool]]) -> None:
    text = "\n".join([*(text for text, _ in blocks), "def z(): pass", ""])
    tree, skipped, _ = parsed(text)
    kept = [ast.unparse(node) for node in tree.body]
    assert kept == [ast.unparse(node) for good, fine in blocks if fine for node in ast.parse(good).body] + [
        "def z():\n    pass"
    ]
    assert all(1 <= line <= text.count("\n") + 1 for line, _ in skipped)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*GOOD, *WHOLE])))
def test_a_file_cut_into_pieces_means_what_the_whole_does(blocks: list[str]) -> None:
    text = "\n".join(blocks)
    try:
        trees = [piece if isinstance(piece, ast.Module) else ast.parse(piece[1]) for piece in pieces(text)]
    except SyntaxError:
        return  # which costs the time of a second look, in `parsed`
    located = [ast.dump(node, include_attributes=True) for tree in trees for node in tree.body]
    assert located == [ast.dump(node, include_attributes=True) for node in ast.parse(text).body]


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("def f(x):\n \t'\"#[]{}@=1\\"), max_size=60))
def test_any_text_is_parsed_or_a_syntax_error(text: str) -> None:
    with contextlib.suppress(SyntaxError):
        parsed(text)


def test_a_loop_over_a_range_of_python_2_runs() -> None:
    source = "def f(x):\n    for i in reversed(xrange(3)):\n        x += i\n    return x"
    assert asked(source).value == 4 and "xrange" not in loaded(source).names


# Encodings

E_ACUTE = "# café\ndef f(x):\n    return x + 1\n"


@pytest.mark.parametrize(
    "encode",
    [
        lambda s: s.encode(),
        lambda s: s.encode("utf-8-sig"),
        lambda s: s.encode("utf-16"),
        lambda s: ("# -*- coding: latin-1 -*-\n" + s).encode("latin-1"),
        lambda s: s.replace("\n", "\r\n").encode(),
        lambda s: s.replace("\n", "\r").encode(),
        lambda s: s.replace("    ", "\t").encode(),
        lambda s: ("# coding: klingon\n" + s).encode(),
        lambda s: s.encode("latin-1"),
    ],
    ids=["utf-8", "bom", "utf-16", "cookie", "crlf", "cr", "tabs", "unknown", "latin-1"],
)
def test_a_file_may_be_written_anywhere(encode: Callable[[str], bytes]) -> None:
    assert asked(encode(E_ACUTE)).value == 2


def test_an_encoding_is_found_where_no_file_can_be_opened() -> None:
    with (
        Wall(layers=STRICT) as strict,
        Session(("# coding: cp1252\n" + E_ACUTE).encode("cp1252"), Limits(), strict) as s,
    ):
        assert s.run([call("f", 1)])[0].value == 2 and s.loaded == Loaded({"f": ("x",)})


def test_an_encoding_that_is_a_guess_is_told_with_its_line() -> None:
    assert loaded(E_ACUTE.replace("#", "\n#").encode("latin-1")).skipped == ((2, READ_AS_LATIN_1),)


def test_a_file_in_utf_8_is_read_so_whatever_it_says_of_itself() -> None:
    for said in ("zlib", "hex", "nonsense", "rot13"):
        assert loaded((f"# coding: {said}\n" + E_ACUTE).encode()) == loaded(E_ACUTE.encode())


@pytest.mark.parametrize(
    "junk", [b"\x00\x01\x02", b"\x80\x04K\x01.", b"PK\x03\x04\x00\x00", b"\xff\xfe\x00", bytes(range(256))]
)
def test_what_is_no_text_is_told_so(junk: bytes) -> None:
    failure = asked(junk).failure
    assert failure is not None and failure.verdict == "CRASHED" and failure.why.isprintable()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_a_syntax_error(data: bytes) -> None:
    with contextlib.suppress(SyntaxError):
        text_of(data)


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


def test_a_file_that_names_thousands_is_heard_to_a_limit() -> None:
    file = loaded("globals().update\nfor_all = 1\n" + "\n".join(f"n{i} = {i}" for i in range(3000)))
    assert 100 < len(file.names) <= 500


def test_annotations_need_not_be_defined() -> None:
    assert asked("def f(x: Tensor, y: 'NDArray' = None) -> Array: return x").value == 1


def test_loading_the_same_file_twice_gives_the_same() -> None:
    first, second = File(PYTHON_2.encode()), File(PYTHON_2.encode())
    assert first.summary() == second.summary()


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
def test_a_file_that_lies_about_itself_is_heard_as_lines_and_text(names: str, skipped: str) -> None:
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
