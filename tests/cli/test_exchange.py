"""A quiz goes to another store and its sheets are graded there as here; and Markdown and LaTeX are written to hand out."""

import json
import stat
from pathlib import Path

import places
import pytest
from cli_program import empty_workspace, fill, json_output, output_of, quizgen, quoted, refused

from quizgen.store import Store

ROSTER = "id,name\ns1,Ada\ns2,Łukasz Žižek\n"
MADE = ("--topic", "forward-pass", "--count", "3", "--seed", "1", "--students", "roster.csv")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    empty_workspace(tmp_path, monkeypatch)
    Path("roster.csv").write_text(ROSTER, encoding="utf-8")


def exported(*words):
    output_of("export", *MADE, "--format", "json", *words)
    return Path("exam")


def test_a_quiz_is_graded_elsewhere_as_it_is_here():
    folder = exported("--assignment", "hw1")
    files = sorted(path.name for path in folder.iterdir())
    assert files == ["forward-pass-1-s1.key.json", "forward-pass-1-s2.key.json"]
    assert stat.S_IMODE((folder / files[0]).stat().st_mode) == 0o600
    said = output_of("--db", "other.db", "import", str(folder / files[0]))
    assert said.startswith("Read the quiz in exam/forward-pass-1-s1.key.json: forward-pass-1-s1, 3 questions.\n")
    assert "Not from your bank" not in said
    with Store.open("other.db") as store:
        quiz = store.quiz("forward-pass-1-s1")
    assert quiz.student == "Ada"
    first = quiz.variants[0].asks[0]
    lines = {
        f"q{n}": {ask.name: quoted(ask.write(v.key[ask.name])) for ask in v.asks}
        for n, v in enumerate(quiz.variants, 1)
    }
    lines["q1"][first.name] = quoted("0.1234")
    sheet = Path("answers.toml")
    sheet.write_text(
        f'quiz = "{quiz.id}"\nstudent = "Ada"\n'
        + "".join(
            f"[{q}]\n" + "".join(f"{name} = {text}\n" for name, text in asked.items()) for q, asked in lines.items()
        ),
        encoding="utf-8",
    )
    here = json_output("grade", "answers.toml")["grades"]
    there = json_output("--db", "other.db", "grade", "answers.toml")["grades"]
    assert here == there
    assert 0 < there[0]["points"] < there[0]["max_points"], "a wrong value is followed, which runs the exercise"
    assert there[0]["assignment"] == "hw1"


def test_a_quiz_that_is_there_is_said_to_be_and_another_of_its_name_is_refused():
    folder = exported()
    file = folder / "forward-pass-1-s1.key.json"
    output_of("--db", "other.db", "import", str(file))
    assert output_of("--db", "other.db", "import", str(file)).startswith(
        "The store has this quiz already: forward-pass-1-s1"
    )
    data = json.loads(file.read_text(encoding="utf-8"))
    data["quiz"]["variants"] = data["quiz"]["variants"][:1]
    data["sources"] = {data["quiz"]["variants"][0]["source"]: data["sources"][data["quiz"]["variants"][0]["source"]]}
    Path("other.json").write_text(json.dumps(data), encoding="utf-8")
    said = refused("--db", "other.db", "import", "other.json")
    assert said == (
        "This store has another quiz called 'forward-pass-1-s1'. Read the file into a new one: "
        "quizgen --db NEW.db import other.json."
    )


def test_what_contradicts_itself_is_not_stored():
    file = exported() / "forward-pass-1-s1.key.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    variant = data["quiz"]["variants"][0]
    variant["key"][variant["asks"][0]["name"]] = "no number"
    file.write_text(json.dumps(data), encoding="utf-8")
    said = refused("--db", "other.db", "import", str(file))
    assert said.startswith(f"{file} contradicts itself, q1: the key has a value for ") and said.endswith(
        "quizgen export --format json."
    )
    with Store.open("other.db") as store:
        assert store.quizzes() == []


