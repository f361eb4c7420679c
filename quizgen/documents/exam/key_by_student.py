"""The block of one student in the compact key: a row for each question, its parts line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizgen.documents.exam.fitting import broken, widest
from quizgen.documents.exam.key_values import Owner, Question, Row, array, lines_of
from quizgen.markup.formula_typst import quoted

COLUMN = 27.8  # em of one of two columns of a page
INSET = 0.7  # em around the words of a cell
LABEL, POINTS = 9.6, 2.6  # em: the widest name of a part, and the column of points
INDENT = 1.5  # em of the number before the name of a part
COLUMN_LINES = 56  # lines that a column of a page surely holds
FIGURE = "\u2007"  # a space as wide as a figure


def label_width(questions: Iterable[Question]) -> float:
    """The em that the names of all parts need."""
    return widest((name for question in questions for name, _ in question.head.parts), LABEL)


def student_block(owner: Owner, paper: Sequence[tuple[Question, Row]], label: float) -> str:
    """A student's questions in the order of the paper, as Typst markup; `label` is the width of the names of parts."""
    room = COLUMN - POINTS - INDENT - label - 2 * INSET
    cells, heights = list[str](), list[int]()
    for question, row in paper:
        names, values, worth = list[str](), list[str](), list[str]()
        for (name, points), value in zip(question.head.parts, row.values, strict=True):
            sides = broken(name, label), broken(value, room), (points,)
            height = max(map(len, sides))
            for side, into in zip(sides, (names, values, worth), strict=True):
                into += [*side, *[""] * (height - len(side))]
        number = f"{row.number:{FIGURE}>2}"
        names = [f"{FIGURE * 2 if n else number}{FIGURE}{line}" for n, line in enumerate(names)]
        heights.append(len(names))
        cells += map(lines_of, (names, values, worth))
    whose = ", ".join(map(quoted, (owner.code, owner.name, owner.id, owner.points)))
    long = str(sum(heights) + 2 > COLUMN_LINES).lower()
    return f"#student({whose}, {INDENT + label + INSET:.2f}em, {long}, {array(map(str, heights))}, {', '.join(cells)})"
