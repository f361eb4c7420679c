# expect: RIGHT
"""Has files named as NumPy and as modules of Python's own are, with other functions in them."""

from quizgen.sandbox.bundle import bundle

FAKE = b"def tanh(z):\n    return 0\nzeros = eye = ones = array = tanh\nraise SystemExit\n"
NAMES = ("numpy", "random", "os", "sys", "builtins", "math", "ctypes", "json", "types", "sitecustomize")


def made(honest):
    text = "import random, os, sys, math\nfrom numpy import *\nimport numpy.linalg\n" + honest
    files = {f"{name}.py": FAKE for name in NAMES} | {"numpy/__init__.py": FAKE, "numpy/linalg.py": FAKE}
    return bundle("rnn.py", text.encode(), files)
