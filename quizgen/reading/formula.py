"""A formula in the chapter's symbols, evaluated on the numbers given; a space or nothing between factors multiplies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from quizgen.ask import Reading
from quizgen.reading.expression import Values, evaluated
from quizgen.reading.names import without_name
from quizgen.reading.notation import RAISED, SUPERSCRIPTS, check_raised_dot
from quizgen.reading.text import SUBSCRIPTS, Unreadable, plain, short

TOKEN = re.compile(r"\s*(?:(\d+(?:[.,]\d+)?)|([^\W\d]\w*)|([-+*/()^]))")
LONGEST = 400  # characters


def read_formula(text: str, *, name: str, label: str = "", variables: Mapping[str, Sequence[float]]) -> Reading:
    """A formula in the symbols of `variables` as its values on their numbers; see evaluate. Raises Unreadable."""
    return Reading(text, evaluate(without_name(text, name, label), variables))


def evaluate(text: str, variables: Mapping[str, Sequence[float]]) -> list[float]:
    """The value of `text` on every assignment; `variables` maps each symbol to its numbers. Raises Unreadable."""
    symbols = {name: np.asarray(numbers, dtype=float) for name, numbers in variables.items()}
    check_raised_dot(plain(text))
    line = _one_notation(text)
    if len(line) > LONGEST:
        raise Unreadable(f"A formula of more than {LONGEST} characters is not read.")
    value = evaluated(_tokens(line, symbols), symbols, {}, side_by_side=True, not_finite="ignore")
    count = len(next(iter(symbols.values()), np.zeros(1)))
    values = np.broadcast_to(value, (count,))
    if not np.isfinite(values).all():
        raise Unreadable(f"{short(text)} divides by zero or grows beyond all numbers.")
    return [float(v) for v in values]


def _one_notation(text: str) -> str:
    """LaTeX, Unicode sub- and superscripts and the signs of multiplication and of powers as one plain notation."""
    text = RAISED.sub(lambda found: "^" + found[0].translate(SUPERSCRIPTS), text).replace("**", "^")
    text = re.sub(r"\\alpha|α", " alpha ", text)
    text = re.sub(r"\\(cdot|times|,|;| )", lambda found: "*" if found[1] in ("cdot", "times") else " ", text)
    text = plain(text.translate(SUBSCRIPTS)).replace("\n", " ").replace("$", "")
    text = re.sub(r"([_^])\{(\w+)\}", r"\1\2", text)
    return re.sub(r"[·⋅×∗@∙]", "*", text)


def _tokens(line: str, symbols: Mapping[str, Values]) -> list[str]:
    tokens: list[str] = []
    place = 0
    while place < len(line):
        found = TOKEN.match(line, place)
        if not found:
            raise Unreadable(f"{short(line[place:].strip())} cannot be read here; use {_known(symbols)}.")
        place = found.end()
        number, name, sign = found.groups()
        tokens += [number.replace(",", ".")] if number else _names(name, symbols) if name else [sign]
    return tokens


def _names(run: str, symbols: Mapping[str, Values]) -> list[str]:
    """The symbols a run of letters stands for: one, or several without a space, when only one way to cut it fits."""
    if run in symbols:
        return [run]
    short_names = {name.replace("_", ""): name for name in symbols} | {name: name for name in symbols}
    ways = _cuts(run, short_names)
    if len(ways) == 1:
        return ways[0]
    if ways:
        raise Unreadable(f"{short(run)} can be read in two ways: put a space between the symbols.")
    raise Unreadable(f"{short(run)} is no symbol of this question; use {_known(symbols)}.")


def _cuts(run: str, names: Mapping[str, str]) -> list[list[str]]:
    """Every way to cut `run` into names, or numbers after a name; two of them are enough to know it is unclear."""
    cuts: list[list[list[str]]] = [[[]]]
    for end in range(1, len(run) + 1):
        ways = [
            [*before, piece]
            for start in range(end)
            if (piece := names.get(run[start:end], run[start:end] if start and run[start:end].isdigit() else ""))
            for before in cuts[start]
        ]
        cuts.append([way for n, way in enumerate(ways) if way not in ways[:n]][:2])
    return cuts[-1]


def _known(symbols: Mapping[str, Values]) -> str:
    return ", ".join(symbols) + " with + - * ^ and brackets"
