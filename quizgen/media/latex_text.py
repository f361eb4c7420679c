"""Text and formulas for LaTeX: every character stands for itself, and of commands only harmless ones of maths pass."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from quizgen.errors import UserError
from quizgen.markup.formulas import CACHED, MathsError, mathml
from quizgen.media.latex_symbols import ACCENTS, COMMANDS, ENVIRONMENTS, IN_MATHS, KNOWN, MARKS, SPECIAL, SYMBOLS

PLAIN_PAIRS = re.compile(r"([-,'])\{\}(?![-,'])")  # alone they are no ligature
TOKEN = re.compile(r"\\(?P<word>[A-Za-z]+)\*?|\\(?P<symbol>.)|(?P<space>\s+)|(?P<other>.)", re.DOTALL)
ENVIRONMENT = re.compile(r"\\(?:begin|end)(?![A-Za-z])(?!\{(?:" + "|".join(sorted(ENVIRONMENTS)) + r")\})")
ROW_OPTION = re.compile(r"(\\\\)(\s*[\[*])")


def escaped(text: str) -> str:
    """A text that LaTeX sets as it is, in one line. UserError: it has a character that pdflatex has no letter for."""
    shown = unicodedata.normalize("NFC", text)
    seen = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", shown)
    return PLAIN_PAIRS.sub(r"\1", "".join(character(one, text) for one in clusters(seen)))


def clusters(text: str) -> list[str]:
    """The characters of a text, each with the marks that belong to it."""
    return re.findall(r".[\u0300-\u036f]*", text, re.DOTALL)


@lru_cache(CACHED)
def character(one: str, text: str) -> str:
    """A character with its marks, which stands in `text`, as LaTeX."""
    if one in SPECIAL:
        return SPECIAL[one]
    if (one.isascii() and one.isprintable()) or one in KNOWN:
        return one
    if one in IN_MATHS:
        return rf"\ensuremath{{{IN_MATHS[one]}}}"
    parts = unicodedata.normalize("NFD", one)
    base, marks = parts[0], parts[1:]
    if marks and base.isascii() and base.isalpha() and all(mark in ACCENTS for mark in marks):
        written = base
        for mark in marks:
            written = f"{ACCENTS[mark]}{{{written}}}"
        return f"{{{written}}}"
    if unicodedata.category(base) == "Cf":  # joins letters, or turns the direction
        return ""
    name = unicodedata.name(base, f"U+{ord(base):04X}")
    raise UserError(
        f"LaTeX cannot set {base!r} ({name}) in {text[:60]!r}: pdflatex has no letter for it. "
        "Use --format pdf or html, which know every script."
    )


@lru_cache(CACHED)
def formula(tex: str) -> str:
    """A formula in which there is nothing but maths. MathsError: LaTeX cannot show it, or it holds a command that is none."""
    mathml(tex)
    if found := ENVIRONMENT.search(tex):
        raise MathsError(tex, "LaTeX has no such environment in maths", found.start())
    written = ROW_OPTION.sub(r"\1{}\2", "".join(token(found, tex) for found in TOKEN.finditer(tex)))
    return re.sub(r"\s+", " ", written).strip()


def token(found: re.Match[str], tex: str) -> str:
    """A token of a formula, or what stands for it. MathsError."""
    word, symbol, other = found["word"], found["symbol"], found["other"]
    if word:
        if word not in COMMANDS:
            raise MathsError(tex, f'the LaTeX file has no command "\\{word}"', found.start())
        return found[0]
    if symbol:
        if symbol.isspace():
            return r"\ "
        if symbol not in SYMBOLS:
            raise MathsError(tex, f'the LaTeX file has no command "\\{symbol}"', found.start())
        return found[0]
    if found["space"]:
        return " "
    if other in "%$#":
        raise MathsError(tex, f'"{other}" needs a backslash in the LaTeX file', found.start())
    if other.isascii():
        return str(other)
    known = {**IN_MATHS, **MARKS}.get(other)
    if known is None:
        raise MathsError(tex, f"LaTeX has no {other!r} in maths", found.start())
    return f"{{{known}}}" if len(known) == 1 else f"{known} "
