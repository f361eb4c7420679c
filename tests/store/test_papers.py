"""Papers are found by their codes, each as it was printed, whatever is printed later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from store_places import KINDS, place

from quizgen.asks.numbers import Numbers
from quizgen.errors import UserError
from quizgen.model import Box, Paper, Quiz, Student, Variant
from quizgen.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUESTION = Variant(
    "forward-h1", 1, 7, "forward-pass", 1, "h_1", "t", "s", {}, (Numbers("h_1"),), {"h_1": 0.5}, source="d1"
)
ADA = Student("ada", "Ada 'x' <b> \u202e", "A")
PAPER = Paper("ABCDEFGH", "midterm", ADA, Quiz("", 1, (QUESTION,), ADA.name, "midterm"))
OTHER = replace(PAPER, code="BCDEFGHJ", quiz=replace(PAPER.quiz, variants=(QUESTION, QUESTION)))
BOXES = (Box("q1.h_1", "1", 1, 10.5, 20, 30, 12), Box("q1.h_1", "2", 2, 1, 2, 3, 4))


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with Store.open(place(request.param, tmp_path)) as opened:
        yield opened


def test_a_code_leads_to_the_paper_and_its_questions(store):
    [kept] = store.keep_papers([PAPER], {"d1": "text"}, NOON)
    head = store.paper("ABCDEFGH")
    assert (head.exam, head.student, head.sheet, head.quiz) == ("midterm", ADA, 1, kept.quiz.id)
    assert store.quiz(head.quiz) == kept.quiz == replace(PAPER.quiz, id="midterm-1-ada")
    assert store.source("d1") == "text"
    assert store.paper("HGFEDCBA") is None


def test_papers_made_again_are_the_same_and_changed_ones_are_a_further_edition(store):
    once = store.keep_papers([PAPER], {}, NOON)
    assert store.keep_papers([PAPER], {}, NOON) == once
    [changed] = store.keep_papers([OTHER], {}, NOON)
    assert (changed.quiz.id, changed.quiz.seed) == ("midterm-2-ada", 2)
    assert [store.quiz(head.quiz).variants for head in store.papers("midterm")] == [
        PAPER.quiz.variants,
        OTHER.quiz.variants,
    ]
    assert store.exams() == ["midterm"]


def test_another_layout_of_the_same_questions_is_the_same_edition(store):
    store.keep_papers([PAPER], {}, NOON)
    [large] = store.keep_papers([replace(PAPER, code="BCDEFGHJ")], {}, NOON)
    assert large.quiz.id == "midterm-1-ada"
    assert store.paper("BCDEFGHJ").quiz == "midterm-1-ada"


def test_a_code_of_somebody_else_is_refused_and_nothing_is_stored(store):
    store.keep_papers([PAPER], {}, NOON)
    bob = replace(PAPER, code="CDEFGHJK", student=Student("bob", "Bob"))
    with pytest.raises(UserError, match="another name"):
        store.keep_papers([bob, replace(bob, code="ABCDEFGH")], {}, NOON)
    assert len(store.papers("midterm")) == 1


def test_the_places_of_boxes_are_kept_once(store):
    store.keep_papers([PAPER], {}, NOON)
    assert store.boxes("ABCDEFGH") == ()
    store.keep_boxes("ABCDEFGH", BOXES)
    store.keep_boxes("ABCDEFGH", BOXES[:1])
    assert store.boxes("ABCDEFGH") == BOXES
