"""The tokens of a cell with answers: names, texts between quotes, numbers and brackets; and what is left of a call of them."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

Written = str | list["Written"]  # a text, a number as it is written, or a list of them

TOKEN = re.compile(
    r'''(?P<space>[ \t\f\r\n]++|\\\n|\#[^\n]*+)
    |(?P<text>(?i:r|u)?(?:"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'(?:[^\\]|\\.)*?(?:\'\'\'|\Z)
        |"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?))
    |(?P<number>(?:\d[\d_]*+\.?[\d_]*+|\.\d[\d_]*+)(?:[eE][+-]?\d++)?(?![\w.]))
    |(?P<name>\w++)
    |(?P<mark>\*\*|.)''',
    re.DOTALL | re.VERBOSE,
)  # a text without its end goes on to where it could end at most, so that every character is looked at once
CLOSED = re.compile(
    r"""\w?(?:\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?!"")(?:[^"\\]|\\.)*+"|'(?!'')(?:[^'\\]|\\.)*+')""",
    re.DOTALL,
)
DEEPEST = 20  # lists within each other
LONGEST_SHOWN = 60
NO_END = "answer( has no end. Close its quotes and its bracket."
OPENING, CLOSING = "([{", ")]}"


class Broken(Exception):
    """Why a call does not count: a sentence without its place. `question`: the one it names, if it does."""

    def __init__(self, why: str, question: str = "") -> None:
        super().__init__(why)
        self.question = question


@dataclass(frozen=True)
class Token:
    """A piece of code: its sort (a group of TOKEN), its text and where it is."""

    sort: str
    text: str
    start: int
    end: int


def tokens(text: str, at: int = 0) -> Iterator[Token]:
    """The tokens of a cell from a place on, without spaces and comments."""
    for found in TOKEN.finditer(text, at):
        if found.lastgroup != "space":
            yield Token(found.lastgroup or "", found[0], found.start(), found.end())


class Left:
    """The tokens of a call that are still to be read."""

    def __init__(self, text: str, at: int) -> None:
        self._cell, self._tokens = text, tokens(text, at)
        self._end = Token("end", "", len(text), len(text))
        self.next = next(self._tokens, self._end)

    def take(self) -> Token:
        """The next token. Broken: the cell ends here."""
        taken = self.next
        if taken is self._end:
            raise Broken(NO_END)
        self.next = next(self._tokens, self._end)
        return taken

    def text(self) -> str:
        """The texts that stand one after the other here, which Python joins."""
        whole = ""
        while self.next.sort == "text":
            whole += text_of(self.take().text)
        return whole

    def value(self, depth: int = 0) -> Written | None:
        """A text, a number or a list; None if it is none of them. None and True are texts of their own."""
        if self.next.sort == "text":
            return self.text()
        if self.next.text in ("None", "True", "False"):
            return {"None": "", "True": "true", "False": "false"}[self.take().text]
        sign = self.take().text if self.next.text in ("-", "+") else ""
        if self.next.sort == "number":
            return sign.replace("+", "") + self.take().text.replace("_", "")
        if sign or self.next.text not in ("[", "(") or depth > DEEPEST:
            return None
        closing = CLOSING[OPENING.index(self.take().text)]
        items: list[Written] = []
        comma = closing == "]"
        while self.next.text != closing:
            item = self.value(depth + 1)
            if item is None or self.next.text not in (",", closing):
                return None
            items.append(item)
            if self.next.text == ",":
                self.take()
                comma = True
        self.take()
        return items if comma or not items else items[0]

    def raw(self, start: int) -> str:
        """The code from a place up to where the answer ends."""
        depth = 0
        for token in tokens(self._cell, start):
            if token.start >= self.next.start and not depth and token.text in (",", ")", "}"):
                break
            depth += (token.text in OPENING) - (token.text in CLOSING)
            if depth < 0:
                break
        else:
            self.next = self._end
            raise Broken(NO_END)
        while self.next.start < token.start:
            self.take()
        return " ".join(self._cell[start : token.start].split())

    def names_in_braces(self) -> Iterator[str]:
        """The names of a dict that is written out; the caller reads the value of each."""
        if self.take().text != "{":
            raise Broken("what follows ** is no dict that is written out.")
        while self.next.text != "}":
            if self.next.sort != "text":
                raise Broken("a name in the dict after ** is not written between quotes.")
            name = self.text()
            if self.take().text != ":":
                raise Broken("a colon is missing in the dict after **.")
            yield name
            if self.next.text == ",":
                self.take()
        self.take()


def text_of(literal: str) -> str:
    """The text of one string literal. Broken: an escape in it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of backslashes that Python leaves as they are
            return str(ast.literal_eval(literal))
    except (SyntaxError, ValueError):
        if not CLOSED.fullmatch(literal):
            raise Broken(NO_END) from None
        shown = " ".join(literal.split())[:LONGEST_SHOWN]
        raise Broken(f'a backslash in {shown} means something else to Python. Write r in front: r"...".') from None
