"""Values put back into symbols."""

import numpy as np
import pytest

from quizgen.asks.numbers import Numbers
from quizgen.asks.numeric_options import option_text
from quizgen.asks.symbolic import expression
from quizgen.reading.formula import evaluate

RANDOM = np.random.default_rng(0)
SYMBOLS = {name: RANDOM.integers(2, 40, 40).astype(float).tolist() for name in ("D", "H", "T")}


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("0", "0"),
        ("D", "D"),
        ("D H", "D H"),
        ("2 T", "2 T"),
        ("H(D + H + 1)", "D H + H^2 + H"),
        ("T(D H + H^2 + H)", "D H T + H^2 T + H T"),
        ("16 D + 256 - H", "16 D - H + 256"),
        ("-0.5 H^3", "- 0.5 H^3"),
        ("H^5", None),
        ("H / 3", None),
    ],
)
def test_an_expression_has_the_values_that_it_was_found_for(formula, written):
    values = evaluate(formula, SYMBOLS)
    assert expression(values, SYMBOLS) == written
    if written:
        assert evaluate(written, SYMBOLS) == pytest.approx(values)


def test_no_polynomial_is_guessed_from_a_few_assignments():
    few = {name: values[:5] for name, values in SYMBOLS.items()}
    assert expression(evaluate("D H + H^2 + H", few), few) is None


def test_a_matrix_is_an_option_row_by_row():
    text = option_text(Numbers("W", size=(2, 2), decimals=1), [[1.0, -0.5], [0.25, 2.0]])
    assert text == r"$\begin{pmatrix}1.0 & -0.5 \\ 0.2 & 2.0\end{pmatrix}$"
