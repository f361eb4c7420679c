"""Grading inside a notebook, in a real Jupyter kernel: grade() and %%quizgen on cells as a learner runs them."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from cli_program import empty_workspace, graded, output_of
from jupyter_kernel import Kernel, page

from quizgen import jupyter

pytestmark = pytest.mark.slow
STEP = "def rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)\n"
SGD = "def sgd(params, grads, lr):\n    return {k: params[k] - lr * grads[k] for k in params}\n"
GRADE = "from quizgen.jupyter import grade\ngrade()"


@pytest.fixture(scope="module")
def one_kernel() -> Iterator[Kernel]:
    kernel = Kernel()
    yield kernel
    kernel.close()


@pytest.fixture
def kernel(one_kernel: Kernel) -> Kernel:
    one_kernel.run("%reset -f in out\nimport numpy as np")
    one_kernel.run("get_ipython().history_manager.reset(); get_ipython().execution_count = 0")
    one_kernel.run("import numpy as np")
    return one_kernel


def test_grade_grades_the_functions_that_were_run(kernel):
    kernel.run(STEP)
    kernel.run(SGD.replace("- lr", "+ lr"))
    shown = kernel.run(GRADE)
    assert "14 of 17 points" in page(shown) and "Gradient added instead of subtracted" in page(shown)
    assert "<article" in html.unescape(shown["text/html"]) and "<script" not in html.unescape(shown["text/html"])
    assert "14 of 17 points" in shown["text/plain"] and "This notebook" in shown["text/plain"]


def test_the_newest_run_of_a_function_counts(kernel):
    kernel.run(STEP.replace(" + b)", ")"))
    assert "13 of 13" not in page(kernel.run(GRADE))
    kernel.run(STEP)
    assert "13 of 13 points" in page(kernel.run("grade()"))


def test_a_message_names_the_cell_by_the_number_of_its_run(kernel):
    kernel.run("%time x = 1")
    kernel.run("# My step\n" + STEP.replace("x_t @", "x_t @ nothing @"))
    words = page(kernel.run(GRADE))
    number = re.search(r"[Cc]ell \[(\d+)\], line 3", words)
    assert number and int(number[1]) >= 2


def test_a_cell_may_import_a_file_beside_the_notebook(kernel, tmp_path):
    (tmp_path / "layers.py").write_text("def affine(x, h, W, W_h, b):\n    return x @ W.T + h @ W_h.T + b\n", "utf-8")
    kernel.run(f"%cd -q {tmp_path}\nimport sys\nsys.path.insert(0, '')\nfrom layers import affine")
    kernel.run("def rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(affine(x_t, h_prev, W, W_h, b))\n")
    assert "13 of 13 points" in page(kernel.run(GRADE))


def test_a_cell_repaired_meanwhile_is_not_spoken_of(kernel):
    kernel.run(STEP.replace("np.tanh(", "np.tanh(("))
    kernel.run(STEP)
    kernel.run("%matplotlib_is_not_here")
    assert "skipped" not in page(kernel.run(GRADE))


def test_the_magic_runs_its_cell_and_grades_what_it_defines(kernel):
    kernel.run("%load_ext quizgen.jupyter")
    kernel.run(SGD)
    words = page(kernel.run("%%quizgen\n" + STEP))
    assert "13 of 13 points" in words and "sgd" not in words
    assert kernel.run("rnn_step.__name__")["text/plain"] == "'rnn_step'"
    assert "ZeroDivisionError" in kernel.run("%%quizgen\n1 / 0")["error"]
    assert "defines none" in kernel.run("%%quizgen\nx = 1")["text/plain"]


def test_what_cannot_be_graded_is_said_in_a_sentence(kernel):
    shown = kernel.run(GRADE)
    assert "error" not in shown and "defines none of the functions" in shown["text/plain"]
    assert "Not graded." in shown["text/html"]
    shown = kernel.run("grade(interface='cs999')")
    assert "No interface 'cs999'." in shown["text/plain"]


def test_what_only_the_notebooks_memory_holds_is_no_answer(kernel):
    kernel.run("globals().update(answer=np.tanh)")
    kernel.run("def rnn_step(x_t, h_prev, W, W_h, b):\n    return answer(x_t @ W.T + h_prev @ W_h.T + b)")
    assert "name 'answer' is not defined" in page(kernel.run(GRADE))
    kernel.run("from reference_rnn import RNN")
    assert "13 of 13" not in kernel.run("grade()")["text/plain"]


def test_the_starter_notebook_runs_as_it_is_and_is_handed_in_as_it_is(kernel, tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    out = output_of("make", "--exercise", "code-forward", "--notebook", "--seed", "3")
    assert "submission.ipynb to complete" in out
    [path] = Path().rglob("submission.ipynb")
    found = nbformat.read(path, as_version=4)
    code = [cell for cell in found.cells if cell.cell_type == "code"]
    *before, last = (kernel.run(cell.source) for cell in code)
    assert not any(before) and "0 of 33 points" in last["text/plain"]
    for cell in code:
        if cell.source.startswith("def rnn_step"):
            cell.source = STEP
    nbformat.write(found, path)
    [grade] = graded(str(path))
    assert (grade["points"], grade["quiz"]) == (13, path.parent.name)
    kept = path.read_bytes()
    output_of("make", "--exercise", "code-forward", "--notebook", "--seed", "3")
    assert path.read_bytes() == kept, "a learner's work is never overwritten"


def test_without_a_notebook_there_is_a_sentence():
    found = jupyter.grade()
    assert repr(found) == jupyter.NO_NOTEBOOK
    code = "import quizgen.jupyter, sys; print(quizgen.jupyter.grade()); print('IPython' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines() == [jupyter.NO_NOTEBOOK, "False"]
