"""Reads the calls of answer() in the cells of a notebook as they are written. Nothing is run.

A file may be built to break a parser, so Python's own sees no more than one text between quotes at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from quizgen.submissions.answer_tokens import LONGEST_SHOWN, NO_END, Broken, Left, Token, Written, text_of, tokens
from quizgen.submissions.notebook_commands import dropped_by

BEFORE, AFTER = (
    re.compile(r"(?:^|\n)([ \t]*)\Z"),
    re.compile(r"[ \t]*;?[ \t]*(?:#.*)?(?:\n|\Z)"),
)  # of a statement in its line
LONGEST_INDENT = 80
CALL = "answer"
FROM_QUIZGEN = "quizgen.jupyter"
NAME = re.compile(r"[\w -]{1,100}")  # of a question or an answer
RESERVED = ("quiz", "student")  # what the sheet says of itself


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


def read_cells(cells: Iterable[tuple[str, str]]) -> AnswerCells:
    """The answers in the code cells (name, text) of a notebook."""
    calls: list[Call] = []
    troubles: list[tuple[str, str]] = []
    says: dict[str, str] = {}
    for name, written in cells:
        text = written.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
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
