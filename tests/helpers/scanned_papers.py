"""Papers with many options to mark, on A4 and Letter, in normal type and large print; and where their boxes are."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache

import numpy as np
from degraded_pages import AMBIGUOUS, DEGRADATIONS, MARKS, degraded, filled_page, is_mark
from exam_papers import compiled

from quizgen.authoring.bank import Bank
from quizgen.classroom.scan.read_page import read_page
from quizgen.classroom.scan.records import PageImage
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
    if code not in CODES:
        raise LookupError(code)
    return paper(CODES.index(code)).boxes


# ---------------------------------------------------------------- read, and compared with what was drawn


@dataclass(frozen=True)
class JudgedPage:
    """A degraded page as it was read. `page`: "right", "flagged" or "wrong"; `bubbles`: what was drawn in each, and the same
    three; `boxes`: what was written in each other box, and its state; `wrong`: lines about what was read wrongly."""

    how: str
    page: str
    bubbles: tuple[tuple[str, str], ...]
    boxes: tuple[tuple[str, str], ...]
    wrong: tuple[str, ...]
    seconds: float


def judged_page(seed: int, number: int, dpi: tuple[int, ...] = (150,), how: str = "") -> JudgedPage:
    """Page `number` of the pages with a seed, printed, filled in, degraded, read, and compared."""
    random = np.random.default_rng([seed, number])
    how = how or list(DEGRADATIONS)[number % len(DEGRADATIONS)]
    one = paper(int(random.integers(len(CODES))))
    page = int(random.integers(1, one.pages + 1))
    filled = filled_page(one.pdf, page, one.boxes, int(random.choice(dpi)), random)
    image = PageImage("scan.pdf", 1, degraded(filled.picture, how, random))
    began = time.process_time()
    read = read_page(image, boxes_of)
    seconds = time.process_time() - began
    right = (read.code, read.page) == (one.code, page)
    verdict = "wrong" if read.code and not right else "flagged" if read.doubts or not read.code else "right"
    bubbles, boxes = [], []
    wrong = [f"taken for {read.code} page {read.page}, is {one.code} page {page}"] if verdict == "wrong" else []
    for box in read.boxes if right else ():
        drawn = filled.drawn[box.box]
        if not is_mark(box.box):
            boxes.append((drawn, box.state))
            continue
        judged = judge(drawn, box.state)
        bubbles.append((drawn, judged))
        if judged == "wrong":
            wrong.append(
                f"{one.code} page {page} {box.box.target} {box.box.part}: {drawn or 'nothing'} is read as {box.state}"
            )
    return JudgedPage(how, verdict, tuple(bubbles), tuple(boxes), tuple(wrong), seconds)


def judge(drawn: str, state: str) -> str:
    """Whether the state of a bubble is right for what was drawn."""
    truth = "marked" if drawn in MARKS else "unsure" if drawn in AMBIGUOUS else "empty"
    return "right" if state == truth else "flagged" if state == "unsure" else "wrong"
