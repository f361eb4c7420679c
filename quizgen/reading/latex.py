r"""LaTeX as the plain notation of the other readers: \frac{1}{2} is 1/2, a pmatrix is [[1; 2]; [3; 4]]."""

from __future__ import annotations

import re

from quizgen.reading.fractions import fraction

DEEPEST = 10  # commands within commands
SYMBOLS = {
    "cdot": "*", "times": "*", "div": "/", "approx": "≈", "sim": "~", "partial": "∂", "in": "∈", "top": "⊤", "intercal": "⊤",
    "%": "%", ",": " ", ";": " ", ":": " ", "!": " ", " ": " ", "quad": " ", "qquad": " ", "left": "", "right": "",
    "big": "", "Big": "", "(": " ", ")": " ", "[": " ", "]": " ", "{": "{", "}": "}",
}  # fmt: skip
ACCENTS = {"hat": "\u0302", "tilde": "\u0303", "bar": "\u0304"}  # put after the letter that carries them
STYLES = "text|mathrm|mathbf|mathbb|mathit|mathsf|boldsymbol|operatorname"

MATRIX = re.compile(r"\\begin\{([pbB]?matrix|smallmatrix|array)\}(?:\{[lcr|\s]*\})?(.*?)\\end\{\1\}", re.DOTALL)
ACCENT = re.compile(r"\\(hat|tilde|bar)\s*(?:\{(\w)\}|(\w))")
STYLED = re.compile(rf"\\(?:{STYLES})\s*\{{([^{{}}]*)\}}")
SHORT_FRACTION = re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)")
FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
SCRIPT = re.compile(r"([_^])\{([^{}]*)\}")
COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z\s]| )")


def without_latex(text: str) -> str:
    """`text` with its LaTeX commands replaced; text without any is not changed. Unknown commands keep their name."""
    text = text.replace("{,}", ",")  # a decimal comma
    text = ACCENT.sub(lambda found: (found[2] or found[3]) + ACCENTS[found[1]], text)
    text = SHORT_FRACTION.sub(r"\\frac{\1}{\2}", text)
    for _ in range(DEEPEST):  # from the inside out
        text = STYLED.sub(r"\1", text)
        text = SCRIPT.sub(_script, text)
        text = ROOT.sub(r"sqrt(\1)", text)
        text = FRACTION.sub(_fraction, text)
    text = MATRIX.sub(lambda found: _brackets(found[2]), text)
    return COMMAND.sub(lambda found: SYMBOLS.get(found[1], found[1]), text)


def _fraction(found: re.Match[str]) -> str:
    return fraction(found[1].strip(), found[2].strip(), found.string[: found.start()], found.string[found.end() :])


def _script(found: re.Match[str]) -> str:
    sign, what = found.groups()
    return sign + (what if sign == "_" or re.fullmatch(r"[-+]?\d+", what) else f"({what})")


def _brackets(body: str) -> str:
    """The cells of a matrix environment as rows in brackets."""
    rows = body.split("\\\\")
    if not rows[-1].strip():
        rows.pop()
    return "[" + "; ".join("[" + "; ".join(cell.strip() for cell in row.split("&")) + "]" for row in rows) + "]"
