"""Results and the database under them: filters, places, upgrades, and every way in which a database can fail."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from cli_program import empty_workspace, fill, json_output, made, output_of, process, quizgen, quoted, refused

from quizgen.store import database
from quizgen.store.schema import VERSION_TABLE


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    return empty_workspace(tmp_path, monkeypatch)


@pytest.fixture
def sheet():
    """Ada's sheet, with an answer in it."""
    folder, _ = made("--exercise", "forward-h1", "--seed", "1")
    return str(fill(folder / "answers.toml", {"q1": {"h_1": quoted("0.5, 0.5")}}, student="Ada"))


def in_database(sql: str, path: str = "quizgen.db") -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(sql)


# ---------------------------------------------------------------- results


def test_results_by_student_by_quiz_and_all(sheet):
    other, _ = made("--exercise", "forward-h2", "--seed", "2")
    fill(other / "answers.toml", {}, student="Ben [/x]")
    output_of("grade", sheet, str(other))
    output_of("grade", sheet)

    def found(*words: str) -> list[tuple[str, str]]:
        return [(grade["student"], grade["quiz"]) for grade in json_output("results", *words)["grades"]]

    ada, ben = ("Ada", "forward-h1-1"), ("Ben [/x]", "forward-h2-2")
    assert found() == [ada, ben, ada], "in the order in which they were graded"
    assert found("--student", "Ada") == [ada, ada] and found("--student", "Ben [/x]") == [ben]
    assert found("--quiz", "forward-h2-2") == [ben]
    assert found("--student", "Ada", "--quiz", "forward-h2-2") == [] == found("--student", "ada")
    shown = output_of("results").splitlines()
    assert len(shown) == 4 and "Ben [/x]" in shown[2] and "0 of 2" in shown[2]


def test_no_results_say_what_to_do():
    assert output_of("results") == "No stored grade matches. Grade something:  quizgen grade PATH\n"
    assert json_output("results", "--student", "Ada") == {"grades": []}


# ---------------------------------------------------------------- which database


def test_the_database_is_here_or_where_one_says(monkeypatch, sheet):
    assert Path("quizgen.db").exists()
    shown = output_of("--db", "my place.db", "make", "--exercise", "forward-h1", "--seed", "9")
    assert "quizgen --db 'my place.db' grade forward-h1-9" in shown, "what to type next finds the same database"
    Path("typed.toml").write_text('quiz = "forward-h1-9"\n', encoding="utf-8")
    assert "No quiz 'forward-h1-9' in quizgen.db." in quizgen("grade", "typed.toml").stderr
    output_of("--db", "my place.db", "grade", "forward-h1-9")
    monkeypatch.setenv("QUIZGEN_DB", "sqlite:///my place.db")
    assert [grade["quiz"] for grade in json_output("results")["grades"]] == ["forward-h1-9"]
    assert json_output("--db", "quizgen.db", "results") == {"grades": []}, "the option goes before the environment"


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("", "The database has no name."),
        ("nowhere/quizgen.db", "There is no folder nowhere for the database."),
        (".", "Name a file in it: --db quizgen.db."),
        ("text", "text is not a database."),
        ("text/quizgen.db", "text is a file"),
        ("nonsense://x", "No driver for nonsense://x"),
        ("sqlite:///file:quizgen.db?mode=ro&uri=true", "cannot be written."),
    ],
)
def test_a_place_where_no_database_can_be_is_one_sentence(sheet, where, sentence):
    Path("text").write_text("This is a letter and no database, however long one looks at it.\n" * 20)
    before = Path("text").read_bytes()
    for words in (["make", "--exercise", "forward-h2", "--seed", "1"], ["grade", sheet]):
        assert sentence in refused("--db", where, *words)
    assert Path("text").read_bytes() == before
    output_of("grade", sheet)


def test_another_programs_database_is_left_alone(sheet):
    in_database("CREATE TABLE songs (name)", "songs.db")
    before = Path("songs.db").read_bytes()
    assert "songs.db belongs to another program." in refused("--db", "songs.db", "grade", sheet)
    assert Path("songs.db").read_bytes() == before


