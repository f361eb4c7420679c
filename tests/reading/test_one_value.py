"""No text is read as two different values: every notation of a value gives it back, with any text around it."""

import math
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.ask import Ask
from quizgen.asks.formula import Formula
from quizgen.asks.numbers import Numbers
from quizgen.asks.shape import Shape
from quizgen.reading import read_value

PATIENT = settings(deadline=None)  # on busy machines; long answers are timed by a test of their own

NUMBER, VECTOR, MATRIX = Numbers("L"), Numbers("h_1", size=3), Numbers("dW", size=(2, 3))
WHOLE = Numbers("count", decimals=0, tolerance=0)
ASKS: list[Ask] = [NUMBER, VECTOR, MATRIX, WHOLE, Numbers("h_1", size=2), Numbers("r", size=(1, 3)), Shape("W")]
ASKS += [Formula("term", variables={"W": [2.0, 3.0], "h_1": [5.0, 7.0]})]

DIGITS = st.integers(-99999, 99999)
DECIMALS = st.integers(1, 5)


def written(digits: int, decimals: int) -> str:
    """digits * 10^-decimals with exactly so many decimals."""
    text = f"{abs(digits):0{decimals + 1}d}"
    return f"{'-' * (digits < 0)}{text[:-decimals]}.{text[-decimals:]}"


def arabic(text: str) -> str:
    return text.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))


NOTATIONS: list[Callable[[int, int], str]] = [  # of digits * 10^-decimals
    lambda n, d: written(n, d).replace(".", ","),
    lambda n, d: written(n, d).replace("-", "−"),
    lambda n, d: arabic(written(n, d)),
    lambda n, d: written(n, d).replace(".", "{,}"),
    lambda n, d: f"{n}e-{d}",
    lambda n, d: f"{n} × 10^-{d}",
    lambda n, d: f"{n}·10" + f"-{d}".translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")),
    lambda n, d: rf"{n} \cdot 10^{{-{d}}}",
    lambda n, d: f"{written(n, d - 2)} %" if d > 2 else f"{n * 10 ** (2 - d)} %",
    lambda n, d: f"{n}/{10**d}",
    lambda n, d: rf"{'-' * (n < 0)}\frac{{{abs(n)}}}{{{10**d}}}",
]
WRAPPERS: list[Callable[[str], str]] = [
    lambda text: f"({text})",
    lambda text: f"L = {text}",
    lambda text: f"L ≈ {text}",
    lambda text: f"${text}$",
    lambda text: rf"\({text}\)",
    lambda text: f"≈ {text}",
    lambda text: f"~{text}",
    lambda text: f"{text}.",
    lambda text: f"  {text}\u200b",
    lambda text: f"np.float64({text})",
    lambda text: f"tensor({text}, dtype=torch.float64)",
    lambda text: f"array([{text}])",
]


@PATIENT
@given(DIGITS, DECIMALS, st.sampled_from(NOTATIONS))
def test_every_notation_of_a_number_gives_it_back(
    digits: int, decimals: int, notation: Callable[[int, int], str]
) -> None:
    reading = read_value(notation(digits, decimals), NUMBER)
    assert reading.value == pytest.approx(digits / 10**decimals, rel=1e-14) and not reading.trouble


@PATIENT
@given(DIGITS, DECIMALS, st.sampled_from(NOTATIONS), st.lists(st.sampled_from(WRAPPERS), max_size=3))
def test_what_is_around_a_number_changes_nothing(
    digits: int, decimals: int, notation: Callable[[int, int], str], wrappers: list[Callable[[str], str]]
) -> None:
    text = notation(digits, decimals)
    bare = read_value(text, NUMBER)
    for wrap in wrappers:
        text = wrap(text)
        reading = read_value(text, NUMBER)
        assert reading.trouble or (reading.value, reading.decimals) == (bare.value, bare.decimals)
    if len(wrappers) == 1:
        assert not reading.trouble


BREAK = r" \\ "  # between the rows of a LaTeX matrix
VECTORS: list[Callable[[list[str]], str]] = [
    ", ".join,
    " ".join,
    "\n".join,
    lambda row: "; ".join(row).replace(".", ","),
    lambda row: f"[{', '.join(row)}]",
    lambda row: f"h_1 = ({'; '.join(row)})^T",
    lambda row: f"np.array([{', '.join(row)}]).T",
    lambda row: f"$({', '.join(row)})$",
    lambda row: rf"\begin{{pmatrix}}{' & '.join(row)}\end{{pmatrix}}",
    lambda row: rf"\begin{{bmatrix}}{BREAK.join(row)}\end{{bmatrix}}ᵀ",
    lambda row: ", ".join(f"h1{n} = {number}" for n, number in enumerate(row, 1)),
    lambda row: "; ".join(f"h_1[{n}] = {number}" for n, number in enumerate(row)),
    lambda row: arabic("، ".join(row)),
    lambda row: ", ".join(f"np.float64({number})" for number in row),
    lambda row: ", ".join(f"≈{number}" for number in row),
]


@PATIENT
@given(st.lists(DIGITS, min_size=3, max_size=3), DECIMALS, st.sampled_from(VECTORS))
def test_every_notation_of_a_vector_gives_it_back(
    digits: list[int], decimals: int, notation: Callable[[list[str]], str]
) -> None:
    reading = read_value(notation([written(n, decimals) for n in digits]), VECTOR)
    assert reading.value == [n / 10**decimals for n in digits] and reading.decimals == (decimals,) * 3


