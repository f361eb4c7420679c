"""Papers with many options to mark, on A4 and Letter, in normal type and large print; and where their boxes are."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from degraded_pages import AMBIGUOUS, DEGRADATIONS, MARKS, Hand, degraded, filled_page, is_mark
from exam_papers import compiled

from quizgen.authoring.bank import Bank
from quizgen.classroom.scan.read_page import read_page
from quizgen.classroom.scan.records import PageImage, ReadPage
from quizgen.classroom.scan.states import fills, settled
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


def judged_page(seed: int, number: int, how: str) -> JudgedPage:
    """A page alone, of any paper with these seeds: printed, filled in, degraded, read, and compared."""
    random = np.random.default_rng([seed, number])
    one = paper(int(random.integers(len(CODES))))
    return judged(one, [int(random.integers(1, one.pages + 1))], [how], (150,), random)[0]


def judged_paper(seed: int, number: int, dpi: tuple[int, ...]) -> list[JudgedPage]:
    """All pages of paper `number` with a seed, written by one hand, each degraded in another way."""
    random = np.random.default_rng([seed, number])
    one = paper(number % len(CODES))
    pages = list(range(1, one.pages + 1))
    return judged(one, pages, [str(how) for how in random.permutation(list(DEGRADATIONS))], dpi, random)


def judged(
    one: ScannedPaper, pages: Sequence[int], hows: Sequence[str], dpi: tuple[int, ...], random: np.random.Generator
) -> list[JudgedPage]:
    """Pages of a paper as they are read when they come together; page n is degraded as the n-th of `hows` says, round and round."""
    hand = Hand.drawn(random)
    drawn, reads = [], []
    for page in pages:
        how = hows[(page - 1) % len(hows)]
        filled = filled_page(one.pdf, page, one.boxes, int(random.choice(dpi)), hand, random)
        image = PageImage("scan.pdf", page, degraded(filled.picture, how, random))
        began = time.process_time()
        reads.append(read_page(image, boxes_of))
        drawn.append((page, how, filled.drawn, time.process_time() - began))
    way = fills(box for read in reads for box in read.boxes)
    return [compared(one, *each, read, way) for each, read in zip(drawn, reads, strict=True)]


def compared(
    one: ScannedPaper, page: int, how: str, filled: Mapping[Box, str], seconds: float, read: ReadPage, way: bool
) -> JudgedPage:
    """A page as it was read, compared with what was drawn. `way`: whether filled bubbles count as marked."""
    right = (read.code, read.page) == (one.code, page)
    verdict = "wrong" if read.code and not right else "flagged" if read.doubts or not read.code else "right"
    bubbles, boxes = [], []
    wrong = [f"taken for {read.code} page {read.page}, is {one.code} page {page}"] if verdict == "wrong" else []
    for box in settled(read.boxes, fills=way) if right else ():
        drawn = filled[box.box]
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