def test_a_newer_database_is_left_alone(sheet):
    output_of("grade", sheet)
    in_database(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    assert "was made by a newer quizgen. Update quizgen" in refused("results")


def test_an_older_database_is_upgraded_and_the_copy_is_reported():
    Path("old.db").touch()
    engine = database.create_engine_for(database.parse_url("old.db"))
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    with database.write_engine(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    result = quizgen("--db", "old.db", "results", "--json")
    assert result.exit_code == 0 and json.loads(result.stdout) == {"grades": []}
    assert result.stderr.count("\n") == 1 and "old.db.0001.backup is a copy of the old one." in result.stderr
    assert Path("old.db.0001.backup").exists()
    assert not quizgen("--db", "old.db", "results").stderr, "it is reported once"


def test_a_damaged_database_is_one_sentence(sheet):
    output_of("grade", sheet)
    in_database("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(Path("quizgen.db").read_bytes())
    data[100:] = b"\xa5" * (len(data) - 100)
    for left in Path().glob("quizgen.db-*"):
        left.unlink()
    Path("quizgen.db").write_bytes(data)
    assert "quizgen.db" in refused("results")


# ---------------------------------------------------------------- locked


def test_a_locked_database_is_reported_and_nothing_is_lost(sheet, monkeypatch):
    monkeypatch.setattr(database, "LOCK_TIMEOUT", 0.05)
    with closing(sqlite3.connect("quizgen.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for words in (["grade", sheet], ["make", "--exercise", "forward-h2", "--seed", "1"]):
            assert "quizgen.db is locked by another program. Wait until" in refused(*words)
        take = quizgen("take", "--exercise", "forward-h2", "--seed", "1", typed="0.1 0.2\n")
        assert take.exit_code == 2 and "is locked by another program" in take.stderr
        assert json_output("results") == {"grades": []}, "reading waits for nobody"
        other.execute("ROLLBACK")
    output_of("grade", sheet)
    assert len(json_output("results")["grades"]) == 1


def test_a_database_that_is_locked_while_a_quiz_is_taken_keeps_the_sheet(monkeypatch):
    monkeypatch.setattr(database, "LOCK_TIMEOUT", 0.05)
    other = sqlite3.connect("quizgen.db", isolation_level=None)

    def judged(*words):
        other.execute("BEGIN EXCLUSIVE")
        return show(*words)

    from quizgen.documents import taken_terminal as screen

    show = screen.result
    monkeypatch.setattr(screen, "result", judged)
    result = quizgen("take", "--exercise", "forward-h2", "--seed", "1", "--count", "1", typed="0.1 0.2\n0.3 0.4\n")
    other.close()
    assert result.exit_code == 2 and "is locked by another program" in result.stderr
    assert 'h_2 = "0.3 0.4"' in Path("forward-h2-1/answers.toml").read_text(encoding="utf-8")


def test_a_process_waits_its_turn(sheet, workspace):
    """Two writers at once: the second waits for the first, and both are kept."""
    import subprocess
    import sys

    with closing(sqlite3.connect("quizgen.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        run = subprocess.Popen(
            [sys.executable, "-m", "quizgen", "grade", sheet], cwd=workspace, stdout=subprocess.DEVNULL
        )
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(1.2)
        other.execute("COMMIT")
        assert run.wait(20) == 0
    assert len(json_output("results")["grades"]) == 1


def test_an_interrupted_class_keeps_what_was_graded(sheet, monkeypatch):
    from quizgen.classroom.grader import Grader

    grade = Grader.sheet

    def interrupted(self, submission, *more, **others):
        if submission.name == "second.toml":
            raise KeyboardInterrupt
        return grade(self, submission, *more, **others)

    monkeypatch.setattr(Grader, "sheet", interrupted)
    Path("second.toml").write_text(Path(sheet).read_text(encoding="utf-8"), encoding="utf-8")
    result = quizgen("grade", sheet, "second.toml", sheet)
    assert result.exit_code == 130 and "stopped after 1 grades, which are kept" in result.stderr
    assert len(json_output("results")["grades"]) == 1


def test_a_store_in_a_process_of_its_own(sheet, workspace):
    run = process("--db", "nowhere/x.db", "results", cwd=workspace)
    assert run.returncode == 2 and run.stderr.count("\n") == 1 and not run.stdout
