"""Reads the calls of answer() in the cells of a notebook as they are written. Nothing is run, and no Python parser is used.

A file may be built to break a parser, so this reads one character after another: names, texts between quotes, and brackets.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from quizgen.submissions.notebook_commands import dropped_by

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
BEFORE, AFTER = (
    re.compile(r"(?:^|\n)([ \t]*)\Z"),
    re.compile(r"[ \t]*;?[ \t]*(?:#.*)?(?:\n|\Z)"),
)  # of a statement in its line
LONGEST_INDENT = 80
CALL = "answer"
FROM_QUIZGEN = "quizgen.jupyter"
DEEPEST = 20  # lists within each other
NAME = re.compile(r"[\w -]{1,100}")  # of a question or an answer
LONGEST_SHOWN = 60
RESERVED = ("quiz", "student")  # what the sheet says of itself
NO_END = "answer( has no end. Close its quotes and its bracket."
OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True)
class Call:
    """A call of answer() that is complete. `computed`: the names whose value is not written out, with their code."""

    place: str  # "cell 5, line 2"
    question: str
    answers: Mapping[str, Written]
    computed: Mapping[str, str]

    @property
    def answered(self) -> bool:
        """Whether anything is answered."""
        return any(isinstance(value, list) or value.strip() for value in self.answers.values())


@dataclass(frozen=True)
class AnswerCells:
    """The answers of a notebook: its complete calls in order, what the cell with the import says (`quiz`, `student`), and a
    sentence for each call that breaks off or is no answer, with the question it names ("" if none)."""

    calls: tuple[Call, ...]
    says: Mapping[str, str]
    troubles: tuple[tuple[str, str], ...]

    @property
    def counting(self) -> dict[str, Call]:
        """The call that counts for each question: the last one that answers something, else the last one."""
        found: dict[str, Call] = {}
        for call in self.calls:
            if call.answered or call.question not in found or not found[call.question].answered:
                found[call.question] = call
        return found


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


def read_cells(cells: Iterable[tuple[str, str]]) -> AnswerCells:
    """The answers in the code cells (name, text) of a notebook."""
    calls: list[Call] = []
    troubles: list[tuple[str, str]] = []
    says: dict[str, str] = {}
    for name, written in cells:
        text = written.replace("\r\n", "\n").replace("\r", "\n")
        if dropped_by(text):
            continue
        if FROM_QUIZGEN in text and not says:
            says = assigned(text)
        line, counted = 1, 0
        for at, _, found in calls_in(text):
            line, counted = line + text.count("\n", counted, at), at
            place = f"{name}, line {line}"
            if isinstance(found, Broken):
                troubles.append((found.question, f"{place}: {found}"))
            else:
                calls.append(replace(found, place=place))
    return AnswerCells(tuple(calls), says, tuple(troubles))


def without_calls(text: str) -> str:
    """A cell without its calls of answer() that are statements of their own, which are no code to grade. No line moves."""
    kept, done = [], 0
    for at, end, found in calls_in(text):
        before = BEFORE.search(text, max(0, at - LONGEST_INDENT), at)
        if isinstance(found, Call) and before and AFTER.match(text, end):
            kept += [text[done:at], "pass" * bool(before[1]), "\n" * text.count("\n", at, end)]
            done = end
    return "".join([*kept, text[done:]])


def calls_in(text: str) -> Iterator[tuple[int, int, Call | Broken]]:
    """The calls of answer() in a cell that are not within another one: where each begins and ends, and what it says."""
    done = 0
    for at in starts(text) if CALL in text else ():
        if at < done:
            continue
        left = Left(text, at)
        try:
            found: Call | Broken = read_call(left)
            done = left.next.end
        except Broken as broken:
            found, done = broken, left.next.start
        yield at, done, found


def tokens(text: str, at: int = 0) -> Iterator[Token]:
    """The tokens of a cell from a place on, without spaces and comments."""
    for found in TOKEN.finditer(text, at):
        if found.lastgroup != "space":
            yield Token(found.lastgroup or "", found[0], found.start(), found.end())


def starts(text: str) -> list[int]:
    """Where answer( is called in a cell."""
    found, before = [], ("", "")
    last = Token("", "", 0, 0)
    for token in tokens(text):
        if token.text == "(" and last.text == CALL and before[1] not in ("def", "class"):
            found.append(last.start)
        before, last = (before[1], last.text), token
    return found


def assigned(text: str) -> dict[str, str]:
    """The quiz and the student that a cell says, each as a text of its own line."""
    found: dict[str, str] = {}
    three: list[Token] = []
    for token in tokens(text):
        three = [*three[-2:], token]
        if len(three) == 3 and three[0].text in RESERVED and three[1].text == "=" and token.sort == "text":
            with suppress(Broken):
                found.setdefault(three[0].text, text_of(token.text).strip())
    return found


def read_call(left: Left) -> Call:
    """The call of answer() that comes next. Raises Broken."""
    left.take()
    left.take()
    if left.next.sort != "text":
        raise Broken('answer() names its question first, between quotes, as in answer("q1", h_1="0.5").')
    question = left.text().strip()
    if question in RESERVED or not NAME.fullmatch(question):
        raise Broken(f"there is no question {question[:LONGEST_SHOWN]!r}; questions are called q1, q2 and so on.")
    answers: dict[str, Written] = {}
    computed: dict[str, str] = {}

    def add(name: str) -> None:
        if not NAME.fullmatch(name):
            raise Broken(
                f"no answer is called {name[:LONGEST_SHOWN]!r}. Copy the name from the cell handed out.", question
            )
        if name in answers:
            raise Broken(f"{name} of {question} is given twice. Leave one of them out.", question)
        start = left.next.start
        value = left.value()
        if value is None or left.next.text not in (",", ")", "}"):
            value = computed[name] = left.raw(start)
        answers[name] = value

    try:
        while left.next.text == ",":
            left.take()
            if left.next.text == "**":
                left.take()
                for name in left.names_in_braces():
                    add(name)
            elif left.next.text != ")":
                token = left.take()
                if token.sort != "name" or left.next.text != "=":
                    raise Broken(
                        f"{token.text[:LONGEST_SHOWN]!r} has no name in front. Write several numbers between quotes, "
                        'as in h_1="0.5, 0.1".'
                    )
                left.take()
                add(token.text)
        if left.next.text != ")":
            raise Broken(NO_END if left.next.sort == "end" else "a comma is missing between two answers.")
    except Broken as broken:
        raise Broken(str(broken), question) from None
    return Call("", question, answers, computed)


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
