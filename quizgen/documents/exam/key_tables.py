"""The compact keys of an exam, as Typst documents: by student, and by question for marking one question after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quizgen.documents.exam.fitting import broken, width
from quizgen.documents.exam.key_values import Head, Scheme, head, in_full, key_points, scheme, shares, short
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.seeds import written_code
from quizgen.markup.formula_typst import quoted
from quizgen.media.texts import read_texts
from quizgen.media.typst import named, words
from quizgen.media.values import points
from quizgen.model import Paper, Variant

TOGETHER = 100  # students in one document: Typst holds a whole document in memory
ROWS = 1200  # of tables in one document
LABEL, VALUE = 7.2, 14.6  # em of the columns in the key by student
COLUMN_LINES = 56  # lines that a column of a page surely holds
FEW = 25  # students whose tables follow one another without new pages
ABREAST = 11.5  # em beside code and name that leave room for two tables on a page
WIDEST = 17.0  # em of a part's column


@dataclass(frozen=True)
class Row:
    """One student's answers to a question: its number on the student's paper, and each part's right value."""

    number: int
    values: tuple[str, ...]


@dataclass
class Question:
    """A question of the exam over all papers: what they share, what is printed once, and each student's row by place."""

    head: Head
    first: Variant
    shared: bool = True  # every paper has the same one, but for the letters of options
    rows: dict[int, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class Owner:
    """A student as a key names one."""

    code: str
    name: str
    id: str
    points: str


class KeyCollector:
    """Takes papers one by one, keeps of them what the keys print, and prints the keys."""

    def __init__(self, plan: ExamPlan) -> None:
        self.plan, self.texts = plan, read_texts(plan.layout.language)
        self.owners: list[Owner] = []
        self.questions: dict[str, list[Question]] = defaultdict(list)  # by exercise
        self.schemes: dict[Scheme, int] = {}

    def add(self, paper: Paper) -> None:
        """Takes what the keys print of a paper."""
        place, quiz = len(self.owners), paper.quiz
        student = paper.student
        name = student.name.removesuffix(f" ({student.id})")
        self.owners.append(Owner(written_code(paper.code), name, student.id, points(quiz.points)))
        numbered: dict[str, list[tuple[int, Variant]]] = defaultdict(list)
        for number, variant in enumerate(quiz.variants, 1):
            numbered[variant.exercise].append((number, variant))
        for exercise, several in numbered.items():
            for question, number, variant in self._matched(exercise, several):
                question.shared &= variant.seed == question.first.seed
                question.rows[place] = Row(number, tuple(self._value(variant, n) for n in range(len(variant.asks))))

    def _matched(
        self, exercise: str, several: Sequence[tuple[int, Variant]]
    ) -> Iterator[tuple[Question, int, Variant]]:
        """The questions that a paper's variants of one exercise belong to: of the same seed, else the next in order."""
        free = list(self.questions[exercise])
        for number, variant in sorted(several, key=lambda one: all(one[1].seed != q.first.seed for q in free)):
            found = next((q for q in free if q.first.seed == variant.seed), None) or next(
                (q for q in free if q.head == head(variant)), None
            )
            if found is None:
                found = Question(head(variant), variant)
                self.questions[exercise].append(found)
            else:
                free.remove(found)
            yield found, number, variant

    def _value(self, variant: Variant, place: int) -> str:
        ask = variant.asks[place]
        if (found := scheme(ask)) is None:
            return short(ask, variant.key[ask.name])
        number = self.schemes.setdefault(found, len(self.schemes) + 1)
        return self.texts["key.see-key-points"].format(number=number)

    # ------------------------------------------------------------ by student

    def by_student(self) -> Iterator[str]:
        """Typst documents with a block for each student, several on a page, in the order of the papers."""
        papers: list[list[tuple[Question, Row]]] = [[] for _ in self.owners]
        for question in self._in_order():
            for place, row in question.rows.items():
                papers[place].append((question, row))
        blocks = [
            self._student(owner, sorted(paper, key=lambda one: one[1].number))
            for owner, paper in zip(self.owners, papers, strict=True)
        ]
        for start in range(0, len(blocks), TOGETHER):
            yield self._document("key.by-student", [*blocks[start : start + TOGETHER], *self._schemes()])

    def _student(self, owner: Owner, paper: Sequence[tuple[Question, Row]]) -> str:
        cells, lines = [], 2
        for question, row in paper:
            labels, values, worth = list[str](), list[str](), list[str]()
            for (label, worth_of_part), value in zip(question.head.parts, row.values, strict=True):
                sides = broken(label, LABEL), broken(value, VALUE)
                height = max(map(len, sides))
                for side, into in zip((*sides, [worth_of_part]), (labels, values, worth), strict=True):
                    into += [*side, *[""] * (height - len(side))]
            lines += len(labels)
            cells += [quoted(str(row.number)), *map(lines_of, (labels, values, worth))]
        whose = f"{quoted(owner.code)}, {quoted(owner.name)}, {quoted(owner.id)}, {quoted(owner.points)}"
        return f"#student({whose}, {str(lines > COLUMN_LINES).lower()}, {', '.join(cells)})"

    # ------------------------------------------------------------ by question

    def by_question(self) -> Iterator[str]:
        """Typst documents with a table for each question, in the order of the first paper."""
        some: list[str] = []
        rows = 0
        for question in self._in_order():
            some.append(self._question(question))
            rows += len(question.rows)
            if rows > ROWS:
                yield self._document("key.by-question", some)
                some, rows = [], 0
        if some:
            yield self._document("key.by-question", some)

    def _in_order(self) -> list[Question]:
        """The questions in the order of the first paper that has them."""
        every = [question for several in self.questions.values() for question in several]
        return sorted(every, key=lambda question: (place := min(question.rows), question.rows[place].number))

    def _question(self, question: Question) -> str:
        rows, texts = question.rows, self.texts
        numbers = sorted({row.number for row in rows.values()})
        columns = list(zip(*(row.values for row in rows.values()), strict=True))
        shown = [n for n, column in enumerate(columns) if not question.shared or len(set(column)) > 1]
        shown = [n for n in shown if not (scheme(question.first.asks[n]) and len(set(columns[n])) == 1)]
        once = self._once(question, frozenset(question.first.asks[n].name for n in shown), columns)
        heads = [texts["key.code"], texts["key.name"], *([texts["key.number"]] if len(numbers) > 1 else [])]
        heads += [part_head(*question.head.parts[n]) for n in shown]
        needed = [min(WIDEST, max(map(width, (*set(columns[n]), *heads[-1:])))) + 0.8 for n in shown]
        cells = [
            quoted(cell)
            for place, row in (rows.items() if shown else ())
            for cell in (
                self.owners[place].code,
                self.owners[place].name,
                *([str(row.number)] if len(numbers) > 1 else []),
                *(row.values[n] for n in shown),
            )
        ]
        few = len(self.owners) <= FEW
        fields = {
            "columns": "none" if few else "2" if sum(needed) <= ABREAST and shown and not once else "1",
            "number": quoted(" / ".join(map(str, numbers))),
            "title": quoted(question.head.title),
            "points": quoted(points(question.first.points)),
            "widths": f"({''.join(f'{one:.2f}em,' for one in needed)})",
            "heads": f"({''.join(f'{quoted(one)},' for one in heads)})",
            "once": f"[{once}]" if once else "none",
        }
        return f"#question-table({', '.join(f'{name}: {value}' for name, value in fields.items())}, {', '.join(cells)})"

    def _once(self, question: Question, differing: frozenset[str], columns: Sequence[Sequence[str]]) -> str:
        """What is printed once of a question: answers that all papers share, key points, and how points are shared out."""
        first, parts = question.first, list[str]()
        if question.shared:
            rows = "".join(f"([{named(ask.tex)}], [{body}])," for ask, body in in_full(first, differing))
            parts += [f"#answers({quoted(self.texts['key.for-all'])}, ({rows}))"] if rows else []
        for ask, column in zip(first.asks, columns, strict=True):
            if scheme(ask) is not None:
                wanted = {self.texts["key.see-key-points"].format(number=n): (n, s) for s, n in self.schemes.items()}
                found = [wanted[value] for value in dict.fromkeys(column)]
                parts += [self._scheme(number, one, alone=len(found) == 1) for number, one in found]
            if rule := shares(ask, first.key[ask.name], self.texts):
                parts.append(f"#rule([{named(ask.tex)}], {quoted(rule)})")
        return "".join(parts)

    # ------------------------------------------------------------ both

    def _schemes(self) -> Iterator[str]:
        for found, number in self.schemes.items():
            yield self._scheme(number, found, alone=False)

    def _scheme(self, number: int, found: Scheme, alone: bool) -> str:
        title = self.texts["key.key-points"] if alone else self.texts["key.key-points-number"].format(number=number)
        return f"#scheme({quoted(title)}, [{key_points(found, self.texts)}])"

    def _document(self, name: str, body: Iterable[str]) -> str:
        about = ", ".join(filter(None, [self.plan.course, self.plan.title]))
        fields = {
            "title": quoted(f"{about} · {self.texts[name]}"),
            "paper": quoted({"letter": "us-letter"}.get(self.plan.layout.paper, self.plan.layout.paper)),
            "language": quoted(self.plan.layout.language),
            "columns": "2" if name == "key.by-student" else "1",
        }
        given = ", ".join(f"{name}: {value}" for name, value in fields.items())
        return f'#import "key.typ": *\n#show: key-pages.with({given})\n' + "\n".join(body)


def lines_of(lines: Sequence[str]) -> str:
    """Lines one below the other, as a Typst string."""
    return quoted("\n".join(lines)).replace("\n", "\\n")


def part_head(label: str, worth: str) -> str:
    """The head of a part's column: its name and its points."""
    return f"{label} ({worth})"
