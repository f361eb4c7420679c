"""MathML read aloud in Unicode: what a terminal shows and what a screen reader says of a printed formula.

A row becomes a list of (text, role) pieces; the roles of two neighbours decide whether there is a space between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element

from quizgen.markup.formulas import CACHED, MathsError, tree

Piece = tuple[str, str]  # its text and its role: operand, prefix, operator, open, close, bar, comma, tight or space

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
ACCENTS = {
    "ˆ": "\u0302",
    "\u0302": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "⃗": "\u20d7",
    "˙": "\u0307",
    "\u0332": "\u0305",
}
BRACES = "⏟⏞"
OPENING, CLOSING, TIGHT, BARS = "([{⟨⌊⌈", ")]}⟩⌋⌉", "./!:′″‴", "|‖"
BIG = {"∑": "Σ", "∏": "Π"}
PRIMES = "′″‴"
TRANSPOSES = "⊤𝖳"
UNSEEN = "\u2061\u2063\u200b"  # function application, invisible separator, zero-width space


@lru_cache(CACHED)
def formula_text(tex: str) -> str:
    """LaTeX maths as one readable line of Unicode, e.g. h₁ = tanh(W x₁ + b); rows of `aligned` are lines. Raises MathsError."""
    return walk(tree(tex), tex)


def walk(math: Element, tex: str) -> str:
    """The `<math>` element of the formula `tex` as text. Raises MathsError for an unknown element."""
    text = re.sub("[ \xa0]{2,}", " ", Reader(tex).row(list(math))).strip().replace("...", "…")
    return re.sub(r"· · ·(?: ([+−·])(?=\S))?", lambda found: f"⋯ {found[1]} " if found[1] else "⋯", text)


def joined(pieces: Sequence[Piece], tight: bool = False) -> str:
    """Pieces in order with the spaces their roles ask for; `tight` (inside a script) leaves those round operators out."""
    written, before = "", "start"
    for text, role in pieces:
        if role == "bar":
            role = "open" if before in ("start", "operator", "open", "comma", "prefix") else "close"
        if role == "operator":
            unary = text in "−+±" and before in ("start", "operator", "open", "comma")
            if unary or tight:
                written, role = written + text, "prefix"
            else:
                written = f"{written.rstrip()} {text} "
        elif role == "comma":
            written += text if tight else f"{text} "
        elif role == "space":
            written = written.rstrip() + text
        else:
            apart = before in ("operand", "close") and (role in ("operand", "prefix"))
            written += (" " if apart else "") + text
        before = role
    return written


class Reader:
    """Reads one formula; it knows its LaTeX so that a fault can name it."""

    def __init__(self, tex: str) -> None:
        self.tex = tex

    def row(self, elements: Sequence[Element], tight: bool = False) -> str:
        """Neighbouring elements as text."""
        return joined([piece for element in elements for piece in self.pieces(element)], tight)

    def one(self, element: Element) -> str:
        """One element as text."""
        return self.row([element])

    def pieces(self, element: Element) -> Iterator[Piece]:
        """One element as pieces; a plain row dissolves into its parts."""
        match element.tag:
            case "mrow":
                yield from self.group(list(element))
            case "mo":
                yield from operator(element, content_of(element))
            case "mi":
                content = content_of(element)
                differential = content == "d" and element.get("mathvariant") == "normal"
                yield content, "prefix" if content in "∂∇" or differential else "operand"
            case "mn" | "mtext":
                yield content_of(element), "operand"
            case "mspace":
                width = float(element.get("width", "0").removesuffix("em"))
                if width > 0:
                    yield ("  " if width >= 1 else " "), "space"
            case "mphantom":
                return
            case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
                yield from self.scripts(element)
            case "mfrac":
                if element.get("linethickness") == "0":
                    raise MathsError(self.tex, "the terminal has no words for a binomial")
                top, bottom = element
                yield f"{self.side(top)}/{self.side(bottom, below=True)}", "operand"
            case "msqrt":
                yield f"√{self.bracketed(self.row(list(element)))}", "operand"
            case "menclose":
                yield f"[{self.row(list(element))}]", "operand"
            case "mtable":
                yield self.table(element), "operand"
            case other:
                raise MathsError(self.tex, f"the terminal has no words for <{other}>")

    def group(self, inside: list[Element]) -> Iterator[Piece]:
        """A row: a matrix loses its delimiters (its rows have their own), cases get words."""
        if len(inside) == 3 and inside[1].tag == "mtable" and (inside[0].text or "") in "([{":
            cells = self.table(inside[1])
            cases = inside[0].text == "{"
            yield (
                ("{" + "; ".join(", ".join(row) for row in self.cells(inside[1])) + "}" if cases else cells),
                "operand",
            )
            return
        for element in inside:
            yield from self.pieces(element)

    def scripts(self, element: Element) -> Iterator[Piece]:
        """A base with its scripts below and above."""
        base, *rest = element
        below = rest[0] if element.tag in ("msub", "msubsup", "munder", "munderover") else None
        above = rest[-1] if element.tag in ("msup", "msubsup", "mover", "munderover") else None
        mark = "".join((rest[0]).itertext())
        if element.tag in ("munder", "mover") and len(rest) == 1:
            if mark and mark in ACCENTS:
                accent = "\u0332" if element.tag == "munder" else ACCENTS[mark]
                yield unicodedata.normalize("NFC", self.bracketed(self.one(base)) + accent), "operand"
                return
            if mark and mark in BRACES:
                yield self.one(base), "operand"
                return
            if base.tag in ("munder", "mover") and "".join(base[1].itertext()) in BRACES:
                yield f"⟨{self.one(base[0])}: {self.one(rest[0])}⟩", "operand"
                return
        written = list(self.pieces(base))
        text = joined(written)
        if len(written) > 1 and base.tag != "mrow":
            text = self.bracketed(text)
        raised = self.row([above], tight=True) if above is not None else ""
        lowered = self.row([below], tight=True) if below is not None else ""
        script = raised.lstrip(PRIMES)
        primes = raised.removesuffix(script)
        role = written[0][1] if len(written) == 1 and written[0][1] in ("close", "bar", "operator") else "operand"
        yield text + primes + subscript(lowered) + superscript(script), role

    def cells(self, table: Element) -> list[list[str]]:
        """A table's cells as text."""
        return [[self.row(list(cell)).strip() for cell in row] for row in table]

    def table(self, table: Element) -> str:
        """A vector as (a, b), a matrix as [[a, b], [c, d]], an `aligned` as lines."""
        cells = self.cells(table)
        if table.get("displaystyle") == "true":
            return "\n".join(" ".join(filter(None, row)) for row in cells)
        if all(len(row) == 1 for row in cells):
            return "(" + ", ".join(row[0] for row in cells) + ")"
        return "[" + ", ".join("[" + ", ".join(row) + "]" for row in cells) + "]"

    def side(self, element: Element, below: bool = False) -> str:
        """Half of a fraction, in parentheses where / would bind it otherwise."""
        written = self.one(element)
        pieces = list(self.pieces(element))
        derivative = pieces[0][1] == "prefix" and len(pieces) == 2
        product = below and len(pieces) > 1 and not derivative
        return f"({written})" if product or (" " in written and not enclosed(written)) else written

    @staticmethod
    def bracketed(written: str) -> str:
        """A text of several parts in parentheses."""
        return (
            written if len(written) == 1 or written.replace(".", "").isdigit() or enclosed(written) else f"({written})"
        )


