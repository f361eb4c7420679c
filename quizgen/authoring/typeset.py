"""Sentences for the text of a question, in which symbols are formulas as on the blackboard."""

from __future__ import annotations

from quizgen.markup.parse import Maths
from quizgen.markup.sentence import runs


def with_formulas(text: str) -> str:
    r"""A plain sentence, such as the feedback of a misconception, as markup: "W_hᵀ, then b" is "$W_{h}^\top$, then $b$"."""
    return "".join(f"${run.tex}$" if isinstance(run, Maths) else run.text for run in runs(text))
