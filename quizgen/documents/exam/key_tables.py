"""The compact keys of an exam, as Typst documents: by student, and by question for marking one question after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quizgen.documents.exam.fitting import broken, widest
from quizgen.documents.exam.key_values import Head, Scheme, head, in_full, key_points, scheme, shares, short
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.seeds import written_code
from quizgen.markup.formula_typst import quoted
from quizgen.media.texts import read_texts
from quizgen.media.typst import named, words
from quizgen.media.values import points
from quizgen.model import Paper, Variant

TOGETHER = 100  # students in one document: Typst holds a whole document in memory
ROWS = 1000  # of tables in one document
COLUMN = 27.8  # em of one of two columns of a page
INSET = 0.7  # em around the words of a cell
LABEL, POINTS = 9.6, 2.6  # em: the widest name of a part, and the column of points
CODE, NAME, NUMBER = 6.6, 18.0, 2.2  # em of columns; a name is as wide as the widest needs, at most so much
SHORT_NAME = 11.0  # em of a name where two tables stand side by side
PART = 17.0  # em: the widest column of a part
COLUMN_LINES = 56  # lines that a column of a page surely holds
FEW = 25  # students whose tables follow one another without new pages
INDENT = 1.5  # em of the number before the name of a part
FIGURE = "\u2007"  # a space as wide as a figure


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
        return self._refers(number)

    def _refers(self, scheme: int) -> str:
        return self.texts["key.see-key-points"].format(number=scheme)

    # ------------------------------------------------------------ by student

    def by_student(self) -> Iterator[str]:
        """Typst documents with a block for each student, several on a page, in the order of the papers."""
        papers: list[list[tuple[Question, Row]]] = [[] for _ in self.owners]
        for question in self._in_order():
            for place, row in question.rows.items():
                papers[place].append((question, row))
        labels = (name for question in self._in_order() for name, _ in question.head.parts)
        label = widest(labels, LABEL) + INDENT
        blocks = [
            self._student(owner, sorted(paper, key=lambda one: one[1].number), label)
            for owner, paper in zip(self.owners, papers, strict=True)
        ]
        for start in range(0, len(blocks), TOGETHER):
            yield self._document("key.by-student", [*blocks[start : start + TOGETHER], *self._schemes()])

    def _student(self, owner: Owner, paper: Sequence[tuple[Question, Row]], label: float) -> str:
        room = COLUMN - POINTS - label - 2 * INSET
        cells, heights = list[str](), list[int]()
        for question, row in paper:
            labels, values, worth = list[str](), list[str](), list[str]()
            for (named_so, points_of_part), value in zip(question.head.parts, row.values, strict=True):
                sides = broken(named_so, label - INDENT), broken(value, room)
                height = max(map(len, sides))
                for side, into in zip((*sides, (points_of_part,)), (labels, values, worth), strict=True):
                    into += [*side, *[""] * (height - len(side))]
            number = f"{row.number:{FIGURE}>2}"
            labels = [f"{number if not n else FIGURE * 2}{FIGURE}{line}" for n, line in enumerate(labels)]
            heights.append(len(labels))
            cells += map(lines_of, (labels, values, worth))
        whose = f"{quoted(owner.code)}, {quoted(owner.name)}, {quoted(owner.id)}, {quoted(owner.points)}"
        long = str(sum(heights) + 2 > COLUMN_LINES).lower()
        return f"#student({whose}, {label + INSET:.2f}em, {long}, {tuple_of(map(str, heights))}, {', '.join(cells)})"

    # ------------------------------------------------------------ by question

    def by_question(self) -> Iterator[str]:
        """Typst documents with a table for each question in the order of the first paper, those that need none first."""
        some: list[str] = []
        rows = 0
        every = [(question, self._columns(question)) for question in self._in_order()]
        for question, shown in sorted(every, key=lambda one: bool(one[1])):
            some.append(self._question(question, shown))
            rows += len(question.rows) if shown else 0
            if rows > ROWS:
                yield self._document("key.by-question", some)
                some, rows = [], 0
        if some:
            yield self._document("key.by-question", some)

    def _in_order(self) -> list[Question]:
        """The questions in the order of the first paper that has them."""
        every = [question for several in self.questions.values() for question in several]
        return sorted(every, key=lambda question: (place := min(question.rows), question.rows[place].number))

    def _columns(self, question: Question) -> list[int]:
        """The parts of a question that have a column: those whose answers are not printed once for all."""
        columns = list(zip(*(row.values for row in question.rows.values()), strict=True))
        asks = question.first.asks
        same = [n for n, column in enumerate(columns) if len(set(column)) == 1]
        return [n for n in range(len(columns)) if n not in same or not (question.shared or scheme(asks[n]))]

    def _question(self, question: Question, shown: Sequence[int]) -> str:
        rows, texts = question.rows, self.texts
        numbers = sorted({row.number for row in rows.values()})
        several = len(numbers) > 1
        parts = [f"{name} ({worth})" for name, worth in (question.head.parts[n] for n in shown)]
        widths = [
            widest([head, *(row.values[n] for row in rows.values())], PART) + 0.1
            for n, head in zip(shown, parts, strict=True)
        ]
        rest = CODE + NUMBER * several + sum(widths) + INSET * (len(shown) + 1)
        name = widest((self.owners[place].name for place in rows), NAME) + 0.1
        abreast = rest + min(name, SHORT_NAME) <= COLUMN
        name = min(name, COLUMN - rest) if abreast else name
        cells, heights = list[str](), list[int]()
        for place, row in rows.items() if shown else ():
            owner = self.owners[place]
            lines = [broken(owner.name, name), *(broken(row.values[n], w) for n, w in zip(shown, widths, strict=True))]
            heights.append(max(map(len, lines)))
            own = [lines_of(lines[0]), *([quoted(str(row.number))] if several else []), *map(lines_of, lines[1:])]
            cells += [quoted(owner.code), *own]
        heads = [texts["key.code"], texts["key.name"], *([texts["key.number"]] if several else []), *parts]
        columns = [CODE, name + INSET, *([NUMBER] if several else []), *(one + INSET for one in widths)]
        fields = {
            "abreast": "none" if len(self.owners) <= FEW or not shown else "2" if abreast else "1",
            "number": quoted(" / ".join(map(str, numbers))),
            "title": quoted(question.head.title),
            "points": quoted(points(question.first.points)),
            "widths": tuple_of(f"{one:.2f}em" for one in columns),
            "heights": tuple_of(map(str, heights)),
            "heads": tuple_of(map(quoted, heads)),
            "once": f"[{self._once(question, shown)}]",
        }
        return f"#question-table({', '.join(f'{name}: {value}' for name, value in fields.items())}, {', '.join(cells)})"

    def _once(self, question: Question, shown: Sequence[int]) -> str:
        """What is printed once of a question: answers that all papers share, key points, and how points are shared out."""
        first, parts = question.first, list[str]()
        if question.shared:
            differing = frozenset(first.asks[n].name for n in shown)
            rows = "".join(f"([{named(ask.tex)}], [{body}])," for ask, body in in_full(first, differing))
            parts += [f"#answers({quoted(self.texts['key.for-all'])}, ({rows}))"] if rows else []
        for place, ask in enumerate(first.asks):
            if scheme(ask) is not None:
                said = dict.fromkeys(row.values[place] for row in question.rows.values())
                found = [(n, one) for one, n in self.schemes.items() if self._refers(n) in said]
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


def tuple_of(items: Iterable[str]) -> str:
    """Typst values as an array."""
    return f"({''.join(f'{item}, ' for item in items)})"