def test_exercises_that_are_not_of_the_bank_are_named():
    Path("bank/forward-pass").mkdir(parents=True)
    own = Path("bank/forward-pass/own_one.py")
    text = (places.ROOT / "question_bank/forward-pass/forward_h1.py").read_text(encoding="utf-8")
    own.write_text(text.replace("title=", "title='My own: ' + ", 1), encoding="utf-8")
    output_of("export", "--bank", "bank", "--exercise", "own-one", "--count", "1", "--seed", "1", "--format", "json")
    (file,) = Path("exam").iterdir()
    said = output_of("--db", "other.db", "import", str(file))
    assert "run as they came when an answer is graded; that was not done to check their keys: own-one.\n" in said


def test_a_key_that_the_exercise_does_not_compute_is_refused():
    output_of("export", "--exercise", "forward-h2", "--count", "1", "--seed", "1", "--format", "json")
    (file,) = Path("exam").iterdir()
    data = json.loads(file.read_text(encoding="utf-8"))
    data["quiz"]["variants"][0]["key"]["h_2"][0] += 0.01
    file.write_text(json.dumps(data), encoding="utf-8")
    said = refused("--db", "other.db", "import", str(file))
    assert said.startswith(f"{file} has a wrong key, q1: the key of h_2 is ") and ", and the exercise computes " in said
    with Store.open("other.db") as store:
        assert store.quizzes() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\n", "x.json is no complete JSON file at line 1. Write it again: quizgen export --course FILE."),
        (
            "{}",
            "x.json is neither a course nor a quiz of quizgen. Name a file that 'quizgen export' wrote with --course or --format",
        ),
        ('{"format": "quizgen-quiz"}', "x.json is no quiz that can be kept: it has no 'version'."),
        (
            '{"format": "quizgen-quiz", "version": 9}',
            "x.json was made by a newer quizgen. Update quizgen, then read it again.",
        ),
    ],
)
def test_a_file_of_neither_sort_is_refused(text, said):
    Path("x.json").write_text(text, encoding="utf-8")
    assert refused("import", "x.json").startswith(said)


def test_a_course_is_still_told_from_a_quiz():
    exported()
    output_of("export", "--course", "course.json")
    assert output_of("--db", "other.db", "import", "course.json").startswith("Read the course in course.json: 0 grades")


def test_a_paper_and_the_key_as_markdown_and_latex():
    for name, ending, title in (("md", "md", "# Forward pass"), ("latex", "tex", r"\head{Forward pass}")):
        said = output_of("export", *MADE, "--format", name, "--out", name)
        assert said == f"3 files in {name}/: 2 to hand out, key.{ending} to keep.\n"
        paper, key = (
            Path(name, f"{stem}.{ending}").read_text(encoding="utf-8") for stem in ("forward-pass-1-s2", "key")
        )
        assert title in paper and "ukasz" in paper and "Solution" in key and "Solution" not in paper


def test_a_name_that_latex_cannot_set_is_refused_before_anything_is_written():
    Path("roster.csv").write_text("id,name\ns1,Ada\ns2,Asha शर्मा\n", encoding="utf-8")
    said = refused("export", *MADE, "--format", "latex")
    assert said.startswith("LaTeX cannot set 'श' (DEVANAGARI LETTER SHA) in 'Asha शर्मा'") and not Path("exam").exists()


def test_variants_are_for_platforms():
    result = quizgen("export", "forward-pass", "--format", "json", "--variants", "3")
    assert result.exit_code == 2 and "--variants is for platforms" in result.output + result.stderr


def test_a_sheet_of_a_roster_answers_the_quiz_that_came():
    file = exported() / "forward-pass-1-s1.key.json"
    output_of(
        "export",
        "--topic",
        "forward-pass",
        "--count",
        "3",
        "--seed",
        "1",
        "--students",
        "roster.csv",
        "--sheets",
        "--out",
        "sheets",
    )
    output_of("--db", "other.db", "import", str(file))
    (sheet,) = Path("sheets").glob("s1*/answers.toml")
    fill(sheet, {"q1": {"h_1": quoted("0.5")}})
    graded = json_output("--db", "other.db", "grade", str(sheet))["grades"]
    assert graded[0]["quiz"] == "forward-pass-1-s1"
