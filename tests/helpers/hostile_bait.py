"""Bait for the hostile gallery, and the grader that is attacked: what is harmed is reported by name.

Bait lays the files and sockets that an attack would like to reach; Grader is a process of its own, as whichever user,
that grades under a wall with a secret in its memory. Everything here can be harmed and nothing else: where a layer of
the wall is switched off, the attacks reach what is laid out for them.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import io
import json
import os
import platform
import pwd
import re
import resource
import secrets
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import places

HERE = places.TESTS
FILES = HERE / "submissions/hostile"
GALLERY = sorted(path.stem for path in FILES.glob("*.py"))
# Of what only some ways of handing in and of grading can be attacked by; those of MADE define made(), which returns the bytes.
KINDS = {kind: sorted(path.stem for path in (FILES / kind).glob("*.py"))
         for kind in ("tracing", "repair", "scratch", "notebooks", "modules")}  # fmt: skip
MADE = ("notebooks", "modules")
PRELUDE = (HERE / "helpers/hostile_prelude.py").read_text()
HONEST = PRELUDE[PRELUDE.index("import ctypes") :]  # without its docstring
IN_MEMORY = "BAIT-IN-MEMORY-"  # the grader's secret begins so
KEEPING = (".", "/", "/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock")  # where an attack may try to leave something
SIGNALS = (signal.SIGURG, signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP, signal.SIGTERM, signal.SIGIO, signal.SIGALRM)
PATIENCE = 5.0  # seconds that a killed process may take to be gone, on a busy machine


@dataclass(frozen=True)
class Outcome:
    """What a hostile file got: its verdict, all that came back, and what of the bait was harmed."""

    verdict: str
    full: bool  # full points
    back: str
    harm: tuple[str, ...] = ()
    points: float = 0.0
    lines: tuple[str, ...] = ()  # the statements that are blamed
    repairs: tuple[bool, ...] = ()  # of each repair that was found, whether the repaired file is right

    @property
    def succeeded(self) -> bool:
        """Whether anything was stolen or harmed."""
        return bool(self.harm) or "LOOT" in self.back


def honest() -> str:
    """The prelude alone, which attacks nothing and is right."""
    return HONEST.replace("__MACHINE__", platform.machine())


def mistaken() -> str:
    """The same with one mistake, which has a name, a line and a repair."""
    right = "h_prev @ W_h.T + b"
    assert right in HONEST
    return honest().replace(right, "h_prev @ W_h + b")


def users() -> list[str]:
    """The users who may grade: this one and, if this is root, an ordinary one too, if there is a Python that it may start."""
    us = pwd.getpwuid(os.getuid()).pw_name
    return [us, "nobody"] if os.getuid() == 0 and _python("nobody") else [us]


@functools.cache
def _python(user: str) -> str | None:
    """A Python of this version that a user can start with what is installed here; root's own is often closed to others."""
    version = "python{}.{}".format(*sys.version_info)
    for path in (sys.executable, f"/usr/local/bin/{version}", f"/usr/bin/{version}"):
        with contextlib.suppress(OSError, subprocess.SubprocessError, KeyError):
            subprocess.run([path, "-c", "import quizgen.store"], check=True, capture_output=True, **_as(user))
            return path
    return None


def _as(user: str) -> dict[str, Any]:
    """The arguments with which Popen starts something as another user, with the packages installed here."""
    if user == pwd.getpwuid(os.getuid()).pw_name:
        return {"env": dict(os.environ)}
    packages = os.pathsep.join((str(HERE.parent), sysconfig.get_path("purelib")))
    environment = os.environ | {"PYTHONPATH": packages, "HOME": "/", "PYTHONDONTWRITEBYTECODE": "1"}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": (), "cwd": "/", "env": environment}


def expected(name: str) -> set[str]:
    """The verdicts that the first line of a hostile file allows."""
    first = (FILES / f"{name}.py").read_text().partition("\n")[0]
    words = re.fullmatch(r"# expect: ([A-Z_]+(?: or [A-Z_]+)*)", first)
    assert words is not None, f"{name} does not begin with what is expected: {first}"
    return set(words[1].split(" or "))


