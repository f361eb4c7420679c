"""The table of one question in the compact key: what is the same for all once, then a row for each student."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizgen.documents.exam.fitting import broken, widest
from quizgen.documents.exam.key_by_student import COLUMN, INSET
from quizgen.documents.exam.key_values import (
    Owner,
    Question,
    Scheme,
    array,
    in_full,
    key_points,
    lines_of,
    scheme,
    shares,
)
from quizgen.markup.formula_typst import quoted
from quizgen.media.texts import Texts, filled
from quizgen.media.typst import named, worth

PAGE = 57.8  # em between the margins of a page
CODE, NAME, NUMBER = 6.6, 18.0, 2.2  # em of columns; a name is as wide as the widest needs, at most so much
WIDE_NAME, SHORT_NAME = 11.0, 8.5  # em of a name in one of two columns of a page, and where room is short
PARTS = (13.0, 9.0)  # em that a part takes at most: the first that lets all of them fit
BOLD = 1.1  # how much wider bold letters are, at most
FEW = 25  # students whose tables follow one another without new pages


@dataclass(frozen=True)
class QuestionTables:
    """What all questions of a key share: students by place, the numbers of what persons mark by, and fixed texts."""

    owners: Sequence[Owner]
    schemes: Mapping[Scheme, int]
    texts: Texts

    def columns(self, question: Question) -> list[int]:
        """The parts of a question that have a column: those whose answers are not printed once for all."""
        columns = list(zip(*(row.values for row in question.rows.values()), strict=True))
        asks = question.first.asks
        same = [n for n, column in enumerate(columns) if len(set(column)) == 1]
        return [n for n in range(len(columns)) if n not in same or not (question.shared or scheme(asks[n]))]

    def section(self, question: Question, shown: Sequence[int]) -> str:
        """A question as Typst markup; `shown` are its columns."""
        rows = question.rows
        numbers = sorted({row.number for row in rows.values()})
        fixed = CODE + NUMBER * (len(numbers) > 1) + INSET
        name = widest((self.owners[place].name for place in rows), NAME) + 0.1
        tables = [
            self._table(question, some, widths, name, fixed, several=len(numbers) > 1)
            for some, widths in self._fitted(question, shown, PAGE - fixed - min(name, SHORT_NAME))
        ]
        narrow = len(tables) == 1 and tables[0][0] <= COLUMN
        fields = {
            "abreast": "none" if len(self.owners) <= FEW or not shown else "2" if narrow else "1",
            "number": quoted(", ".join(map(str, numbers))),
            "title": quoted(question.head.title),
            "points": quoted(worth(question.first.points, self.texts)),
            "once": f"[{self._once(question, shown)}]",
        }
        given = ", ".join(f"{key}: {value}" for key, value in fields.items())
        return f"#question-section({given}, {array(table for _, table in tables)})"

    def _fitted(
        self, question: Question, shown: Sequence[int], room: float
    ) -> list[tuple[Sequence[int], Sequence[float]]]:
        """Columns with their widths, those of one table together; what does not fit beside each other is divided."""
        if not shown:
            return []
        columns = [[row.values[n] for row in question.rows.values()] for n in shown]
        heads = [BOLD * widest(self._head(question, n).split("\n"), PAGE) for n in shown]
        whole = [max(head, widest(column, PAGE)) for head, column in zip(heads, columns, strict=True)]
        pieces = [[f"{piece};" for cell in column for piece in cell.split("; ")] for column in columns]
        in_rows = [max(head, widest(column, PAGE)) for head, column in zip(heads, pieces, strict=True)]
        for needed in (whole, in_rows, *([min(most, one) for one in in_rows] for most in PARTS)):
            widths = [one + 0.1 for one in needed]
            if sum(widths) + INSET * len(widths) <= room:
                return [(shown, widths)]
        if len(shown) == 1:
            return [(shown, [room - INSET])]
        half = (len(shown) + 1) // 2
        return self._fitted(question, shown[:half], room) + self._fitted(question, shown[half:], room)

    def _head(self, question: Question, part: int) -> str:
        name, worth = question.head.parts[part]
        return f"{name} ({worth})"

    def _table(
        self,
        question: Question,
        shown: Sequence[int],
        widths: Sequence[float],
        name: float,
        fixed: float,
        several: bool,
    ) -> tuple[float, str]:
        """A table of some parts: its width in em, and its markup."""
        rest = fixed + sum(widths) + INSET * len(widths)
        narrow = rest + min(name, WIDE_NAME) <= COLUMN
        name = min(name, (COLUMN if narrow else PAGE) - rest)
        cells, heights = list[str](), list[int]()
        for place, row in question.rows.items():
            owner = self.owners[place]
            lines = [broken(owner.name, name), *(broken(row.values[n], w) for n, w in zip(shown, widths, strict=True))]
            heights.append(max(map(len, lines)))
            number = [quoted(str(row.number))] if several else []
            cells += [quoted(owner.code), lines_of(lines[0]), *number, *map(lines_of, lines[1:])]
        heads = [self.texts["paper.code"], self.texts["paper.name"]]
        heads += [self.texts["key.number"]] * several + [self._head(question, n) for n in shown]
        columns = [CODE, name + INSET, *[NUMBER] * several, *(one + INSET for one in widths)]
        given = (f"{one:.2f}em" for one in columns), map(str, heights), map(quoted, heads)
        return rest + name, f"question-table({', '.join(map(array, given))}, {', '.join(cells)})"

    def _once(self, question: Question, shown: Sequence[int]) -> str:
        """What is printed once: answers that all papers share, key points, and how points are shared out."""
        first, parts, rules = question.first, list[str](), dict[str, list[str]]()
        if question.shared:
            differing = frozenset(first.asks[n].name for n in shown)
            rows = [f"([{named(ask.tex)}], [{body}])" for ask, body in in_full(first, differing)]
            parts += [f"#answers({quoted(self.texts['key.for_all'])}, {array(rows)})"] if rows else []
        for place, ask in enumerate(first.asks):
            if scheme(ask) is not None:
                said = {row.values[place] for row in question.rows.values()}
                found = [(n, one) for one, n in self.schemes.items() if refers(n, self.texts) in said]
                parts += [scheme_block(n if len(found) > 1 else 0, one, self.texts) for n, one in found]
            if rule := shares(ask, first.key[ask.name], self.texts):
                rules.setdefault(rule, []).append(named(ask.tex))
        for rule, names in rules.items():
            parts.append(f"#rule({array(f'[{name}]' for name in names)}, {quoted(rule)})")
        return "".join(parts)


def refers(number: int, texts: Texts) -> str:
    """What stands in a cell for what a person marks by."""
    return filled(texts["key.see_key_points"], number=number)


def scheme_block(number: int, found: Scheme, texts: Texts) -> str:
    """What a person marks by, as Typst markup, with its number (0: it is the only one)."""
    title = filled(texts["key.key_points_number"], number=number) if number else texts["key.key_points"]
    return f"#scheme({quoted(title)}, [{key_points(found, texts)}])"
