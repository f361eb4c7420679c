"""What a child finds: it cannot do what no submission needs, also where some layers are missing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sandbox_wall import TIGHT, body_result, linux, needs_landlock, process_status, wait_until, why

from quizgen.sandbox import probe, wall
from quizgen.sandbox.layers import STRICT
from quizgen.sandbox.records import Limits, NoWall, Protection
from quizgen.sandbox.syscalls import MACHINES
from quizgen.sandbox.wall import Wall

pytestmark = pytest.mark.slow
X86, ARM = MACHINES["x86_64"], MACHINES["aarch64"]


FORBIDDEN = {
    "read a file": "open('/etc/passwd').read()",
    "list a folder": "os.listdir('/')",
    "read the grader's environment": "open(f'/proc/self/environ').read()",
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
    got = why(body_result(held, FORBIDDEN[attempt]))
    assert re.search(
        r"raised (\w*Error).*(not permitted|denied|not implemented|not allowed|can't start new thread)", got
    )


@linux
@needs_landlock
def test_what_honest_files_import_late_can_be_read(held: Wall) -> None:
    assert body_result(held, "import colorsys, numpy.lib.scimath, wave\nreturn 1").value == 1


@linux
def test_modules_that_ask_for_the_machine_learn_nothing_about_it(held: Wall) -> None:
    late = "import platform, uuid, numpy.testing\nnumpy.testing.assert_allclose(1.0, 1.0)"
    assert body_result(held, f"{late}\nreturn platform.node() + platform.release() + os.uname().nodename").value == ""


@linux
def test_a_child_holds_five_ends_of_pipes_and_nothing(held: Wall) -> None:
    body = "found = []\nfor fd in range(64):\n    try: found.append((fd, os.fstat(fd).st_mode >> 12))\n    except OSError: pass"
    assert body_result(held, f"{body}\nreturn found").value == [(0, 2), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1)]


@linux
def test_a_child_has_no_rights_left(held: Wall) -> None:
    child = held.child(TIGHT)
    wait_until(lambda: b"Seccomp:\t2" in process_status(child.pid))
    status = process_status(child.pid).decode()
    child.close()
    assert re.search(r"CapEff:\t0+\n", status) and re.search(r"CapPrm:\t0+\n", status)
    assert "NoNewPrivs:\t1" in status and "Threads:\t1" in status


@linux
@pytest.mark.skipif(os.getuid() == 0, reason="root looks into everything")
def test_no_process_of_the_same_user_reads_its_memory(held: Wall) -> None:
    child = held.child(TIGHT)
    wait_until(lambda: b"Seccomp:\t2" in process_status(child.pid))
    with pytest.raises(PermissionError):
        Path(f"/proc/{child.pid}/environ").read_bytes()
    child.close()


@linux
def test_no_process_reads_the_graders_memory_while_a_wall_is_open() -> None:
    source = (
        "from quizgen.sandbox.syscalls import prctl\nfrom quizgen.sandbox.wall import Wall\nseen = [prctl(3)]\n"
        "with Wall():\n    with Wall(): seen.append(prctl(3))\n    seen.append(prctl(3))\n"
        "print(*seen, prctl(3))"
    )
    dumpable = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout
    assert dumpable.split() == ["1", "0", "0", "1"]


def test_random_numbers_are_the_same_for_every_file_and_not_the_graders(held: Wall) -> None:
    body = "import random, numpy\nreturn [random.random(), float(numpy.random.rand()), float(numpy.random.default_rng(1).random())]"
    first, second = body_result(held, body).value, body_result(held, body).value
    assert first == second
    np.random.seed(1)
    import random

    assert first[0] != random.random()


def test_one_job_never_affects_the_next(held: Wall) -> None:
    body_result(
        held,
        "import numpy, builtins, math\nnumpy.tanh = numpy.dot = numpy.allclose = None\nmath.pi = 4\nbuiltins.len = None",
    )
    assert body_result(held, "import numpy, math\nreturn [float(numpy.tanh(0)), len('abc'), math.pi < 4]").value == [
        0.0,
        3,
        True,
    ]


# With less than all layers


@linux
def test_without_landlock_nothing_can_be_opened_and_the_work_goes_on() -> None:
    with Wall(layers=STRICT) as strict:
        source = (
            "import numpy as np, math, random, dataclasses, typing, statistics, unittest, logging, argparse\n"
            "from numpy.lib.stride_tricks import sliding_window_view\n"
            "@dataclasses.dataclass\nclass P:\n    x: int = 1\n"
        )
        assert (
            body_result(strict, "return float(np.linalg.norm(np.fft.fft(np.ones(4)))) + P().x", before=source).value
            == 5.0
        )
        for path in (os.__file__, "/etc/passwd"):
            assert "PermissionError" in why(body_result(strict, f"open({path!r})"))


def test_there_is_no_wall_where_nothing_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "probe", lambda: Protection("none", "Nothing filters here."))
    with pytest.raises(NoWall, match=r"^Nothing filters here\. .* --unsafe-no-sandbox"):
        Wall()
    with Wall(unsafe=True) as unsafe:
        assert body_result(unsafe, "return 1").value == 1
        assert why(body_result(unsafe, "while True: pass", Limits(cpu=0.2))).startswith("TIMED_OUT")


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
