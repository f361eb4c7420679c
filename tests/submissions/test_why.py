"""What is said of a line is true of the values: adding the term that is said to be missing gives the right value."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from quizgen.submissions.cases import ALL_DIFFERENT, Call
from quizgen.submissions.diagnosis.candidates import Candidate, singles
from quizgen.submissions.diagnosis.intermediates import Label, pieces
from quizgen.submissions.diagnosis.recorded import intermediates
from quizgen.submissions.diagnosis.why import why
from reference_rnn import RNN

CALLS = [ALL_DIFFERENT.step(), ALL_DIFFERENT.forward(), ALL_DIFFERENT.backward(), ALL_DIFFERENT.step_backward()]
Numbers = NDArray[np.float64]


def terms(call: Call) -> dict[str, list[Numbers]]:
    """Every term of the chapter's equations by its name, at every step and for every example, from the arrays alone."""
    forwards = call.function in ("rnn_step", "rnn_forward")
    x, h_0, *rest = call.args if forwards else call.args[1:]
    h, (W, W_h, b) = (None, rest) if forwards else (rest[0], rest[1:])
    x = x[:, None] if x.ndim == 2 else x
    states = [h_0]
    for t in range(x.shape[1]):
        states.append(np.tanh(x[:, t] @ W.T + states[-1] @ W_h.T + b))
    found = {"b": [b], "W_h h_(t-1)": [s @ W_h.T for s in states[:-1]]}
    if not forwards:
        dh = call.args[0] if call.args[0].ndim == 3 else call.args[0][:, None]
        h = h if h.ndim == 3 else h[:, None]
        T, carry, slopes, carried, own = dh.shape[1], 0.0 * h_0, [], [], []
        for t in range(T - 1, -1, -1):
            slope = 1.0 - h[:, t] ** 2
            slopes.append(slope)
            carried += [carry, carry * slope]
            own += [dh[:, t], dh[:, t] * slope]
            carry = ((dh[:, t] + carry) * slope) @ W_h
        found |= {"W_hᵀ δ_(t+1)": carried, "∂L/∂h_t from its own output": own, "f'(a_t) = 1 - h_t²": slopes}
    return {name: [part for array in arrays for part in (array, *pieces(array))] for name, arrays in found.items()}


def sentences() -> Iterator[tuple[Call, Candidate, Label, str]]:
    for call in CALLS:
        for candidate in singles(call.function):
            try:
                wrong, right = intermediates(candidate.engine, call), intermediates(RNN, call)
            except ValueError:  # not on these shapes
                continue
            for label, key in wrong.key_at.items():
                if right.key_at.get(label) not in (None, key):
                    yield call, candidate, label, why([label], wrong, right)


def value(engine: object, call: Call, label: Label) -> Numbers:
    role, i, j = label
    return [*pieces(intermediates(engine, call).roles[role][i])][j]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def said() -> list[tuple[Call, Candidate, Label, str]]:
    return [one for one in sentences() if re.search("is missing|added twice", one[3])]


def test_the_term_that_is_said_to_be_missing_makes_the_difference(
    said: list[tuple[Call, Candidate, Label, str]],
) -> None:
    known = {call: terms(call) for call in CALLS}
    for call, candidate, label, sentence in said:
        found = re.fullmatch(r"from here on (the factor )?(.*) is (missing|added twice)", sentence)
        assert found is not None, sentence
        roles = [label, ("cell.0", *label[1:])] if label[0] == "cell.1" else [label]
        assert any(
            _holds(value(candidate.engine, call, one), value(RNN, call, one), term, found[1] or found[3])
            for one in roles
            for term in known[call][found[2]]
        ), (candidate.ids, label, sentence)


def _holds(wrong: Numbers, right: Numbers, term: Numbers, how: str) -> bool:
    if term.ndim > wrong.ndim or not np.any(term):
        return False
    try:
        made = {"missing": wrong + term, "added twice": wrong - term}.get(how, wrong * term)
    except ValueError:
        return False
    return made.shape == right.shape and bool(np.allclose(made, right))


def test_it_is_said_of_the_misconceptions_that_leave_out_a_term(said: list[tuple[Call, Candidate, Label, str]]) -> None:
    of = {candidate.ids[0]: sentence for _, candidate, _, sentence in said}
    assert of["fwd-no-bias"] == "from here on b is missing"
    assert of["fwd-bias-twice"] == "from here on b is added twice"
    assert of["bwd-no-through-time"] == "from here on W_hᵀ δ_(t+1) is missing"
    assert of["bwd-no-act-derivative"] == "from here on the factor f'(a_t) = 1 - h_t² is missing"
    assert {"fwd-no-recurrence", "bwd-upstream-dropped"} <= of.keys()
