"""Notebooks handed in wherever Python files are: exports of platforms, sheets beside them, and every command on the grades."""

from __future__ import annotations

from itertools import islice, repeat
from pathlib import Path

import pytest
from class_folders import CANVAS, GRADESCOPE, METADATA, MOODLE, RIGHT_STEP, STEP_WITHOUT_B, lay, zipped
from cli_program import empty_workspace, graded, json_output, output_of, quizgen, ungraded
from notebooks import code, notebook, notebook_3, words

from quizgen.classroom.watch import saved_contents
from quizgen.submissions.notebook import source_of

pytestmark = pytest.mark.slow
RIGHT = notebook(words("# Homework"), RIGHT_STEP.decode())
NO_BIAS = notebook(STEP_WITHOUT_B.decode())
PICTURE = [{"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo" * 500_000}}]
LARGE = notebook(code("%matplotlib inline\n" + RIGHT_STEP.decode(), PICTURE))


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


def students(*given: str) -> dict[str, float]:
    return {grade["student"]: grade["points"] for grade in graded(*given)}


@pytest.mark.parametrize(
    "files", [MOODLE, CANVAS, {**GRADESCOPE, "assignment_99_export/submission_metadata.yml": METADATA}], ids=range(3)
)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_an_export_of_a_platform_is_graded_for_its_students(files, form):
    real = {name.replace(".py", ".ipynb"): LARGE if name.endswith(".py") else data for name, data in files.items()}
    path = str(lay(Path("class"), real) if form == "folder" else lay(Path(), {"class.zip": zipped(real)}) / "class.zip")
    Path("roster.csv").write_text("id,name,email\n1815,Ada Lovelace,\n1906,Grace Hopper,grace@example.edu\n")
    assert students(path, "--roster", "roster.csv") == {"1815": 13, "1906": 13}


@pytest.mark.parametrize(
    "name", ["a.ipynb", "homework.json", "submission.py", "answers.toml", "no-suffix", "b.ipynb.txt"]
)
def test_a_notebook_is_recognised_by_its_content_under_any_name(name):
    Path(name).write_bytes(RIGHT)
    assert [grade["points"] for grade in graded(name)] == [13]


def test_a_python_file_under_a_notebooks_name_is_code_too():
    Path("a.ipynb").write_bytes(RIGHT_STEP)
    assert [grade["points"] for grade in graded("a.ipynb")] == [13]


def test_the_copies_that_jupyter_keeps_are_no_submissions():
    lay(Path("class"), {"ada/a.ipynb": RIGHT, "ada/.ipynb_checkpoints/a-checkpoint.ipynb": NO_BIAS})
    assert students("class") == {"ada": 13}


def test_large_outputs_count_neither_in_a_file_nor_in_a_zip_nor_in_a_zip_in_it():
    many = {f"{who}/a.ipynb": LARGE for who in ("ada", "ben", "cy")}
    inner = zipped({"a.ipynb": LARGE})
    lay(
        Path(),
        {"all.zip": zipped({**many, "eve.zip": inner}), **{f"class/{name}": data for name, data in many.items()}},
    )
    assert [grade["points"] for grade in graded("class", "all.zip")] == [13] * 7


def test_a_large_file_in_a_zip_that_only_begins_like_a_notebook_is_refused():
    lay(Path(), {"a.zip": zipped({"ada.ipynb": b'{"x": "' + b"a" * 5_000_000 + b'"}', "ben.py": RIGHT_STEP})})
    assert "has more than 4,000,000 bytes" in ungraded("a.zip")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "this is no notebook"),
        (b"[1, 2]", "this is no notebook"),
        (b'{"a": 1}', "this is no notebook: it has no cells."),
        (RIGHT[:90], "is a notebook that breaks off or is damaged."),
        (notebook(words("nothing")), "has no code cell"),
        (notebook("x <- 1", language="R"), "The notebook is in R, and Python is graded."),
        (notebook("x = 1"), "defines none of the functions to grade"),
        (b'{"x": ' + b"[" * 100_000, "this is no notebook"),
    ],
    ids=range(8),
)
def test_what_cannot_be_graded_is_said_in_a_line_and_stops_nothing(data, sentence):
    lay(Path("class"), {"ada/a.ipynb": data, "ben/b.ipynb": RIGHT})
    message = ungraded("class")
    assert message.count("\n") == 1 and message.startswith("quizgen: class/ada/a.ipynb: ") and sentence in message
    assert [(one["student"], one["points"]) for one in json_output("results")["grades"]] == [("ben", 13)]


