"""quizgen review goes through what could not be read, too: text, key and suggestion; what a person decides stays decided."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from cli_program import empty_workspace, output_of
from exam_on_desk import DB, NOON, exam_on_desk

from quizgen.classroom.course.rules import CourseRules
from quizgen.generate import Follower
from quizgen.grading import grade as judged
from quizgen.model import Action, Answers, Grade, Mark, Verdict
from quizgen.store import Store


@pytest.fixture(autouse=True)
def papers(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    monkeypatch.setenv("QUIZGEN_BY", "Eve")
    monkeypatch.setattr("quizgen.asks.text.Text.machine_scored", False)  # what a machine proposes: test_review_words.py
    kept = exam_on_desk(tmp_path, ("forward-h1", "why-sum"))
    graded(kept[0], smudged(kept[0]))
    return kept


def right(paper) -> str:
    """The right answer to the first blank, a_1."""
    variant = paper.quiz.variants[0]
    return variant.asks[0].write(variant.key["a_1"])


def smudged(paper) -> str:
    """The same with the letter O in place of the digit 0, which cannot be read."""
    return right(paper).replace("0", "O")


def graded(paper, typed: str) -> Grade:
    """Stores the grade of a sheet as `quizgen grade` does."""
    quiz = paper.quiz
    sheet = {"q1": {quiz.variants[0].asks[0].name: typed}, "q2": {"reasons": "Weights are shared."}}
    with Store.open(DB) as store:
        answers = Answers(quiz.id, paper.student.id, sheet, f"{paper.student.id}.toml")
        new = replace(judged(quiz, answers, Follower(store.source)), assignment="mid")
        new = CourseRules.of(store).applied(new)
        store.append(new, NOON, replace_current=True)
    return new


def mark(student: str = "s1") -> Mark:
    """The mark of the number now."""
    with Store.open(DB) as store:
        [record] = store.grades(student, latest=True)
        return record.grade.marks[0]


def test_text_key_and_suggestion_are_shown_and_y_takes_its_points(papers):
    shown = output_of("review", "--question", "q1", typed="y\n\n")
    key, typed = right(papers[0]), smudged(papers[0])
    for words in (
        "q1.a_1  The first hidden state  1 point",
        "key  (1.08, −0.82)",
        f"    {typed}\n",
        "cannot be read",
    ):
        assert words in shown, words
    assert f"suggestion  {key}   would earn 1 of 1" in shown and "Stored: 1 of 1." in shown
    assert "1 marked. Nothing waits any more." in shown
    assert (mark().verdict, mark().points, mark().feedback) == (Verdict.RIGHT, 1, f"Eve: Read as {key}.")
    with Store.open(DB) as store:
        [one] = store.decisions()
    assert (one.action, one.points, one.typed, one.by, one.most) == (Action.POINTS, 1, typed, "Eve", 1) and one.when


def test_nothing_is_taken_without_a_yes_and_points_are_the_persons():
    assert "0 marked. 1 answer waits." in output_of("review", "--question", "q1", typed="\n")
    assert mark().verdict is Verdict.UNREADABLE
    output_of("review", "--question", "q1", typed="0.5\nHalf of it.\n")
    assert (mark().points, mark().verdict) == (0.5, Verdict.PARTLY) and mark().feedback.startswith("Eve: Half of it.")


def test_where_nothing_is_suggested_y_is_no_answer(papers):
    graded(papers[0], "banana")
    shown = output_of("review", "--question", "q1", typed="y\n0\n\n")
    assert "suggestion" not in shown and "No points are suggested for this answer." in shown
    assert mark().verdict is Verdict.WRONG and "cannot be read" in mark().feedback


def test_later_grades_and_regrades_keep_the_decision_while_the_text_is_the_same(papers):
    output_of("review", "--question", "q1", typed="y\n\n")
    assert "1 grade" in output_of("regrade", "--assignment", "mid")
    output_of("regrade", "--question", "q1", "--worth", "4", "--because", "It took long.", "--apply")
    assert (mark().points, mark().max_points, mark().verdict) == (2, 2, Verdict.RIGHT)
    graded(papers[0], smudged(papers[0]))
    assert mark().verdict is Verdict.RIGHT
    graded(papers[0], "O.6")
    assert mark().verdict is Verdict.UNREADABLE, "the points were for another text"


def test_free_text_and_what_could_not_be_read_come_question_by_question(papers):
    graded(papers[1], "banana")
    shown = output_of("review", typed="\n\n4\n\n\n")
    assert shown.startswith("4 answers wait.")
    assert re.findall(r"mid · (\S+)", shown)[::2] == ["q1.a_1", "q2.reasons"]
    assert shown.endswith("1 marked. 3 answers wait. Go on:  quizgen review\n")


def test_mark_and_a_file_of_marks_take_such_answers_too(papers):
    output_of("marks", "--waiting", "--csv", "m.csv")
    rows = list(csv.DictReader(io.StringIO(Path("m.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert [rows[0][name] for name in ("student", "question")] == ["s1", "q1.a_1"]
    rows[0]["points"] = "0,5"
    with open("m.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    assert "1 answer marked." in output_of("marks", "m.csv") and mark().points == 0.5
    output_of("mark", "s1", "q1.a_1", "1", "--because", "On second thoughts.")
    assert mark().points == 1


def test_the_list_of_what_could_not_be_read_names_the_review(papers):
    for paper in papers[:2]:
        Path("class", paper.student.id).mkdir(parents=True)
        sheet = f'quiz = "{paper.quiz.id}"\n[q1]\na_1 = "{smudged(paper)}"\nx = "?"\n'
        Path("class", paper.student.id, "answers.toml").write_text(sheet, encoding="utf-8")
    shown = output_of("grade", "class")
    assert "4 answers could not be read." in shown and "one after the other:  quizgen review\n" in shown
    assert "q1.x" not in output_of("review", typed="q\n"), "an unknown name earns nothing, so nobody has to judge it"
