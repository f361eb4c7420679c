"""Arithmetic is computed where a number is asked, with a note; it is never guessed, run as code or endless."""

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.asks.numbers import Numbers
from quizgen.reading import Unreadable, read_value
from quizgen.reading.arithmetic import computed
from quizgen.reading.expression import TwoWays

PATIENT = settings(deadline=None)  # on busy machines; long answers are timed by a test of their own

NUMBER, VECTOR = Numbers("L"), Numbers("h", size=2)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("sqrt(2)/2", math.sqrt(2) / 2), ("e^-1", math.exp(-1)), ("tanh(0.5)", math.tanh(0.5)), ("e^(-1)", math.exp(-1)),
        ("√2/2", math.sqrt(2) / 2), ("√(2)/2", math.sqrt(2) / 2), (r"\frac{\sqrt{2}}{2}", math.sqrt(2) / 2),
        ("e⁻¹", math.exp(-1)),
        ("1 - tanh(0.5)^2", 1 - math.tanh(0.5) ** 2), ("Tanh(0,5)", math.tanh(0.5)), ("exp(-1)", math.exp(-1)),
        ("-ln(0.5)", math.log(2)), ("sigmoid(0)", 0.5), ("σ(0)", 0.5), ("1/(1+e^-0.5)", 1 / (1 + math.exp(-0.5))),
        ("1/(1+exp(-0.5))", 1 / (1 + math.exp(-0.5))), ("log2(8)", 3), ("log10(1000)", 3), ("2*π", 2 * math.pi),
        ("pi", math.pi),
        ("0.3*0.5 + 0.2*0.1", 0.17), ("0.3·0.5+.2×0.1", 0.17), ("0,3*0,5", 0.15), ("-2^2", -4), ("2*-3", -6), ("(1+2)*3", 9),
        ("-(0.5)", -0.5), ("2^-1", 0.5), ("2^(1/2)", math.sqrt(2)), ("1/½", 2), ("4^½", 2), ("0.5²", 0.25), ("2**3", 8),
        ("10²", 100),
        (r"$\tanh(0.5)$", math.tanh(0.5)), (r"\frac{1}{1 + e^{-1}}", 1 / (1 + math.exp(-1))), ("L = sqrt( 4 )", 2),
    ],
)  # fmt: skip
def test_arithmetic_is_computed_and_said_so(typed: str, value: float) -> None:
    reading = read_value(typed, NUMBER)
    assert reading.value == pytest.approx(value, rel=1e-15) and not reading.trouble
    assert reading.decimals == (17,) and reading.note.startswith("Read as ")


@pytest.mark.parametrize(
    "typed", ["sqrt(4), 1/4+1/4", "sqrt(4),0.5", "sqrt(4); 0.5", "[sqrt(4), 2^-1]", "(sqrt(4)) (1/2)", "sqrt(4) 0,5"]
)
def test_arithmetic_within_a_vector(typed: str) -> None:
    assert read_value(typed, VECTOR).value == [2, 0.5]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0.4-0.5", "range"), ("0.4 – 0.5", "range"), ("2-1/2", "in two ways"), ("2^3^2", "in two ways"),
        ("e-1", "in two ways"),
        ("log(2)", "in two ways"), ("4*10-1", "in two ways"), ("1+sqrt(2) -1", "in two ways"), ("--0.5", "two signs"),
        ("0.5 -0.3", "1 number wanted, 2 found"), ("1/2,3/4", "1 number wanted, 2 found"),
        ("1/0", "zero"), ("1/(1-1)", "finite value: it divides by zero"), ("ln(0)", "finite value: 0 has no logarithm"),
        ("sqrt(-1)", "finite value: a negative number has no such power, root or logarithm"),
        ("9^(9^9)", "finite value: it is too large"),
        ("0^-1", "finite value: it divides by zero"), ("(0)/(0)", "finite value: it divides 0 by 0"),
        ("log2(-1)", "finite value: a negative"), ("(1/0)^0", "finite"),
        ("exp(1000)", "finite"), ("(-8)^(1/3)", "finite value: a negative"),
        ("2(3)", "cannot"), ("2 sqrt(2)", "2 found"), ("2e", "cannot"), ("2pi", "cannot"), ("sqrt 2", "cannot"),
        ("sqrt", "cannot"),
        ("sqrt()", "cannot"), ("sqrt(2", "brackets"), ("2+", "cannot"), ("*2", "cannot"), ("2//3", "cannot"), ("2^", "cannot"),
        ("2020-01-01", "cannot"), ("5!", "cannot"), ("1 ± 0.1", "cannot"), ("x+1", "cannot"), ("max(1)", "cannot"),
        ("1:2", "cannot"),
        ("[1]+[2]", "brackets"), ("((((((1))))))", "too deep"), ("sqrt(" * 300 + "1" + ")" * 300, "too deep"),
        ("__import__('os').system('x')", "cannot"), ("().__class__", "cannot"), ("lambda: 1", "cannot"),
        ("1+" * 300 + "1", "cannot"),
    ],
)  # fmt: skip
def test_arithmetic_that_is_not_clear_or_not_finite_is_refused(typed: str, reason: str) -> None:
    reading = read_value(typed, NUMBER)
    assert reading.value is None and reading.trouble and reason in reading.trouble


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("0,5*.5", "two ways"), ("0,5*0,2", "3 found"), ("0.5 - 0.3", '"-"'), ("sqrt(2)/2", "2 numbers wanted, 1")],
)
def test_one_expression_is_no_vector(typed: str, reason: str) -> None:
    assert reason in read_value(typed, VECTOR).trouble


NUMBERS = st.integers(1, 99).map(str) | st.decimals(0, 9, places=2).map(str)
EXPRESSIONS = st.recursive(
    NUMBERS,
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(lambda p: f"({p[0]}{p[1]}{p[2]})")
        | inner.map(lambda e: f"(-{e})")
        | st.tuples(inner, st.integers(0, 3)).map(lambda p: f"({p[0]}^{p[1]})")
    ),
    max_leaves=8,
)


@PATIENT
@given(EXPRESSIONS)
def test_arithmetic_gives_what_python_gives(expression: str) -> None:
    try:
        wanted = float(eval(expression.replace("^", "**")))  # written by this test
    except ZeroDivisionError:
        wanted = math.nan
    try:
        assert computed(expression) == pytest.approx(wanted, rel=1e-12)
    except TwoWays:
        assert not math.isfinite(wanted)


@PATIENT
@given(st.text("0123456789.,eE+-*/^() sqrtanhlnpi", max_size=40))
def test_any_text_is_computed_or_refused(text: str) -> None:
    try:
        assert math.isfinite(computed(text))
    except Unreadable as error:
        assert str(error)


@pytest.mark.parametrize("piece", ["2^", "9^9*", "-(", "e^(", "1+1/", "10^99999*", "tanh(", "e", "1 - ("])
def test_long_arithmetic_is_refused_at_once(piece: str) -> None:
    started = time.perf_counter()
    for length in (390, 1_999):
        reading = read_value((piece * length)[:length], NUMBER)
        assert reading.trouble
    assert time.perf_counter() - started < 0.5
