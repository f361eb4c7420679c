# expect: RIGHT
"""Rewrites what stands in for absent libraries, and looks whether the next process has what it wrote."""

import numba
import rnn_utils
import scipy.special
import tqdm


def attack():
    for module in (tqdm, tqdm.tqdm, tqdm.trange, scipy.special, scipy.special.expit, numba, rnn_utils, np):
        if "written_by_another" in getattr(module, "__dict__", ()):
            got(f"{module} was written to before")
        attempt(setattr, module, "written_by_another", True)
    for module in (tqdm, scipy.special, numba, rnn_utils):
        for name in list(vars(module)):
            attempt(setattr, module, name, lambda *args, **named: 1 / 0)
    attempt(setattr, tqdm.tqdm, "__iter__", lambda self: iter(()))