def content_of(element: Element) -> str:
    """The characters of an element."""
    content = "".join(element.itertext()) if len(element) else element.text or ""
    return content.replace("\ufe00", "")


def operator(element: Element, content: str) -> Iterator[Piece]:
    """The role an operator's character gives it."""
    if content in UNSEEN:
        return
    if content in BIG:
        yield BIG[content], "operand"
    elif content in OPENING or element.get("form") == "prefix":
        yield content, "open"
    elif content in CLOSING or element.get("form") == "postfix":
        yield content, "close"
    elif content in ",;":
        yield content, "comma"
    elif content in BARS:
        yield content, "bar"
    elif content in TIGHT:
        yield content, "tight"
    elif content in "⋯⋮⋱":
        yield content, "operand"
    else:
        yield {"⋅": "·", "∣": "|"}.get(content, content), "operator"


def enclosed(written: str) -> bool:
    """Whether one pair of brackets holds the whole text."""
    pairs = {"(": ")", "[": "]"}
    if not written or written[0] not in pairs or written[-1] != pairs[written[0]]:
        return False
    depth = 0
    for place, character in enumerate(written):
        depth += (character in "([") - (character in ")]")
        if depth == 0 and place < len(written) - 1:
            return False
    return True


def subscript(written: str) -> str:
    """A subscript: digits lowered, anything else after an underscore (W_h, h_(t−1))."""
    if not written:
        return ""
    if written.isdigit():
        return written.translate(SUBSCRIPTS)
    return f"_{written}" if written.isalpha() else f"_{written if enclosed(written) else f'({written})'}"


def superscript(written: str) -> str:
    """A superscript: whole numbers raised, ᵀ for a transpose, anything else after a caret."""
    if not written:
        return ""
    if written in TRANSPOSES:
        return "ᵀ"
    if written.removeprefix("−").isdigit():
        return written.translate(SUPERSCRIPTS)
    return f"^{written}" if written.isalpha() else f"^{written if enclosed(written) else f'({written})'}"
