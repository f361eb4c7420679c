"""One exam with every kind of question in all eight forms: each is read strictly, answered, and graded the same."""

from __future__ import annotations

import json
import math
from pathlib import Path

import nbformat
import pytest
from canvas_reader import read_package as read_canvas
from cli_program import empty_workspace, graded, json_output, output_of
from gift_reader import read_gift
from media.test_canvas import points as canvas_points
from media.test_gift import for_gift
from media.test_moodle import earned as moodle_points
from media.test_qti21 import key_answers
from moodle_reader import read_moodle
from platform_answers import ways
from qti21_answers import responses
from qti21_reader import read_package as read_qti21

from quizgen.asks import BUILT_IN
from quizgen.authoring.bank import Bank
from quizgen.grading.scored import scored
from quizgen.media.gift_parts import ESSAY, parts
from quizgen.media.moodle_pieces import pieces
from quizgen.store import Store

BANK = Bank.load()
OF_KIND = {kind: next(name for name, one in BANK.exercises.items() if kind in one.kinds) for kind in BUILT_IN}
EXERCISES = list(dict.fromkeys(OF_KIND.values()))
SEED = "11"


def selected(exercises) -> list[str]:
    named = [word for name in exercises for word in ("--exercise", name)]
    return ["export", *named, "--count", str(len(exercises)), "--seed", SEED]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The folder in which the exam was exported in all forms: what each cannot have was left out by its name."""
    folder = tmp_path_factory.mktemp("forms")
    with pytest.MonkeyPatch.context() as patched:
        empty_workspace(folder, patched)
        for form in ("moodle", "qti21", "canvas", "gift", "ipynb", "json"):
            output_of(*selected(EXERCISES), "--format", form, "--out", form)
        on_paper = [name for name in EXERCISES if name != OF_KIND["code"]]
        for form in ("md", "latex"):
            output_of(*selected(on_paper), "--format", form, "--out", form)
    return folder


def file_of(folder: Path, form: str) -> Path:
    """The file of a form, without its key."""
    return next(path for path in sorted((folder / form).iterdir()) if not path.name.startswith("key."))


def questions(folder: Path, form: str):
    """The scored questions of a platform's file, which is named after their quiz in the store."""
    with Store.open(str(folder / "quizgen.db")) as store:
        quiz = store.quiz(file_of(folder, form).name.partition(".")[0])
    return [scored(variant, f"{quiz.id}.q{number}") for number, variant in enumerate(quiz.variants, 1)]


def by_machine(question) -> float:
    """The points that no person gives."""
    return sum(one.ask.points for one in question.asks if not one.by_person)


def key(question):
    return dict(ways(question))["key"]


def blank(question):
    return dict(ways(question))["blank"]


def test_there_is_an_exercise_of_every_kind():
    assert {kind for name in EXERCISES for kind in BANK.exercises[name].kinds} >= set(BUILT_IN)


def test_moodle_gives_the_key_all_points_and_a_blank_none(exported):
    asked = questions(exported, "moodle")
    imported = iter([one for one in read_moodle(file_of(exported, "moodle").read_bytes()) if one.type != "category"])
    for question in asked:
        there = [next(imported) for _ in pieces(question)]
        assert math.isclose(moodle_points(question, there, key(question)), by_machine(question), abs_tol=1e-4)
        assert moodle_points(question, there, blank(question)) == 0
    assert next(imported, None) is None


def test_qti_gives_the_key_all_points(exported):
    package = read_qti21(file_of(exported, "qti21").read_bytes())
    for question, item in zip(questions(exported, "qti21"), package.items.values(), strict=True):
        typed = {}
        for number, one in enumerate(question.asks, 1):
            if not one.by_person:
                typed |= responses(item, number, one, key_answers(one, question.variant.key[one.ask.name]))
        assert math.isclose(item.answer(typed).score, by_machine(question), abs_tol=1e-6)
        assert item.answer({}).score == 0


def test_canvas_gives_the_key_all_points(exported):
    there = read_canvas(file_of(exported, "canvas").read_bytes())
    for question in questions(exported, "canvas"):
        for asked, here, wanted in canvas_points(there, question, key(question)):
            assert math.isclose(here, wanted, abs_tol=1e-5), asked.type


def test_gift_gives_the_key_all_points(exported):
    imported = iter(read_gift(file_of(exported, "gift").read_bytes()))
    for question in questions(exported, "gift"):
        for part in parts(question):
            there = next(imported)
            if part.type != ESSAY:
                assert math.isclose(
                    there.fraction(for_gift(part, there, key(question)[part.one.ask.name])), 1, abs_tol=1e-4
                )


def test_a_notebook_and_the_file_of_a_quiz_are_graded_like_the_sheet(exported, monkeypatch, tmp_path):
    empty_workspace(tmp_path, monkeypatch)
    notebook = file_of(exported, "ipynb")
    nbformat.validate(nbformat.read(notebook, as_version=4))
    whole = file_of(exported, "json")
    output_of("import", str(whole))
    id = json.loads(whole.read_text(encoding="utf-8"))["quiz"]["id"]
    with Store.open("quizgen.db") as store:
        quiz = store.quiz(id)
    lines = [f'quiz = "{id}"']
    for number, variant in enumerate(quiz.variants, 1):
        lines.append(f"[q{number}]")
        for ask in variant.asks:
            if ask.on_sheet and variant.key[ask.name] is not None:
                lines.append(f"{ask.name} = {json.dumps(ask.write(variant.key[ask.name]))}")
    Path("answers.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (elsewhere,) = graded("answers.toml")
    (here,) = json_output("--db", str(exported / "quizgen.db"), "grade", "answers.toml")["grades"]
    assert elsewhere["points"] == here["points"] and elsewhere["marks"] == here["marks"]


@pytest.mark.parametrize("form", ["md", "latex"])
def test_what_is_printed_has_every_question_and_no_answer(form, exported):
    paper = file_of(exported, form).read_text(encoding="utf-8")
    papers_key = next((exported / form).glob("key.*")).read_text(encoding="utf-8")
    for name in EXERCISES:
        if name != OF_KIND["code"]:
            title = BANK.exercises[name].title
            assert title.split("$")[0].strip() in paper and title.split("$")[0].strip() in papers_key
    assert "Equals what you get" not in paper and "Equals what you get" in papers_key
