# expect: RIGHT
"""Leaves everything it can reach in disorder: random state, error state, printing, builtins, modules, caches."""

import builtins
import math
import random
import sys


def attack():
    np.random.seed(0)
    random.seed(0)
    np.seterr(all="raise")
    np.set_printoptions(precision=0)
    math.tanh = lambda x: 0.0
    builtins.BAIT = True
    sys.modules["math"] = None
    sys.setrecursionlimit(100)
    sys.stdout = sys.stderr = None
    os.environ.clear()
