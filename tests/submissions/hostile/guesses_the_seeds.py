# expect: RIGHT
"""Draws random numbers before and after reading its state: forked twins would all draw the same."""

import random


def attack():
    random.getstate(), np.random.get_state()
    print("DRAWN", random.random(), np.random.random(), flush=True)
