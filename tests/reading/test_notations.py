"""Answers in a notation of their own are read as they are meant: LaTeX, arrays of NumPy, percent, names, other scripts."""

import re

import pytest

from quizgen.asks.formula import Formula
from quizgen.asks.numbers import Numbers
from quizgen.asks.shape import Shape
from quizgen.reading import read_value

PROBABILITY = Numbers("y_hat", label=r"\hat{y}", between=(0, 1))
NUMBER, VECTOR, MATRIX = Numbers("L"), Numbers("h_1", size=2), Numbers("dW", size=(2, 3))
WHOLE = Numbers("count", label=r"\text{number of parameters}", decimals=0, tolerance=0)
SQUARE = Numbers("dW_h", label=r"\frac{\partial L}{\partial W_h}", size=(2, 2))
FROM_ZERO = Numbers("zero_2", label=r"h_2 \text{ from } h_0 = 0", size=2)
ROWS = [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    ("typed", "value", "decimals"),
    [
        ("4.118 × 10⁻¹", 0.4118, 4), ("4,118·10^-1", 0.4118, 4), ("4.118*10^(-1)", 0.4118, 4), ("4.118 x 10^{-1}", 0.4118, 4),
        (r"4.118 \cdot 10^{-1}", 0.4118, 4), ("4.118*10**-1", 0.4118, 4), ("-4.118 * 10 ^ -1", -0.4118, 4),
        ("1.5×10³", 1500, 0), ("41.18 %", 0.4118, 4), ("41,18%", 0.4118, 4), (r"$41.18\%$", 0.4118, 4), ("٤١٫١٨٪", 0.4118, 4),
        ("≈ 0.41", 0.41, 2), ("about 0.41", 0.41, 2),
        ("Approximately 0,41", 0.41, 2), ("41.18 percent", 0.4118, 4), ("about 41,18 per cent.", 0.4118, 4),
        ("~0.41", 0.41, 2), (r"\approx 0.41", 0.41, 2), ("0.4118.", 0.4118, 4), ("2.", 2, 0),
        ("ŷ = 0.4118", 0.4118, 4), ("y_hat = 0.4118", 0.4118, 4), (r"\hat{y} = 0.4118", 0.4118, 4), ("yhat=0.4118", 0.4118, 4),
        (r"$\hat{y} \approx 0.4118$.", 0.4118, 4), ("ŷ≈0,4118", 0.4118, 4), (r"\(\hat y = 0{,}4118\)", 0.4118, 4),
        ("np.float64(0.4118)", 0.4118, 4), ("tensor(0.4118, grad_fn=<SigmoidBackward0>)", 0.4118, 4),
        ("torch.tensor(0.4118, dtype=torch.float64)", 0.4118, 4), ("float32(0.4118)", 0.4118, 4), ("$0.4118$", 0.4118, 4),
        (r"\frac{1}{2}", 0.5, 17), (r"-\dfrac12", -0.5, 17), ("½", 0.5, 17), ("-½", -0.5, 17), ("2 1/2", 2.5, 17),
        ("2½", 2.5, 17), ("-2½", -2.5, 17), (r"2\frac{1}{2}", 2.5, 17), ("- 2 1 / 2", -2.5, 17), ("3/8", 0.375, 17),
        ("٠٫٤١١٨", 0.4118, 4), ("-٠٫٤١١٨", -0.4118, 4), ("٠،٤١١٨", 0.4118, 4), ("١٬٢٣٤٫٥", 1234.5, 1), ("०.४११८", 0.4118, 4),
        ("０．４１１８", 0.4118, 4), ("۰٫۴۱۱۸", 0.4118, 4), ("1,234", 1.234, 3),
    ],
)  # fmt: skip
def test_one_number_in_many_notations(typed: str, value: float, decimals: int) -> None:
    reading = read_value(typed, PROBABILITY)
    assert (reading.value, reading.decimals, reading.trouble) == (value, (decimals,), "")