def test_only_the_code_is_kept_and_new_outputs_are_no_new_submission():
    lay(Path("class"), {"ada/a.ipynb": LARGE})
    output_of("grade", "class")
    assert Path("quizgen.db").stat().st_size < 1_000_000
    lay(Path("class"), {"ada/a.ipynb": notebook("%matplotlib inline\n" + RIGHT_STEP.decode())})
    before = json_output("results")["grades"]
    output_of("grade", "class")
    assert json_output("results")["grades"] == before


def test_every_command_on_grades_knows_notebooks():
    shared = (
        RIGHT_STEP.decode()
        + "\n\n"
        + "\n".join(f"def helper_{n}(a):\n    return a * {n} + len(str(a))" for n in range(9))
    )
    lay(
        Path("hw1"),
        {
            "ada/a.ipynb": notebook(shared),
            "ben/b.ipynb": NO_BIAS,
            "cy/c.py": shared.encode(),
            "dot/d.ipynb": notebook_3(shared),
        },
    )
    Path("who.csv").write_text("file,id\nben/b.ipynb,1906\n")
    assert students("hw1", "--assignment", "hw1", "--who", "who.csv") == {"ada": 13, "1906": 9, "cy": 13, "dot": 13}
    assert "4 grades: 4 unchanged" in output_of("regrade", "--assignment", "hw1")
    output_of("feedback", "--out", "pages")
    assert "fwd-no-bias" in Path("pages/1906.html").read_text(encoding="utf-8")
    alike = json_output("similar", "--assignment", "hw1")
    assert not alike["not_compared"] and alike["code"]["pairs_compared"] == 6


def test_a_notebook_handed_in_again_replaces_the_grade():
    lay(Path("hw1"), {"ada/a.ipynb": NO_BIAS})
    output_of("grade", "hw1", "--assignment", "hw1")
    lay(Path("hw1"), {"ada/a.ipynb": RIGHT})
    output_of("grade", "hw1", "--assignment", "hw1")
    assert [grade["points"] for grade in json_output("results", "--assignment", "hw1")["grades"]][-1] == 13


def test_watch_sees_new_code_and_no_new_outputs_and_waits_for_the_end_of_a_file():
    path = Path("a.ipynb")
    versions = iter(
        [NO_BIAS] * 3 + [notebook(code(STEP_WITHOUT_B.decode(), PICTURE))] * 3 + [RIGHT[:-60]] * 3 + [RIGHT] * 3
    )
    path.write_bytes(NO_BIAS)

    def save(seconds: float = 0) -> None:
        path.write_bytes(next(versions))

    seen = list(islice(saved_contents(path, (save() for _ in repeat(None)), save), 3))
    assert seen[1] is None and [source_of(data).text for data in (seen[0], seen[2])] == [
        source_of(data).text for data in (NO_BIAS, RIGHT)
    ]


def test_notebooks_that_are_gone_through_one_by_one_count_in_the_progress(monkeypatch):
    from quizgen.cli import progress

    counted = []

    def counting(total, what):
        from contextlib import nullcontext

        counted.append(total)
        return nullcontext(lambda: counted.append(1))

    monkeypatch.setattr(progress, "counting", counting)
    lay(Path(), {"class.zip": zipped({f"s{n}/a.ipynb": RIGHT for n in range(3)})})
    assert quizgen("grade", "class.zip").exit_code == 0 and counted == [3, 1, 1, 1]
