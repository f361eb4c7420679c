"""Pages of an exam as if they had been read: what is on each box is said here, and no picture is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from exam_of_four import make_exam, right

from quizgen.classroom.exam.entry import PaperEntry
from quizgen.classroom.scan.answer_places import AnswerPlace, places
from quizgen.classroom.scan.records import ReadBox, ReadPage
from quizgen.classroom.scan.scanned_exam import KeptPage
from quizgen.documents.exam.scans import ScanFolder, picture_name
from quizgen.media.png import png
from quizgen.model import PaperHead
from quizgen.store import Store

STRAIGHT = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
PLAN = """name = "midterm"
title = "Recurrent networks"

[[section]]
exercises = ["forward-h2", "forward-mcq", "mistake-judge", "app-type-match", "why-sum"]
"""
KEYED = re.compile(r"^\d+(-|: )(?=\D)")  # "1-B", "1: tanh": the key of the blank
Written = Mapping[tuple[str, str], str]
"""What is written for each blank, by its target and part; bubbles by their letters, "A, C". "" is left empty."""


def heads() -> dict[str, PaperHead]:
    """The papers of the exam in the current folder, by the student's id; of several the last."""
    with Store.open("quizgen.db") as store:
        return {head.student.id: head for head in store.papers("midterm")}


def entry_of(head: PaperHead) -> PaperEntry:
    """A paper of which nothing is typed."""
    with Store.open("quizgen.db") as store:
        return PaperEntry.of(head.code, store.quiz(head.quiz))


def places_of(head: PaperHead) -> tuple[AnswerPlace, ...]:
    """Where the blanks of a paper are."""
    with Store.open("quizgen.db") as store:
        return places(entry_of(head), store.boxes(head.code))


def typed_blanks(head: PaperHead, answer: Callable[..., str] = right) -> dict[tuple[str, str], str]:
    """What a student writes in each blank to give these answers: of an answer in words the points it gets, here 2."""
    entry = entry_of(head)
    found: dict[tuple[str, str], str] = {}
    for number, variant in enumerate(entry.quiz.variants, 1):
        for ask in variant.asks:
            target = f"q{number}.{ask.name}"
            own = entry.blanks_of[target]
            pieces = ["2"] if own[0].points else pieces_of(answer(variant, ask), len(own))
            found |= {(target, blank.part): piece for blank, piece in zip(own, pieces, strict=True)}
    return found


def pieces_of(text: str, count: int) -> Sequence[str]:
    """An answer as its blanks have it."""
    if count == 1:
        return [text]
    pieces = [piece.strip() for piece in text.replace(";", ",").split(",")]
    return [KEYED.sub("", piece) for piece in pieces]


def read_page(
    head: PaperHead,
    page: int,
    written: Written,
    *,
    source: str = "scan.pdf",
    number: int = 0,
    doubts: tuple[str, ...] = (),
) -> ReadPage:
    """A page as it would be read."""
    boxes = []
    for place in places_of(head):
        if place.page != page:
            continue
        text = written[place.blank.target, place.blank.part]
        if place.letters:
            marked = [letter.strip() for letter in text.split(",")]
            states = ["marked" if letter in marked else "empty" for letter in place.letters]
        else:
            states = ["written" if text else "empty"] * len(place.boxes)
        boxes += [
            ReadBox(box, state, 0.0 if state == "empty" else 0.2)
            for box, state in zip(place.boxes, states, strict=True)
        ]
    return ReadPage(source, number or page, head.code, page, STRAIGHT, tuple(boxes), doubts)


def keep(*pages: ReadPage) -> list[KeptPage]:
    """Keeps pages in the folder of the exam, with a small picture of each blank."""
    folder = ScanFolder.of(Path("exam"))
    by_code = {head.code: head for head in heads().values()}
    before, _ = folder.pages()
    kept = []
    for count, page in enumerate(pages, len(before) + 1):
        kept.append(KeptPage(f"digest-{count}", page))
        for place in places_of(by_code[page.code]) if page.code in by_code else ():
            path = folder.path / kept[-1].key / picture_name(place.blank.target, place.blank.part)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(png(handwriting(count)))
        folder.path.mkdir(parents=True, exist_ok=True)
        folder.keep(kept[-1])
    return kept


def keep_paper(head: PaperHead, written: Written) -> None:
    """Keeps all pages of a paper on which something is asked."""
    pages = sorted({place.page for place in places_of(head)})
    keep(*(read_page(head, page, written) for page in pages))


def handwriting(seed: int) -> np.ndarray:
    """A small grey picture, another for each seed."""
    rng = np.random.default_rng(seed)
    picture = np.full((40, 120), 250, np.uint8)
    walk = 20 + np.cumsum(rng.normal(0, 1.5, 100)).clip(-15, 15).astype(int)
    for x, y in enumerate(walk, 10):
        picture[y : y + 3, x : x + 2] = 30
    return picture


def make_scanned_exam(plan: str = PLAN) -> None:
    """Makes the exam in the current folder."""
    make_exam(plan)