@pytest.mark.parametrize(
    "typed", ["0·7622", "1·165", "-0⋅5", "y_hat = 0·7622", "0·41 %", r"$0\cdot 7622$", "0 ·5", "3·4·5"]
)
def test_a_raised_dot_between_whole_numbers_is_asked_back(typed: str) -> None:
    for ask in (PROBABILITY, WHOLE):
        assert "can be read in two ways" in read_value(typed, ask).trouble


@pytest.mark.parametrize("typed", ["0·5, 0·25", "0·5,0·25", "0·5 0·25", "[0·5; 0·25]", "0,5·3"])
def test_raised_dots_in_a_vector_are_asked_back(typed: str) -> None:
    assert "can be read in two ways" in read_value(typed, VECTOR).trouble


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("4·10^-1", 0.4), ("4·10⁻¹", 0.4), ("4,118·10^-1", 0.4118), ("4·10**-1", 0.4), ("3 · 4", 12), ("2·0.5", 1),
        ("0,5·3", 1.5),
        ("0.5·3", 1.5), ("2·tanh(0)", 0), ("2·(3+4)", 14), ("3*4", 12), ("3×4", 12),
    ],
)  # fmt: skip
def test_a_raised_dot_that_can_only_be_a_product_is_one(typed: str, value: float) -> None:
    assert read_value(typed, NUMBER).value == pytest.approx(value)


def test_a_raised_dot_in_a_shape_or_between_symbols_is_a_product() -> None:
    term = Formula("term", variables={"W": [2.0, 3.0], "h_1": [5.0, 7.0]})
    assert read_value("128·300", Shape("W")).value == [128, 300]
    assert read_value("2·W·h_1", term).value == [20, 42]
    assert "can be read in two ways" in read_value("0·5 W", term).trouble


@pytest.mark.parametrize(
    ("typed", "ask", "note"),
    [
        ("41.18 %", PROBABILITY, "Read as 0.4118."), ("2 1/2", NUMBER, "Read as 2.5."), ("55,169", WHOLE, "Read as 55169."),
        ("sqrt(2)/2", NUMBER, "Read as 0.7071067812."), ("-½^2", NUMBER, "Read as −0.25."),
        ("50 %, 0.25", VECTOR, "Read as 0.5, 0.25."), ("1 2 3 4 5 6", MATRIX, "Read as 1, 2, 3; 4, 5, 6."),
        ("(1 2; 3 4)ᵀ", SQUARE, "Read as 1, 3; 2, 4."),
        ("0.4118", PROBABILITY, ""), ("4.118 × 10⁻¹", PROBABILITY, ""), ("3/8", NUMBER, ""), ("½", NUMBER, ""),
        ("(0.5, 0.25)ᵀ", VECTOR, ""), ("1 2 3; 4 5 6", MATRIX, ""), ("55169", WHOLE, ""),
    ],
)  # fmt: skip
def test_an_unusual_notation_is_read_with_a_note(typed: str, ask: Numbers, note: str) -> None:
    assert read_value(typed, ask).note == note


