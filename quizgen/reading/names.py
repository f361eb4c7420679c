"""The name in front of an answer ("h_1 = ..."), and answers given component by component ("h11 = 0.5, h12 = 0.25")."""

from __future__ import annotations

import re
import unicodedata

from quizgen.reading.latex import ACCENTS, without_latex
from quizgen.reading.text import SUBSCRIPTS

Size = int | tuple[int, int]

EQUALS = re.compile("[=≈≃≅∼~]")
LONGEST = 200  # characters of a name
SYMBOL = re.compile(r"[$(\[{\s]*[\w∂\\]")  # how a name begins: "-h_1 = 0.5" does not say h_1
NEXT = re.compile(r"(.*?)[,;\s]+(?:and\s+)?([^\W\d].*)", re.DOTALL)  # a value, separators, the next name
COMBINING = {mark: word for word, mark in ACCENTS.items()}


def without_name(text: str, name: str, label: str = "") -> str:
    """`text` without the answer's name or label in front of it: "h_1 = (...)" gives "(...)"."""
    signs = list(EQUALS.finditer(text[:LONGEST]))
    known = _spellings(name, label) if signs else []
    for sign in reversed(signs):
        front = text[: sign.start()].strip()
        if (not front and sign[0] == "=") or (SYMBOL.match(front) and letters_of(front) in known):
            return text[sign.end() :].strip()
    return text


def by_component(text: str, name: str, label: str, size: Size) -> str | None:
    """ "h11 = 0.5, h12 = 0.25" as "0.5; 0.25" (of a matrix "[1; 2]; [3; 4]"), else None.

    Every component must be named once; they are counted from 1, or all from 0, and may be in any order.
    """
    pieces = EQUALS.split(text)
    rows, columns = size if isinstance(size, tuple) else (1, size)
    if len(pieces) != rows * columns + 1 or rows * columns == 1 or max(rows, columns) > 9 or not SYMBOL.match(text):
        return None
    names, values = [pieces[0]], []
    for piece in pieces[1:-1]:
        if not (found := NEXT.fullmatch(piece)):
            return None
        values.append(found[1].strip())
        names.append(found[2])
    values.append(pieces[-1].strip(" ,;\n"))
    if not all(values) or any(re.search(r"[;\n\[\]{}]", value) for value in values):
        return None
    for prefix in _spellings(name, label):
        given = {letters_of(key).removeprefix(prefix): value for key, value in zip(names, values, strict=True)}
        for first in (1, 0):
            indices = _indices(size, first)
            if sorted(given) == sorted(index for line in indices for index in line):
                lines = ["; ".join(given[index] for index in line) for line in indices]
                return lines[0] if len(lines) == 1 else "; ".join(f"[{line}]" for line in lines)
    return None


def _indices(size: Size, first: int) -> list[list[str]]:
    """The indices of the components, row by row, counted from `first`."""
    if isinstance(size, int):
        return [[str(index) for index in range(first, first + size)]]
    rows, columns = size
    return [[f"{i}{j}" for j in range(first, first + columns)] for i in range(first, first + rows)]


def _spellings(name: str, label: str) -> list[str]:
    """The letters and digits of the name, of the label, and of the symbol that a label in words starts with."""
    symbol = re.split(r"\\text\b", label)[0]
    return list(dict.fromkeys(filter(None, map(letters_of, (name, label, symbol)))))


def letters_of(text: str) -> str:
    """Letters and digits alone, spelt in ASCII: y_hat, ŷ and \\hat{y} are "yhat", ∂L/∂W is "dLdW", δ_1 is "delta1"."""
    text = unicodedata.normalize("NFKD", without_latex(text).translate(SUBSCRIPTS))
    return re.sub(r"[\W_]", "", "".join(map(_spelt, text)))


def _spelt(character: str) -> str:
    if character.isascii():
        return character
    if character == "∂":
        return "d"
    if character in COMBINING:
        return COMBINING[character]
    words = unicodedata.name(character, "").split()
    if words[:1] == ["GREEK"] and "LETTER" in words:
        return words[-1].title() if "CAPITAL" in words else words[-1].lower()
    return character
