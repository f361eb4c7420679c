"""A PostgreSQL server for the tests: created in a temporary folder when first needed, deleted when the tests end.

Without the server's programs the tests that need it are skipped, unless QUIZGEN_REQUIRE_POSTGRES says that they must run.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

PASSWORD = "elman"
HOMES = [Path(found).parent for found in [shutil.which("postgres")] if found]
HOMES += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: int(home.parent.name))  # Debian's place
numbers = itertools.count(1)


class Server:
    """A running server; `url(database)` goes through its socket, `address(database)` over TCP with a password."""

    def __init__(self, programs: Path) -> None:
        self.user = "nobody" if os.getuid() == 0 else None  # PostgreSQL refuses to run as root
        self.home = Path(tempfile.mkdtemp(prefix="pg"))
        self.data = self.home / "data"
        if self.user:
            shutil.chown(self.home, self.user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        secret = self.home / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        options = {"username": "quizgen", "pwfile": secret, "encoding": "UTF8", "locale": "C.UTF-8"}
        options |= {"auth-local": "trust", "auth-host": "scram-sha-256"}
        making = [
            programs / "initdb",
            "-D",
            self.data,
            "--no-sync",
            *(f"--{n}={value}" for n, value in options.items()),
        ]
        subprocess.run(making, check=True, capture_output=True, user=self.user, cwd=self.home)
        self.programs = programs
        self.start()

    def start(self) -> None:
        """Starts the server, and waits until it answers."""
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.home}
        settings |= {"fsync": "off", "max_connections": 60, "shared_buffers": "32MB"}
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.data, *(f"--{name}={value}" for name, value in settings.items())],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=self.user, cwd=self.home,
            preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGINT),  # stops when the tests are killed
        )  # fmt: skip
        for _ in range(600):
            if (self.home / f".s.PGSQL.{self.port}").exists() and self.query("SELECT 1", "postgres", check=False):
                return
            time.sleep(0.05)
        raise RuntimeError("the tests' PostgreSQL does not start")

    def crash(self) -> None:
        """Ends the server at once, without closing connections in order; `start` recovers its data."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)

    def stop(self) -> None:
        """Stops the server and deletes its data."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        shutil.rmtree(self.home, ignore_errors=True)

    def query(self, sql: str, database: str, check: bool = True) -> list[tuple[object, ...]]:
        """What the server answers."""
        try:
            with psycopg.connect(
                f"host={self.home} port={self.port} user=quizgen dbname={database}", autocommit=True
            ) as line:
                answer = line.execute(sql)
                return answer.fetchall() if answer.description else []
        except psycopg.OperationalError:
            if check:
                raise
            return []

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://quizgen@/{database}?host={self.home}&port={self.port}"

    def address(self, database: str, password: str = PASSWORD) -> str:
        return f"postgresql+psycopg://quizgen:{password}@127.0.0.1:{self.port}/{database}"

    def empty(self) -> str:
        """The name of a new database with nothing in it."""
        name = f"quizgen_{next(numbers)}"
        self.query(f"CREATE DATABASE {name}", "postgres")
        return name


@functools.cache
def started() -> Server:
    server = Server(HOMES[-1])
    atexit.register(server.stop)
    return server


def server() -> Server:
    """The server that the tests of this process share; skips the test if PostgreSQL is not installed."""
    require_postgres()
    return started()


def server_of_its_own() -> Server:
    """A new server, for a test that crashes it and stops it in the end; skips the test if PostgreSQL is not installed."""
    require_postgres()
    return Server(HOMES[-1])


def require_postgres() -> None:
    """Skips the test if PostgreSQL is not installed."""
    if not HOMES:
        missing = "no PostgreSQL on this machine: apt-get install postgresql"
        (pytest.fail if os.environ.get("QUIZGEN_REQUIRE_POSTGRES") else pytest.skip)(missing)