@pytest.mark.parametrize(
    "typed",
    [
        "array([0.5, 0.25])", "np.array([0.5, 0.25])", "numpy.array((0.5, 0.25), dtype=float32)", "tensor([0.50, 0.25])",
        "torch.tensor([[0.5], [0.25]], device='cuda:0')", "h_1 = np.array([0.5, 0.25]).T", "array([0.5 , 0.25])",
        "[np.float64(0.5), np.float64(0.25)]", "array([[0.5],\n       [0.25]])",
        "(0.5, 0.25)ᵀ", "(0.5, 0.25)^T", "[0.5 0.25]^{T}", r"(0.5, 0.25)^\top", r"$(0.5, 0.25)^{\mathsf{T}}$", "(0.5; 0.25)⊤",
        "$(0.5, 0.25)$", "$0.5$, $0.25$", "$$h_1 = (0.5, 0.25)$$", r"\[ (0.5, 0.25) \]", r"\left(\frac{1}{2}, \frac14\right)",
        r"\begin{pmatrix} 0.5 \\ 0.25 \end{pmatrix}", r"$h_1 = \begin{bmatrix} 0.5 & 0.25 \end{bmatrix}^T$",
        r"\left(\begin{array}{c} 0.5 \\ 0.25 \\ \end{array}\right)",
        "h11 = 0.5, h12 = 0.25", "h_11=0,5; h_12=0,25", "h_{1,1} = 0.5 and h_{1,2} = 0.25", "h12 = 0.25 h11 = 0.5",
        "h_1[0] = 0.5, h_1[1] = 0.25", "h₁₁ ≈ 0.5\nh₁₂ ≈ 0.25", "(≈ 0.5, ≈ 0.25)", "~0.5; ~0.25", "½ ¼", "½, ¼", "50 %, 25 %",
        "5·10⁻¹, 2.5·10⁻¹", "٠٫٥؛ ٠٫٢٥", "٠٫٥، ٠٫٢٥", "h_1 ≈ (0.5, 0.25).", "(0.5) (0.25)",
    ],
)  # fmt: skip
def test_a_vector_in_many_notations(typed: str) -> None:
    reading = read_value(typed, VECTOR)
    assert (reading.value, reading.transposed, reading.trouble) == ([0.5, 0.25], False, "")


@pytest.mark.parametrize(
    ("typed", "transposed"),
    [
        ("1 2 3 4 5 6", False), ("[1,2,3,4,5,6]", False), ("1; 2; 3; 4; 5; 6", False), ("1,0 2,0 3,0 4,0 5,0 6,0", False),
        (r"\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix}", False),
        ("array([[1., 2., 3.],\n       [4., 5., 6.]])", False),
        ("[array([1,2,3]), array([4,5,6])]", False), ("(1 4; 2 5; 3 6)ᵀ", False), ("(1 2 3; 4 5 6)ᵀ", True),
        ("dW11=1, dW12=2, dW13=3, dW21=4, dW22=5, dW23=6", False), ("(1) (2) (3); (4) (5) (6)", False),
        ("dW[0,0]=1 dW[0,1]=2 dW[0,2]=3 dW[1,0]=4 dW[1,1]=5 dW[1,2]=6", False),
        (r"\begin{pmatrix} 1 & 4 \\ 2 & 5 \\ 3 & 6 \end{pmatrix}^T", False),
    ],
)  # fmt: skip
def test_a_matrix_in_many_notations(typed: str, transposed: bool) -> None:
    reading = read_value(typed, MATRIX)
    assert (reading.value, reading.transposed, reading.trouble) == (ROWS, transposed, "")


def test_the_transpose_of_a_square_matrix_is_taken() -> None:
    assert read_value("[[1, 2], [3, 4]]^T", SQUARE).value == [[1, 3], [2, 4]]
    assert read_value(r"\begin{pmatrix}\frac12 & ½\\\frac{\sqrt{4}}{2} & 1\end{pmatrix}", SQUARE).value == [
        [0.5, 0.5],
        [1, 1],
    ]


@pytest.mark.parametrize(
    "front", ["dW_h", "∂L/∂W_h", r"\frac{\partial L}{\partial W_h}", "dL/dW_h", "dWh", r"$\partial L / \partial W_{h}$"]
)
def test_a_name_or_label_in_front_is_known_in_every_spelling(front: str) -> None:
    assert read_value(f"{front} = 1 2; 3 4", SQUARE).value == [[1, 2], [3, 4]]


