"""One notation, three media: the chapter's formulas as MathML, as text and as Typst, each beside what it should be.

QUIZGEN_UPDATE=1 writes what they are now into the golden file; read the difference before you keep it.
"""

import json
import os
import re

import places
import pytest

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.markup.formula_text import formula_text
from quizgen.markup.formula_typst import formula_typst
from quizgen.markup.formulas import MathsError, mathml, tree
from quizgen.markup.parse import Display, Grid, Items, Maths, Paragraph, parse

GOLDEN = places.GOLDEN / "render" / "formulas.json"
BANK = Bank.load()
FORMULAS = [
    r"h_t = \tanh(W x_t + W_h h_{t-1} + b)",
    r"h_1 = f(W x_1 + b)",
    r"\hat{y} = \sigma(W_y h_T + b_y)",
    r"\hat{y}_t = \sigma(W_y h_t + b_y)",
    r"W = \begin{pmatrix}-0.8 & -0.6 \\ -0.4 & 0.3\end{pmatrix}",
    r"b = \begin{pmatrix}0.2 \\ -0.4\end{pmatrix}",
    r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}^\top",
    r"f(a) = \begin{cases} a & a > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"L = -\left(y \ln \hat{y} + (1 - y) \ln(1 - \hat{y})\right)",
    r"L = -\sum_{t=1}^{T} \sum_k y_{t,k} \ln \hat{y}_{t,k}",
    r"\frac{\partial L}{\partial W_h} = \sum_{t=1}^{T} \delta_t h_{t-1}^\top",
    r"\delta_t = (1 - h_t^2) \odot (W_y^\top dz_t + W_h^\top \delta_{t+1})",
    r"\frac{\partial h_T}{\partial h_0} = \prod_{t=1}^{T} W_h^\top \operatorname{diag}(f'(a_t))",
    r"W_{\text{new}} = W_{\text{old}} - \alpha \frac{\partial L}{\partial W}",
    r"\sigma(z) = \frac{1}{1 + e^{-z}}",
    r"\hat{y}_k = \frac{e^{z_k}}{\sum_j e^{z_j}}",
    r"\lVert g \rVert_2 \le c",
    r"\left\lVert g \right\rVert",
    r"g \leftarrow g \cdot \frac{c}{\lVert g \rVert}",
    r"\argmax_k \hat{y}_k",
    r"W_h \in \mathbb{R}^{H \times H}",
    r"[128 \times 300] \cdot [300 \times 1] + [128 \times 1]",
    r"f'(a) = 1 - \tanh^2(a)",
    r"f''(a)",
    r"|a_t| \ge 0.25",
    r"\max(0, a)",
    r"\mathrm{ReLU}(-1.5) = 0",
    r"\ln 2 \approx 0.6931",
    r"h^{(2)}_{t-1}",
    r"x_1, \dots, x_T",
    r"t = 1, \ldots, T",
    r"-0.5",
    r"10^{-4}",
    r"\sqrt{a + b}",
    r"h_t \ne \hat{y}_t",
    r"h_7 = f(W x_7 + \square + b)",
    r"\rho < 1 \Rightarrow \rho^n \to 0",
    r"\overline{x} = \frac{1}{T} \sum_t x_t",
]


def now():
    return {tex: {"mathml": mathml(tex), "text": formula_text(tex), "typst": formula_typst(tex)} for tex in FORMULAS}


def test_the_chapters_formulas_in_three_media():
    if os.environ.get("QUIZGEN_UPDATE"):
        GOLDEN.write_text(json.dumps(now(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert now() == json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert len(FORMULAS) >= 30


@pytest.mark.parametrize("tex", FORMULAS)
def test_no_symbol_is_lost(tex):
    text = "".join(tree(tex).itertext())
    for symbol in re.findall(
        r"(?<![\\a-zA-Z])[a-zA-Z0-9.](?![a-zA-Z])", re.sub(r"\\(begin|end|mathbb)\{\w+\}", "", tex)
    ):
        assert symbol in text, (symbol, text)


@pytest.mark.parametrize(
    ("tex", "place"),
    [(r"h_t = \tahn(a)", 6), (r"\frac{1}", None), (r"\begin{pmatrix}1", None), ("a}", 1), (r"\binom{n}{k}", None)],
)
def test_what_cannot_be_shown_names_the_formula_and_the_place(tex, place):
    with pytest.raises(MathsError) as caught:
        mathml(tex)
        formula_text(tex)
        formula_typst(tex)
    assert tex in str(caught.value)
    if place is not None:
        assert caught.value.position == place


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"1 + 2 + \dots + 8", "1 + 2 + ⋯ + 8"),
        (r"h_1 \cdots h_T = 3", "h₁ ⋯ h_T = 3"),
        (r"\text{shared, }T\text{ steps}", "shared, T steps"),
    ],
)
def test_dots_and_words_in_a_formula_are_spaced_like_the_rest(tex, text):
    assert formula_text(tex) == text


def formulas(blocks):
    for block in blocks:
        if isinstance(block, Display):
            yield block.tex
        elif isinstance(block, Paragraph):
            yield from (run.tex for run in block.line if isinstance(run, Maths))
        elif isinstance(block, Grid):
            yield from (run.tex for row in block.rows for cell in row for run in cell if isinstance(run, Maths))
        elif isinstance(block, Items):
            yield from (tex for item in block.items for tex in formulas(item))


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_formula_of_the_bank_is_shown_in_every_medium(name):
    found = {
        tex
        for v in variants(BANK.get(name), range(5))
        for text in (v.text, v.solution)
        for tex in formulas(parse(text))
    }
    found |= {ask.tex for ask in BANK.get(name).asks}
    for tex in found:
        assert mathml(tex).startswith("<math")
        assert formula_text(tex).strip()
        assert formula_typst(tex).strip()
