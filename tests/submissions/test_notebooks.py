"""Notebooks: which of their lines are graded, and what is said of those that cannot be."""

from __future__ import annotations

import ast
import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notebooks import code, notebook, notebook_3, words
from quizgen.errors import UserError
from quizgen.model import Verdict
from quizgen.sandbox import notebook_json
from quizgen.sandbox.notebook_json import read_notebook
from quizgen.submissions import grade
from quizgen.submissions.notebook import source_of
from quizgen.submissions.notebook_commands import without_commands
from sandbox_wall import wall

IMPORT = "import numpy as np\n"
STEP = "def rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
NO_BIAS = STEP.replace(" + b)", ")")


def graded(data: bytes):
    return grade(data, "homework.ipynb", wall=wall())


def points(data: bytes) -> float:
    return sum(mark.points for mark in graded(data).marks)


def text(data: bytes) -> str:
    return source_of(data).text.decode().strip()


def why_not(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        source_of(data)
    assert str(caught.value).count("\n") == 0 and str(caught.value)[-1] in ".?"
    return str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        notebook(IMPORT, STEP),
        notebook_3(IMPORT, STEP),
        notebook(words("# Words"), IMPORT, words("raw", "raw"), STEP),
        notebook(code([IMPORT]), code(STEP.splitlines(keepends=True))),
        notebook((IMPORT + STEP).replace("\n", "\r\n")),
        b"\xef\xbb\xbf" + notebook(IMPORT, STEP),
        json.dumps(json.loads(notebook(IMPORT, STEP)), indent=1).encode(),
        notebook(IMPORT, NO_BIAS, STEP),
        notebook(IMPORT, "x = (1,", STEP),
        notebook(IMPORT, 'text = """never closed', STEP),
        notebook("%matplotlib inline\n!pip install numpy \\\n  scipy\n" + IMPORT, "%%time\n" + STEP, "rnn_step?"),
        notebook(IMPORT, "    " + STEP.replace("\n", "\n    ")),
        notebook("# -*- coding: latin-1 -*-\n" + IMPORT, STEP.replace("return ", "return len('é') * ")),
        notebook(IMPORT, STEP, "from quizgen.jupyter import grade; grade()"),
        notebook(IMPORT, "%%quizgen\n" + STEP, "grade()"),
        notebook(IMPORT, STEP, cellId=1, metadata={"colab": {"provenance": []}, "accelerator": "GPU"}),
        notebook(code(IMPORT, vscode={"languageId": "python"}), code(STEP, nbgrader={"grade": True, "points": 13})),
        notebook(IMPORT, code(STEP, [{"output_type": "error", "ename": "NameError", "traceback": ["def x("]}])),
        notebook(IMPORT, "s = '\ud800'\n" + STEP),
        notebook(IMPORT, "s = '\0'\n", STEP),
        notebook(IMPORT + STEP, execution_count=1),
        notebook(IMPORT, STEP).replace(b'"execution_count": 3', b'"execution_count": ' + b"9" * 9999),
        notebook(IMPORT, STEP).replace(b'"outputs": []', b'"outputs": ' + b"[" * 99_999 + b"NaN" + b"]" * 99_999),
        notebook(IMPORT, STEP).replace(b'"source": ', b'"source": "raise SystemExit", "source": '),
    ],
    ids=range(24),
)
def test_a_right_function_in_a_notebook_earns_all_its_points(data):
    assert points(data) == 13


def test_messages_name_the_cell_as_the_notebook_counts_and_the_line_in_it():
    found = graded(
        notebook(
            words("a"), IMPORT, words("b"), "# a comment\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return x_t / W.foo"
        )
    )
    [cause] = found.causes
    assert cause.line is not None and cause.line.place == "cell 4, line 3"


def test_a_cell_that_does_not_parse_is_named_and_does_not_swallow_the_next():
    found = graded(notebook(IMPORT, words("Now:"), "y = 1\nx = (1,", STEP))
    assert found.notes == ("Cell 3, line 2 was skipped: x does not parse: '(' was never closed",)
    assert {mark.verdict for mark in found.marks} == {Verdict.RIGHT}


def test_two_cells_that_only_parse_together_are_not_put_together():
    found = graded(notebook(IMPORT, 's = """', "x = 1", STEP, '"""'))
    assert len(found.notes) == 2 and "Cell 2" in found.notes[0] and "Cell 5" in found.notes[1]