def lines(table: list[list[str]], between: str, row: str) -> str:
    return between.join(row.join(line) for line in table)


MATRICES: list[Callable[[list[list[str]]], str]] = [
    lambda t: lines(t, "; ", ", "),
    lambda t: lines(t, "\n", " "),
    lambda t: lines(t, "; ", " ").replace(".", ","),
    lambda t: "[" + ", ".join(f"[{', '.join(line)}]" for line in t) + "]",
    lambda t: "array([[" + lines(t, "],\n       [", ", ") + "]], dtype=float32)",
    lambda t: ", ".join(number for line in t for number in line),
    lambda t: rf"\begin{{pmatrix}}{lines(t, BREAK, ' & ')}\end{{pmatrix}}",
    lambda t: f"({lines([list(column) for column in zip(*t, strict=True)], '; ', ', ')})ᵀ",
    lambda t: ", ".join(f"dW_{{{i}{j}}} = {number}" for i, line in enumerate(t, 1) for j, number in enumerate(line, 1)),
]


@PATIENT
@given(st.lists(DIGITS, min_size=6, max_size=6), DECIMALS, st.sampled_from(MATRICES))
def test_every_notation_of_a_matrix_gives_it_back(
    digits: list[int], decimals: int, notation: Callable[[list[list[str]]], str]
) -> None:
    row = [written(n, decimals) for n in digits]
    reading = read_value(notation([row[:3], row[3:]]), MATRIX)
    values = [n / 10**decimals for n in digits]
    assert (reading.value, reading.transposed) == ([values[:3], values[3:]], False)
    assert reading.decimals == (decimals,) * 6


@PATIENT
@given(
    st.integers(1, 10**9) | st.integers(1, 999).map(lambda n: n * 1000),
    st.sampled_from(["", ",", ".", " ", "'", "\u00a0", "٬"]),
    st.sampled_from(["", " parameters", "."]),
)
def test_a_whole_number_with_any_separator_gives_it_back(number: int, separator: str, end: str) -> None:
    reading = read_value(f"{number:,}".replace(",", separator) + end, WHOLE)
    if separator in (",", ".") and 1000 <= number < 10**6 and number % 1000 == 0:  # 12.000 may be 12
        assert "thousands" in reading.trouble
    else:
        assert reading.value == number


ALPHABET = st.sampled_from(
    ["0.5", "0,5", "1", "-", "+", " ", ", ", ",", ";", "\n", "(", ")", "[", "]", "{", "}", "*", "/", "^", "%", "e", "10", "½", "²",
     "⁻¹", "√", "=", "≈", "~", "$", ".", "ᵀ", "^T", "h_1", "h11 = ", "L", "W", r"\frac", r"\sqrt", r"\begin{pmatrix}", r"\\", "&",
     r"\end{pmatrix}", "array", "sqrt", "tanh(", "٫", "٬", "1,234", "x", "R^", "∈", "'", "\u2064", "1/2", "2 1/2"]
)  # fmt: skip
TEXTS = st.lists(ALPHABET, max_size=9).map("".join) | st.text(max_size=20)
AROUND: list[Callable[[str], str]] = [
    lambda text: f" {text} ",
    lambda text: f"({text})",
    lambda text: f"= {text}",
    lambda text: f"h_1 = {text}",
    lambda text: f"${text}$",
    lambda text: f"≈ {text}",
    lambda text: f"{text}.",
    lambda text: f"array({text})",
]


@PATIENT
@given(TEXTS, st.sampled_from(ASKS), st.sampled_from(AROUND))
def test_no_text_has_one_value_alone_and_another_in_a_wrapper(text: str, ask: Ask, wrap: Callable[[str], str]) -> None:
    alone, wrapped = read_value(text, ask), read_value(wrap(text), ask)
    for reading in (alone, wrapped):
        assert (reading.value is None) == bool(reading.trouble) or reading.blank
        assert len(reading.trouble) < 250 and "\n" not in reading.trouble
        assert "nan" not in str(reading.value) and "inf" not in str(reading.value)
    assert alone.value is None or wrapped.value is None or alone.value == wrapped.value
    assert alone.decimals == wrapped.decimals or None in (alone.value, wrapped.value)


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: f"{ask.kind}-{ask.name}")
@pytest.mark.parametrize(
    "piece",
    [r"\frac{", r"\sqrt{", "^{", r"\frac12", r"\begin{pmatrix}", "&", r"\\", "$", "=", "h11=1,", "h_1=", "≈", "½", "2½", "⁹",
     "10^9*", "array(", "([", ")ᵀ", "^T", "%", "٬", "٥", "1/", "√", "-1 ", "tensor(1, dtype=", "e^", r"\hat", r"\text{",
     "1 parameters"],
)  # fmt: skip
def test_long_answers_in_any_notation_are_read_or_refused_at_once(ask: Ask, piece: str) -> None:
    started = time.process_time()
    reading = read_value((piece * 1999)[:1999], ask)
    assert time.process_time() - started < 0.25
    assert reading.trouble or math.isfinite(sum(map(float, reading.decimals)))
