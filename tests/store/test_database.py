"""Opening makes, upgrades after a copy, or refuses in one sentence; what it refuses it leaves untouched."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from quizgen.errors import UserError
from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store, database
from quizgen.store.schema import HEAD, VERSION_TABLE, metadata

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GRADE = Grade("a.toml", "answers", "q", "Ada", (Mark("q1.h_1", Verdict.RIGHT, 2, 2),))


def refusal(where: Path | str) -> str:
    """What opening it says, one sentence or two on one line."""
    with pytest.raises(UserError) as caught:
        Store.open(where).close()
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
    return str(caught.value)


def asked(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Asked of the file itself, past the store."""
    with closing(sqlite3.connect(path)) as by_hand, by_hand:
        return by_hand.execute(sql).fetchall()


def grades_in(path: Path) -> int:
    """How many grades the file has."""
    return len(asked(path, "SELECT * FROM grades"))


def migrate(path: Path, target: str) -> None:
    """Makes the database an earlier quizgen would have left."""
    engine = database.create_engine_for(database.parse_url(path))
    asked(path, "PRAGMA journal_mode = WAL")
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    with database.write_engine(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)
    engine.dispose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quizgen.db"


@pytest.fixture
def used(path: Path) -> Path:
    with Store.open(path) as store:
        store.append(GRADE, NOON)
    return path


# ---------------------------------------------------------------- new and current


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}", "sqlite+pysqlite:///{}"])
def test_a_path_and_its_url_are_the_same_store(used: Path, form: str) -> None:
    with Store.open(form.format(used)) as store:
        assert [record.grade for record in store.grades()] == [GRADE]
        assert store.backup is None


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with Store.open(path) as store:
        assert store.append(GRADE, NOON) == 1


def test_a_new_store_keeps_a_write_ahead_log(used: Path) -> None:
    assert asked(used, "PRAGMA journal_mode") == [("wal",)]


def test_names_with_signs_in_them_are_names(tmp_path: Path) -> None:
    path = tmp_path / "50% of ŷ? #1.db"
    with Store.open(path) as store:
        store.append(GRADE, NOON)
    assert grades_in(path) == 1


def test_a_new_and_a_current_store_open_without_alembic(path: Path) -> None:
    program = (
        "import sys; from quizgen.store import Store; Store.open(sys.argv[1]).close(); "
        "print(*{'alembic', 'mako', 'numpy', 'rich', 'typst'} & sys.modules.keys())"
    )
    for _ in ("new", "current"):
        ended = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "\n", "")


def test_a_new_store_is_what_the_migrations_make(path: Path, tmp_path: Path) -> None:
    migrated = tmp_path / "migrated.db"
    migrate(migrated, HEAD)
    statements = [
        re.sub(r"\s+\n", "\n", sql) for (sql,) in asked(migrated, "SELECT sql FROM sqlite_master WHERE sql > ''")
    ]
    expected = "\n\n".join([*statements, f"INSERT INTO {VERSION_TABLE} VALUES ('{HEAD}')\n"])
    if os.environ.get("QUIZGEN_UPDATE"):
        database.NEW_STORE_SQL.write_text(expected, encoding="utf-8")
    assert database.NEW_STORE_SQL.read_text(encoding="utf-8") == expected
    Store.open(path).close()
    for what in ("type, name, tbl_name FROM sqlite_master", f"version_num FROM {VERSION_TABLE}"):
        assert asked(path, f"SELECT {what}") == asked(migrated, f"SELECT {what}")


def test_the_migrations_lead_to_the_tables_that_the_code_uses(path: Path) -> None:
    migrate(path, HEAD)
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    engine = database.create_engine_for(database.parse_url(path))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


# ---------------------------------------------------------------- older


def test_an_older_store_is_upgraded_after_a_copy(path: Path) -> None:
    migrate(path, "0001")
    old = sqlite3.connect(path)
    with old:  # still in the write-ahead log, which a copy of the file alone would miss
        old.execute(
            "INSERT INTO grades VALUES (1, '2026-03-01 12:00:00', 'a.toml', 'answers', 'q', 'Ada', 2, 2, '{}', NULL, '', '')"
        )
        old.execute("INSERT INTO marks VALUES (1, 1, 'q1', 'q1.h_1', 'RIGHT', 2, 2, '', '')")
    with Store.open(path) as store:
        assert [record.grade for record in store.grades()] == [GRADE]
        assert store.append(GRADE, NOON, replaces=1) == 2
        assert store.backup == path.with_name("quizgen.db.0001.backup")
    old.close()
    assert asked(path, f"SELECT version_num FROM {VERSION_TABLE}") == [(HEAD,)]
    backup = path.with_name("quizgen.db.0001.backup")
    assert asked(backup, f"SELECT version_num FROM {VERSION_TABLE}") == [("0001",)]
    assert grades_in(backup) == 1


