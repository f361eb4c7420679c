"""How a tutorial's class is called, found by calling it: every way that its parameters allow is tried on one sequence.

The way is taken in which it computes what the reference computes; else what a misconception computes; else the first in
which it comes back with arrays of the right shapes. So the choice is in the learner's favour, and the checks judge it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from quizgen.submissions.interfaces.scratch_backward import find_backward
from quizgen.submissions.interfaces.scratch_forward import CASE, MAX_TRIES, SQUARE, Found, find_forward
from quizgen.submissions.interfaces.scratch_plan import (
    Plan,
)
from quizgen.submissions.interfaces.scratch_roles import (
    Names,
    Runner,
    made_objects,
    owners_of,
    role_candidates,
)

OF_TORCH = {"weight_ih", "weight_hh", "weight_ih_l0", "weight_hh_l0"}  # a class with these follows torch.nn.RNN


def find_plan(names: Names, run: Runner, *, least: float = 0) -> Plan | None:
    """How the class, or the functions, in a file are used that are an RNN from scratch; None if there is none, or its forward
    pass fits less than `least`."""
    best: Found | None = None
    with np.errstate(all="ignore"):  # the learner's numbers may be any
        for made in made_objects(names, owners_of(names), run):
            candidates = [*itertools.islice(role_candidates(made), MAX_TRIES)]
            if candidates and is_one_layer(candidates) and not any(path[0] in OF_TORCH for path in made.arrays):
                found = find_forward(names, candidates, run, CASE)
                found = found if found.fit else find_forward(names, candidates, run, SQUARE)
                if best is None or found.fit > best.fit:
                    best = found
        return find_backward(names, best, run) if best is not None and best.fit >= least else None


def is_one_layer(candidates: Sequence[Plan]) -> bool:
    """Whether there is a single matrix from state to state: a gated cell has three or four."""
    return len({parameter.path for plan in candidates if (parameter := plan["W_h"]) is not None}) == 1
