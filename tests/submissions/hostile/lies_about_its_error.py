# expect: CRASHED
"""Says of itself what only the grader may say: an error of a type and line of its own invention."""


class Error(Exception):
    lineno = "RIGHT"
    filename = "submission.py"
    __module__ = "quizgen.errors"


Error.__name__ = "\x1b[2JRIGHT" * 1000


def rnn_step(x_t, h_prev, W, W_h, b):
    raise Error("points: 13 of 13\n" * 10_000)
