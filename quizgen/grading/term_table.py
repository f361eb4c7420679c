"""The table of terms of one step: what to compare when a state is wrong."""

from __future__ import annotations

import re

import numpy as np

from quizgen.ask import Ask
from quizgen.asks.number_sentences import amount
from quizgen.asks.values import flat
from quizgen.grading.carried import Derivation


def term_table(derived: Derivation, ask: Ask) -> str:
    """What to compare when h_t or a_t is wrong: the terms of its step; or ""."""
    terms = step_terms(derived, ask)
    return f"Compare: {terms}" if terms else ""


def step_terms(derived: Derivation, ask: Ask) -> str:
    """W x_t, W_h h_(t-1) and b of the step that gives h_t or a_t, from the learner's own h_(t-1) if typed; or ""."""
    found, p = re.fullmatch(r"[ah]_([1-9])", ask.name), derived.variant.problem
    if not found or not {"W", "W_h", "b", "x"} <= p.keys():
        return ""
    t = int(found[1])
    before = f"h_{t - 1}"
    state = p.get("h_0") if t == 1 else derived.usable.get(before, derived.variant.key.get(before))
    if state is None or not 0 < t <= len(p["x"]):
        return ""
    try:
        from_input = np.asarray(p["W"], dtype=float) @ flat(p["x"][t - 1])
        from_state = np.asarray(p["W_h"], dtype=float) @ flat(state)
    except ValueError:  # weights of another layout than the blackboard's
        return ""
    return f"W x_{t} = {amount(from_input)}, W_h {before} = {amount(from_state)}, b = {amount(flat(p['b']))}."
