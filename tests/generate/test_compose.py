"""Which exercises a quiz takes, with which seeds: no question twice while another is left, every function counted once."""

import json
import sqlite3
from dataclasses import replace
from itertools import combinations, permutations

import pytest
from places import ROOT

from quizgen.authoring.bank import Bank, load_source
from quizgen.errors import UserError
from quizgen.generate import variants
from quizgen.generate.code_questions import count_functions_once
from quizgen.generate.compose import choose, compose, exam_seeds, practice_seeds, question_of
from quizgen.model import Quiz
from quizgen.submissions.points import points_of

BANK = Bank.load()
CODE = [BANK.get(name) for name in ("code-step", "code-forward", "code-backward")]
FUNCTIONS = ("rnn_step", "rnn_forward", "rnn_backward")


def questions(quiz):
    return [(variant.exercise, question_of(variant)) for variant in quiz.variants]


# ---------------------------------------------------------------- seeds


def test_quizzes_of_0_2_0_are_composed_of_the_same_questions_as_then():
    with sqlite3.connect(f"file:{ROOT}/tests/data/store-0.2.0/quizgen.db?mode=ro&immutable=1", uri=True) as store:
        rows = store.execute("SELECT quiz, variant FROM questions ORDER BY quiz, place").fetchall()
    assert len(rows) == 24
    for name in {quiz for quiz, _ in rows}:
        then = [json.loads(variant) for quiz, variant in rows if quiz == name]
        now = compose("again", 7, [BANK.get(one["exercise"]) for one in then], practice_seeds(7))
        assert [v.seed for v in now.variants] == [one["seed"] for one in then]
        for variant, one in zip(now.variants, then, strict=True):
            assert variant.text == one["text"] or variant.version > one["version"], "a changed draw is a new version"


def test_copies_that_repeat_nothing_have_the_seeds_of_their_numbers():
    quiz = compose("copies", 7, [BANK.get("forward-h2")] * 4, practice_seeds(7))
    assert [v.seed for v in quiz.variants] == [726221194, 109654940, 739617877, 636605754]


def test_the_same_quiz_is_composed_again_and_is_another_one_for_another_student():
    cards = [BANK.get("interview-q")] * 9
    ada, again, bob = (compose("exam", 3, cards, exam_seeds(b"secret", 3, student)) for student in ("1", "1", "2"))
    assert ada == again and [v.seed for v in ada.variants] != [v.seed for v in bob.variants]


# ---------------------------------------------------------------- no question twice


@pytest.mark.parametrize(
    "seeds", [practice_seeds, lambda seed: exam_seeds(b"secret", seed, "s1")], ids=["practice", "exam"]
)
@pytest.mark.parametrize("topic", ["interview", "rnn-types", "strengths-and-limits", "forward-pass"])
def test_no_quiz_of_a_topic_repeats_a_question(topic, seeds):
    exercises = BANK.select(topics=[topic])
    for seed in range(1, 21):
        asked = questions(compose(topic, seed, choose(exercises, 5, seed), seeds(seed)))
        assert len(asked) == len(set(asked)) == 5


def test_a_question_is_repeated_only_when_all_have_been_asked():
    asked = questions(compose("long", 1, [BANK.get("interview-q")] * 40, practice_seeds(1)))
    for start in (0, 12, 24):
        assert len(set(asked[start : start + 12])) == 12
    assert len(set(asked)) == 12


def test_an_exercise_with_one_question_is_repeated_with_the_seeds_of_its_copies():
    fixed = load_source(BANK.get("code-step").source, "fixed")
    quiz = compose("fixed", 1, [fixed] * 3, practice_seeds(1))
    assert [v.seed for v in quiz.variants] == [practice_seeds(1)(f"fixed:{copy}") for copy in (1, 2, 3)]


def test_a_question_in_other_words_is_the_same_question():
    same = {}
    for variant in variants(BANK.get("interview-q"), range(60)):
        same.setdefault(question_of(variant), set()).add(variant.text)
    assert len(same) == 12 and max(map(len, same.values())) > 1


def test_options_in_another_order_are_the_same_question_and_other_options_another():
    one = variants(BANK.get("classify-task"), [1])[0]
    [ask] = one.asks
    reversed_order = replace(one, asks=(replace(ask, options=ask.options[::-1]),))
    fewer = replace(one, asks=(replace(ask, options=ask.options[1:]),))
    assert question_of(one) == question_of(reversed_order) != question_of(fewer)


