"""A response that a platform reports is graded like the same answer typed into a sheet: for every exercise and language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from platform_responses import LANGUAGES, Sat, another, as_csv, canvas_analysis, key_of, moodle_report

from quizgen.authoring.bank import Bank, digest
from quizgen.classroom.collect.table import read_table
from quizgen.classroom.responses.asked import AskedQuestions
from quizgen.classroom.responses.sheets import is_report, read_report, response_sheets
from quizgen.generate import Follower, variant
from quizgen.grading import grade
from quizgen.media.platform_html import html_item
from quizgen.model import Quiz
from quizgen.reading import read_answers
from quizgen.reading.sheet import typed_sheet

BANK = Bank.load()
SOURCES = {digest(one.source): one.source for one in BANK.exercises.values()}
FOLLOW = Follower(SOURCES.__getitem__)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


class Kept:
    """A store of quizzes in memory."""

    def __init__(self, *quizzes):
        self.quizzes = {quiz.id: quiz for quiz in quizzes}

    def quiz(self, id, *, printed=False):
        return self.quizzes[id]

    def source(self, digest):
        return SOURCES[digest]

    def keep_quiz(self, quiz, sources, now, signer=""):
        self.quizzes[quiz.id] = quiz
        return quiz


def sheets_of(rows, store, people=()):
    table = read_table("responses.csv", as_csv(rows))
    assert is_report(table)
    asked = AskedQuestions(store, "", html_item, lambda: NOW)
    return response_sheets(read_report(table), asked, people)


def marks_of(text, store):
    answers = read_answers(text)
    return grade(store.quiz(answers.quiz), answers, FOLLOW).marks


def slipped(one, ask, slip):
    """What a learner with a misconception answers; the key where it changes nothing."""
    if not ask.on_sheet or ask.free_text:
        return "Weights are shared; part 2: so it generalises.\nThat is all." if ask.free_text else ""
    if slip and ask.by_value and ask.name in slip.answers:
        return ask.write(slip.answers[ask.name])
    return key_of(one, ask)


def answers_to(one):
    """The key, the likeliest mistakes, the wrong things, every other answer left out, and nothing."""
    answers = [{ask.name: key_of(one, ask) for ask in one.asks}]
    answers += [{ask.name: slipped(one, ask, slip) for ask in one.asks} for slip in one.slips[:4] or (None,)]
    answers += [{ask.name: another(ask.interaction()) for ask in one.asks if ask.on_sheet}]
    return [*answers, {ask.name: key_of(one, ask) if at % 2 else "" for at, ask in enumerate(one.asks)}, {}]


def check_same_marks(rows, quiz, answers, store):
    """Every row gets the marks of the sheet with the same answers."""
    one = quiz.variants[0]
    found = sheets_of(rows, store)
    assert not found.remarks
    by_student = {sheet.student: sheet for sheet in found.sheets}
    assert len(by_student) == len(answers)
    for number, typed in enumerate(answers):
        on_sheet = {ask.name: typed.get(ask.name, "") for ask in one.asks if ask.on_sheet}
        direct = marks_of(typed_sheet(quiz.id, "", {"q1": on_sheet}), store)
        back = marks_of(by_student[f"s{number}"].text, store)
        assert [(m.ask, m.verdict, m.points, m.misconceptions) for m in back] == [
            (m.ask, m.verdict, m.points, m.misconceptions) for m in direct
        ], by_student[f"s{number}"].text


@pytest.mark.parametrize("name", BANK.exercises)
def test_moodle_key_slips_and_blanks_get_the_marks_of_a_sheet(name):
    one = variant(BANK.exercises[name], 7)
    quiz, answers = Quiz("practice-7", 7, (one,)), answers_to(one)
    sat = [Sat(f"Last{n}", "First", f"s{n}", quiz, [typed]) for n, typed in enumerate(answers)]
    for language in LANGUAGES:
        check_same_marks(moodle_report(sat, language, cloze=language.comma), quiz, answers, Kept(quiz))


@pytest.mark.parametrize("name", BANK.exercises)
def test_canvas_key_slips_and_blanks_get_the_marks_of_a_sheet(name):
    one = variant(BANK.exercises[name], 7)
    quiz, answers = Quiz("practice-7", 7, (one,)), answers_to(one)
    sat = [
        Sat(f"Last{n}", "First", f"s{n}", quiz, [typed], ended="2026-11-20 14:35:00 UTC")
        for n, typed in enumerate(answers)
    ]
    check_same_marks(canvas_analysis(sat), quiz, answers, Kept(quiz))
