"""quizgen make --interface: a starter in the manner of a course, recognised again when it comes back."""

from __future__ import annotations

import pytest
from cli_program import empty_workspace, graded, json_output, made, output_of, refused

from quizgen.submissions.interfaces import INTERFACES

EXERCISE = ("--exercise", "code-forward", "--seed", "1")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("interface", "there"),
    [
        ("chapter", "def rnn_step(x_t, h_prev, W, W_h, b):"),
        ("cs231n", "def rnn_step_forward(x, prev_h, Wx, Wh, b):"),
        ("dlai", "def rnn_cell_forward(xt, a_prev, parameters):"),
        ("torchlike", "    def forward(self, x, h0=None):"),
        ("minchar", "def lossFun(inputs, targets, hprev):"),
        ("scratch", "    def forward(self, inputs):"),
    ],
)
def test_a_starter_is_written_in_the_manner_of_a_course_and_graded_so(interface, there):
    folder, _ = made(*EXERCISE, "--interface", interface)
    assert there in (folder / "submission.py").read_text(encoding="utf-8")
    [grade] = graded(str(folder / "submission.py"))
    assert grade["interface"] == interface and grade["quiz"] == folder.name
    assert grade["points"] == 0 and {mark["verdict"] for mark in grade["marks"]} == {"NOT_DONE"}


def test_a_starter_done_in_that_manner_earns_what_the_interface_can_ask():
    folder, _ = made(*EXERCISE, "--interface", "cs231n")
    text = """
import numpy as np
def rnn_step_forward(x, prev_h, Wx, Wh, b):
    return np.tanh(x @ Wx + prev_h @ Wh + b), None
def rnn_forward(x, h0, Wx, Wh, b):
    h = [h0]
    for t in range(x.shape[1]):
        h.append(rnn_step_forward(x[:, t], h[-1], Wx, Wh, b)[0])
    return np.stack(h[1:], axis=1), None
"""
    (folder / "submission.py").write_text(text, encoding="utf-8")
    [grade] = graded(str(folder / "submission.py"))
    assert grade["points"] == grade["max_points"] == 33


def test_the_help_names_every_interface():
    message = output_of("make", "--help")
    assert all(name in message for name in INTERFACES)


def test_an_interface_mistyped_is_one_sentence_and_nothing_is_made(workspace):
    assert "Did you mean 'cs231n'?" in refused("make", *EXERCISE, "--interface", "cs321n")
    assert not [path for path in workspace.iterdir() if path.is_dir()]
    (workspace / "submission.py").write_text("def rnn_step():\n    pass\n")
    assert "Did you mean 'cs231n'?" in refused("grade", "submission.py", "--interface", "cs321n")


def test_an_interface_that_has_no_function_of_the_quiz_is_reported():
    assert "asks for none" in refused("make", "--exercise", "forward-h1", "--interface", "dlai")
    message = refused("make", "--exercise", "code-step", "--interface", "minchar")
    assert "has nothing for rnn_step. Choose another: chapter, cs231n, dlai." in message


def test_the_json_of_a_quiz_is_the_same_in_every_interface():
    once, again = (json_output("make", *EXERCISE, *more) for more in ((), ("--interface", "dlai")))
    assert once["questions"] == again["questions"]