def test_a_decision_of_an_older_store_has_no_key_points_and_stays_guarded(path: Path) -> None:
    migrate(path, "0005")
    values = "1, '2026-03-01 12:00:00', 'Eve', '', 'hw', 'Ada', 'q', 'q1.why', 'points', 2, NULL, 4, NULL, 'so'"
    asked(path, f"INSERT INTO decisions VALUES ({values})")
    with Store.open(path) as store:
        [decision] = store.decisions()
        assert (decision.points, decision.typed, decision.key_points) == (2, "so", None)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        asked(path, "UPDATE decisions SET key_points = '[]'")


def test_an_earlier_copy_is_not_overwritten(path: Path) -> None:
    earlier = path.with_name("quizgen.db.0001.backup")
    earlier.write_text("precious")
    migrate(path, "0001")
    with Store.open(path) as store:
        assert store.backup == path.with_name("quizgen.db.0001-2.backup")
    assert earlier.read_text() == "precious"


def test_an_older_store_that_cannot_be_copied_is_not_upgraded(path: Path) -> None:
    migrate(path, "0001")
    path.with_name("quizgen.db.0001.backup").symlink_to("/proc/nowhere/copy")
    assert "could not be copied" in refusal(path)
    assert asked(path, f"SELECT version_num FROM {VERSION_TABLE}") == [("0001",)]


def test_an_upgrade_that_breaks_off_changes_nothing(
    used: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "50% migrations"
    shutil.copytree(database.MIGRATIONS, broken)
    (broken / "versions" / "v9999_broken.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9999', '{HEAD}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (a INTEGER)')\n    raise RuntimeError('power cut')\n"
    )
    monkeypatch.setattr(database, "MIGRATIONS", broken)
    monkeypatch.setattr(database, "HEAD", "9999")
    with pytest.raises(RuntimeError, match="power cut"):
        Store.open(used)
    monkeypatch.undo()
    with Store.open(used) as store:
        assert store.backup is None and len(store.grades()) == 1
    assert asked(used, "SELECT * FROM sqlite_master WHERE name = 'half'") == []


# ---------------------------------------------------------------- refused, and left as it was


def test_a_newer_store_is_refused(used: Path) -> None:
    asked(used, f"UPDATE {VERSION_TABLE} SET version_num = '0999'")
    assert "newer quizgen. Update quizgen" in refusal(used)
    assert grades_in(used) == 1


@pytest.mark.parametrize("tables", ["CREATE TABLE recipes (name)", f"CREATE TABLE {VERSION_TABLE} (version_num)"])
def test_another_programs_database_is_refused_and_left_as_it_was(path: Path, tables: str) -> None:
    asked(path, tables)
    before = path.read_bytes()
    with pytest.raises(UserError, match="belongs to another program") as caught:
        Store.open(path)
    assert path.resolve() not in {held.resolve() for held in Path("/proc/self/fd").iterdir()}, caught
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"student,points\nAda,7\n", b"\x7fELF" * 5000, b"SQLite format 3\0 but no more"])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "is not a database" in refusal(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
def test_a_truncated_store_is_refused_and_left_as_it_was(used: Path, part: float) -> None:
    whole = used.read_bytes()
    cut = whole[: int(len(whole) * part)]
    used.write_bytes(cut)
    assert "is damaged. Restore it" in refusal(used)
    assert used.read_bytes() == cut


def test_a_folder_is_answered_with_a_file_in_it(tmp_path: Path) -> None:
    assert f"is a folder. Name a file in it: --db {tmp_path}/quizgen.db" in refusal(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert f"no folder {tmp_path}/nowhere" in refusal(tmp_path / "nowhere" / "quizgen.db")


def test_a_file_taken_for_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    assert f"{tmp_path}/notes.txt is a file" in refusal(tmp_path / "notes.txt" / "quizgen.db")


@pytest.mark.parametrize("address", ["", "banana://", "://", "nosuch://host/name"])
def test_an_address_of_nothing_is_refused(address: str) -> None:
    assert refusal(address)


def test_a_folder_that_may_not_be_written_is_named() -> None:
    assert "/proc/quizgen.db cannot be opened: its folder may not be written" in refusal("/proc/quizgen.db")


def test_a_store_that_may_only_be_read_is_read_but_not_written(used: Path) -> None:
    with Store.open(f"sqlite:///file:{used}?mode=ro&uri=true") as store:
        assert len(store.grades()) == 1
        with pytest.raises(UserError, match="cannot be written"):
            store.append(GRADE, NOON)
    assert grades_in(used) == 1


def test_a_full_disk_is_reported_and_nothing_is_stored_incompletely(used: Path) -> None:
    with Store.open(used) as store:
        with store._write_engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        long = Grade("a" * 100_000, "answers", "q", "Ada", GRADE.marks)
        with pytest.raises(UserError, match=r"could not be written.*Make room"):
            store.append(long, NOON)
        assert len(store.grades()) == 1
