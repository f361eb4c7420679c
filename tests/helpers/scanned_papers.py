"""Papers with many options to mark, on A4 and Letter, in normal type and large print; and where their boxes are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from exam_papers import compiled

from quizgen.authoring.bank import Bank
from quizgen.documents.exam.paper import paper_inputs, paper_source
from quizgen.generate import variants
from quizgen.generate.exam.plan import Accommodation, ExamPlan, Layout, Section
from quizgen.model import Box, Paper, Quiz, Student

NAMES = (
    "last-state", "hidden-vs-output", "what-grows", "find-the-slip", "interview-points", "loss-compare", "perturb-input",
    "statement-judge", "batch-labels", "unfold-dependency", "type-from-shapes", "forward-h2",
)  # fmt: skip
CODES = ("ABCDEFGH", "BCDEFGHJ", "K7M2PQRS", "ZZ99TTWX")


@dataclass(frozen=True)
class ScannedPaper:
    """A paper as it is printed."""

    code: str
    pdf: bytes
    boxes: tuple[Box, ...]

    @property
    def pages(self) -> int:
        """How many pages have boxes, and the title page."""
        return max(box.page for box in self.boxes)


@cache
def paper(number: int) -> ScannedPaper:
    """One of four papers with other numbers, sizes of paper and of type."""
    code = CODES[number]
    student = Student(f"s{number}", f"Student {number}", "A")
    plan = ExamPlan(
        name="scan", title="Recurrent networks", sections=(Section(exercises=NAMES),),
        layout=Layout(paper="letter" if number >= 2 else "a4", title_page=False),
        accommodations={"s1": Accommodation(large_print=True), "s3": Accommodation(large_print=True)},
    )  # fmt: skip
    bank = Bank.load()
    drawn = tuple(variants(bank.get(name), [number + 1])[0] for name in NAMES)
    printed = Paper(code, plan.name, student, Quiz(f"scan-{number}", 1, drawn, student.name))
    pdf, boxes = compiled(paper_source(printed, plan), paper_inputs(printed, plan, boxes=True))
    return ScannedPaper(code, pdf, tuple(Box(**box) for box in boxes))


def papers() -> tuple[ScannedPaper, ...]:
    """All four."""
    return tuple(paper(number) for number in range(len(CODES)))


def boxes_of(code: str) -> tuple[Box, ...]:
    """The boxes of one of the papers. LookupError: it is of none."""
    return next(one.boxes for one in papers() if one.code == code) if code in CODES else {}[code]  # type: ignore[return-value]
