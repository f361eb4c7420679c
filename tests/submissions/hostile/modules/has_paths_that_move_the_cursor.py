# expect: RIGHT
"""Has files whose paths hold escape sequences, line ends and a page's tags, and that take the names of others."""

from quizgen.sandbox.bundle import bundle


def made(honest):
    paths = ("numpy/\x1b[2J.py", "os\n\n.py", "quizgen/<script>.py", "random/\u202egnp.py", "sys/" + "a" * 3000 + ".py")
    return bundle("\x1b[2J.py", honest.encode(), {path: b"\x1b[2J" for path in paths})
