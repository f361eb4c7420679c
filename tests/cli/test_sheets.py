"""Sheets go out and come back on any machine: the store that made them and an empty one give the same grades."""

from __future__ import annotations

import json
import zipfile
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from class_folders import RIGHT_STEP, STEP_WITHOUT_B, lay, zipped
from cli_program import empty_workspace, fill, json_output, output_of, quizgen, refused, ungraded

from quizgen.classroom.course.sheet_token import read_token, signed
from quizgen.classroom.course.standing import course_standings
from quizgen.model import CODE, Grade
from quizgen.reading import read_answers
from quizgen.reading.token_comment import token_comment
from quizgen.store import Store

ROSTER = "id,name\n1815,Ada Lovelace\n1906,Grace Hopper\n1907,Grace Hopper\n"
CANVAS = (
    "Student,ID,SIS Login ID,Section,hw3 (9)\nPoints Possible,,,,9\n"
    '"Lovelace, Ada",31,1815,S1,\n"Hopper, Grace",32,1906,S1,\n"Hopper, Grace",33,1907,S1,\n'
)
MOODLE = "Identifier,Full name,Email address\nParticipant 31,Ada Lovelace,ada@x.edu\nParticipant 32,Grace Hopper,grace@x.edu\n"
EXPORT = ("export", "--exercise", "forward-h2", "--exercise", "code-forward", "--seed", "3", "--count", "2")
WITH_ROSTER = (*EXPORT, "--students", "roster.csv", "--assignment", "hw3", "--out", "out")
FOLDERS = ["1815_Ada_Lovelace", "1906_Grace_Hopper", "1907_Grace_Hopper"]
GRADED = ("student", "quiz", "kind", "points", "max_points", "marks", "interface")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    Path(tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return empty_workspace(tmp_path, monkeypatch)


def answered(folder: Path, code: bytes = RIGHT_STEP) -> Path:
    """The folder with two answers and one function, as a student sends it back."""
    fill(folder / "answers.toml", {"q1": {"h_1": '"0.5, 0.5"', "h_2": '"0.1, 0.1"'}})
    file = folder / "submission.py"
    file.write_bytes(code + file.read_bytes().partition(b"raise NotImplementedError\n")[2].partition(b"Error\n")[2])
    return folder


def grades(*words: str) -> list[dict[str, Any]]:
    """What is the same in every store, by student and kind."""
    found = json_output(*words)["grades"]
    return sorted(
        ({name: one[name] for name in GRADED} for one in found), key=lambda one: (one["student"], one["kind"])
    )


def handed_in(files: dict[str, Path], layout: str) -> str:
    """A class as a platform hands it out: the path to grade."""
    read = {name: path.read_bytes() for name, path in files.items()}
    if layout == "folder":
        return str(lay(Path("back"), read))
    Path("back.zip").write_bytes(zipped(read))
    return "back.zip"


def moodle(out: Path) -> dict[str, Path]:
    return {
        f"{folder.name[5:].replace('_', ' ')}_31{n}_assignsubmission_file_/{file}": folder / file
        for n, folder in enumerate(sorted(out.iterdir()))
        for file in ("answers.toml", "submission.py")
    }


def canvas(out: Path) -> dict[str, Path]:
    return {
        f"{folder.name[5:].replace('_', '').lower()}_31{n}_90{n}{m}_{file.replace('.', '-1.')}": folder / file
        for n, folder in enumerate(sorted(out.iterdir()))
        for m, file in enumerate(("answers.toml", "submission.py"))
    }


def as_sent(out: Path) -> dict[str, Path]:
    return {f"{path.parent.name}/{path.name}": path for path in out.glob("*/*") if path.suffix != ".html"}


# ---------------------------------------------------------------- going out


@pytest.mark.parametrize("roster", [ROSTER, CANVAS])
def test_a_folder_for_each_student_holds_what_it_takes_to_answer_and_nothing_else(roster):
    Path("roster.csv").write_text(roster, encoding="utf-8")
    shown = output_of(*WITH_ROSTER, "--sheets")
    assert shown.splitlines() == [
        "3 folders in out/ to hand out.",
        "Grade what comes back:  quizgen grade RETURNED --roster roster.csv",
    ]
    assert sorted(path.name for path in Path("out").iterdir()) == FOLDERS
    for folder in Path("out").iterdir():
        assert {path.name for path in folder.iterdir()} == {"quiz.html", "answers.toml", "submission.py"}
        for path in folder.iterdir():
            assert "what you get" not in path.read_text(encoding="utf-8")
    assert 'student = "Grace Hopper (1907)"' in Path("out/1907_Grace_Hopper/answers.toml").read_text(encoding="utf-8")


def test_a_roster_of_moodles_names_the_folders_by_address():
    Path("roster.csv").write_text(MOODLE, encoding="utf-8")
    output_of(*WITH_ROSTER, "--sheets")
    assert sorted(path.name for path in Path("out").iterdir()) == ["ada_x.edu_Ada_Lovelace", "grace_x.edu_Grace_Hopper"]
    assert {one["student"] for one in grades("grade", "out", "--roster", "roster.csv")} == {"ada@x.edu", "grace@x.edu"}


def test_a_zip_file_each_is_the_same_bytes_again_and_never_replaces_another():
    output_of(*WITH_ROSTER, "--sheets=zip")
    first = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    assert sorted(first) == [f"{name}.zip" for name in FOLDERS]
    assert sorted(zipfile.ZipFile(f"out/{FOLDERS[0]}.zip").namelist())[0] == f"{FOLDERS[0]}/answers.toml"
    output_of(*WITH_ROSTER, "--sheets=zip")
    assert first == {path.name: path.read_bytes() for path in Path("out").iterdir()}
    Path("out", "1906_Grace_Hopper.zip").write_bytes(b"work")
    assert "is another file. Choose another folder with --out." in refused(*WITH_ROSTER, "--sheets=zip")
    assert Path("out", "1906_Grace_Hopper.zip").read_bytes() == b"work"


def test_answers_are_not_overwritten_by_a_second_export():
    output_of(*WITH_ROSTER, "--sheets")
    work = {path: path.read_bytes() for path in answered(Path("out/1815_Ada_Lovelace")).iterdir()}
    output_of(*WITH_ROSTER, "--sheets")
    assert work == {path: path.read_bytes() for path in work}


def test_without_a_roster_one_set_and_no_code_without_a_code_question():
    assert "1 folder in sheets/ to hand out." in output_of(
        "export", "--exercise", "forward-h1", "--seed", "1", "--sheets"
    )
    assert sorted(path.name for path in Path("sheets/forward-h1-1").iterdir()) == ["answers.toml", "quiz.html"]


def test_a_sheet_has_no_format():
    assert "Leave --format out" in refused(*EXPORT, "--sheets", "--format", "html")


# ---------------------------------------------------------------- coming back


@pytest.mark.parametrize("layout", ["folder", "zip"])
@pytest.mark.parametrize("renamed", [as_sent, moodle, canvas])
def test_a_class_is_graded_alike_in_the_store_that_made_it_and_in_an_empty_one(layout, renamed):
    output_of(*WITH_ROSTER, "--sheets")
    for folder, code in zip(FOLDERS, (RIGHT_STEP, STEP_WITHOUT_B, RIGHT_STEP), strict=True):
        answered(Path("out", folder), code)
    back = handed_in(renamed(Path("out")), layout)
    there = grades("grade", back, "--roster", "roster.csv")
    elsewhere = grades("--db", "other.db", "grade", back, "--roster", "roster.csv")
    assert there == elsewhere
    assert [(one["student"], one["kind"]) for one in there] == [
        (id, kind) for id in ("1815", "1906", "1907") for kind in ("answers", "code")
    ]
    assert [one["max_points"] for one in there] == [2, 33] * 3, "rnn_forward, which was left out, is asked"
    assert there[1]["points"] == there[5]["points"] > there[3]["points"] > 0
    with Store.open("other.db") as store:
        assert {record.grade.assignment for record in store.grades()} == {"hw3"}


def test_code_is_its_quizs_wherever_it_lies_and_with_or_without_its_sheet():
    output_of(*EXPORT, "--students", "roster.csv", "--out", "out", "--sheets")
    folder = answered(Path("out/1815_Ada_Lovelace"))
    beside = grades("--db", "beside.db", "grade", str(folder / "submission.py"))
    alone = Path("mine.py")
    alone.write_bytes((folder / "submission.py").read_bytes())
    assert grades("--db", "alone.db", "grade", "mine.py") == beside == grades("grade", "mine.py")
    (grade,) = beside
    assert (grade["quiz"], grade["student"]) == ("forward-h2-code-forward-3-1815", "Ada Lovelace")


def test_code_that_was_passed_on_is_that_of_the_student_who_handed_it_in():
    output_of(*WITH_ROSTER, "--sheets")
    code = answered(Path("out/1815_Ada_Lovelace")).joinpath("submission.py").read_bytes()
    lay(Path("back"), {"1906.py": code, "1815.py": code})
    found = grades("grade", "back", "--roster", "roster.csv")
    assert {one["student"] for one in found} == {"1815", "1906"}


def test_practice_that_a_student_made_is_graded_elsewhere():
    quiz = json_output("make", "--exercise", "forward-h2", "--seed", "5")["quiz"]
    sheet = fill(Path(quiz, "answers.toml"), {"q1": {"h_1": '"1, 1"'}}, "Ada")
    assert grades("grade", str(sheet)) == grades("--db", "other.db", "grade", str(sheet))


def test_functions_count_as_in_the_interface_in_which_they_were_asked():
    words = (
        "make",
        "--exercise",
        "code-backward",
        "--exercise",
        "code-forward",
        "--interface",
        "minchar",
        "--seed",
        "1",
    )
    quiz = json_output(*words)["quiz"]
    assert grades("grade", quiz) == grades("--db", "other.db", "grade", quiz)


# ---------------------------------------------------------------- what a token says that is not so

EXERCISE = Path("own/forward-pass/my_steps.py")
ELSEWHERE = ("--db", "other.db", "grade")


OF_HW3 = ("export", "--exercise", "forward-h1", "--seed", "1", "--count", "1", "--assignment", "hw3")


def sheet(*words: str) -> Path:
    """The sheet of a practice quiz."""
    output_of(*(words or ("export", "--exercise", "forward-h1", "--seed", "1", "--count", "1")), "--sheets")
    (path,) = Path("sheets").glob("*/answers.toml")
    return path


def own_sheet() -> Path:
    """A sheet of an exercise of somebody's own."""
    output_of("--bank", "own", "bank", "new", "forward-pass/my-steps")
    return sheet("--bank", "own", "export", "--exercise", "my-steps", "--seed", "1", "--count", "1")


def token_of(path: Path) -> str:
    return read_answers(path.read_bytes(), str(path)).token


def with_token(path: Path, token: str) -> Path:
    kept = path.read_text(encoding="utf-8").partition("# What this")[0]
    path.write_text(kept + token_comment(token), encoding="utf-8")
    return path


def resigned(path: Path, secret: bytes = b"a secret of my own", **changed: Any) -> Path:
    """The sheet with a token that somebody else wrote."""
    return with_token(path, signed(replace(read_token(token_of(path)), **changed), secret))


def test_a_token_that_was_changed_is_refused_by_the_store_that_signed_it():
    path = sheet()
    _, _, signature = token_of(path).partition(".")
    other, _, _ = signed(replace(read_token(token_of(path)), quiz="forward-h1-9"), b"").partition(".")
    path.write_text(path.read_text("utf-8").replace("forward-h1-1", "forward-h1-9"), encoding="utf-8")
    with_token(path, f"{other}.{signature}")
    assert "is not as this store signed it: somebody changed it. Copy it again" in ungraded(str(path))
    assert quizgen(*ELSEWHERE, str(path)).exit_code == 0, "another store cannot know"


def test_the_store_that_knows_the_quiz_grades_by_its_own_questions_and_says_what_contradicts_them():
    path = sheet()
    own = token_of(path)
    other = signed(replace(read_token(own), quiz="forward-h1-2"), b"")
    for token, said in [
        (own.partition(".")[0][:-5], "The token in this file cannot be read."),
        (
            other,
            "its token is that of 'forward-h1-2'. It is graded as 'forward-h1-1'",
        ),
    ]:
        result = quizgen("grade", str(with_token(path, token)), "--json")
        assert result.exit_code == 0 and said in result.stderr and result.stderr.count("\n") == 1
        assert json.loads(result.stdout)["grades"][0]["quiz"] == "forward-h1-1"


def handed_in_by(student: str, path: Path) -> Path:
    """The sheet in a folder of hw3 that names its student."""
    folder = Path("hw3") / student
    folder.mkdir(parents=True, exist_ok=True)
    text = path.read_text("utf-8").replace('student = ""', f'student = "{student}"')
    (folder / path.parent.name).with_suffix(".toml").write_text(text, encoding="utf-8")
    return folder


def possible_points() -> dict[str, float]:
    """What the work of each student for hw3 could earn."""
    with Store.open("quizgen.db") as store:
        found = course_standings(store, None, datetime.now(UTC), ["hw3"])["hw3"]
        return {one.student: one.final_max for one in found}


@pytest.mark.parametrize("own", [("--assignment", "hw3"), ()], ids=["named", "practice"])
def test_a_quiz_that_a_student_made_adds_nothing_to_what_an_assignment_asks(own):
    made = sheet(*OF_HW3)
    for student in ("ada", "eve"):
        handed_in_by(student, made)
    quizgen("grade", "hw3")
    assert possible_points() == {"ada": 2, "eve": 2}
    easy = ("make", "--exercise", "forward-h2", "--seed", "9", "--json", *own)
    handed_in_by("eve", Path(json_output("--db", "eve.db", *easy)["quiz"]) / "answers.toml")
    result = quizgen("grade", "hw3")
    assert ("asks for other work. Ask the student for the file that was handed out" in result.stderr) == bool(own)
    assert possible_points() == {"ada": 2, "eve": 2}


def test_a_quiz_that_is_known_from_one_students_file_is_asked_of_nobody_else():
    made = sheet(*OF_HW3)
    text = made.read_text("utf-8").replace('student = ""', 'student = "ada"')
    made.write_text(text, encoding="utf-8")
    assert quizgen(*ELSEWHERE, str(made)).exit_code == 0
    with Store.open("other.db") as store:
        store.append(Grade("eve.py", CODE, "", "eve", (), assignment="hw3"), datetime.now(UTC))
        found = course_standings(store, None, datetime.now(UTC), ["hw3"])["hw3"]
    assert {one.student: one.max_points for one in found} == {"ada": 2, "eve": 0}


def test_a_sheet_that_names_another_student_than_its_token_is_reported():
    output_of(*WITH_ROSTER, "--sheets")
    path = Path("out/1815_Ada_Lovelace/answers.toml")
    path.write_text(path.read_text("utf-8").replace('"Ada Lovelace"', '"1906"', 1), encoding="utf-8")
    result = quizgen("grade", str(path), "--roster", "roster.csv")
    assert "was made for 'Ada Lovelace', and names the student '1906': ask whose work it is." in result.stderr
    path.write_text(path.read_text("utf-8").replace('"1906"', '"lovelace, ada"', 1), encoding="utf-8")
    assert not quizgen("grade", str(path), "--roster", "roster.csv").stderr, "the same student, written otherwise"


def test_another_quiz_of_the_same_name_is_never_graded_by_the_wrong_questions():
    output_of(*WITH_ROSTER, "--sheets")
    output_of("--db", "other.db", *WITH_ROSTER[:-1], "there", "--sheets")
    why = ungraded("there/1815_Ada_Lovelace/answers.toml")
    assert "has another quiz called 'forward-h2-code-forward-3-1815'" in why and why.endswith("--db FILE.\n")


def test_a_sheet_whose_quiz_and_token_are_of_two_quizzes_is_refused_elsewhere():
    path = sheet()
    path.write_text(path.read_text("utf-8").replace('"forward-h1-1"', '"forward-h1-2"', 1), encoding="utf-8")
    result = quizgen(*ELSEWHERE, str(path))
    assert result.exit_code == 1
    assert "says that it answers 'forward-h1-2', and its token is that of 'forward-h1-1'." in result.stderr


def test_without_a_token_the_quiz_has_to_be_known():
    path = sheet()
    path.write_text(path.read_text("utf-8").partition("# What this")[0], encoding="utf-8")
    result = quizgen(*ELSEWHERE, str(path))
    assert result.exit_code == 1 and "No quiz 'forward-h1-1' in other.db." in result.stderr


def test_an_exercise_that_is_gone_or_was_changed_is_named_with_the_folder_to_give():
    path = own_sheet()
    there = json_output("--bank", "own", *ELSEWHERE, str(path))["grades"]
    assert there == json_output("grade", str(path))["grades"], "with the same bank it is graded alike"
    source = EXERCISE.read_text(encoding="utf-8")
    for changed, said in [
        (
            None,
            "'my-steps' of this quiz is not in the bank here.",
        ),
        (
            source.replace("level=", "version=2,\n    level=").replace("reads", "takes"),
            "by version 1 of 'my-steps', and here is",
        ),
        (source.replace("Compute", "Now compute"), "from another file of 'my-steps', version 1: its digest is"),
    ]:
        words = ["--bank", "own"] if changed else []
        EXERCISE.write_text(changed or source, encoding="utf-8")
        result = quizgen(*words, "--db", f"{len(said)}.db", "grade", str(path))
        assert result.exit_code == 1 and said in result.stderr and result.stderr.count("\n") == 1, result.stderr
        assert "grade ..." in result.stderr
    EXERCISE.write_text(f"{source}\n# a remark\n", encoding="utf-8")
    assert json_output("--bank", "own", "--db", "remark.db", "grade", str(path))["grades"] == there, (
        "only the words count"
    )


def test_a_close_name_is_suggested_and_no_name_is_a_path():
    path = sheet()
    token = read_token(token_of(path))
    for name, said in [
        ("forward-h", "Did you mean 'forward-h"),
        ("../../etc/passwd", "'../../etc/passwd' of this quiz is"),
    ]:
        question = replace(token.questions[0], exercise=name)
        result = quizgen(*ELSEWHERE, str(resigned(path, questions=(question,))))
        assert result.exit_code == 1 and said in result.stderr


def test_the_same_file_that_comes_out_otherwise_is_refused():
    path = sheet()
    question = replace(read_token(token_of(path)).questions[0], seed=77)
    result = quizgen(*ELSEWHERE, str(resigned(path, questions=(question,))))
    assert result.exit_code == 1 and "comes out otherwise here than where it was made" in result.stderr


def test_a_token_of_a_newer_format_says_to_update():
    path = sheet()
    newer = urlsafe_b64encode(b'{"format": 2, "new": []}').decode().rstrip("=")
    result = quizgen(*ELSEWHERE, str(with_token(path, f"{newer}.AAAA")))
    assert "is of format 2, and this quizgen reads format 1. Update quizgen." in result.stderr


def test_the_bank_is_read_only_for_a_quiz_that_is_unknown(monkeypatch):
    path = sheet()
    monkeypatch.setattr("quizgen.cli.common.load_bank", lambda more=(): pytest.fail("the bank was read"))
    assert quizgen("grade", str(path)).exit_code == 0
