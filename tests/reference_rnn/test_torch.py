"""The reference says what PyTorch says, in float64: losses, predictions and every gradient."""

import importlib.util

import numpy as np
import pytest
from golden.reference_torch import RESULTS, Case, cases, from_file, from_torch

from reference_rnn import RNN

CASES = cases()
KEPT = from_file()
# Stored values of PyTorch are compared everywhere; PyTorch itself is run where it is installed.
SOURCES = {"kept": lambda case: KEPT[case.name]}
if importlib.util.find_spec("torch"):
    SOURCES["live"] = from_torch


def by_reference(case: Case) -> dict[str, np.ndarray]:
    n = case.numbers()
    net = RNN(n["W"], n["W_h"], n["b"], n["W_y"], n["b_y"], **case.options)
    trace = net.forward(n["x"], n["h_0"])
    grads = net.backward(trace, n["y"])
    found = {name: getattr(grads, name) for name in RESULTS[2:]}
    return found | {"loss": net.loss(trace, n["y"]), "y_hat": trace.y_hat}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_same_as_pytorch(case, source):
    theirs, ours = SOURCES[source](case), by_reference(case)
    for name in RESULTS:
        assert ours[name].shape == theirs[name].shape, name
        assert np.isfinite(ours[name]).all(), name
        np.testing.assert_allclose(
            ours[name], theirs[name], rtol=1e-10, atol=1e-12 * max(1, np.abs(theirs[name]).max()), err_msg=name
        )


def test_the_kept_values_cover_every_case():
    assert set(KEPT) == {case.name for case in CASES}


def test_the_huge_cases_are_huge():
    for case in CASES:
        if case.name.startswith("huge"):
            n = case.numbers()
            trace = RNN(n["W"], n["W_h"], n["b"], n["W_y"], n["b_y"], **case.options).forward(n["x"], n["h_0"])
            assert np.abs(trace.z).max() > 800
