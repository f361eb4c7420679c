"""MathML as Typst maths. Every character that Typst could take for syntax is escaped: a formula can only be a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element

from quizgen.markup.formulas import CACHED, MathsError, tree

ACCENTS = {"ˆ": "hat", "\u0302": "hat", "˜": "tilde", "¯": "macron", "⃗": "arrow", "˙": "dot", "\u0332": "overline"}
BRACES = {"⏟": "underbrace", "⏞": "overbrace"}
DELIMITERS = "()[]{}|‖⟨⟩⌊⌋⌈⌉"
PRIMES = {"′": "'", "″": "''", "‴": "'''"}
UNSEEN = "\u2061\u2063\u200b"
LIMITS = ("lim", "max", "min", "argmax", "argmin", "sup", "inf")


@lru_cache(CACHED)
def formula_typst(tex: str) -> str:
    """LaTeX maths as the inside of a Typst equation. Raises MathsError."""
    return walk(tree(tex), tex)


def walk(math: Element, tex: str) -> str:
    """The `<math>` element of the formula `tex` as Typst maths. Raises MathsError for an unknown element."""
    return Writer(tex).row(list(math))


def escaped(raw: str) -> str:
    """Characters as themselves: ASCII punctuation is never syntax."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", raw)


def quoted(raw: str) -> str:
    """A Typst string literal, set upright in maths."""
    return '"' + raw.replace("\\", "\\\\").replace('"', '\\"') + '"'


def function(name: str, *arguments: str) -> str:
    """A call; commas and semicolons in the arguments are escaped already."""
    return f"{name}({', '.join(arguments)})"


class Writer:
    """Writes one formula; it knows its LaTeX so that a fault can name it."""

    def __init__(self, tex: str) -> None:
        self.tex = tex

    def row(self, elements: Sequence[Element]) -> str:
        """Neighbouring elements."""
        return " ".join(filter(None, map(self.one, elements)))

    def one(self, element: Element) -> str:
        """One element as Typst maths."""
        content = "".join(element.itertext()).replace("\ufe00", "")
        match element.tag:
            case "mrow":
                return self.group(list(element))
            case "mo":
                return self.operator(content, element.get("form", ""))
            case "mi":
                return self.identifier(content, element)
            case "mn":
                return content if re.fullmatch(r"\d+(\.\d+)?", content) else quoted(content)
            case "mtext":
                return quoted(content)
            case "mspace":
                width = float(element.get("width", "0").removesuffix("em"))
                return f"#h({width:.3g}em)" if width else ""
            case "mphantom":
                return f"#hide($ {self.row(list(element))} $)"
            case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
                return self.scripts(element)
            case "mfrac" if element.get("linethickness") != "0":
                size = "display" if element.get("displaystyle") == "true" else ""
                fraction = function("frac", *map(self.one, element))
                return function(size, fraction) if size else fraction
            case "msqrt":
                return function("sqrt", self.row(list(element)))
            case "menclose" if element.get("notation") == "box":
                return f"#box(stroke: 0.5pt, inset: 3pt, $ {self.row(list(element))} $)"
            case "mtable":
                return self.table(element)
            case other:
                raise MathsError(self.tex, f"paper has no way to print <{other}>")

    def operator(self, content: str, form: str) -> str:
        """An operator; a bar is not a relation: it opens, closes, or is set like a letter."""
        if content in UNSEEN:
            return ""
        if content in "|‖":
            role = {"prefix": "opening", "postfix": "closing"}.get(form, "normal")
            return f'class("{role}", {escaped(content)})'
        return escaped(content)

    def identifier(self, content: str, element: Element) -> str:
        """One letter as it is, a name as an operator; `d` upright where the LaTeX says so."""
        if len(content) > 1:
            return f"op({quoted(content)}, limits: #true)" if content in LIMITS else f"op({quoted(content)})"
        if element.get("mathvariant") == "normal" and content.isalpha():
            return function("upright", content)
        return escaped(content)

    def group(self, inside: list[Element]) -> str:
        """A row; one held by stretchy delimiters grows with what it holds."""
        fences = len(inside) >= 3 and all(
            e.tag == "mo" and e.get("stretchy") != "false" for e in (inside[0], inside[-1])
        )
        left, right = (inside[0].text or "", inside[-1].text or "") if fences else ("", "")
        if not fences or not all(mark in DELIMITERS or mark in UNSEEN for mark in left + right):
            return self.row(inside)
        if left == "{" and right in UNSEEN and inside[1].tag == "mtable":
            return function("cases", *(" & ".join(self.row(list(cell)) for cell in row) for row in inside[1]))
        if len(inside) == 3 and inside[1].tag == "mtable":
            return self.table(inside[1], left, right)
        opened, closed = ("" if mark in UNSEEN else escaped(mark) for mark in (left, right))
        return f"lr({opened} {self.row(inside[1:-1])} {closed})"

    def table(self, table: Element, left: str = "", right: str = "") -> str:
        """A matrix between delimiters, or the aligned lines of `aligned`."""
        rows = [[self.row(list(cell)) for cell in row] for row in table]
        if table.get("displaystyle") == "true":
            return " \\ ".join(" & ".join(row) for row in rows)
        marks = (
            ", ".join("#none" if mark in UNSEEN else quoted(mark) for mark in (left, right)) if left else "#none, #none"
        )
        return f"mat(delim: #({marks.replace('#', '')}), {'; '.join(', '.join(row) for row in rows)})"

    def scripts(self, element: Element) -> str:
        """A base with its scripts below and above."""
        base, *rest = element
        mark = "".join(rest[0].itertext())
        if element.tag in ("munder", "mover") and len(mark) == 1:
            if mark in ACCENTS:
                name = "underline" if element.tag == "munder" else ACCENTS[mark]
                return function(name, self.one(base))
            if mark in BRACES:
                return function(BRACES[mark], self.one(base))
        if element.tag in ("munder", "mover") and base.tag == element.tag and "".join(base[1].itertext()) in BRACES:
            return function(BRACES["".join(base[1].itertext())], self.one(base[0]), self.one(rest[0]))
        below = rest[0] if element.tag in ("msub", "msubsup", "munder", "munderover") else None
        above = rest[-1] if element.tag in ("msup", "msubsup", "mover", "munderover") else None
        nucleus = self.one(base) or '""'
        parts = [f"b: {self.one(below)}"] if below is not None else []
        if above is not None:
            raised = "".join(above.itertext())
            primes = "".join(PRIMES.get(character, "?") for character in raised)
            if "?" not in primes:
                nucleus += primes
            else:
                parts.append(f"t: {self.one(above)}")
        return function("attach", nucleus, *parts) if parts else nucleus
