"""What is PostgreSQL's own: opening a database on a server, and everything that can be wrong with that."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from postgres_server import server
from store_places import asked

from quizgen.errors import UserError
from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store, database
from quizgen.store.schema import HEAD, VERSION_TABLE, metadata

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GRADE = Grade("a.toml", "answers", "q", "Ada", (Mark("q1.h_1", Verdict.RIGHT, 2, 2),), {"q1": "ŷ"})


@pytest.fixture
def name() -> str:
    return server().empty()


@pytest.fixture
def url(name: str) -> str:
    return server().url(name)


def refusal(where: str) -> str:
    """What opening it says: one line, and no password in it."""
    with pytest.raises(UserError) as caught:
        Store.open(where).close()
    sentence = str(caught.value)
    assert "\n" not in sentence and "elman" not in sentence and "wrong-one" not in sentence
    return sentence


# ---------------------------------------------------------------- opened


def test_an_address_without_a_driver_means_the_one_that_quizgen_brings(name: str) -> None:
    address = server().address(name)
    with Store.open(address.replace("+psycopg", "")) as store:
        store.append(GRADE, NOON)
    with Store.open(address) as store:
        assert [record.grade for record in store.grades()] == [GRADE]


def test_a_current_store_opens_without_alembic(url: str) -> None:
    Store.open(url).close()
    program = (
        "import sys; from quizgen.store import Store; Store.open(sys.argv[1]).close(); "
        "print(*{'alembic', 'mako', 'numpy', 'procrastinate', 'sqlalchemy.orm'} & sys.modules.keys())"
    )
    ended = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "\n", "")


def test_the_migrations_lead_to_the_tables_that_the_code_uses(url: str) -> None:
    Store.open(url).close()
    engine = database.create_engine_for(database.parse_url(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_an_older_store_is_upgraded(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    engine = database.create_engine_for(database.parse_url(url))
    with database.write_engine(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    asked(url, "INSERT INTO secrets VALUES ('exam', 'x')")
    with Store.open(url) as store:
        assert (store.backup, store.secret(), store.append(GRADE, NOON)) == (None, b"x", 1)
    assert asked(url, f"SELECT version_num FROM {VERSION_TABLE}") == [(HEAD,)]


def test_a_store_beside_a_queue_is_no_other_programs(url: str) -> None:
    asked(url, "CREATE TABLE procrastinate_jobs (id int)")
    with Store.open(url) as store:
        assert store.append(GRADE, NOON) == 1


def test_another_programs_database_is_refused_and_left_as_it_was(url: str) -> None:
    asked(url, "CREATE TABLE recipes (name text)")
    assert "belongs to another program" in refusal(url)
    assert asked(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("recipes",)]


def test_a_newer_store_is_refused(url: str) -> None:
    Store.open(url).close()
    asked(url, f"UPDATE {VERSION_TABLE} SET version_num = '0999'")
    assert "newer quizgen. Update quizgen" in refusal(url)


# ---------------------------------------------------------------- not opened


def test_a_missing_database_is_reported_with_the_next_step() -> None:
    assert "no database at postgresql+psycopg://quizgen@/nosuch. Make it first" in refusal(server().url("nosuch"))


def test_a_wrong_password_is_reported(name: str) -> None:
    assert "refuses the name or the password" in refusal(server().address(name, "wrong-one"))


@pytest.mark.parametrize("place", ["127.0.0.1:1", "no.such.host.invalid"])
def test_a_missing_server_is_reported(place: str) -> None:
    assert "does not answer" in refusal(f"postgresql+psycopg://quizgen:elman@{place}/quizgen")


def test_a_database_that_may_only_be_read_is_read_but_not_written(name: str, url: str) -> None:
    with Store.open(url) as store:
        store.append(GRADE, NOON)
    asked(url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with Store.open(url) as store:
        assert len(store.grades()) == 1
        with pytest.raises(UserError, match="cannot be written"):
            store.append(GRADE, NOON)


def test_without_the_driver_the_next_step_is_to_install_it() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None\nfrom quizgen.cli import main\n"
        "main(['--db', 'postgresql://quizgen@localhost/q', 'results'])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.returncode == 2 and "pip install 'quizgen[postgres]'" in ended.stderr


def test_a_server_that_goes_away_is_reported_and_the_next_grade_is_stored(name: str, url: str) -> None:
    with Store.open(url) as store:
        store.append(GRADE, NOON)
        server().query(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'", "postgres")
        with pytest.raises(UserError, match="does not answer"):
            store.append(GRADE, NOON)
        assert store.append(GRADE, NOON) == 2


# ---------------------------------------------------------------- kept


def test_a_table_cannot_be_emptied_either(url: str) -> None:
    with Store.open(url) as store:
        store.append(GRADE, NOON)
    with pytest.raises(Exception, match="marks is append-only"):
        asked(url, "TRUNCATE marks CASCADE")


def test_what_is_read_is_one_moment_of_the_store_though_others_write(url: str) -> None:
    with Store.open(url) as store, Store.open(url) as other:
        store.append(GRADE, NOON)
        with store._transaction(store._read_engine) as connection:
            before = connection.exec_driver_sql("SELECT count(*) FROM grades").scalar_one()
            other.append(GRADE, NOON)
            assert connection.exec_driver_sql("SELECT count(*) FROM grades").scalar_one() == before == 1
