"""The sheet to fill in, answers.toml: made blank, and read back as it was typed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from quizgen.errors import UserError
from quizgen.model import Answers, Quiz, Variant
from quizgen.reading.token_comment import token_comment, token_in

DEEPEST = 20  # tables and arrays within each other
CHAIN = re.compile(
    r"""^[ \t\[]*(?:[\w"'-]+[ \t]*\.[ \t]*){50}""", re.MULTILINE
)  # a.a.a...: minutes of parsing, and no name


def read_answers(text: str | bytes, source: str = "") -> Answers:
    """A filled answers.toml as typed, with every decimal; raises UserError naming line and column.

    Answers outside the questions' tables are kept under the question "".
    """
    decoded = _decoded(text, source)
    data = _toml(decoded, source)
    quiz, student = data.pop("quiz", ""), data.pop("student", "")
    if not quiz or not isinstance(quiz, str):
        raise UserError(f'{source} does not say which quiz it answers: its first line should be  quiz = "...".')
    typed: dict[str, dict[str, Any]] = {name: table for name, table in data.items() if isinstance(table, dict)}
    if outside := {name: value for name, value in data.items() if not isinstance(value, dict)}:
        typed[""] = outside
    return Answers(quiz.strip(), _plain_text(student).strip(), typed, source, token_in(decoded))


def _decoded(text: str | bytes, source: str) -> str:
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UserError(f"{source}, line {line}: not UTF-8 text; save the file as UTF-8 and grade again.") from None
    return decoded.removeprefix("\ufeff").replace("\r\n", "\n")


def _toml(text: str, source: str) -> dict[str, Any]:
    if chain := CHAIN.search(text):
        line = text.count("\n", 0, chain.start()) + 1
        raise UserError(f'{source}, line {line}: a name of too many parts; each answer is one line:  name = "value".')
    try:
        data = tomllib.loads(text, parse_float=lambda digits: digits.replace("_", ""))
        return {name: _plain_values(value) for name, value in data.items()}
    except RecursionError:
        raise UserError(f"{source} has brackets too deep to read.") from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(_where(str(error), text, source)) from None
    except ValueError:  # Python reads no whole number of more than 4300 digits
        raise UserError(f"{source} has a number of too many digits to read.") from None


def _where(error: str, text: str, source: str) -> str:
    """A parser's error as place, reason and what to do about it."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", error)
    lines = text.split("\n")
    number, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)  # else at the end
    reason = re.sub(r"\s*\(at .*\)$", "", error)
    line = lines[min(number, len(lines)) - 1]
    value = line.partition("=")[2].strip()
    if re.search("[“”„‘’«»]", line):
        hint = 'use straight quotes: "..."'
    elif "=" in line and value[:1] not in ('"', "'", "["):
        hint = f'put the answer in quotes: {line.partition("=")[0].strip()} = "{value[:60] or "..."}"'
    elif "overwrite" in error or "twice" in error:
        hint = "each question and each answer may be there only once"
    else:
        hint = 'each answer is one line:  name = "value"'
    return f"{source}, line {number}, column {column}: {reason}; {hint}."


def _plain_values(value: Any, depth: int = 0) -> Any:
    """Dates and times as their text: what was meant was an answer."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {name: _plain_values(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain_values(item, depth + 1) for item in value]
    return value if isinstance(value, (str, int, bool)) else str(value)


def _plain_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def blank_sheet(quiz: Quiz, as_text: Callable[[str], str], token: str = "") -> str:
    """The answers.toml of `quiz` to fill in: a table a question, comments saying what form is wanted, empty answers.

    `as_text`: a label in LaTeX -> the label as plain text, which tells where on the page an answer is asked.
    `token`: what the quiz is made of, so that a store that does not know it can grade the sheet.
    """
    return filled_sheet(quiz, {}, as_text, token)


def filled_sheet(
    quiz: Quiz, typed: Mapping[str, Mapping[str, str]], as_text: Callable[[str], str], token: str = ""
) -> str:
    """The blank sheet of `quiz` with what was typed, question by question ("q1") and ask by ask."""
    lines = [
        "# Write each answer between the quotes, then grade this file.",
        f"quiz = {_quoted(quiz.id)}",
        f"student = {_quoted(quiz.student)}",
    ]
    for n, variant in enumerate(quiz.variants, 1):
        lines += _table(f"q{n}", variant, typed.get(f"q{n}", {}), as_text)
    return "\n".join(lines) + "\n" + (f"\n{token_comment(token)}" if token else "")


def typed_sheet(quiz: str, student: str, typed: Mapping[str, Mapping[str, str]], token: str = "") -> str:
    """A sheet without comments: the id of the quiz, the student, and what was typed, question by question and ask by ask."""
    lines = [f"quiz = {_quoted(quiz)}", f"student = {_quoted(student)}"]
    for question, answers in typed.items():
        lines += ["", f"[{_key(question)}]", *(f"{_key(name)} = {_quoted(text)}" for name, text in answers.items())]
    return "\n".join(lines) + "\n" + (f"\n{token_comment(token)}" if token else "")


def _table(question: str, variant: Variant, typed: Mapping[str, str], as_text: Callable[[str], str]) -> Iterator[str]:
    yield ""
    yield f"[{question}]  {_comment(variant.title)}"
    for ask in variant.asks:
        label = as_text(ask.label) if ask.label not in ("", ask.name) else ask.name
        called = ask.name if label == ask.name else f"{ask.name}, on the page “{label}”"
        yield _comment(f"{called}: {ask.hint()}")
        if ask.on_sheet:
            yield f"{_key(ask.name)} = {_quoted(typed.get(ask.name, ''))}"


def _comment(text: str) -> str:
    return "# " + " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _key(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
