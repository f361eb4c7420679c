"""quizgen export --format ipynb, and the notebooks that come back: graded as sheets, their functions as code."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from class_folders import RIGHT_STEP, lay
from cli_program import empty_workspace, fill, graded, json_output, output_of, quizgen, refused, ungraded
from jupyter_kernel import Kernel, page

pytestmark = pytest.mark.slow
EXERCISES = ("--exercise", "forward-h2", "--exercise", "explain-q", "--count", "2", "--seed", "3")
WITH_CODE = ("--exercise", "forward-h2", "--exercise", "code-step", "--exercise", "code-forward", "--count", "3")
PICTURE = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo" * 500_000}}


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def exported(*words):
    """The notebook of a quiz, and the quiz's id."""
    assert "to hand out, key.ipynb to keep." in output_of("export", "--format", "ipynb", *words, "--out", "out")
    [path] = (path for path in Path("out").glob("*.ipynb") if path.name != "key.ipynb")
    return path, json.loads(path.read_text(encoding="utf-8"))["metadata"]["quizgen"]["quiz"]


def answer(path, answers, cells=(), without=(), outputs=()):
    """Writes answers into the cells of a notebook, as a learner would in Jupyter, and saves it as Jupyter does."""
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(one) for one in outputs]
        for (question, name), text in answers.items():
            if f'"{question}",' in cell.source and cell.source.startswith("answer("):
                old = next(line for line in cell.source.splitlines() if line.strip().startswith(f"{name}="))
                cell.source = cell.source.replace(old, f"    {name}={text},", 1)
    book.cells = [cell for cell in book.cells if not any(f'"{question}",' in cell.source for question in without)]
    book.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(book, path)


def worth(grade):
    return {mark["ask"]: (mark["verdict"], mark["points"], mark["feedback"]) for mark in grade["marks"]}


def test_a_notebook_is_graded_as_its_sheet_in_its_store_and_in_an_empty_one():
    path, quiz = exported(*EXERCISES)
    numbers = {"h_1": "0.1, 0.2", "h_2": "0.30, -0.5"}
    answer(path, {("q1", name): f'"{text}"' for name, text in numbers.items()})
    [here] = graded(str(path))
    [there] = json.loads(quizgen("--db", "other.db", "grade", str(path), "--json").stdout)["grades"]
    assert (here["kind"], here["quiz"]) == ("answers", quiz)
    assert here == there and worth(here)["q1.h_1"][0] == "WRONG"
    assert [(one["quiz"], one["kind"]) for one in json_output("results")["grades"]] == [(quiz, "answers")]


def test_every_student_of_a_roster_gets_a_notebook_that_comes_back_as_theirs():
    Path("roster.csv").write_text("id,name\n1815,Ada Lovelace\n1906,Grace Hopper\n", encoding="utf-8")
    output_of(
        "export", "--format", "ipynb", *EXERCISES, "--students", "roster.csv", "--assignment", "hw1", "--out", "hw1"
    )
    notebooks = sorted(Path("hw1").glob("*-1*.ipynb"))
    first, again = (path.read_bytes() for path in notebooks), [path.read_bytes() for path in notebooks]
    assert len(set(first)) == 2 and not any(b'"h_1": [' in one for one in again)
    Path("hw1/key.ipynb").unlink()
    for path, text in zip(notebooks, ("1, 2", "3"), strict=True):
        answer(path, {("q1", "h_1"): f'"{text}"'})
    found = graded("hw1", "--roster", "roster.csv")
    assert [(one["student"], one["assignment"]) for one in found] == [("1815", "hw1"), ("1906", "hw1")]
    assert "2 grades: 2 unchanged" in output_of("regrade", "--assignment", "hw1")
    before = json_output("results")["grades"]
    answer(notebooks[0], {}, outputs=[PICTURE])
    output_of("grade", "hw1", "--roster", "roster.csv")
    assert json_output("results")["grades"] == before, "new outputs are no new answers"
    answer(notebooks[0], {}, cells=['answer("q1", h_1="0.5, 0.5")'])
    output_of("grade", "hw1", "--roster", "roster.csv")
    [*_, newest] = json_output("results", "--assignment", "hw1")["grades"]
    assert newest["student"] == "1815" and worth(newest)["q1.h_1"] != worth(found[0])["q1.h_1"]