def test_lines_skipped_for_one_reason_are_named_by_their_cells():
    found = graded(notebook(IMPORT, "print(1)", STEP + "print(2)\n"))
    assert found.notes == (
        "Cell 2, line 1 was skipped: a call outside every function is not run (and so in cell 3, line 3)",
    )


def test_a_name_that_a_skipped_cell_would_define_is_missing_with_its_cell():
    found = graded(notebook(IMPORT, "SCALE = (1,", STEP.replace("+ b", "+ SCALE * b")))
    assert any("cell 2, line 1, which would define it" in cause.text for cause in found.causes)


def test_a_later_cell_redefines_an_earlier_one():
    assert points(notebook(IMPORT, STEP, NO_BIAS)) < 13 == points(notebook(IMPORT, NO_BIAS, STEP))


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("%time x = 1\ny = 2", "\ny = 2"),
        ("!ls\n?x\nnp.sum??\nx?  # help\n*sum*?", "\n\n\n"),
        ("x = !ls\na, b = %magic 1\nc = 3", "\n\nc = 3"),
        ("if x:\n    !ls\n\t%cd ..\ny = 1", "if x:\n    pass\n\tpass\ny = 1"),
        ("print('%d'\n  % 3)", "print('%d'\n  % 3)"),
        ("y = 5 \\\n  % 3", "y = 5 \\\n  % 3"),
        ('s = """\n%time\n!ls\n"""\n%time', 's = """\n%time\n!ls\n"""\n'),
        ("# what?\nx = 1  # is x?", "# what?\nx = 1  # is x?"),
        ("s = '# ('\n%time", "s = '# ('\n"),
        ('f("(")\n!ls', 'f("(")\n'),
        ("x != y\nx %= 3", "x != y\nx %= 3"),
        ("!pip install a \\\n   b\nx = 1", "\n\nx = 1"),
        ("import quizgen.jupyter\nquizgen.jupyter.grade()", "\nquizgen.jupyter.grade()"),
        ("f(x)) + 1\n%time", "f(x)) + 1\n"),
    ],
)
def test_what_is_ipythons_is_left_out_and_no_line_moves(cell, left):
    assert without_commands(cell).rstrip("\n") == left.rstrip("\n")
    assert without_commands(cell).count("\n") == cell.count("\n")


@given(st.text(alphabet="x=1 \n\t\\\"'#()[]{}%!?:", max_size=60))
def test_lines_never_move_and_python_is_left_as_it_is(cell):
    found = without_commands(cell)
    assert found.count("\n") == cell.count("\n")
    try:
        ast.parse(cell)
    except (SyntaxError, ValueError):
        return
    assert ast.dump(ast.parse(found)) == ast.dump(ast.parse(cell))


@pytest.mark.parametrize("magic", ["bash", "html", "writefile model.py", "javascript", "script ruby"])
def test_a_cell_in_another_language_is_left_out_and_said_so_if_it_defines_something(magic):
    found = source_of(notebook(IMPORT, f"%%{magic}\ndef f(): pass", STEP))
    assert b"def f" not in found.text and [cell.number for cell in found.cells] == [1, 3]
    [note] = found.notes
    assert note == f"Cell 2 is not Python's, since it begins with %%{magic.split()[0]}, and was left out."


def test_the_file_of_quizgens_own_starter_is_not_forbidden():
    assert (
        points(notebook(IMPORT, STEP, "%load_ext quizgen.jupyter", "from quizgen.jupyter import grade\ngrade()")) == 13
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (notebook(), "has no code cell"),
        (notebook(words("only words")), "has no code cell"),
        (notebook("", "  \n"), "has no code cell"),
        (notebook(STEP, language="R"), "The notebook is in R, and Python is graded."),
        (notebook(STEP, language="julia"), "is in julia"),
        (notebook_3(STEP, language="haskell"), "is in haskell"),
        (notebook(IMPORT, STEP)[:-200], "breaks off"),
        (notebook(IMPORT, STEP)[:40], "breaks off"),
        (notebook(IMPORT, STEP).replace(b'"cell_type"', b'"cell_type" "x"'), "breaks off or is damaged"),
        (notebook("x = 1\n" * 300_000), "bytes of code"),
        (notebook("x = 1\n" * 3_000_000), "bytes of code"),
        (notebook("x = 1\n" * 150_000, "y = 1\n" * 100_000), "bytes of code"),
        (b'{"cells": [' + b"{}," * 30_000 + b"{}]}", "cells"),
    ],
    ids=range(13),
)  # fmt: skip
def test_a_notebook_that_cannot_be_graded_gets_a_sentence(data, sentence):
    assert sentence in why_not(data)


