"""A response that a platform reports is graded like the same answer typed into a sheet: for every exercise and language."""

from __future__ import annotations

import pytest
from nightly import every
from platform_responses import LANGUAGES, Sat, another, canvas_analysis, key_of, moodle_report
from responses_in_memory import BANK, Kept, marks_of, quiz_of, read

from quizgen.reading.sheet import typed_sheet


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
    found = read(rows, store)
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


@pytest.mark.parametrize("name", every(2, BANK.exercises))
def test_moodle_key_slips_and_blanks_get_the_marks_of_a_sheet(name):
    quiz = quiz_of(name)
    answers = answers_to(quiz.variants[0])
    sat = [Sat(f"Last{n}", "First", f"s{n}", quiz, [typed]) for n, typed in enumerate(answers)]
    store = Kept(quiz)
    for language in LANGUAGES:
        check_same_marks(moodle_report(sat, language, cloze=language.comma), quiz, answers, store)


@pytest.mark.parametrize("name", every(2, BANK.exercises))
def test_canvas_key_slips_and_blanks_get_the_marks_of_a_sheet(name):
    quiz = quiz_of(name)
    answers = answers_to(quiz.variants[0])
    sat = [
        Sat(f"Last{n}", "First", f"s{n}", quiz, [typed], ended="2026-11-20 14:35:00 UTC")
        for n, typed in enumerate(answers)
    ]
    check_same_marks(canvas_analysis(sat), quiz, answers, Kept(quiz))