def test_a_notebook_with_both_gives_both_grades():
    path, quiz = exported(*WITH_CODE)
    [number] = (cell.source[13:15] for cell in nbformat.read(path, 4).cells if cell.source.startswith("answer("))
    answer(path, {(number, "h_1"): '"1, 2"'}, cells=[RIGHT_STEP.decode()])
    sheet, code = graded(str(path))
    assert (sheet["kind"], code["kind"], sheet["quiz"], code["quiz"]) == ("answers", "code", quiz, quiz)
    assert (code["points"], code["max_points"], sheet["max_points"]) == (13, 33, 2)
    assert not [note for note in code["notes"] if "call outside" in note]
    lay(Path("hw1"), {"ada/a.ipynb": path.read_bytes(), "ben/b.ipynb": path.read_bytes()})
    assert [(one["student"], one["kind"]) for one in graded("hw1")] == [
        (student, kind) for student in ("ada", "ben") for kind in ("answers", "code")
    ]
    before = json_output("results")["grades"]
    again = [one["kind"] for one in graded("hw1")]
    assert again == ["answers", "code"] * 2 and len(json_output("results")["grades"]) == len(before)


def test_code_that_nothing_asks_for_is_not_graded():
    path, _ = exported(*EXERCISES)
    answer(path, {("q1", "h_1"): '"1, 2"'}, cells=["def step(x):\n    return x\n"])
    assert [one["kind"] for one in graded(str(path))] == ["answers"]


def test_gradescope_is_told_of_two_grades():
    path, _ = exported(*WITH_CODE)
    result = quizgen("grade", str(path), "--gradescope", "results.json")
    assert "--gradescope reports one submission" in result.stderr


def test_nothing_of_the_notebook_runs_outside_the_sandbox():
    path, _ = exported(*EXERCISES)
    hostile = [
        "import pathlib\npathlib.Path('ran').touch()",
        "%run ran.py",
        "answer('q1', h_1=__import__('pathlib').Path('ran').touch())",
        'answer("q2", **__import__("os").environ)',
    ]
    answer(path, {}, cells=hostile)
    result = quizgen("grade", str(path))
    assert result.exit_code == 0 and not Path("ran").exists()
    said = result.stderr.splitlines()
    assert all(line.startswith(f"quizgen: {path}: ") and line.endswith(".") for line in said) and len(said) >= 1
    assert "h_1 of q1 is computed there" in result.stderr


def test_a_deleted_cell_an_unknown_name_and_large_outputs_stop_nothing():
    path, _ = exported(*EXERCISES)
    answer(
        path,
        {},
        cells=['answer("q1", h_l="1, 2", h_2="0.1, 0.2")', 'answer("q7", x="1")'],
        without=["q2"],
        outputs=[PICTURE] * 4,
    )
    assert path.stat().st_size > 40_000_000
    result = quizgen("grade", str(path), "--json")
    assert result.exit_code == 0
    assert result.stderr == (
        f"quizgen: {path}: there is no answer cell for q2, which counts as not answered. "
        "Copy it from the notebook handed out.\n"
    )
    [grade] = json.loads(result.stdout)["grades"]
    found = worth(grade)
    assert "q1 has no blank 'h_l'. Did you mean" in found["q1.h_l"][2] and found["q7.x"][0] == "UNREADABLE"
    assert {ask: verdict for ask, (verdict, *_) in found.items() if ask.startswith("q2")} == {"q2.answer": "BLANK"}


@pytest.mark.parametrize(
    ("old", "new", "sentence"), [("made_of", "made of", "No quiz"), ("# eyJ", "# xxx", "cannot be read")]
)
def test_without_its_token_a_notebook_is_graded_where_its_quiz_is_known(old, new, sentence):
    path, _ = exported(*EXERCISES)
    book = json.loads(path.read_text(encoding="utf-8"))
    book["metadata"].pop("quizgen")
    data = json.dumps(book).replace(old, new).encode()
    lay(Path("class"), {"ada/a.ipynb": data, "ben/b.ipynb": path.read_bytes()})
    assert len(json.loads(quizgen("grade", "class", "--json").stdout)["grades"]) == 2
    result = quizgen("--db", "other.db", "grade", "class", "--json")
    assert result.exit_code == 1 and [one["student"] for one in json.loads(result.stdout)["grades"]] == ["ben"]
    [line] = result.stderr.splitlines()
    assert line.startswith("quizgen: class/ada/a.ipynb: ") and line.endswith((".", "?")) and sentence in line