@pytest.mark.parametrize(
    "source", [None, 3, {"a": 1}, [1, None, "x = 1\n"], [["x"]], json.loads("[" * 500 + "]" * 500)], ids=range(6)
)
def test_a_source_that_is_no_text_is_left_out(source):
    assert text(notebook(STEP, code(source))).startswith(STEP.strip())


@pytest.mark.parametrize(
    "data", [b"{", b"{}", b'{"a": [1, {"cells": []}]}', b'{"cells": 3}', b"{1: 2}", b'{"a" 1}', b"{x = 1"]
)
def test_json_and_code_that_is_no_notebook_is_left_as_it_is(data):
    assert source_of(data).text == data


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


class Trickle(io.BytesIO):
    """A file that gives a few bytes at a time."""

    def read(self, count=-1, /):
        return super().read(min(count, self.most))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["code", "markdown"]), st.text(max_size=20), JSON)),
    st.integers(1, 9),
    st.booleans(),
)
def test_the_code_is_read_whatever_stands_beside_it_and_however_it_arrives(cells, most, indent):
    whole = [
        {"outputs": beside, "cell_type": kind, "metadata": beside, "source": source} for kind, source, beside in cells
    ]
    data = json.dumps({"metadata": {}, "x": 1, "cells": whole, "nbformat": 4}, indent=2 if indent else None).encode()
    file = Trickle(data)
    file.most = most
    found = read_notebook(file)
    assert found.cells == tuple(source if kind == "code" else None for kind, source, _ in cells)
    again = read_notebook(io.BytesIO(found.as_json()))
    assert again == found


@settings(deadline=None)
@given(st.data())
def test_damaged_bytes_end_in_a_reading_or_in_a_sentence(data):
    whole = bytearray(notebook(IMPORT, words("x"), code(STEP, [{"text": '\\ "', "n": [1, 2, {"a": None}]}])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.sampled_from(b'{}[]",:\\ x1\xff'))
    del whole[data.draw(st.integers(0, len(whole))) :]
    try:
        source_of(bytes(whole))
    except UserError as error:
        assert str(error)[-1] in ".?"


def test_two_hundred_megabytes_of_outputs_are_read_in_little_memory():
    class Endless:
        """A notebook whose outputs are made as they are read."""

        def __init__(self):
            begin, end = notebook(code(IMPORT + STEP, ["OUTPUT"])).split(b"OUTPUT")
            self.pieces = iter([begin, *[b"iVBORw0KGgo" * 90_000] * 200, end])

        def read(self, count, /):
            return next(self.pieces, b"")

    tracemalloc.start()
    try:
        found = read_notebook(Endless())
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert found.cells == (IMPORT + STEP,)


def test_outputs_beyond_every_measure_are_refused(monkeypatch):
    monkeypatch.setattr(notebook_json, "MAX_BYTES", 10_000)
    assert "Clear its outputs" in why_not(notebook(code(STEP, ["x" * 2_000_000])))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"quiz": "a-1", "token": "x.y"}, {"quiz": "a-1", "token": "x.y"}),
        ({"quiz": 3, "student": None, "token": ["x"]}, {}),
        ({"token": "x" * 300_000}, {}),
        ("a-1", {}),
        ([], {}),
        (None, {}),
    ],
    ids=range(6),
)
def test_what_quizgen_wrote_into_the_metadata_is_kept_if_it_is_texts_of_moderate_length(said, kept):
    data = notebook(STEP, metadata={"quizgen": said, "language_info": {"name": "python"}})
    found = read_notebook(io.BytesIO(data))
    assert found.own == kept and found.language == "python"
    again = read_notebook(io.BytesIO(found.as_json()))
    assert again == found


def test_answer_cells_are_no_code_and_no_line_moves():
    cell = 'x = 1\nanswer(\n    "q1",\n    h_1="2",\n)\n' + STEP
    source = source_of(notebook(cell))
    assert source.text.decode().strip() == "x = 1\n\n\n\n\n" + STEP.strip()
