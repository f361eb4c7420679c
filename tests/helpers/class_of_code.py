"""Sixty students' submissions as three platforms export them, each with what its maker says it must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from class_folders import lay, zipped
from marked_lines import Marked, marked
from notebooks import code, notebook, notebook_3, words
from places import SUBMISSIONS

RIGHT, LINES = SUBMISSIONS / "right", SUBMISSIONS / "lines"
PICTURE = [{"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo" * 2000}}]

# style, function, misconception: files with one mistake, which `marked_lines` makes of a right one
MISTAKES = """
chapter/temporaries rnn_step fwd-wh-transposed
chapter/temporaries rnn_forward fwd-h0-ignored
chapter/temporaries rnn_backward bwd-no-through-time
chapter/lists rnn_backward bwd-no-act-derivative
chapter/helpers rnn_backward bwd-overwrite
chapter/one_liners rnn_backward bwd-wh-not-transposed
chapter/per_example rnn_backward bwd-dwh-uses-ht
chapter/concatenated rnn_backward bwd-upstream-dropped
cs231n/notebook rnn_step_forward fwd-no-bias
cs231n/notebook rnn_forward fwd-stale-h0
cs231n/notebook rnn_step_backward bwd-derivative-no-square
cs231n/notebook rnn_backward bwd-overwrite
cs231n/notebook rnn_backward bwd-no-through-time
dlai/step_by_step rnn_cell_forward fwd-sigmoid-for-tanh
dlai/step_by_step rnn_forward fwd-input-frozen
dlai/step_by_step rnn_backward bwd-db-not-accumulated
dlai/step_by_step rnn_backward bwd-no-through-time
torchlike/layer forward fwd-no-activation
torchlike/layer backward bwd-dwh-transposed
torchlike/layer backward bwd-no-through-time
minchar/columns lossFun fwd-no-recurrence
minchar/columns lossFun loss-sign
minchar/columns lossFun bwd-dwh-uses-ht
minchar/columns lossFun bwd-no-through-time
"""

# a right file in the interface scratch, what is changed in it, the misconception
SCRATCH = {
    "columns_dict": ("+ self.bh)", ")", "fwd-no-bias"),
    "word_ids": ("self.W.dot(s[t - 1])", "self.W.T.dot(s[t - 1])", "fwd-wh-transposed"),
    "step_by_step": ("+ back) *", ") *", "bwd-no-through-time"),
    "many_to_one_updates": ("d_h = self.Whh.T @ temp", "d_h = self.Whh @ temp", "bwd-wh-not-transposed"),
}

RIGHT_FILES = (
    "plain",
    "einsum",
    "single_precision",
    "cs231n/notebook",
    "cs231n/lstm",
    "dlai/step_by_step",
    "dlai/lstm",
    "torchlike/layer",
    "minchar/columns",
    "scratch/kept_state",
    "scratch/functions_of_a_dict",
)

# the chapter's names of what the courses call otherwise
CHAPTERS = {name: name for name in ("rnn_step", "rnn_forward", "rnn_backward", "rnn_step_backward")} | {
    "rnn_step_forward": "rnn_step",
    "rnn_cell_forward": "rnn_step",
    "forward": "rnn_forward",
    "backward": "rnn_backward",
}
PARTS_OF_LOSS = {"fwd": "rnn_forward", "bwd": "rnn_backward", "los": "sequence_ce"}  # of lossFun

UNFINISHED = b"""
import numpy as np
def rnn_step(x_t, h_prev, W, W_h, b):
    # one step of the network
    h_t = None
    return h_t
def rnn_forward(x, h0, W, W_h, b):
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        h0 = None
        h[:, t] = None
    return h
"""
CRASH = b"""
import numpy as np
def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + bias)
def rnn_forward(x, h0, W, W_h, b):
    return x @ W @ W_h.T
"""
HOSTILE = b"""
import os, socket
import numpy as np
def rnn_step(x_t, h_prev, W, W_h, b):
    os.system("touch /tmp/quizgen-was-here")
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)
"""
ZEROS = b"""
import numpy as np
def rnn_step(x_t, h_prev, W, W_h, b):
    return np.zeros_like(h_prev)
def rnn_forward(x, h0, W, W_h, b):
    return np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
def rnn_backward(dh, x, h0, h, W, W_h, b):
    return {"dx": 0 * x, "dh0": 0 * h0, "dW": 0 * W, "dW_h": 0 * W_h, "db": 0 * b}
"""
FORWARD = b"""
def rnn_forward(x, h0, W, W_h, b):
    out = []
    for t in range(x.shape[1]):
        h0 = np.tanh(x[:, t] @ W.T + h0 @ W_h.T + b)
        out.append(h0)
    return np.stack(out, 1)
