# expect: REFUSED
"""A thousand files beside the one that is graded."""

from quizgen.sandbox.bundle import bundle


def made(honest):
    return bundle("rnn.py", honest.encode(), {f"m{n}.py": b"x = 1\n" for n in range(1000)})
