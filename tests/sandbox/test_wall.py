"""The wall stands: what a child may ask of the kernel, what it may read, what it may use, and that nothing of it is left."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.sandbox import probe, process, seccomp, wall
from quizgen.sandbox.host import Session
from quizgen.sandbox.layers import STRICT
from quizgen.sandbox.protocol import WallFailed
from quizgen.sandbox.records import Limits, Loaded, NoWall, Protection, Result, call
from quizgen.sandbox.syscalls import MACHINES, NUMBERS, Machine, machine
from quizgen.sandbox.wall import Wall

TIGHT = Limits(cpu=0.5)
X86, ARM = MACHINES["x86_64"], MACHINES["aarch64"]
HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}
linux = pytest.mark.skipif(sys.platform != "linux" or machine() is None, reason="only Linux has this wall")
needs_landlock = pytest.mark.skipif(probe.probe().level != "full", reason="this kernel has no Landlock")

# ---------------------------------------------------------------- the filter, run by a small machine of our own


def verdict(code: bytes, arch: int, number: int, *args: int) -> int:
    """What the kernel would do: the filter language has one register and jumps forward only."""
    words = [
        number,
        arch,
        0,
        0,
        *(word for arg in [*args, 0, 0, 0, 0, 0, 0][:6] for word in (arg & 0xFFFFFFFF, arg >> 32)),
    ]
    steps = list(seccomp.INSTRUCTION.iter_unpack(code))
    at, held = 0, 0
    while True:
        what, so, otherwise, k = steps[at]
        at += 1
        if what == seccomp.LOAD:
            held = words[k // 4]
        elif what == seccomp.RETURN:
            return k
        elif what == seccomp.JUMP:
            at += k
        else:
            true = {seccomp.EQUAL: held == k, seccomp.ANY_BIT: bool(held & k), seccomp.AT_LEAST: held >= k}[what]
            at += so if true else otherwise


def asked(on: Machine, name: str, *args: int, opens: bool = True) -> int:
    return verdict(seccomp.assemble(on, opens).code, on.audit, on.numbers[name], *args)


def refused(error: int) -> int:
    return seccomp.ERRNO | error


machines = pytest.mark.parametrize("on", [X86, ARM], ids=lambda on: on.name)


@machines
def test_what_every_program_does_is_allowed(on: Machine) -> None:
    for name in {*seccomp.FREE} & {*on.numbers}:
        assert asked(on, name, 1 << 40, 7, 9) == seccomp.ALLOW


@machines
@given(number=st.integers(0, 0x3FFFFFFF), args=st.lists(st.integers(0, 2**64 - 1), max_size=6))
def test_a_call_that_is_not_listed_does_not_exist(on: Machine, number: int, args: list[int]) -> None:
    listed = {on.numbers[name] for name in (*seccomp.FREE, *seccomp._conditions(True)) if name in on.numbers}
    if number not in listed:
        assert verdict(seccomp.assemble(on, True).code, on.audit, number, *args) == refused(errno.ENOSYS)


@machines
@given(number=st.integers(0, 2**32 - 1), arch=st.integers(0, 2**32 - 1))
def test_the_numbers_of_another_machine_end_the_process(on: Machine, number: int, arch: int) -> None:
    code = seccomp.assemble(on, True).code
    if arch != on.audit:
        assert verdict(code, arch, number) == seccomp.KILL
    assert verdict(code, on.audit, number | seccomp.X32) == seccomp.KILL


@machines
@given(flags=st.integers(0, 2**32 - 1), high=st.integers(0, 2**32 - 1), opens=st.booleans())
def test_a_file_is_opened_for_reading_or_not_at_all(on: Machine, flags: int, high: int, opens: bool) -> None:
    writing = flags & (
        os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | 0o20000000
    )  # the last: O_TMPFILE
    for name, at in seccomp.OPENS.items():
        if name in on.numbers:
            got = asked(on, name, *(at * [5]), flags | high << 32, opens=opens)
            assert got in (seccomp.ALLOW, refused(errno.EACCES))
            assert not (got == seccomp.ALLOW and (writing or not opens))
    ordinary = asked(on, "openat", 5, 5, os.O_RDONLY | os.O_CLOEXEC, opens=opens)
    assert ordinary == (seccomp.ALLOW if opens else refused(errno.EACCES))


@machines
@given(pid=st.integers(0, 2**64 - 1), number=st.integers(0, 64))
def test_a_signal_reaches_nobody_but_oneself(on: Machine, pid: int, number: int) -> None:
    for name in ("kill", "tgkill"):
        himself = pid & 0xFFFFFFFF == seccomp.OWN_PID
        assert asked(on, name, pid, number) == (seccomp.ALLOW if himself else refused(errno.EPERM))
        assert asked(on, name, seccomp.OWN_PID, number) == seccomp.ALLOW


@machines
@given(new=st.integers(0, 2**64 - 1), whose=st.sampled_from([0, seccomp.OWN_PID, 1, 4711]))
def test_limits_may_be_asked_and_not_set(on: Machine, new: int, whose: int) -> None:
    fine = new == 0 and whose in (0, seccomp.OWN_PID)
    assert (asked(on, "prlimit64", whose, 9, new, 1) == seccomp.ALLOW) == fine


@machines
def test_descriptors_and_terminals_are_left_alone(on: Machine) -> None:
    owner, lease, pipe_size, inject = 8, 1024, 1031, 0x5412
    for name, command in (("fcntl", owner), ("fcntl", lease), ("fcntl", pipe_size), ("ioctl", inject)):
        assert asked(on, name, 1, command) == refused(errno.EPERM)
    assert asked(on, "fcntl", 1, 1) == asked(on, "ioctl", 1, 0x5401) == seccomp.ALLOW


@machines
def test_what_python_words_well_is_refused_as_a_permission(on: Machine) -> None:
    for name in {*seccomp.REFUSED} & {*on.numbers}:
        assert asked(on, name) == refused(errno.EPERM)


@machines
def test_a_filter_fits_the_kernel(on: Machine) -> None:
    program = seccomp.assemble(on, True)
    assert len(program.code) // 8 < 4096 and len(program.pids) == 3


@pytest.mark.parametrize("name", HEADERS)
def test_system_calls_have_the_numbers_of_the_kernel(name: str) -> None:
    header = next((Path(path) for path in HEADERS[name] if Path(path).exists()), None)
    if header is None:
        pytest.skip("the kernel's headers are not installed")
    said = re.findall(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text(), re.MULTILINE)
    public: dict[str, int] = {}
    for call_name, number in said:
        public.setdefault("newfstatat" if call_name == "fstatat" else call_name, int(number))
    column = ("x86_64", "aarch64").index(name)
    assert {call_name: pair[column] for call_name, pair in NUMBERS.items()} == {n: public.get(n) for n in NUMBERS}


# ---------------------------------------------------------------- what a child finds


@pytest.fixture(scope="module")
def held() -> Iterator[Wall]:
    with Wall() as opened:
        yield opened


def ask(within: Wall, body: str, limits: Limits = TIGHT, before: str = "") -> Result:
    """What the body of a function f comes to behind this wall."""
    lines = "\n    ".join(["import errno, os, socket, sys, threading, time, resource", *body.splitlines()])
    with Session(f"{before}\ndef f():\n    {lines}\n".encode(), limits, within) as session:
        [result] = session.run([call("f")])
    return result


def why(result: Result) -> str:
    assert result.failure is not None, result.value
    return f"{result.failure.verdict} {result.failure.why}"


FORBIDDEN = {
    "read a file": "open('/etc/passwd').read()",
    "list a folder": "os.listdir('/')",
    "read what the grader was told": "open(f'/proc/self/environ').read()",
    "write a file": "open('/tmp/quizgen-was-here', 'w')",
    "truncate a file": "os.truncate('/etc/hostname', 0)",
    "make a folder": "os.mkdir('/tmp/quizgen-was-here')",
    "change a mode": "os.chmod('/etc/hostname', 0o777)",
    "change a time": "os.utime('/etc/hostname')",
    "open a socket": "socket.socket()",
    "open a socket of a file": "socket.socket(socket.AF_UNIX)",
    "start a process": "os.fork()",
    "start a program": "os.execv('/bin/true', ['true'])",
    "start a thread": "threading.Thread(target=print).start()",
    "make a file of memory": "os.memfd_create('x')",
    "send a signal": "os.kill(1, 0)",
    "signal its group": "os.killpg(0, 9)",
    "raise a limit": "resource.setrlimit(resource.RLIMIT_CPU, (9, 9))",
    "become somebody else": "os.setuid(12345)",
    "hurry": "os.nice(-5)",
    "go elsewhere": "os.chdir('/tmp')",
    "learn the machine's name": "socket.gethostname()",
}


@linux
@pytest.mark.parametrize("attempt", FORBIDDEN)
def test_a_submission_cannot(attempt: str, held: Wall) -> None:
    got = why(ask(held, FORBIDDEN[attempt]))
    assert re.search(
        r"raised (\w*Error).*(not permitted|denied|not implemented|not allowed|can't start new thread)", got
    )


@linux
@needs_landlock
def test_what_honest_files_import_late_can_be_read(held: Wall) -> None:
    assert ask(held, "import colorsys, numpy.lib.scimath, wave\nreturn 1").value == 1


@linux
def test_modules_that_ask_for_the_machine_are_told_nothing_of_it(held: Wall) -> None:
    late = "import platform, uuid, numpy.testing\nnumpy.testing.assert_allclose(1.0, 1.0)"
    assert ask(held, f"{late}\nreturn platform.node() + platform.release() + os.uname().nodename").value == ""


@linux
def test_a_child_holds_four_pipes_and_nothing(held: Wall) -> None:
    body = "found = []\nfor fd in range(64):\n    try: found.append((fd, os.fstat(fd).st_mode >> 12))\n    except OSError: pass"
    assert ask(held, f"{body}\nreturn found").value == [(0, 2), (1, 1), (2, 1), (3, 1), (4, 1)]


@linux
def test_a_child_has_no_rights_left(held: Wall) -> None:
    child = held.child(TIGHT)
    _wait(lambda: b"Seccomp:\t2" in _status(child.pid))
    status = _status(child.pid).decode()
    child.close()
    assert re.search(r"CapEff:\t0+\n", status) and re.search(r"CapPrm:\t0+\n", status)
    assert "NoNewPrivs:\t1" in status and "Threads:\t1" in status


@linux
@pytest.mark.skipif(os.getuid() == 0, reason="root looks into everything")
def test_nobody_of_the_same_user_looks_into_it(held: Wall) -> None:
    child = held.child(TIGHT)
    _wait(lambda: b"Seccomp:\t2" in _status(child.pid))
    with pytest.raises(PermissionError):
        Path(f"/proc/{child.pid}/environ").read_bytes()
    child.close()


@linux
def test_nobody_looks_into_the_grader_while_a_wall_is_open() -> None:
    source = (
        "from quizgen.sandbox.syscalls import prctl\nfrom quizgen.sandbox.wall import Wall\nseen = [prctl(3)]\n"
        "with Wall():\n    with Wall(): seen.append(prctl(3))\n    seen.append(prctl(3))\n"
        "print(*seen, prctl(3))"
    )
    dumpable = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout
    assert dumpable.split() == ["1", "0", "0", "1"]


def test_random_numbers_are_the_same_for_every_file_and_not_the_graders(held: Wall) -> None:
    body = "import random, numpy\nreturn [random.random(), float(numpy.random.rand()), float(numpy.random.default_rng(1).random())]"
    first, second = ask(held, body).value, ask(held, body).value
    assert first == second
    np.random.seed(1)
    import random

    assert first[0] != random.random()


def test_one_job_never_affects_the_next(held: Wall) -> None:
    ask(
        held,
        "import numpy, builtins, math\nnumpy.tanh = numpy.dot = numpy.allclose = None\nmath.pi = 4\nbuiltins.len = None",
    )
    assert ask(held, "import numpy, math\nreturn [float(numpy.tanh(0)), len('abc'), math.pi < 4]").value == [
        0.0,
        3,
        True,
    ]


# ---------------------------------------------------------------- limits


def test_cpu_is_limited_to_fractions_of_a_second(held: Wall) -> None:
    got = why(ask(held, "while True: pass", Limits(cpu=0.2)))
    assert got.startswith("TIMED_OUT gave no answer in 0.2 s of computing")


@pytest.mark.parametrize(
    "body",
    [
        "while True: print('x' * 1000)",
        "10 ** 10 ** 8",
        "import signal\nfor n in {*range(1, 65)} - {9, 19, 32, 33}: signal.signal(n, signal.SIG_IGN)\nwhile True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    ],
    ids=["that prints", "in one operation", "deaf to signals", "that catches everything"],
)
def test_an_endless_loop_is_ended(body: str, held: Wall) -> None:
    assert why(ask(held, body, Limits(cpu=0.3))).startswith("TIMED_OUT")


@linux
def test_the_kernel_ends_it_where_nobody_watches(monkeypatch: pytest.MonkeyPatch, held: Wall) -> None:
    monkeypatch.setattr(process, "_cpu", lambda pid: 0.0)
    assert why(ask(held, "while True: pass", Limits(cpu=0.1))).startswith("TIMED_OUT")


def test_memory_is_limited(held: Wall) -> None:
    for body in ("return bytes(1 << 31)[0]", "kept = []\nwhile True: kept.append(bytes(1 << 26))"):
        assert why(ask(held, body)).startswith("OUT_OF_MEMORY")


@linux
@pytest.mark.parametrize("body", ["time.sleep(60)", "import signal\nos.kill(os.getpid(), signal.SIGSTOP)"])
def test_a_child_that_sleeps_is_ended_when_it_is_seen_to(body: str, held: Wall) -> None:
    assert process.WAITING in why(ask(held, body))


def test_a_child_that_sleeps_is_ended_by_the_clock_where_it_is_not_seen(
    held: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Impatient(Limits):
        wall = 1.0

    monkeypatch.setattr(process, "_idle", lambda pid: False)
    for body in ("time.sleep(60)", "import signal\nos.kill(os.getpid(), signal.SIGSTOP)"):
        assert "in 1 s: it waits for something" in why(ask(held, body, Impatient()))


@linux
def test_a_child_that_naps_while_it_works_is_not_ended(held: Wall) -> None:
    """Each nap is longer than what lies between two looks."""
    limits = Limits(cpu=0.2)
    result = ask(held, "for _ in range(3):\n    time.sleep(0.15)\n    sum(range(1000))\nreturn 3", limits)
    assert result.failure is None and result.value == 3


ENDINGS = {
    "import ctypes; ctypes.string_at(0)": "CRASHED was ended by the signal SIGSEGV",
    "os.abort()": "CRASHED was ended by the signal SIGABRT",
    "os._exit(0)": "CRASHED ended the whole program (exit status 0)",
    "os._exit(7)": "CRASHED ended the whole program (exit status 7)",
    "os.kill(os.getpid(), 9)": "OUT_OF_MEMORY was killed",
    "os.close(4); time.sleep(60)": "CRASHED closed the connection",
    "os.write(4, b'x' * 99)": "CRASHED sent back what is not an answer",
}


@linux
@pytest.mark.parametrize("body", ENDINGS)
def test_how_a_child_ended_is_told_from_what_was_seen(body: str, held: Wall) -> None:
    assert why(ask(held, body)).startswith(ENDINGS[body])


@linux
@pytest.mark.skipif(machine() is not X86, reason="x86-64 code")
@pytest.mark.parametrize("code", ["b8 14 00 00 00 cd 80 c3", "b8 27 00 00 40 0f 05 c3"], ids=["int 0x80", "x32"])
def test_another_machines_system_calls_are_forbidden(code: str, held: Wall) -> None:
    body = (
        "import ctypes, mmap\n"
        f"code = bytes.fromhex('{code}')\n"
        "page = mmap.mmap(-1, 4096, prot=7)\npage.write(code)\n"
        "return ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()"
    )
    assert why(ask(held, body)).startswith("FORBIDDEN")


# ---------------------------------------------------------------- the zygote


def _status(pid: int) -> bytes:
    return Path(f"/proc/{pid}/status").read_bytes()


def _alive(pid: int) -> bool:
    try:
        return b"State:\tZ" not in _status(pid)
    except (FileNotFoundError, ProcessLookupError):
        return False


def _wait(true: object, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_zygote_that_dies_is_replaced() -> None:
    with Wall() as opened:
        assert ask(opened, "return 1").value == 1
        first = opened._zygote
        first.kill()
        first.wait()
        assert ask(opened, "return 2").value == 2
        assert opened._zygote is not first


def test_a_zygote_that_dies_during_a_job_is_our_fault() -> None:
    source = b"import os\ndef f():\n    while True: pass"
    with Wall() as opened, Session(source, Limits(cpu=30), opened) as session:
        assert isinstance(session.loaded, Loaded)
        opened._zygote.kill()
        with pytest.raises(WallFailed):
            session.run([call("f")])


def test_an_interrupted_request_is_not_answered_to_the_next(capfd: pytest.CaptureFixture[str]) -> None:
    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with Wall() as opened:
            opened._zygote.send_signal(signal.SIGSTOP)
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            with pytest.raises(KeyboardInterrupt):
                opened.child(TIGHT)
            opened._zygote.send_signal(signal.SIGCONT)
            assert ask(opened, "return 1").value == 1
    finally:
        signal.signal(signal.SIGALRM, before)
    assert "Traceback" not in capfd.readouterr().err


def test_a_zygote_that_cannot_start_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "BOOT", "raise SystemExit(1)")
    with Wall() as opened, pytest.raises(WallFailed):
        opened.child(TIGHT)


@linux
def test_a_confinement_that_fails_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the learner's has run by then, so no submission can pretend to it."""
    broken = "\nimport os\nos.setsid = None\n"
    monkeypatch.setattr(wall, "BOOT", wall.BOOT.replace("\nsys.path[:] = own", f"{broken}sys.path[:] = own"))
    with Wall(layers=frozenset({"rlimits"})) as opened, pytest.raises(WallFailed, match="not callable"):
        ask(opened, "return 1")