def test_the_text_alone_tells_two_questions_of_numbers_apart():
    one, other = variants(BANK.get("forward-h2"), [1, 2])
    assert question_of(one) != question_of(other) == question_of(replace(other, seed=5))


def test_a_fault_in_a_later_try_names_the_seed_of_that_try(monkeypatch, tmp_path):
    path = tmp_path / "own.py"
    exercise = load_source(BANK.get("code-step").source, "own", path)
    seeds = practice_seeds(1)

    def broken(exercise, seed):
        if seed == seeds("own:2:again-1"):
            raise ValueError("no such card")
        return variants(exercise, [seed])[0]

    monkeypatch.setattr("quizgen.generate.compose.variant", broken)
    with pytest.raises(UserError, match=f"--seed {seeds('own:2:again-1')}"):
        compose("own", 1, [exercise] * 2, seeds)


# ---------------------------------------------------------------- which exercises


def test_an_exercise_in_writing_code_is_taken_once_and_others_fill_the_quiz():
    assert [e.name for e in choose(CODE, 5, 1)] == ["code-step", "code-forward", "code-backward"]
    mixed = [*CODE, BANK.get("forward-h2")]
    for seed in range(10):
        names = [e.name for e in choose(mixed, 7, seed)]
        assert len(names) == 7 and all(names.count(e.name) == 1 for e in CODE)


def test_exercises_without_code_are_taken_as_often_as_each_other():
    two = BANK.select(names=["output-sigmoid", "output-softmax"])
    names = [e.name for e in choose(two, 7, 1)]
    assert {names.count(name) for name in set(names)} == {3, 4}


# ---------------------------------------------------------------- functions


@pytest.mark.parametrize(
    "some",
    [s for n in (1, 2, 3) for c in combinations(CODE, n) for s in permutations(c)],
    ids=lambda some: " ".join(exercise.name for exercise in some),
)
def test_the_functions_of_all_code_questions_are_counted_once(some):
    wanted = dict.fromkeys(f for exercise in some for ask in exercise.asks for f in ask.functions)
    quiz = count_functions_once(compose("code", 1, some, practice_seeds(1)), points_of)
    asked = [f for variant in quiz.variants for ask in variant.asks for f in ask.functions]
    assert asked == list(wanted)
    assert quiz.points == sum(points_of(function) for function in wanted)
    assert all(ask.functions for variant in quiz.variants for ask in variant.asks), (
        "a question with nothing new is left out"
    )


def test_a_code_question_says_which_question_counts_a_function_asked_before():
    step, forward, _ = CODE
    quiz = count_functions_once(compose("code", 1, [step, forward], practice_seeds(1)), points_of)
    assert quiz.variants[1].text.endswith("[[code]]\n\n`rnn_step` is counted in question 1.")
    assert [variant.points for variant in quiz.variants] == [13, 20]


@pytest.mark.parametrize("name", [exercise.name for exercise in BANK.exercises.values()])
def test_a_quiz_with_one_code_question_or_none_stays_as_it_is(name):
    quiz = compose("one", 1, [BANK.get(name)] * (1 if "code" in BANK.get(name).kinds else 2), practice_seeds(1))
    counted = count_functions_once(quiz, points_of)
    assert counted == quiz and repr(counted) == repr(quiz)


def test_a_question_that_asks_for_more_than_code_stays():
    step, number = CODE[0], BANK.get("forward-scalar")
    code, numbers = (variants(exercise, [1])[0] for exercise in (step, number))
    mixed = replace(numbers, asks=(*numbers.asks, *code.asks))
    quiz = count_functions_once(Quiz("mixed-1", 1, (code, mixed)), points_of)
    assert quiz.points == code.points + numbers.points
    assert quiz.variants[1].asks[:-1] == numbers.asks and quiz.variants[1].asks[-1].functions == ()


def test_what_an_author_says_that_code_is_worth_gives_way_to_what_its_checks_count():
    cheap = load_source(CODE[0].source.replace("points=13", "points=1"), "cheap")
    quiz = compose("cheap", 1, [cheap], practice_seeds(1))
    assert quiz.points == 1 and count_functions_once(quiz, points_of).points == 13


@pytest.mark.parametrize(
    ("interface", "worth"),
    [("chapter", (13, 20, 20)), ("cs231n", (13, 20, 20)), ("torchlike", (0, 20, 20)), ("minchar", (0, 20, 17))],
)
def test_a_function_is_worth_the_checks_that_can_be_made_through_an_interface(interface, worth):
    assert tuple(points_of(function, interface) for function in FUNCTIONS) == worth
