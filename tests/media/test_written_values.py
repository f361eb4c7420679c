"""Options stand side by side only where all are narrow."""

import pytest

from quizgen.interactions import Item, Pick
from quizgen.media.written_values import short


@pytest.mark.parametrize(
    ("text", "narrow"),
    [
        ("many-to-one", True),
        ("a sentence that takes more than a quarter of a line", False),
        ("$h_2$", True),
        (r"$\hat{y}_1$", True),
        (r"$\begin{pmatrix}-0.45 \\ 0.89\end{pmatrix}$", True),
        (r"$\begin{pmatrix}-0.45 & -0.30 \\ 0.89 & 1.10\end{pmatrix}$", False),
        ("$h_7 = f(W x_7 + W_h h_6 + b)$", False),
        (r"$\hat{y} = 0.41$, positive", False),
    ],
)
def test_options_stand_side_by_side_where_they_fit(text, narrow):
    assert short(Pick((Item("A", text), Item("B", "0.5")))) == narrow
