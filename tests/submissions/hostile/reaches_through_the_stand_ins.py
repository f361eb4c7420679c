# expect: RIGHT
"""Goes from the functions that stand in for libraries to the modules they come from, and on to files and answers."""

import sys

import numba
import rnn_utils
import scipy.special
import tqdm


def attack():
    reached = [tqdm.tqdm.__init__, tqdm.trange, scipy.special.expit, numba.jit, rnn_utils.sigmoid, tqdm.__getattr__]
    for function in reached:
        spaces = [function.__globals__, vars(sys.modules.get(function.__module__, sys))]
        for space in spaces:
            opened = space.get("__builtins__", {})
            opened = opened.get("open") if isinstance(opened, dict) else opened.open
            if file := attempt(opened, "__SECRET__"):
                got(file.read())
            for name, value in list(space.items()):
                if any(word in name.lower() for word in ("expected", "tolerance", "secret", "grade", "checks")):
                    got(f"{name}: {value!r}")
    for name in list(sys.modules):
        if name.startswith(("reference_rnn", "question_bank", "quizgen.submissions", "quizgen.store")):
            got(name)