"""
LAYERS = b"""
import numpy as np
def affine(x, h, W, W_h, b):
    return x @ W.T + h @ W_h.T + b
"""
MODEL = b"""
import numpy as np
from layers import affine
def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(affine(x_t, h_prev, W, W_h, b))
def rnn_forward(x, h0, W, W_h, b):
    out = []
    for t in range(x.shape[1]):
        h0 = rnn_step(x[:, t], h0, W, W_h, b)
        out.append(h0)
    return np.stack(out, 1)
"""
OTHER_WORDS = FORWARD.decode().replace("def rnn_forward", "import numpy as np\ndef RNN_forward")
ENDLESS = b"""
def rnn_step(x_t, h_prev, W, W_h, b):
    while True:
        pass
"""
PYTHON_2 = MODEL.replace(b"from layers import affine", b"print 'training'").replace(
    b"affine(x_t, h_prev, W, W_h, b)", b"x_t @ W.T + h_prev @ W_h.T + b"
)


@dataclass(frozen=True)
class Expected:
    """What the maker of a submission says of its grade.

    `share` of the points, from and to; `causes`: for each function that loses points, its misconception, or a piece of the
    sentence that gives the reason; `refused`: a piece of the sentence that says why there is no grade.
    """

    share: tuple[float, float] = (1.0, 1.0)
    causes: Mapping[str, str] | None = None
    refused: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Submission:
    """The files of one student, by their names, and what they must get."""

    kind: str
    files: Mapping[str, bytes]
    expected: Expected


def class_of_sixty() -> list[tuple[str, Submission]]:
    """id -> submission, from 1001 on."""
    return [(str(1001 + n), one) for n, one in enumerate(submissions())]


def name_of(id: str) -> str:
    """The name of a student, by the id."""
    first = ("Ada", "Grace", "Emmy", "Alan", "Mary", "Karen", "John", "Sofja", "Edsger", "Barbara")
    last = ("Lovelace", "Hopper", "Noether", "Turing", "Cartwright", "Jones")
    n = int(id) - 1001
    return f"{first[n % 10]} {last[n // 10]}"


def lay_class(folder: Path) -> tuple[Path, Path]:
    """Lays the class into a folder, by turns as Moodle, as Canvas and as Gradescope export it; the folder and the roster.

    What Moodle exports is a folder of folders, what Canvas does a zip file without folders, what Gradescope does one with.
    """
    moodle, canvas, gradescope, metadata = {}, {}, {}, "---\n"
    for n, (id, one) in enumerate(class_of_sixty()):
        name = name_of(id)
        for file, data in one.files.items():
            if n % 3 == 0:
                moodle[f"{name}_{id}_assignsubmission_file_/{file}"] = data
            elif n % 3 == 1:
                canvas[f"{''.join(reversed(name.lower().split()))}_{id}_{n + 31415}_{file}"] = data
            else:
                gradescope[f"assignment_9_export/submission_{id}/{file}"] = data
        if n % 3 == 2:
            metadata += f"submission_{id}:\n  :submitters:\n  - :name: {name}\n    :sid: '{id}'\n"
    gradescope["assignment_9_export/submission_metadata.yml"] = metadata.encode()
    lay(folder / "class" / "moodle", moodle)
    lay(folder / "class", {"canvas.zip": zipped(canvas), "gradescope.zip": zipped(gradescope)})
    roster = folder / "roster.csv"
    roster.write_text("id,name\n" + "".join(f"{id},{name_of(id)}\n" for id, _ in class_of_sixty()), encoding="utf-8")
    return folder / "class", roster


def submissions() -> Iterator[Submission]:
    """The sixty, kind by kind."""
    yield from files_with_a_mistake()
    yield from scratch_files()
    yield from right_files()
    yield from others()


def files_with_a_mistake() -> Iterator[Submission]:
    """Every third one is a notebook with outputs."""
    for n, row in enumerate(MISTAKES.split("\n")[1:-1]):
        style, function, mistake = row.split()
        one = marked_file(style, function, mistake)
        expected = slip(CHAPTERS.get(function) or PARTS_OF_LOSS[mistake[:3]], mistake)
        files = {"homework.ipynb": as_notebook(one.text)} if n % 3 == 0 else {"homework.py": one.text.encode()}
        yield Submission(str(one), files, expected)


def marked_file(style: str, function: str, mistake: str) -> Marked:
    """One file of tests/submissions/lines with one mistake."""
    found = marked(LINES / f"{style}.py", style)
    return next(one for one in found if (one.function, one.mistake) == (function, mistake))


def scratch_files() -> Iterator[Submission]:
    """Classes from tutorials with one mistake."""
    for style, (old, new, mistake) in SCRATCH.items():
        text = (RIGHT / "scratch" / f"{style}.py").read_text(encoding="utf-8")
        assert old in text
        name = "backward" if mistake.startswith("bwd") else "forward"
        yield Submission(
            f"scratch/{style}: {mistake}",
            {"rnn.py": text.replace(old, new).encode()},
            slip(f"rnn_{name}", mistake),
        )


def right_files() -> Iterator[Submission]:
    """Right files of every interface, by turns a file, a notebook of today, and one of nbformat 3."""
    for n, style in enumerate(RIGHT_FILES):
        text = (RIGHT / f"{style}.py").read_text(encoding="utf-8")
        files = (
            {"my solution.py": text.encode()},
            {"Untitled1.ipynb": as_notebook(text)},
            {"old.ipynb": notebook_3(*cells_of(text))},
        )[n % 3]
        yield Submission(f"{style}, right", files, Expected())


def others() -> Iterator[Submission]:
    """What else is handed in."""
    step, forward, backward = "rnn_step", "rnn_forward", "rnn_backward"
    wrong_layers, no_name = LAYERS.replace(b"W_h.T", b"W_h"), PYTHON_2.replace(b"print 'training'", b"")
    half = notebook("import numpy as np", "def rnn_step(x_t, h_prev, W, W_h, b)\n    return 1", FORWARD.decode())
    magics = notebook("%matplotlib inline\nimport numpy as np\n!pip install numpy", *cells_of(no_name.decode()))
    zipped_pair = {"all.zip": zipped({"hw/model.py": MODEL, "hw/layers.py": LAYERS})}
    none = Expected((0, 0), dict.fromkeys((step, forward), "still hold"))
    for kind, files, expected in (
        ("unfinished", {"a.py": UNFINISHED}, none),
        ("unfinished", {"a.ipynb": as_notebook(UNFINISHED.decode())}, none),
        ("crash", {"a.py": CRASH}, Expected((0, 0.1), {step: "'bias' is not defined", forward: "h_t = tanh"})),
        (
            "crash",
            {"a.ipynb": as_notebook(CRASH.decode())},
            Expected((0, 0.1), {step: "'bias'", forward: "h_t = tanh"}),
        ),
        ("hostile", {"a.py": HOSTILE}, Expected()),
        (
            "zeros",
            {"a.py": ZEROS},
            Expected((0, 0.05), {step: "W x_t", forward: "the same for every x", backward: "dW"}),
        ),
        ("two files", {"model.py": MODEL, "layers.py": LAYERS}, Expected()),
        ("two files in a zip", zipped_pair, Expected()),
        (
            "a mistake in the other file",
            {"model.py": MODEL, "layers.py": wrong_layers},
            wrong := slip(step, "fwd-wh-transposed"),
        ),
        ("a notebook and its module", {"hw.ipynb": as_notebook(MODEL.decode()), "layers.py": LAYERS}, Expected()),
        (
            "a notebook, a mistake in its module",
            {"hw.ipynb": as_notebook(MODEL.decode()), "layers.py": wrong_layers},
            wrong,
        ),
        ("endless", {"a.py": ENDLESS}, Expected((0, 0), {step: "endless loop"})),
        ("python 2", {"a.py": PYTHON_2}, Expected(notes="Missing parentheses")),
        ("magics", {"a.ipynb": magics}, Expected()),
        ("empty", {"a.py": b""}, Expected(refused="the file is empty")),
        ("broken notebook", {"a.ipynb": as_notebook(MODEL.decode())[:-300]}, Expected(refused="breaks off")),
        ("a notebook in R", {"a.ipynb": notebook("f <- function(x) x", language="R")}, Expected(refused="is in R")),
        ("no Python", {"a.py": bytes(range(256))}, Expected(refused="null bytes")),
        ("nothing asked", {"a.py": b"def hello(): return 1"}, Expected(refused="defines none")),
        ("a cell that does not parse", {"a.ipynb": half}, Expected((0.5, 0.7), {step: "does not parse"})),
        ("other words", {"a.ipynb": as_notebook(OTHER_WORDS)}, Expected(notes="RNN_forward")),
    ):
        yield Submission(kind, files, expected)


def slip(function: str, mistake: str) -> Expected:
    """One function is wrong, and by this misconception."""
    return Expected((0.3, 0.999), {function: mistake})


def cells_of(text: str) -> list[str]:
    """A file cut before every function and class, as a notebook would hold it."""
    cells = [""]
    for line in text.splitlines(keepends=True):
        if line.startswith(("def ", "class ")):
            cells.append("")
        cells[-1] += line
    return cells


def as_notebook(text: str) -> bytes:
    """A notebook with words and outputs between the functions."""
    first, *more = cells_of(text)
    return notebook(
        first, *(code(cell, PICTURE) for cell in more), words("# That is all"), code("print('done')", PICTURE)
    )
