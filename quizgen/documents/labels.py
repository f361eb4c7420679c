"""What people read in place of names that programs use: "q1.zero_1", "fwd-no-bias", "class.zip/ada/submission.py"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import ItemsView, Iterable, Mapping
from typing import NamedTuple

from quizgen.model import Grade, Mark


class Heading(NamedTuple):
    """The heading above the marks of a question or a function: its number or its name, and its title."""

    name: str
    title: str


def quiz_title(grade: Grade) -> str:
    """The title of the quiz; its id where an older grade has no title."""
    return grade.titles.get("quiz", grade.quiz)


def heading(grade: Grade, group: str) -> Heading:
    """A question by its number, as the quiz shows it; a function by the name it has in the learner's file."""
    title = grade.titles.get(group, "")
    if grade.is_code:
        own_name, separator, rest = title.partition(" · ")
        return Heading(own_name, rest) if separator else Heading(group, title)
    number = re.fullmatch(r"q(\d+)", group)
    return Heading(number[1] if number else group, title)


def grouped(grade: Grade) -> ItemsView[str, list[Mark]]:
    """Marks by question or function, in order."""
    groups: dict[str, list[Mark]] = {}
    for mark in grade.marks:
        groups.setdefault(mark.ask.partition(".")[0], []).append(mark)
    return groups.items()


def label(grade: Grade, mark: Mark) -> str:
    """What a mark is about, as markup: an ask by the label that the question showed, a check of code by its id."""
    name = mark.ask.partition(".")[2] or mark.ask
    if grade.is_code:
        return name
    return answer_label(name, grade.titles.get(mark.ask) if "." in mark.ask else None)


def answer_label(name: str, tex: str | None) -> str:
    """An ask's label from its name and, where it is not the same, its label in LaTeX."""
    if tex is None and re.fullmatch(r"[A-Za-z](_[A-Za-z0-9]+)?", name):
        tex = name  # a symbol, which is its own label
    return label_markup(tex) if tex else name


def label_markup(tex: str) -> str:
    r"""A label in LaTeX as words and formulas, so that a line can break between words: h_1 \text{ at } t is "$h_1$ at $t$"."""
    parts, end = [], 0
    for words in re.finditer(r"\\text\{([^{}]*)\}", tex):
        if tex.count("{", 0, words.start()) == tex.count("}", 0, words.start()):  # W_{\text{new}} is one formula
            parts += [f"${tex[end : words.start()].strip()}$", words[1]]
            end = words.end()
    parts.append(f"${tex[end:].strip()}$")
    return " ".join("".join(part for part in parts if part != "$$").split())


def misconception_titles(ids: Iterable[str], known: Mapping[str, str] | None = None) -> list[str]:
    """The titles of misconceptions, each once, in their order. `known`: those at hand, by their ids."""
    names, known = list(dict.fromkeys(ids)), known or {}
    if all(name in known for name in names):
        return [known[name] for name in names]
    from reference_rnn import title  # brings NumPy, which a grade without other misconceptions need not wait for

    return [title(name) for name in names]


def short_paths(paths: Iterable[str]) -> dict[str, str]:
    """Each path with as many of its last parts as tell it from the others: the file's name where that is enough."""
    endings = {path: list(_endings(path)) for path in paths}
    shared = Counter(ending for several in endings.values() for ending in several)
    return {path: next((one for one in several if shared[one] == 1), path) for path, several in endings.items()}


def _endings(path: str) -> Iterable[str]:
    """ "c", "b/c", "a/b/c"."""
    parts = path.split("/")
    return ("/".join(parts[start:]) for start in range(len(parts) - 1, -1, -1))
