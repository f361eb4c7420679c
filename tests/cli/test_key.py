"""Every exercise from outside: its key, written into the sheet, earns everything; each of its slips is called by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from cli_program import empty_workspace, fill, graded, made, marks, quoted, written
from nightly import NIGHTLY

from quizgen.authoring.bank import Bank

STYLES = {  # how people write numbers
    "plain": {},
    "comma decimals": {"mark": ",", "between": "; ", "rows": "\n"},
    "spaces": {"between": " "},
    "no space": {"between": ",", "rows": ";"},
}
IN_WORDS = [
    one.name for one in Bank.load().exercises.values() if one.solving is None
]  # their slips are options by hand
BY_VALUE = ("numeric", "shape", "choice", "formula")


@cache
def names(*kinds: str) -> list[str]:
    """The exercises with asks of these kinds only."""
    return [name for name, exercise in Bank.load().exercises.items() if set(exercise.kinds) <= set(kinds)]


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def sheets(folder: Path, answers) -> list[str]:
    """A sheet for each set of answers, which hold TOML; their paths."""
    blank = (folder / "answers.toml").read_text(encoding="utf-8")
    paths = []
    for number, of in enumerate(answers):
        path = folder / f"sheet-{number:03}.toml"
        path.write_text(blank, encoding="utf-8")
        paths.append(str(fill(path, of)))
    return paths


def toml(value) -> str:
    """A value as TOML says it itself, without quotes where it is a number."""
    return (
        f"[{', '.join(map(toml, value))}]"
        if isinstance(value, list)
        else quoted(value)
        if isinstance(value, str)
        else repr(value)
    )


@pytest.mark.parametrize("name", names(*BY_VALUE))
def test_the_key_earns_everything_however_it_is_written(name):
    folder, quiz = made("--exercise", name, "--count", "3" if NIGHTLY else "1", "--seed", "1")
    questions = {f"q{n}": question for n, question in enumerate(quiz["questions"], 1)}

    def filled(write):
        return {
            q: {ask["name"]: write(ask, question["key"][ask["name"]]) for ask in question["asks"]}
            for q, question in questions.items()
        }

    def named(ask, value):
        return quoted(f"{ask['name']} = ({written(ask, value)})" if ask["kind"] == "numeric" else written(ask, value))

    ways = [filled(lambda ask, value, style=style: quoted(written(ask, value, **style))) for style in STYLES.values()]
    ways += [filled(named), filled(lambda ask, value: toml(value))]
    for grade in graded(*sheets(folder, ways)):
        assert grade["points"] == grade["max_points"] > 0, grade
        assert {mark["verdict"] for mark in grade["marks"]} == {"RIGHT"}


SOLVED = [name for name in names(*BY_VALUE) if name not in IN_WORDS]


@pytest.mark.parametrize("name", SOLVED if NIGHTLY else SOLVED[::2])
def test_every_slip_is_reported_with_its_misconception(name):
    folder, quiz = made("--exercise", name, "--count", "1", "--seed", "3")
    [question] = quiz["questions"]
    asks = {ask["name"]: ask for ask in question["asks"]}
    assert question["slips"], "no misconception to distinguish"
    answers = [
        {"q1": {ask: quoted(written(asks[ask], value)) for ask, value in slip["answers"].items() if ask in asks}}
        for slip in question["slips"]
    ]
    for slip, grade in zip(question["slips"], graded(*sheets(folder, answers)), strict=True):
        ids = {slip["misconception"], *slip["twins"]}
        named = [mark for mark in grade["marks"] if ids & set(mark["misconceptions"])]
        said = slip["feedback"].rstrip(".")
        if not named:  # the decimals asked are too few to assert it of a number alone
            fits = [mark for mark in grade["marks"] if said in mark["feedback"]]
            assert fits and "Too few decimals to say why" in fits[0]["feedback"], (slip, grade)
        else:
            assert named[0]["verdict"] == "SLIP" and (said in named[0]["feedback"] or "Either" in named[0]["feedback"])
        assert grade["points"] < grade["max_points"]


def test_a_formula_that_is_a_slip_is_named():
    folder, quiz = made("--exercise", "missing-term", "--seed", "3", "--count", "12")
    keys = {f"q{n}": question["key"]["term"] for n, question in enumerate(quiz["questions"], 1)}
    place, key = next((q, key) for q, key in keys.items() if key.startswith("W_h h_"))
    formulas = [key, key.removeprefix("W_h "), key.replace("W_h ", "W_h*"), "0"]
    answers = [{place: {"term": quoted(formula)}} for formula in formulas]
    found = [marks(grade)[f"{place}.term"] for grade in graded(*sheets(folder, answers))]
    assert [mark["verdict"] for mark in found] == ["RIGHT", "SLIP", "RIGHT", "SLIP"]
    assert found[1]["misconceptions"] == ["fwd-wh-identity"] and found[3]["misconceptions"] == ["fwd-no-recurrence"]


def test_a_choice_is_answered_by_letter_with_bracket_or_in_words():
    folder, quiz = made("--exercise", "classify-task", "--seed", "1")
    [ask] = quiz["questions"][0]["asks"]
    letter = quiz["questions"][0]["key"][ask["name"]]
    text = next(option["text"] for option in ask["options"] if option["letter"] == letter)
    ways = [letter, letter.lower(), f"({letter})", f"{letter})", f"{letter}. {text}", text, f" {letter}  "]
    answers = [{"q1": {ask["name"]: quoted(way)}} for way in ways]
    assert [grade["points"] for grade in graded(*sheets(folder, answers))] == [1.0] * len(ways)


def test_free_text_waits_for_a_person():
    folder, quiz = made("--exercise", "interview-q", "--seed", "1")
    [ask] = quiz["questions"][0]["asks"]
    assert "key" in quiz["questions"][0] and not quiz["questions"][0]["key"]
    [grade] = graded(str(fill(folder / "answers.toml", {"q1": {ask["name"]: quoted("Because gradients vanish.")}})))
    mark = marks(grade)[f"q1.{ask['name']}"]
    assert mark["verdict"] == "NEEDS_A_PERSON" and mark["points"] == 0 and grade["max_points"] == ask["points"]
