# expect: RIGHT or TIMED_OUT or CRASHED
"""Imports files that loop, that end the process and that raise what nobody catches."""

from quizgen.sandbox.bundle import bundle


def made(honest):
    files = {
        "a.py": b"raise BaseException\n",
        "b.py": b"x = [0 for _ in iter(int, 1)]\n",
        "c.py": b"import os\nx = os._exit(0)\n",
    }
    return bundle("rnn.py", ("import a\nimport b\nimport c\n" + honest).encode(), files)
