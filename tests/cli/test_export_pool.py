"""Several processes make the same items as one, in the same order, and an error in one of them is no other error."""

from __future__ import annotations

import os
import signal

import pytest

from quizgen import media
from quizgen.authoring.bank import Bank
from quizgen.cli import export_pool
from quizgen.cli.export_pool import ItemPool
from quizgen.generate import variants
from quizgen.interactions import Loss
from quizgen.media import Platform
from quizgen.model import Quiz

DRAWN = variants(Bank.load().exercises["forward-scalar"], range(12))
QUIZZES = [(Quiz(f"quiz-{place}", 1, tuple(DRAWN[place : place + 2])), f"quiz-{place}") for place in range(0, 12, 2)]
HERE = os.getpid()
LOST = Loss("tables", "It has no tables.")


@pytest.fixture(autouse=True)
def from_the_first(monkeypatch):
    """Processes are started for the first question."""
    monkeypatch.setattr(export_pool, "ALONE", 0)


def with_item(monkeypatch, item):
    """A platform with such items."""
    platform = Platform(".txt", lambda question: iter((LOST,)), item, lambda title, items, file: None)
    monkeypatch.setattr(media, "platforms", lambda: {"plain": platform})


def items(count):
    """What so many processes make of the quizzes."""
    with ItemPool("plain", count) as pool:
        return list(pool.of(QUIZZES))


def test_several_processes_make_the_same_items_in_the_same_order_as_one(monkeypatch):
    with_item(monkeypatch, lambda question: (question.id, question.pool, len(question.asks[0].fields[0].answers)))
    found = items(2)
    assert found == items(1) and [quiz for quiz, _ in found] == [quiz.id for quiz, _ in QUIZZES]
    assert [one.item[:2] for one in found[1][1]] == [("quiz-2.q1", "quiz-2"), ("quiz-2.q2", "quiz-2")]
    assert all(one.losses == (LOST,) for _, quiz in found for one in quiz)


def test_items_are_made_in_other_processes(monkeypatch):
    with_item(monkeypatch, lambda question: os.getpid())
    assert HERE not in {one.item for _, quiz in items(2) for one in quiz}
    assert {one.item for _, quiz in items(1) for one in quiz} == {HERE}
    monkeypatch.setattr(export_pool, "ALONE", 100)
    assert {one.item for _, quiz in items(2) for one in quiz} == {HERE}, "too few to start a process for"


def test_an_error_in_a_process_is_seen_here(monkeypatch):
    def item(question):
        raise ZeroDivisionError("a fault of ours")

    with_item(monkeypatch, item)
    with pytest.raises(ZeroDivisionError, match="a fault of ours"):
        items(2)


def test_what_a_process_that_was_ended_leaves_is_made_here(monkeypatch):
    def item(question):
        if os.getpid() != HERE and question.id == "quiz-4.q1":
            os.kill(os.getpid(), signal.SIGKILL)
        return question.id

    with_item(monkeypatch, item)
    assert [[one.item for one in quiz] for _, quiz in items(2)] == [
        [f"quiz-{place}.q1", f"quiz-{place}.q2"] for place in range(0, 12, 2)
    ]