@pytest.mark.parametrize("front", ["zero_2 =", "h_2 =", "h_2 from h_0 = 0 =", "h₂ ≈"])
def test_a_label_in_words_is_known_by_its_symbol_too(front: str) -> None:
    assert read_value(f"{front} 1; 2", FROM_ZERO).value == [1, 2]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("55,169", 55169), ("55.169", 55169), ("55 169", 55169), ("55\u202f169", 55169), ("55'169", 55169), ("55169", 55169),
        ("1,234,567", 1234567), ("12 000", 12000),
        ("1,000,000", 1000000), ("-55,169", -55169), ("10^3", 1000), ("10³", 1000), ("2^10", 1024), ("55169 parameters", 55169),
        ("55,169 Parameters.", 55169), ("count = 55.169", 55169), ("٥٥٬١٦٩", 55169), ("128*300+128", 38528), ("0.500", 0.5),
        ("55.5", 55.5), ("12.345e3", 12345), ("5.5169·10⁴", 55169), ("55169.", 55169), ("number of parameters = 55169", 55169),
    ],
)  # fmt: skip
def test_a_whole_number_may_have_separators_and_what_it_counts(typed: str, value: float) -> None:
    assert read_value(typed, WHOLE).value == value


@pytest.mark.parametrize(
    "typed",
    [
        "torch.Size([128, 300])", "R^{128x300}", "R^{128×300}", "ℝ^(128 x 300)", r"\mathbb{R}^{128 \times 300}", "ℝ¹²⁸ˣ³⁰⁰",
        r"$W \in \mathbb{R}^{128 \times 300}$", "W ∈ R^128x300", "np.array([128, 300])", "Size((128, 300))", "128 x 300.",
        "W = (128, 300)", "١٢٨ × ٣٠٠",
    ],
)  # fmt: skip
def test_a_shape_in_many_notations(typed: str) -> None:
    assert read_value(typed, Shape("W")).value == [128, 300]


@pytest.mark.parametrize("typed", ["()", "[]", "( )", "torch.Size([])", "Size(())", "torch.Size()", "W = ()", "()."])
def test_no_axes_are_the_shape_of_a_scalar(typed: str) -> None:
    reading = read_value(typed, Shape("W"))
    assert (reading.value, reading.trouble) == ([], "")


@pytest.mark.parametrize(
    ("typed", "ask"),
    [
        ("**1.165**", NUMBER), ("4.118×3x", NUMBER), ("2½ 3 4", VECTOR), ("٥ ٦ ٧", VECTOR), ("1,234.567×2", NUMBER),
        (r"\frac{1}{2}3", NUMBER), ("1 − ", NUMBER), ("3²", Shape("W")), ("4×x", Shape("W")), ('0.5" ×', NUMBER),
    ],
)  # fmt: skip
def test_a_refusal_quotes_what_was_typed(typed: str, ask: Numbers | Shape) -> None:
    (quoted,) = re.findall('"(.*)"', read_value(typed, ask).trouble)
    assert quoted in typed and (quoted.strip() == typed.strip() or quoted.isascii())


@pytest.mark.parametrize(
    "typed",
    [
        "R^",
        "R",
        "ℝ^{}",
        "W =",
        ".",
        "~",
        "(128, 300)ᵀ",
        "R^{128} x R^{300}",
        "3²",
        "½",
        "(3, 2",
        "R^DxH",
        "3 x 50 %",
        "[[]]",
        "(())",
        "{}",
        "[()]",
        "torch.Size([[]])",
        "np.array([])",
        "R^()",
        "()ᵀ",
    ],
)
def test_no_shape_in_any_notation(typed: str) -> None:
    assert read_value(typed, Shape("W")).trouble


