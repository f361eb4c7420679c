"""Grades and rosters for the tests of gradebooks, and a reader of what is written."""

from __future__ import annotations

import csv
import io

from hypothesis import strategies as st

from quizgen.documents import gradebook
from quizgen.model import Grade, Mark, Verdict


def mark(ask, verdict=Verdict.RIGHT, points=1.0, of=1.0, feedback="", names=()):
    """A mark, right and worth a point unless said otherwise."""
    return Mark(ask, verdict, points, of, feedback, names)


MARKS = (
    mark("rnn_step.F1"),
    mark("rnn_step.F5", Verdict.SLIP, 0, 1, "Equals what you get if $b$ is left out.", ("fwd-no-bias",)),
    mark("rnn_forward.F1", Verdict.TIMED_OUT, 0, 1, "rnn_forward gave no answer in 3 s"),
    mark("rnn_forward.F2", Verdict.NOT_RUN, 0, 2),
    mark("predict.O1", Verdict.OUR_FAULT, 3, 3, "this check failed on its own account"),
    mark("predict.O2", Verdict.NOT_DONE, 0, 2, "predict is not done yet"),
)
ADA = Grade("ada/submission.py", "code", "", "Ada Lovelace", MARKS, {}, "cs231n", ("line 3 was skipped.",))
BOB = Grade("bob.py", "code", "", "bob", (mark("rnn_step.F1", points=10, of=10),))
SHEET = Grade(
    "a.toml",
    "answers",
    "exam-1",
    "Ada",
    (
        mark("q1.zero_1"),
        mark("q1.h_2", Verdict.WRONG, 0, 2, "off"),
        mark("q2.why", Verdict.NEEDS_A_PERSON, 0, 3, "Waits for a person. Key points: secret (3)."),
    ),
    {"quiz": "Forward pass", "q1": "Two starts", "q1.zero_1": r"h_1 \text{ from } h_0 = 0"},
)

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Homework 3 (77),Current Score
    Points Possible,,,,,5,(read only)
"Lovelace, Ada",11,s1,alove,A,,90
"Ray, Bob",12,s2,bob,A,1,80
"""
MOODLE = """First name,Last name,ID number,Institution,Department,Email address,Assignment: Homework 3 (Real)
Ada,Lovelace,,,,ada@example.org,-
Bob,Ray,bob,,,bob@example.org,-
"""
STEP = "import numpy as np\ndef rnn_step(x_t, h_prev, W, W_h, b):\n    return np.tanh(x_t @ W.T + h_prev @ W_h.T{})\n"

verdicts = st.sampled_from(Verdict)
words = st.text(max_size=30)
marks = st.builds(Mark, words, verdicts, st.integers(0, 5), st.integers(0, 5), words, st.tuples(words))
grades = st.builds(
    Grade,
    words,
    st.sampled_from(["code", "answers"]),
    words,
    words,
    st.lists(marks, max_size=4).map(tuple),
    interface=words,
    notes=st.tuples(words),
)


def read(text, separator=","):
    """What a program that knows CSV, and the mark at its beginning, makes of a file."""
    raw = "".join(text).encode()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=separator))


def table(text, separator=","):
    """The rows of a file by the names of their columns."""
    head, *rows = read(text, separator)
    return [dict(zip(head, row, strict=True)) for row in rows]


def roster(folder, text):
    """The roster in a file of this text."""
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return gradebook.read_roster(path)
