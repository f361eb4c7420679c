"""How long other graders take for a submission of the same functions, two at a time, each in a new process or kernel.

python -m venv peers && peers/bin/pip install numpy gradescope-utils pytest nbgrader otter-grader ipykernel
python benchmarks/other_graders.py peers/bin            (all of them; classroom.py calls `seconds_of_each`)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from quizgen.submissions.cases import ALL_DIFFERENT, PLAIN, Case
from reference_rnn import RNN

SUBMISSION = """
import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)


def rnn_forward(x, h0, W, W_h, b):
    states, h = [], h0
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W, W_h, b)
        states.append(h)
    return np.stack(states, axis=1)
"""
CASES = {
    "generic": PLAIN,
    "sizes": ALL_DIFFERENT,
    "input_only": PLAIN.with_zero("W_h", "b", "h_0"),
    "bias_only": PLAIN.with_zero("W", "W_h", "h_0"),
    "state_only": PLAIN.steps(0, 1).with_zero("x", "b"),
    "two_steps": PLAIN.steps(0, 2).with_zero("h_0"),
    "one_example": PLAIN.examples(0, 1),
    "small": Case.of(1, 2, 1, 1),
}


def check(case: Case) -> str:
    """One check as Python code: it calls the function with written-out arguments and compares the states."""
    arguments = ", ".join(f"np.array({array.tolist()})" for array in (case.x, case.h_0, case.W, case.W_h, case.b))
    states = RNN(case.W, case.W_h, case.b).forward(case.x, case.h_0).h
    return f"assert np.allclose(rnn_forward({arguments}), np.array({np.array(states).tolist()}))"


def notebook(cells: list[dict[str, object]]) -> str:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


def cell(id: str, source: str, **metadata: object) -> dict[str, object]:
    return {
        "cell_type": "code", "id": id, "source": source, "metadata": metadata, "outputs": [], "execution_count": None
    }  # fmt: skip


class Peer:
    """A grader: its files in a folder of its own, and the command that grades the i-th submission."""

    def __init__(self, folder: Path, bin: Path, count: int) -> None:
        self.folder, self.bin = folder, bin
        folder.mkdir()
        self.prepare(count)

    def prepare(self, count: int) -> None:
        raise NotImplementedError

    def command(self, i: int) -> list[str]:
        raise NotImplementedError

    def grade(self, i: int) -> None:
        environment = {**os.environ, "PATH": f"{self.bin}:{os.environ['PATH']}", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(self.command(i), cwd=self.folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{type(self).__name__} failed:\n{done.stdout}\n{done.stderr}")


class GradescopeUtils(Peer):
    def prepare(self, count: int) -> None:
        tests = "".join(
            f"    @weight(1)\n    def test_{name}(self):\n        {check(case)}\n" for name, case in CASES.items()
        )
        (self.folder / "submission.py").write_text(SUBMISSION)
        (self.folder / "run.py").write_text(
            "import io, unittest\nimport numpy as np\nfrom gradescope_utils.autograder_utils.decorators import weight\n"
            "from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner\n"
            f"from submission import rnn_forward\nclass Checks(unittest.TestCase):\n{tests}"
            "suite = unittest.defaultTestLoader.loadTestsFromTestCase(Checks)\n"
            "JSONTestRunner(stream=io.StringIO(), visibility='visible').run(suite)\n"
        )

    def command(self, i: int) -> list[str]:
        return [str(self.bin / "python"), "run.py"]


class Pytest(Peer):
    def prepare(self, count: int) -> None:
        tests = "".join(f"def test_{name}():\n    {check(case)}\n" for name, case in CASES.items())
        (self.folder / "submission.py").write_text(SUBMISSION)
        text = f"import numpy as np\nfrom submission import rnn_forward\n{tests}"
        (self.folder / "test_submission.py").write_text(text)

    def command(self, i: int) -> list[str]:
        return [str(self.bin / "python"), "-m", "pytest", "-q", "--junitxml", f"{i}.xml", "test_submission.py"]


class Nbgrader(Peer):
    def prepare(self, count: int) -> None:
        def marked(id: str, **fields: object) -> dict[str, object]:
            return {"nbgrader": {"schema_version": 3, "grade_id": id, "task": False, **fields}}

        answer = cell("answer", SUBMISSION, **marked("answer", grade=False, locked=False, solution=True))
        checks = [
            cell(name, check(case), **marked(name, grade=True, locked=True, solution=False, points=1))
            for name, case in CASES.items()
        ]
        place = self.folder / "source" / "rnn"
        place.mkdir(parents=True)
        (self.folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'rnn'\n")
        (place / "rnn.ipynb").write_text(notebook([answer, *checks]))
        for i in range(count):
            theirs = self.folder / "submitted" / f"student{i}" / "rnn"
            theirs.mkdir(parents=True)
            (theirs / "rnn.ipynb").write_text(notebook([answer, *checks]))
        environment = {**os.environ, "PATH": f"{self.bin}:{os.environ['PATH']}"}
        subprocess.run(
            [str(self.bin / "nbgrader"), "generate_assignment", "rnn"],
            cwd=self.folder, env=environment, check=True, capture_output=True,
        )  # fmt: skip

    def command(self, i: int) -> list[str]:
        return [str(self.bin / "nbgrader"), "autograde", "rnn", "--student", f"student{i}"]


class Otter(Peer):
    def prepare(self, count: int) -> None:
        tests = self.folder / "tests"
        tests.mkdir()
        for name, case in CASES.items():
            code = f">>> {check(case)}"
            suite = {"cases": [{"code": code, "hidden": False, "locked": False}], "scored": True, "type": "doctest"}
            (tests / f"{name}.py").write_text(f"test = { ({'name': name, 'points': 1, 'suites': [suite]})!r}\n")
        (self.folder / "requirements.txt").write_text("numpy\n")
        subprocess.run(
            [str(self.bin / "otter"), "generate", "-t", "tests", "-r", "requirements.txt", "--no-environment"],
            cwd=self.folder, check=True, capture_output=True,
        )  # fmt: skip
        for i in range(count):
            (self.folder / f"out{i}").mkdir()
            (self.folder / f"student{i}.ipynb").write_text(notebook([cell("answer", SUBMISSION)]))

    def command(self, i: int) -> list[str]:
        return [str(self.bin / "otter"), "run", "-a", "autograder.zip", "-o", f"out{i}", f"student{i}.ipynb"]


COUNTS = {GradescopeUtils: 20, Pytest: 10, Nbgrader: 4, Otter: 4}


def seconds_of_each(bin: Path) -> dict[str, float]:
    """Seconds a submission by each grader, two at a time."""
    taken = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, count in COUNTS.items():
            peer = kind(Path(folder) / kind.__name__, bin.absolute(), count)
            with ThreadPoolExecutor(2) as two:
                began = time.perf_counter()
                list(two.map(peer.grade, range(count)))
                taken[kind.__name__] = (time.perf_counter() - began) / count
    return taken


if __name__ == "__main__":
    for name, seconds in seconds_of_each(Path(sys.argv[1])).items():
        print(f"{name:18} {1000 * seconds:8.0f} ms a submission, two at a time")