@linux
@pytest.mark.parametrize("death", ["kill", "close"])
def test_a_zygote_takes_its_children_along(death: str) -> None:
    with Wall() as opened:
        child = opened.child(TIGHT)
        _wait(lambda: b"Seccomp:\t2" in _status(child.pid))
        getattr(opened._zygote, "kill" if death == "kill" else "terminate")()
        _wait(lambda: not _alive(child.pid))
        child.close()


@linux
def test_all_of_a_wall_ends_with_the_grader() -> None:
    """Even where a process that the grader has forked still holds the other end."""
    source = (
        "import os, sys, time\n"
        "from quizgen.sandbox.records import Limits\nfrom quizgen.sandbox.wall import Wall\n"
        "opened = Wall(); child = opened.child(Limits())\n"
        "holder = os.fork()\n"
        "if holder == 0: os.closerange(1, 3); time.sleep(60); os._exit(0)\n"
        "print(holder, opened._zygote.pid, child.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    said = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True).stdout.split()
    holder, zygote, child = map(int, said)
    _wait(lambda: not _alive(zygote) and not _alive(child))
    assert _alive(holder)
    os.kill(holder, signal.SIGKILL)


def test_a_wall_outlives_the_thread_that_opened_it() -> None:
    opened: list[Wall] = []
    opener = threading.Thread(target=lambda: opened.append(Wall()))
    opener.start()
    opener.join()
    time.sleep(0.1)
    with opened[0]:
        assert ask(opened[0], "return 1").value == 1
        assert opened[0]._zygote.poll() is None


def test_a_closed_wall_leaves_nothing() -> None:
    before = set(os.listdir("/dev/fd"))
    with Wall() as opened:
        assert ask(opened, "return 1").value == 1
        why(ask(opened, "os._exit(1)"))
        child = opened.child(TIGHT)
        child.close()
        child.close()
    opened.close()
    assert opened._zygote.poll() is not None
    _wait(lambda: not _alive(child.pid))
    assert set(os.listdir("/dev/fd")) == before


def test_a_closed_wall_ends_although_a_forked_process_holds_its_other_end() -> None:
    with Wall() as opened:
        assert ask(opened, "return 1").value == 1
        holder = os.fork()
        if holder == 0:
            time.sleep(60)
            os._exit(0)
    status = opened._zygote.returncode
    os.kill(holder, signal.SIGKILL)
    os.waitpid(holder, 0)
    assert status == 0, "it went by itself"


def test_a_session_left_early_leaves_no_child(held: Wall) -> None:
    with pytest.raises(KeyError), Session(b"def f(): pass", TIGHT, held) as session:
        assert isinstance(session.loaded, Loaded)
        pid = session._child.pid  # type: ignore[union-attr]
        raise KeyError
    _wait(lambda: not _alive(pid))


def test_the_zygote_knows_nothing_of_us(held: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_DB", "a secret")
    with Wall() as opened:
        got = ask(opened, "return [[*os.environ], sys.argv, sys.orig_argv[1:], [*sys.modules]]").value
    environment, argv, original, modules = got
    assert "QUIZGEN_DB" not in environment and len(argv) == 1 and original == []
    assert not [name for name in modules if name.startswith(("quizgen", "reference_rnn", "question_bank"))]


# ---------------------------------------------------------------- less than all of it


@linux
def test_without_landlock_nothing_can_be_opened_and_the_work_goes_on() -> None:
    with Wall(layers=STRICT) as strict:
        source = (
            "import numpy as np, math, random, dataclasses, typing, statistics, unittest, logging, argparse\n"
            "from numpy.lib.stride_tricks import sliding_window_view\n"
            "@dataclasses.dataclass\nclass P:\n    x: int = 1\n"
        )
        assert ask(strict, "return float(np.linalg.norm(np.fft.fft(np.ones(4)))) + P().x", before=source).value == 5.0
        for path in (os.__file__, "/etc/passwd"):
            assert "PermissionError" in why(ask(strict, f"open({path!r})"))


def test_there_is_no_wall_where_nothing_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "probe", lambda: Protection("none", "Nothing filters here."))
    with pytest.raises(NoWall, match=r"^Nothing filters here\. .* --unsafe-no-sandbox"):
        Wall()
    with Wall(unsafe=True) as unsafe:
        assert ask(unsafe, "return 1").value == 1
        assert why(ask(unsafe, "while True: pass", Limits(cpu=0.2))).startswith("TIMED_OUT")


def probed(monkeypatch: pytest.MonkeyPatch, *, filters: bool = True, landlock: int = 1, platform: str = "linux") -> str:
    monkeypatch.setattr(probe, "has_seccomp", lambda: filters)
    monkeypatch.setattr(probe.landlock, "version", lambda: landlock)
    monkeypatch.setattr(probe.sys, "platform", platform)
    monkeypatch.setattr(probe.syscalls, "machine", lambda: X86)
    return probe.probe().level


def test_how_much_of_a_wall_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert probed(monkeypatch) == "full"
    assert probed(monkeypatch, landlock=0) == "strict"
    assert probed(monkeypatch, filters=False) == "none"
    assert probed(monkeypatch, platform="darwin") == "none"