@pytest.mark.parametrize(
    ("typed", "ask", "reason"),
    [
        ("50 %", WHOLE, "percentage"), ("50 percent", WHOLE, "percentage"), ("p = 0.41", PROBABILITY, "cannot"),
        ("about", NUMBER, "about"), ("about x", NUMBER, "cannot"), ("0.41 percentage", NUMBER, "percentage"),
        ("(41)%", NUMBER, "cannot"), ("50 % + 1", NUMBER, "cannot"), ("%", NUMBER, "cannot"),
        ("1,234.567", WHOLE, "thousands"), ("1.234,567", WHOLE, "thousands"), ("12,000", WHOLE, "thousands"),
        ("-12.000", WHOLE, "thousands"),
        ("55,169", Numbers("L", decimals=0), "thousands"), ("12.345·10^3", WHOLE, "thousands"), ("1,024*2", WHOLE, "thousands"),
        ("55٫169", WHOLE, "thousands"), ("55169 million", WHOLE, "million"), ("55 thousand", WHOLE, "thousand"),
        ("55k", WHOLE, "55k"),
        ("L2 = 0.5", NUMBER, "cannot"), ("-L = 0.5", NUMBER, "cannot"), ("2L = 0.5", NUMBER, "cannot"),
        ("M = 0.5", NUMBER, "cannot"),
        ("$0.5", NUMBER, "cannot"), ("0$5$", NUMBER, "cannot"), ("0.5..", NUMBER, "cannot"), ("1/3 ≈ 0.33", NUMBER, "cannot"),
        ("4.118·10", VECTOR, "2 numbers wanted, 1 found"), ("4.118 x 10-1", NUMBER, "cannot"),
        ("4.118·10-1", NUMBER, "two ways"),
        ("10^400", NUMBER, "finite"), ("1*10^400", NUMBER, "too large"),
        ("2½½", NUMBER, "cannot"), (r"\frac12\frac13", NUMBER, "cannot"), (r"\frac{1}{2}3", NUMBER, "cannot"),
        (r"2\frac{1}{2}3", NUMBER, "cannot"), ("0.2½", NUMBER, "cannot"), ("2 3/2", NUMBER, "1 number wanted, 2 found"),
        ("2 1/0", NUMBER, "zero"), (r"\frac{1}{0}", NUMBER, "zero"), (r"\frac{1}", NUMBER, ""),
        ("2 1/2, 3", VECTOR, "2 numbers wanted"), ("2½ 3 4", VECTOR, '"2½ 3 4"'),
        ("٬٥", NUMBER, "cannot"), ("١٢٬٣٤", NUMBER, "cannot"), (r"\begin{vmatrix} 1 & 2 \end{vmatrix}", VECTOR, ""),
        (r"\begin{pmatrix} 1 & \\ 2 & \end{pmatrix}", VECTOR, ""), ("(1, 2)ᵀ, (3, 4)ᵀ", SQUARE, ""),
        ("(1, 2), (3, 4)ᵀ", SQUARE, ""),
        ("1,2,3,4,5,6)^T", MATRIX, "brackets"), ("(1,2,3,4,5,6)ᵀ", MATRIX, "3 rows of 2"),
        ("1\n2\n3\n4\n5\n6", MATRIX, "6 found"),
        ("1 2 3 4 5 6 7", MATRIX, "1 found"), ("h11 = 1, h11 = 2", VECTOR, "h11"), ("h11 = 1, h13 = 2", VECTOR, "h11"),
        ("h11 = 1", VECTOR, "h11"), ("h11 = 1; 2, h12 =", VECTOR, "h11"), ("-h11 = 1, h12 = 2", VECTOR, "h11"),
        ("h_1 = 1, h_2 = 2", VECTOR, "h_2"), ("array(0.5, 0.25", VECTOR, "brackets"), ("2 array", VECTOR, "array"),
        ("eval(1), 2", VECTOR, "eval"), ("0.41(2)", NUMBER, "cannot"), ("[1,2] x", VECTOR, "beside its brackets"),
    ],
)  # fmt: skip
def test_what_is_not_clear_in_a_notation_is_refused(typed: str, ask: Numbers, reason: str) -> None:
    reading = read_value(typed, ask)
    assert reading.value is None and reading.trouble and reason in reading.trouble
    assert "\n" not in reading.trouble and len(reading.trouble) < 200