def test_a_notebook_that_does_not_say_its_quiz_is_a_sentence():
    path, _ = exported(*EXERCISES)
    book = nbformat.read(path, 4)
    book.metadata.pop("quizgen")
    book.cells[1].source = "from quizgen.jupyter import answer"
    nbformat.write(book, path)
    assert "do not say which quiz they answer" in ungraded(str(path))


def test_the_key_is_no_submission_and_code_goes_on_paper_as_little_as_before():
    exported(*WITH_CODE)
    assert "has no code cell" in ungraded("out/key.ipynb")
    assert "Code is not written on paper" in refused("export", "--exercise", "code-step", "--out", "x")


def test_the_sheet_with_the_same_answers_gets_the_same_grade():
    path, quiz = exported(*EXERCISES)
    output_of("export", "--sheets", *EXERCISES, "--out", "sheets")
    [sheet] = Path("sheets").rglob("answers.toml")
    assert f'quiz = "{quiz}"' in sheet.read_text(encoding="utf-8")
    answers = {"h_1": '"0.1, 0.2"', "h_2": '"1, 2, 3"'}
    fill(sheet, {"q1": answers, "q2": {"answer": r'"""It forgets \\\\ \"early\" inputs."""'}})
    answer(path, {("q1", name): text for name, text in answers.items()})
    book = nbformat.read(path, 4)
    for cell in book.cells:
        cell.source = cell.source.replace('r"""\n\n"""', 'r"""\nIt forgets \\\\ "early" inputs.\n"""')
    nbformat.write(book, path)
    [one], [other] = graded(str(path)), graded(str(sheet))
    assert one["marks"] == other["marks"]


def test_an_exported_notebook_runs_in_a_kernel_without_any_store(tmp_path, monkeypatch):
    path, _ = exported(*WITH_CODE)
    [number] = (cell.source[13:15] for cell in nbformat.read(path, 4).cells if cell.source.startswith("answer("))
    answer(path, {(number, "h_1"): '"1, 2"'})
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    kernel = Kernel()
    try:
        shown = [
            kernel.run(cell.source) for cell in nbformat.read(tmp_path / path, 4).cells if cell.cell_type == "code"
        ]
        assert not [one["error"] for one in shown if "error" in one]
        [found] = (one for one in shown if "Two steps of a vanilla RNN" in one.get("text/plain", ""))
        assert "0 of 2 points" in page(found) and "is impossible" in page(found)
        again = kernel.run(f'answer("{number}", h_1=[0.10, 2], h_2="""\n1?\n!ls\n%time\n""")')
        assert "[0.10; 2]" in page(again) and "cannot be read as a number" in page(again)
        assert "Not graded." in kernel.run("x = 1\nanswer('q1', h_1=x)")["text/html"]
        assert "there is none for" in kernel.run(f'a = answer\na("{number}", h_1="1")')["text/plain"]
        assert "no question 'q9'" in kernel.run('answer("q9", h_1="1")')["text/plain"]
        assert list(Path().iterdir()) == [], "nothing is stored"
    finally:
        kernel.close()


def test_an_exam_after_a_plan_says_no_seeds_and_is_graded_where_it_was_made():
    output_of("exam", "new", "plan.toml")
    output_of("exam", "secret", "exam.secret")
    Path("roster.csv").write_text("id,name\n1815,Ada Lovelace\n", encoding="utf-8")
    path, quiz = exported("plan.toml", "--students", "roster.csv")
    assert "made_of" not in path.read_text(encoding="utf-8")
    [grade] = graded(str(path))
    assert (grade["quiz"], grade["kind"]) == (quiz, "answers")
    assert f"No quiz {quiz!r} in other.db." in quizgen("--db", "other.db", "grade", str(path)).stderr


def test_outside_a_notebook_answer_is_a_sentence():
    from quizgen import jupyter

    assert repr(jupyter.answer("q1", h_1="1")).startswith("answer() reads the answers that are written in its cell")
