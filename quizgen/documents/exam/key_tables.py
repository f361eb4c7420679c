"""The compact keys of an exam, as Typst documents: by student, and by question for marking one question after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from quizgen.documents.exam.key_by_question import QuestionTables, refers, scheme_block
from quizgen.documents.exam.key_by_student import label_width, student_block
from quizgen.documents.exam.key_values import Owner, Question, Row, Scheme, head, scheme, short
from quizgen.documents.exam.paper import SIZES
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.seeds import written_code
from quizgen.markup.formula_typst import quoted
from quizgen.media.texts import Texts, read_texts
from quizgen.media.typst import worth
from quizgen.model import Paper, Variant

TOGETHER = 100  # students in one document: Typst holds a whole document in memory
ROWS = 1000  # of tables in one document


class KeyCollector:
    """Takes papers one by one, keeps of them what the keys print, and prints the keys."""

    def __init__(self, plan: ExamPlan) -> None:
        self.plan, self.texts = plan, read_texts(plan.language)
        self.owners: list[Owner] = []
        self.questions: dict[str, list[Question]] = defaultdict(list)  # by exercise
        self.schemes: dict[Scheme, int] = {}  # what persons mark by, and the number of each

    def add(self, paper: Paper) -> None:
        """Takes what the keys print of a paper."""
        place, student = len(self.owners), paper.student
        points = worth(paper.quiz.points, self.texts)
        self.owners.append(Owner(written_code(paper.code), student.own_name, student.id, points))
        numbered: dict[str, list[tuple[int, Variant]]] = defaultdict(list)
        for number, variant in enumerate(paper.quiz.variants, 1):
            numbered[variant.exercise].append((number, variant))
        for exercise, several in numbered.items():
            for question, number, variant in self._matched(exercise, several):
                question.shared &= variant.seed == question.first.seed
                question.rows[place] = Row(number, tuple(self._value(variant, n) for n in range(len(variant.asks))))

    def _matched(self, exercise: str, several: Sequence[tuple[int, Variant]]) -> list[tuple[Question, int, Variant]]:
        """The questions to which a paper's variants of one exercise belong: of the same seed, else the next in order."""
        known = self.questions[exercise]
        by_seed = {question.first.seed: question for question in known}
        taken = [by_seed.get(variant.seed) for _, variant in several]
        free = [question for question in known if not any(question is one for one in taken)]
        found = []
        for (number, variant), question in zip(several, taken, strict=True):
            about = head(variant)
            if question is None:
                question = next((one for one in free if one.head == about), None)
            if question is None:
                question = Question(about, variant)
                known.append(question)
            free = [one for one in free if one is not question]
            found.append((question, number, variant))
        return found

    def _value(self, variant: Variant, place: int) -> str:
        ask = variant.asks[place]
        if (found := scheme(ask)) is None:
            return short(ask, variant.key[ask.name])
        return refers(self.schemes.setdefault(found, len(self.schemes) + 1), self.texts)

    def _in_order(self) -> list[Question]:
        """The questions in the order of the first paper that has them."""
        every = [question for several in self.questions.values() for question in several]
        return sorted(every, key=lambda question: (place := min(question.rows), question.rows[place].number))

    def by_student(self) -> Iterator[str]:
        """Typst documents with a block for each student, several on a page, in the order of the papers."""
        papers: list[list[tuple[Question, Row]]] = [[] for _ in self.owners]
        questions = self._in_order()
        for question in questions:
            for place, row in question.rows.items():
                papers[place].append((question, row))
        label = label_width(questions)
        schemes = [scheme_block(number, found, self.texts) for found, number in self.schemes.items()]
        for start in range(0, len(papers), TOGETHER):
            some = zip(self.owners[start : start + TOGETHER], papers[start : start + TOGETHER], strict=True)
            blocks = (student_block(owner, sorted(paper, key=number_of), label) for owner, paper in some)
            last = start + TOGETHER >= len(papers)
            yield document("key.by_student", self.plan, self.texts, [*blocks, *(schemes if last else [])], columns=2)

    def by_question(self) -> Iterator[str]:
        """Typst documents with a table for each question in the order of the first paper, those that need none first."""
        tables = QuestionTables(self.owners, self.schemes, self.texts)
        every = [(question, tables.columns(question)) for question in self._in_order()]
        some, rows = list[str](), 0
        for question, shown in sorted(every, key=lambda one: bool(one[1])):
            some.append(tables.section(question, shown))
            rows += len(question.rows) if shown else 0
            if rows > ROWS:
                yield document("key.by_question", self.plan, self.texts, some)
                some, rows = [], 0
        if some:
            yield document("key.by_question", self.plan, self.texts, some)


def number_of(one: tuple[Question, Row]) -> int:
    """The number of a question on a paper."""
    return one[1].number


def document(name: str, plan: ExamPlan, texts: Texts, body: Iterable[str], columns: int = 1, owner: str = "") -> str:
    """A Typst document of a key; `name` is that of its title among the texts, `owner` whose paper it is about."""
    about = ", ".join(filter(None, [plan.course, plan.title]))
    fields = {
        "title": quoted(f"{about} · {texts[name]}"),
        "owner": quoted(owner),
        "paper": quoted(SIZES[plan.layout.paper]),
        "language": quoted(texts["language"]),
        "columns": str(columns),
    }
    given = ", ".join(f"{key}: {value}" for key, value in fields.items())
    return f'#import "key.typ": *\n#show: key-pages.with({given})\n' + "\n".join(body)
