"""quizgen practice: asked one after the other, stored at once, ended by count or by the learner, gone on with from the store."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from cli_program import empty_workspace, fill, graded, json_output, made, output_of, quizgen, refused, written
from practising import Simulated, judged, whole_deck
from terminal_session import TerminalSession

from quizgen.classroom.practice.learner import Learner
from quizgen.classroom.practice.paths import rounds
from quizgen.store import Store

FORWARD = ("practice", "--topic", "forward-pass", "--seed", "3")
BLANK = "\n" * 12  # leaves every answer of a question blank


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def stored(student: str = "", db: str = "quizgen.db"):
    """The grades in the store, with their quizzes."""
    with Store.open(db) as store:
        return [(record, store.quiz(record.grade.quiz)) for record in store.grades(student)]


def next_variant(*words: str):
    """The question that a session begins with, from a copy of the store."""
    output_of(*words, "--questions", "1", typed=BLANK)
    return stored()[-1][1].variants[0]


def typed(variant, misconception: str = "") -> str:
    """The key of a question, or the slip of a misconception, as it is typed."""
    slip = next((one.answers for one in variant.slips if misconception in one.misconceptions), {})
    return "".join(f"{ask.write({**variant.key, **slip}[ask.name])}\n" for ask in variant.asks)


def kept_twice(variant, misconception: str) -> str:
    """The slip of a misconception, and Enter in the second try for every answer that is not right."""
    learner = Simulated(misconception)
    lost = [mark for mark in judged(variant, learner.answers(variant)) if mark.points < mark.max_points]
    return typed(variant, misconception) + "\n" * len(lost)


def test_each_question_says_in_one_line_why_it_comes_and_its_grade_is_stored():
    shown = output_of(*FORWARD, "--questions", "2", typed=BLANK)
    headings = re.findall(r"── 0 of 20 minutes ─+\n(.+)\n", shown)
    assert len(headings) == 2 and headings[0].endswith("would show here.")
    assert re.search(r"^1  .+points", shown, re.M) and re.search(r"^2  .+points", shown, re.M)
    found = stored()
    assert len(found) == 2 and all(len(quiz.variants) == 1 for _, quiz in found)
    assert len({quiz.variants[0].exercise for _, quiz in found}) == 2
    assert "2 questions in 1 minute" in shown and "Go on:  quizgen practice --topic forward-pass" in shown


def test_the_same_seed_asks_the_same_questions_and_another_session_other_ones():
    first = output_of(*FORWARD, "--questions", "1", typed=BLANK)
    with Store.open("quizgen.db") as store:
        asked = store.grades("")[0].grade.quiz
    again = output_of("--db", "other.db", *FORWARD, "--questions", "1", typed=BLANK)
    assert again.partition("Go on:")[0] == first.partition("Go on:")[0]
    output_of(*FORWARD, "--questions", "1", typed=BLANK)
    assert stored()[-1][0].grade.quiz != asked, "the next session goes on from what is stored"


def test_the_choice_does_not_depend_on_the_order_of_hashes():
    words = [sys.executable, "-m", "quizgen", *FORWARD, "--questions", "2"]
    shown = [
        subprocess.run(
            words,
            input=BLANK,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "QUIZGEN_DB": db},
        ).stdout
        for seed, db in (("1", "one.db"), ("2", "two.db"))
    ]
    assert shown[0] == shown[1] != ""


def test_both_tries_of_a_question_are_stored_the_second_in_place_of_the_first():
    variant = next_variant(*FORWARD)
    twice = typed(variant, "fwd-no-bias") + typed(variant)
    shown = output_of("--db", "second.db", *FORWARD, "--questions", "1", typed=twice)
    (first, _), (second, _) = stored(db="second.db")
    assert second.replaces == first.id and first.grade.points < second.grade.points
    assert "right, in the second try" in shown


def test_a_misconception_is_suspected_then_active_and_the_summary_names_what_practises_it():
    slips = ""
    for number in (1, 2):  # the second question is known once the first is answered
        output_of("--db", f"{number}.db", *FORWARD, "--questions", str(number), typed=slips + BLANK)
        slips += kept_twice(stored(db=f"{number}.db")[-1][1].variants[0], "fwd-no-bias")
    shown = output_of("--db", "all.db", *FORWARD, "--questions", "3", typed=slips + BLANK)
    assert "“Bias b left out” explains one of your answers: numbers that tell it from everything else." in shown
    assert "“Bias b left out” explained two of your answers: a question in which that shows." in shown
    assert re.search(r"Active +Bias b left out: two answers\n +quizgen make --misconception fwd-no-bias\n", shown)
    assert re.search(r"Review +.+ is due on \w+day \d", shown)


def test_a_skipped_question_is_not_stored_and_another_exercise_comes():
    shown = output_of(*FORWARD, "--questions", "1", typed=f":skip\n{BLANK}")
    skipped, asked = re.findall(r"^1  (.+?)   \d", shown, re.M)
    assert skipped != asked and len(stored()) == 1


def test_the_end_of_the_input_and_stop_end_a_session_and_nothing_answered_is_no_summary():
    assert "Stopped." in output_of(*FORWARD)
    shown = output_of(*FORWARD, typed=":stop\n")
    assert "Stopped." in shown and "questions in" not in shown and stored() == []


def test_a_question_left_in_its_second_try_counts_as_it_was_answered():
    variant = next_variant(*FORWARD)
    wrong = typed(variant, "fwd-no-bias")
    shown = output_of("--db", "second.db", *FORWARD, "--questions", "3", typed=f"{wrong}:stop\n")
    [(record, _)] = stored(db="second.db")
    assert [mark.typed for mark in record.grade.marks] == wrong.split("\n")[:-1] and "1 question in" in shown


@pytest.mark.slow
def test_ctrl_c_at_a_prompt_ends_the_session_with_its_summary():
    session = TerminalSession(*FORWARD)
    session.until("h₁  (")
    session.type("9 9\r")
    session.until("h₂  (")
    session.type("9 9\r")
    session.until("Try again")
    session.type("\x03")
    assert session.end() == 0
    assert "Stopped." in session.seen and "1 question in" in session.seen and len(stored()) == 1


def test_learners_are_kept_apart():
    output_of(*FORWARD, "--questions", "1", "--student", "Ada", typed=BLANK)
    shown = output_of(*FORWARD, "--questions", "1", typed=BLANK)
    assert len(stored("Ada")) == len(stored()) == 1 and "--student" not in shown


# ---------------------------------------------------------------- paths


def test_the_chain_is_one_problem_of_eight_parts():
    shown = output_of("practice", "--path", "chain", "--questions", "1", "--seed", "1", typed=BLANK)
    [(record, quiz)] = stored()
    assert quiz.variants[0].exercise == "chain" and len(record.grade.marks) == 8
    assert "Go on:  quizgen practice --path chain" in shown and "Next" not in shown.split("in 1 minute")[1]


def test_revision_follows_the_chapter():
    output_of("practice", "--path", "revision", "--questions", "6", "--seed", "1", typed=BLANK * 6)
    topics = [quiz.variants[0].topic for _, quiz in stored()]
    assert topics == ["why-sequences"] * 2 + ["rnn-types"] * 3 + ["notation-and-shapes"]


def test_an_interview_is_four_rounds_of_words_and_their_proof_and_ends_with_notes():
    shown = output_of("practice", "--path", "interview", "--seed", "3", typed=BLANK * 8)
    exercises = [quiz.variants[0].exercise for _, quiz in stored()]
    assert exercises[::2] == ["interview-q"] * 4 and len(set(exercises[1::2])) == 4
    assert not {"interview-q"} & set(exercises[1::2])
    assert shown.count("What a good answer says:") == 4, "after the proof, not before it"
    notes = shown.split("The interviewer's notes")[1]
    assert notes.count("left unanswered") == 4 and "To learn before the next interview: " in notes
    assert "%" not in notes.partition("questions in")[0]


def test_the_notes_say_where_words_and_numbers_disagree():
    seed = next(n for n in range(50) if rounds(Learner(), whole_deck(), f"{n}:0:0")[0].item == "iq.q5")
    words = ("practice", "--path", "interview", "--seed", str(seed), "--questions", "2")
    output_of("--db", "first.db", *words, typed=BLANK * 2)
    (_, asked), (_, proof) = stored(db="first.db")
    assert whole_deck().covered(asked.variants[0]) == ("iq.q5",) and proof.variants[0].exercise == "tied-vs-untied"
    [answer] = asked.variants[0].asks
    said = f"{' '.join(answer.model_answer.split())}\n\n"
    wrong = "1\n" * len(proof.variants[0].asks)
    shown = output_of(*words, typed=said + wrong)
    assert "What was said and what was computed do not agree." in " ".join(shown.split())
    right = output_of("--db", "right.db", *words, typed=said + typed(proof.variants[0]))
    assert "The numbers bear the claim out. Strong on shared weights: said and computed." in " ".join(right.split())


# ---------------------------------------------------------------- bad input


def test_mistakes_end_in_one_sentence():
    assert "Did you mean 'forward-pass'?" in refused("practice", "--topic", "foward-pass")
    assert "Leave --topic out" in refused("practice", "--topic", "bptt", "--path", "chain")
    assert "Use 'quizgen make'" in refused("practice", "--topic", "implementation")
    assert quizgen("practice", "--minutes", "0").exit_code == quizgen("practice", "--questions", "0").exit_code == 2


# ---------------------------------------------------------------- make --misconception


def test_make_writes_a_quiz_in_which_the_misconception_is_live_in_every_question():
    words = ("make", "--misconception", "fwd-stale-h0", "--seed", "4", "--json", "--with-key")
    quiz = json.loads(output_of(*words))
    assert quiz["quiz"] == "fwd-stale-h0-4" and len(quiz["questions"]) == 5
    for question in quiz["questions"]:
        assert "fwd-stale-h0" in {slip["misconception"] for slip in question["slips"]}
    assert json.loads(output_of("--db", "other.db", *words, "--out", "other")) == quiz


def test_such_a_quiz_is_graded_in_another_store_as_in_its_own():
    folder, quiz = made("--misconception", "fwd-stale-h0", "--topic", "forward-pass", "--count", "2", "--seed", "4")
    assert {one["exercise"] for one in quiz["questions"]} <= {
        card.name for card in whole_deck().by_topic["forward-pass"]
    }
    slips = {
        f"q{number}": {
            ask["name"]: json.dumps(written(ask, slip["answers"][ask["name"]]))
            for slip in question["slips"]
            if slip["misconception"] == "fwd-stale-h0"
            for ask in question["asks"]
        }
        for number, question in enumerate(quiz["questions"], 1)
    }
    sheet = str(fill(folder / "answers.toml", slips, "Ada"))
    [here], [there] = graded(sheet), graded_in("other.db", sheet)
    assert here["marks"] == there["marks"]
    assert any("fwd-stale-h0" in mark["misconceptions"] for mark in here["marks"])


def graded_in(db: str, *words: str):
    """The grades as JSON, in another store."""
    return json_output("--db", db, "grade", *words)["grades"]


def test_several_misconceptions_are_asked_about_in_one_quiz():
    _, quiz = made("--misconception", "loss-sign", "--misconception", "c-untied-weights", "--count", "4", "--seed", "1")
    assert quiz["quiz"] == "loss-sign-c-untied-weights-1"
    assert {"loss"} < {whole_deck().by_name[one["exercise"]].topic for one in quiz["questions"]}


def test_mistakes_in_a_misconception_are_one_sentence():
    assert "Did you mean 'fwd-stale-h0'?" in refused("make", "--misconception", "fwd-stale-h")
    assert "Leave --topic" in refused("make", "--misconception", "fwd-stale-h0", "--topic", "loss")
    sentence = quizgen("make", "--misconception", "loss-double-softmax").stderr
    assert "Only code shows loss-double-softmax." in sentence and "quizgen make --topic loss" in sentence
