"""In what a quiz from elsewhere may contradict itself; and its exercise files are not run to see that."""

import copy
import dataclasses
import json

import pytest

from quizgen.asks import BUILT_IN
from quizgen.authoring.bank import Bank, digest
from quizgen.errors import UserError
from quizgen.generate import Follower, variant
from quizgen.laws.imported import inconsistencies, miscalculations
from quizgen.media.exchange import exchange_json
from quizgen.model import Quiz
from quizgen.store.quiz_file import read_quiz

BANK = Bank.load()
OF_KIND = {kind: next(e for e in BANK.exercises.values() if kind in e.kinds) for kind in BUILT_IN}
MADE = {name: variant(BANK.get(name), 3) for name in ("forward-h2", *(e.name for e in OF_KIND.values()))}


def found_in(name, change):
    """The contradictions in a quiz whose question was changed as JSON."""
    data = copy.deepcopy(exchange_json(Quiz("quiz-7", 7, (MADE[name],)), lambda digest: BANK.get(name).source))
    change(data["quiz"]["variants"][0])
    return list(inconsistencies(read_quiz(json.dumps(data), "x.json")[0]))


def with_text(more):
    return lambda v: v.update(text=v["text"] + more)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda v: v.update(text="Nothing."), "q1: the text has 0 places [[h_1]] for the ask 'h_1', and must have one"),
        (with_text(" [[h_1]]"), "q1: the text has 2 places [[h_1]] for the ask 'h_1', and must have one"),
        (with_text(" [[h_9]]"), "q1: the text has the place [[h_9]], and no ask is called so"),
        (lambda v: v["key"].pop("h_1"), "q1: the key has no 'h_1'"),
        (lambda v: v["key"].update(h_9=1), "q1: the key answers 'h_9', and no ask is called so"),
        (lambda v: v["slips"][0]["answers"].update(h_9=1), "answers 'h_9', and no ask is called so"),
        (lambda v: v["asks"][1].update(name="h_1"), "q1: two asks are called 'h_1'"),
        (lambda v: v["key"].update(h_1="abc"), "q1: the key has a value for h_1 that is no answer to it"),
        (
            lambda v: v["key"].update(h_1=[1, 2, 3]),
            "q1: the right answer to h_1, 1.0000, 2.0000, 3.0000, is not judged right",
        ),
        (lambda v: v["asks"][0].update(size=3), "is not judged right"),
        (lambda v: v["slips"][0].update(answers=dict(v["key"])), "gives is right"),
        (lambda v: v["slips"][0]["answers"].update(h_1="abc"), "gives cannot be read"),
        (lambda v: v.update(solution=r"$\foo$"), r"q1: The formula $\foo$ cannot be shown at character 1"),
        (with_text("\n\n```picture\n<svg>\n```"), "q1: it cannot be shown"),
    ],
)
def test_a_contradiction_is_named(change, said):
    found = found_in("forward-h2", change)
    assert any(said in one for one in found), found
    assert all(one.startswith("q1: ") and not one.endswith(".") and "\n" not in one for one in found)


@pytest.mark.parametrize(
    ("kind", "ask"),
    [
        ("choice", {"options": []}),
        ("several", {"options": []}),
        ("match", {"pairs": {"1": "Z"}}),
        ("order", {"items": []}),
        ("fill", {"gaps": []}),
        ("judge", {"reasons": []}),
        ("find_the_line", {"lines": []}),
        ("label", {"spots": []}),
        ("classify", {"left": []}),
    ],
)
def test_an_ask_without_what_it_asks_for_contradicts_its_key(kind, ask):
    def change(v):
        next(one for one in v["asks"] if one["kind"] == kind).update(ask)

    assert found_in(OF_KIND[kind].name, change)


@pytest.mark.parametrize("kind", [kind for kind in BUILT_IN if kind not in ("code", "text", "counter_example")])
def test_another_right_answer_than_the_ask_accepts_is_found(kind):
    def change(v):
        for one in v["asks"]:
            if one["kind"] == kind:
                v["key"][one["name"]] = "zzz"

    assert found_in(OF_KIND[kind].name, change)


def test_nothing_of_the_file_is_run(tmp_path):
    evil = f"open({str(tmp_path / 'run')!r}, 'w').close()\nraise SystemExit\n"
    data = exchange_json(Quiz("quiz-7", 7, (MADE["forward-h2"],)), lambda digest: evil)
    (old,) = data["sources"]
    data["sources"] = {digest(evil): evil}
    data["quiz"]["variants"][0]["source"] = digest(evil)
    quiz, texts = read_quiz(json.dumps(data), "x.json")
    assert list(inconsistencies(quiz)) == [] and texts == {digest(evil): evil} and old != digest(evil)
    assert not (tmp_path / "run").exists()


def test_several_questions_are_told_apart():
    data = exchange_json(Quiz("quiz-7", 7, (MADE["forward-h2"],) * 2), lambda digest: BANK.get("forward-h2").source)
    second = copy.deepcopy(data["quiz"]["variants"][1])
    second["key"]["h_1"] = "abc"
    data["quiz"]["variants"][1] = second
    (found,) = inconsistencies(read_quiz(json.dumps(data), "x.json")[0])
    assert found.startswith("q2: the key has a value for h_1")


def test_a_kind_of_a_plug_in_that_is_not_there_is_refused():
    data = exchange_json(Quiz("quiz-7", 7, (MADE["forward-h2"],)), lambda digest: BANK.get("forward-h2").source)
    data["quiz"]["variants"][0]["asks"][0]["kind"] = "crossword"
    with pytest.raises(UserError, match="'crossword', which nothing installed here provides"):
        read_quiz(json.dumps(data), "x.json")


def follow():
    return Follower({digest(one.source): one.source for one in BANK.exercises.values()}.__getitem__)


@pytest.mark.parametrize("name", MADE)
def test_what_is_exported_is_what_its_exercise_computes(name):
    assert not list(miscalculations(Quiz("quiz-7", 7, (MADE[name],)), follow()))


def test_a_key_and_a_slip_that_their_exercise_does_not_compute_are_named():
    one = MADE["forward-h2"]
    slip = dataclasses.replace(one.slips[0], answers={**one.slips[0].answers, "h_2": [0.9, 0.9]})
    wrong = dataclasses.replace(one, key={**one.key, "h_1": [0.1, 0.2]}, slips=(slip, *one.slips[1:]))
    said = list(miscalculations(Quiz("quiz-7", 7, (wrong,)), follow()))
    assert said[0].startswith("q1: the key of h_1 is 0.1000, 0.2000, and the exercise computes ")
    assert said[1] == f"q1: what the slip {slip.misconceptions[0]} gives for h_2 is not what the exercise computes"
    assert len(said) == 2


def test_an_exercise_that_is_not_known_is_not_run():
    wrong = dataclasses.replace(MADE["forward-h2"], key={"h_1": [0, 0], "h_2": [0, 0]})
    assert not list(miscalculations(Quiz("quiz-7", 7, (wrong,)), Follower({}.__getitem__)))