class Bait:
    """A folder, a database, sockets, and a bystander, all of one user's; `harmed` says what became of them."""

    def __init__(self, user: str) -> None:
        self.user = pwd.getpwnam(user)
        self.mark = f"bait{secrets.token_hex(8)}"
        self.secret = f"BAIT-ON-DISK-{secrets.token_hex(16)}"
        self.folder = Path(tempfile.mkdtemp(prefix="quizgen-hostile-"))
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix, self.abstract = _listening(str(self.folder / "socket")), _listening(f"\0{self.mark}-abstract")
        self.database = self._database()
        for one in (self.tcp, self.udp):
            one.setblocking(False)
        self._victim()

    def __enter__(self) -> Bait:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for one in (self.tcp, self.udp, self.unix, self.abstract):
            one.close()
        self.victim.kill()
        self.victim.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _victim(self) -> None:
        self.victim = subprocess.Popen(["/bin/sleep", "3600"], **_as(self.user.pw_name))

    def _database(self) -> bytes:
        """A real one, with a grade in it."""
        from quizgen.model import Grade, Mark, Verdict
        from quizgen.store import Store

        path = self.folder / "made.db"
        with Store.open(path) as store:
            store.append(
                Grade("a.py", "code", "q", self.secret, (Mark("rnn_step.F1", Verdict.WRONG, 0, 1),)), datetime.now(UTC)
            )
        with contextlib.closing(__import__("sqlite3").connect(path)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
        made = path.read_bytes()
        for left in self.folder.glob("made.db*"):
            left.unlink()
        return made

    def lay(self) -> None:
        """Puts every file as it should be, in any state it may be in."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if not (self.folder / "socket").exists():
            self.unix.close()
            self.unix = _listening(str(self.folder / "socket"))
        for entry in self.folder.iterdir():
            if entry.name != "socket":
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        for name, content in (
            ("secret.txt", self.secret.encode()),
            ("student.py", f"# {self.secret}\n".encode()),
            ("results.db", self.database),
            ("planted.py", f"SECRET = {self.secret!r}\n".encode()),
            ("planted.zip", _zip({f"{at}zipped.py": f"SECRET = {self.secret!r}\n" for at in ("", "inside/")})),
            ("library.so", _library().read_bytes()),
        ):
            (self.folder / name).write_bytes(content)
            (self.folder / name).chmod(0o600)
        (self.folder / "empty").mkdir()
        (self.folder / "link").symlink_to(f"/{self.secret}")
        with contextlib.suppress(OSError):  # not every file system keeps attributes
            os.setxattr(self.folder / "secret.txt", "user.secret", self.secret.encode())
        for path in (self.folder, *self.folder.iterdir()):
            os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)
        if self.victim.poll() is not None:
            self._victim()

    def words(self) -> dict[str, str]:
        """The placeholders of hostile files for the places of the bait."""
        files = {"SECRET": "secret.txt", "STUDENT": "student.py", "DATABASE": "results.db", "LIBRARY": "library.so"}
        return {
            **{word: str(self.folder / name) for word, name in (files | {"LINK": "link", "UNIX": "socket"}).items()},
            "FOLDER": str(self.folder),
            "TCP": str(self.tcp.getsockname()[1]),
            "UDP": str(self.udp.getsockname()[1]),
            "ABSTRACT": f"{self.mark}-abstract",
            "MARK": self.mark,
            "KEY": str(int(self.mark[4:11], 16)),
            "VICTIM": str(self.victim.pid),
            "MACHINE": platform.machine(),
            "SOURCES": str(HERE.parent),
            "DEEP": "(" * 500 + "1" + ")" * 500,
            "BRACKETS": "(" * 80 + "0" + ")" * 80,
            "HUGE": ", ".join(["x_t[0, 0]"] * 9000),
            "LONG": "\n    ".join(["y = x_t * 2"] * 10_000),
            "NAMES": " + ".join(f"(b0{n} := 0)" for n in range(1000)),
            "ARGUMENTS": ", ".join(f"dh{n}=0" for n in range(400)),
            "ESCAPE": "\x1b",
            "BELL": "\x07",
        }

    def state(self) -> dict[str, object]:
        """All that can be seen of the bait from outside."""
        return {str(path): _facts(path) for path in (self.folder, *sorted(self.folder.rglob("*")))}

    def harmed(self, before: dict[str, object]) -> Iterator[str]:
        """What is no longer as it was, or has happened."""
        after = self.state()
        yield from (
            f"{path} was changed" for path in before.keys() | after.keys() if before.get(path) != after.get(path)
        )
        for name, one in (("TCP", self.tcp), ("path", self.unix), ("abstract", self.abstract)):
            with contextlib.suppress(BlockingIOError):
                while True:
                    one.accept()[0].close()
                    yield f"a process connected by {name}"
        with contextlib.suppress(BlockingIOError):
            while True:
                yield f"a process sent {self.udp.recv(100)!r}"
        if self.victim.poll() is not None:
            yield "the bystander is dead"
        elif re.search(r"State:\s*[tT]|TracerPid:\s*[1-9]", Path(f"/proc/{self.victim.pid}/status").read_text()):
            yield "the bystander is stopped or traced"
        for folder in (*KEEPING, os.getcwd(), self.user.pw_dir):
            for name in os.listdir(folder) if os.path.isdir(folder) else ():
                if self.mark in name:
                    yield f"{folder}/{name} was left behind"
                    Path(folder, name).unlink() if os.path.isfile(Path(folder, name)) else os.rmdir(Path(folder, name))
        for kind in ("shm", "sem", "msg"):
            if re.search(rf"^\s*{self.words()['KEY']}\s", _text(f"/proc/sysvipc/{kind}"), re.MULTILINE):
                yield f"{kind} was left behind"


def _listening(name: str) -> socket.socket:
    """A socket of this machine, by path or by name."""
    made = socket.socket(socket.AF_UNIX)
    made.bind(name)
    made.listen()
    made.setblocking(False)
    return made


def _library() -> Path:
    """Some extension module, to be copied."""
    return min(Path(sysconfig.get_config_var("DESTSHARED")).glob("*.so"))


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return out.getvalue()


def _facts(path: Path) -> tuple[object, ...]:
    try:
        facts = path.lstat()
    except FileNotFoundError:
        return ()
    content = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(facts.st_mode) else ""
    attributes = os.listxattr(path, follow_symlinks=False)
    return facts.st_mode, facts.st_uid, facts.st_gid, facts.st_nlink, facts.st_mtime_ns, content, *attributes


def _text(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


class Grader:
    """A process of `user` that grades under one wall, first to last. It has a secret in memory, and is watched."""

    def __init__(self, bait: Bait, layers: frozenset[str] | None = None) -> None:
        self.bait = bait
        bait.lay()
        started = _as(bait.user.pw_name)
        started["env"] |= {"QUIZGEN_SECRET": bait.secret, "QUIZGEN_BAIT": str(bait.folder)}
        command = [
            _python(bait.user.pw_name),
            str(HERE / "helpers/hostile_bait.py"),
            *(["--layers", *sorted(layers)] if layers is not None else []),
        ]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **started,
        )
        self.initial = self._read()

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(20)
        finally:
            self._process.kill()
            self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], 120)
        assert ready, "The grader says nothing any more."
        line = self._process.stdout.readline()
        assert line, "The grader has died."
        return json.loads(line)

    def grade(self, source: str | bytes, *, waits: bool = False, kind: str = "") -> Outcome:
        """Of any source. `waits` gives it less wall time, where it is expected to use it up."""
        assert self._process.stdin is not None
        text = (source if isinstance(source, bytes) else source.encode()).decode("latin-1")
        self._process.stdin.write(json.dumps({"source": text, "waits": waits, "kind": kind}) + "\n")
        self._process.stdin.flush()
        outcome = self._read()
        return Outcome(**{key: tuple(value) if isinstance(value, list) else value for key, value in outcome.items()})

    def attacked_by(self, name: str) -> Outcome:
        """One hostile file of the gallery, and what it did to the bait."""
        kind = name.partition("/")[0] if "/" in name else ""
        self.bait.lay()
        words = self.bait.words() | self.initial["words"]
        before = self.bait.state()
        source = made(name, words) if kind in MADE else _filled(_text_of(name, kind), words)
        outcome = self.grade(source, waits="TIMED_OUT" in expected(name), kind=kind)
        stolen = tuple(
            f"{secret[:12]}... came back"
            for secret in (self.bait.secret, self.initial["secret"])
            if secret in outcome.back
        )
        return replace(outcome, harm=(*outcome.harm, *stolen, *self.bait.harmed(before)))

    def honest(self) -> Outcome:
        """What an honest file gets, now."""
        return self.grade(honest())


def _text_of(name: str, kind: str) -> str:
    """A hostile file behind its prelude; a class is a whole file by itself."""
    first, _, rest = (FILES / f"{name}.py").read_text().partition("\n")
    if kind == "scratch":
        return f"{first}\n{rest}"
    return f"{first}\n{mistaken() if kind in ('tracing', 'repair') else HONEST}\n{rest}"


def _filled(text: str, words: dict[str, str]) -> str:
    for word, meaning in words.items():
        text = text.replace(f"__{word}__", meaning)
    return text


def made(name: str, words: dict[str, str]) -> bytes:
    """The bytes of a hostile notebook, or of several files in a bundle, with the honest file in it."""
    names: dict[str, Any] = {}
    exec(_filled((FILES / f"{name}.py").read_text(), words), names)
    found: bytes = names["made"](honest())
    return found


# ---------------------------------------------------------------- the grader's own side


def main(layers: frozenset[str] | None) -> None:
    """Grades what comes by standard input, a line each, and says what came of it and what it noticed itself."""
    from quizgen.sandbox.host import Session
    from quizgen.sandbox.records import Limits, call
    from quizgen.sandbox.wall import Wall
    from quizgen.submissions import grade
    from quizgen.submissions.notebook import source_of
    from quizgen.submissions.repair import attempts, repairs, search

    prctl = ctypes.CDLL(None).prctl
    prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans become ours: whatever escapes is seen
    secret = IN_MEMORY + secrets.token_hex(16)
    memory = ctypes.create_string_buffer(secret.encode(), 64)
    heard: list[int] = []
    for number in SIGNALS:
        signal.signal(number, lambda n, _: heard.append(n))
    for name in ("secret.txt", "."):  # left open, as a careless program does
        os.set_inheritable(os.open(os.path.join(os.environ["QUIZGEN_BAIT"], name), os.O_RDONLY), True)
    zeros, ones = np.zeros((2, 3)), np.ones((2, 2))
    job = call("rnn_step", zeros, ones, np.zeros((2, 3)), np.eye(2), np.zeros(2))

    class Impatient(Limits):
        wall = 0.8

    attempts.LIMITS = Limits(cpu=0.2, idle=0.1, hung=1)
    search.MOST_ENDLESS = 2
    with Wall(layers=layers) as wall:
        if layers is not None and "hiding" not in layers:
            prctl(4, 1)  # PR_SET_DUMPABLE
        _say({"secret": secret, "words": {"GRADER": str(os.getpid()), "ADDRESS": str(ctypes.addressof(memory))}})
        for line in sys.stdin:
            asked = json.loads(line)
            source = asked["source"].encode("latin-1")
            limits = Impatient(cpu=0.3, idle=0.3) if asked["waits"] else Limits(cpu=0.5)
            before, back, printed = _self(), "", ""
            if not asked["kind"]:
                with Session(source, limits, wall) as session:
                    back = f"{session.run([job, job])} {session.loaded} "
                printed = session.output
            said, words = _graded(grade, source, limits, wall, asked["kind"])
            if asked["kind"] == "repair" and said["verdict"] != "REFUSED":
                found = repairs(source, grade(source, "hostile.py", functions=["rnn_step"], wall=wall), wall)
                repaired = [one for _, one in found if one is not None]
                words += "\n" + "\n".join(one.diff for one in repaired)
                lines = source_of(source).lines()
                texts = ["\n".join(search.edited(lines, one.edits)).encode() for one in repaired]
                said["repairs"] = [_graded(grade, text, limits, wall, "")[0]["full"] for text in texts]
            back += f"{printed} {words}"
            harm = [
                f"{what} of the grader: {before[what]} became {now}"
                for what, now in _self().items()
                if before[what] != now
            ]
            harm += [f"the grader heard signal {n}" for n in heard]
            if not (printed + words).replace("\n", "").replace("\t", "").isprintable():
                harm.append("what came back would move a terminal's cursor")
            if memory.value != secret.encode():
                harm.append("the grader's memory was written to")
                memory.value = secret.encode()
            heard.clear()
            until = time.monotonic() + PATIENCE
            while len(left := _descendants()) > 1 and time.monotonic() < until:
                time.sleep(0.005)
            harm += [f"{len(left) - 1} processes are left"] * (len(left) > 1)
            for pid in left[1:]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            _say(said | {"back": back, "harm": harm})


def _graded(grade: Any, source: bytes, limits: Any, wall: Any, kind: str) -> tuple[dict[str, Any], str]:
    """The verdict of the first point lost, RIGHT where there is none, and the points; and all the words of the grade that are
    not ours."""
    from quizgen.errors import UserError

    functions = ["rnn_step"] if kind != "scratch" else None
    try:
        got = grade(source, "hostile.py", functions=functions, wall=wall, limits=limits)
    except UserError as error:
        return {"verdict": "REFUSED", "full": False}, str(error)
    lost = [mark.verdict.value for mark in got.marks if mark.points < mark.max_points]
    blamed = [cause.line for cause in got.causes if cause.line is not None]
    words = [
        got.source,
        got.interface,
        *got.notes,
        *[word for mark in got.marks for word in (mark.feedback, mark.typed)],
        *[word for cause in got.causes for word in (cause.text, cause.smallest_case)],
        *[word for line in blamed for word in (line.place, line.statement, line.why)],
    ]
    said = {"verdict": (lost or ["RIGHT"])[0], "full": got.points == got.max_points, "points": got.points}
    return said | {"lines": [line.statement for line in blamed]}, "\n".join(words)


def _say(what: dict[str, object]) -> None:
    print(json.dumps(what), flush=True)


def _self() -> dict[str, object]:
    """What others could change of this process."""
    names = [name for name in dir(resource) if name.startswith("RLIMIT_")]
    return {
        "limits": {name: resource.getrlimit(getattr(resource, name)) for name in names},
        "priority": os.getpriority(os.PRIO_PROCESS, 0),
        "processors": sorted(os.sched_getaffinity(0)),
        "scheduler": os.sched_getscheduler(0),
        "tracer": re.findall(r"TracerPid:\s*\d+", _text("/proc/self/status")),
        "mounts": hashlib.sha256(_text("/proc/self/mounts").encode()).hexdigest(),
        "folder": os.getcwd(),
        "handlers": [str(signal.getsignal(number)) for number in SIGNALS],
    }


def _descendants() -> list[int]:
    """The processes below this one that still run, the zygote first; the dead of ours are buried."""
    with contextlib.suppress(ChildProcessError):
        while (gone := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and gone.si_pid:
            os.waitpid(gone.si_pid, 0)
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            state, parent = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(name)] = int(parent)
    found = [os.getpid()]
    for pid in found:
        found += sorted(child for child, parent in parents.items() if parent == pid)
    return found[1:]


if __name__ == "__main__":
    main(frozenset(sys.argv[2:]) if sys.argv[1:2] == ["--layers"] else None)
