"""The limits of a child on time and memory, and how its end is observed from outside."""

from __future__ import annotations

import pytest
from sandbox_wall import TIGHT, body_result, linux, why

from quizgen.sandbox import process
from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Limits, call
from quizgen.sandbox.syscalls import MACHINES, machine
from quizgen.sandbox.wall import Wall

pytestmark = pytest.mark.slow
X86, ARM = MACHINES["x86_64"], MACHINES["aarch64"]


def test_cpu_is_limited_to_fractions_of_a_second(held: Wall) -> None:
    got = why(body_result(held, "while True: pass", Limits(cpu=0.2)))
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
    assert why(body_result(held, body, Limits(cpu=0.3))).startswith("TIMED_OUT")


@linux
def test_the_kernel_ends_it_where_the_grader_does_not_measure(monkeypatch: pytest.MonkeyPatch, held: Wall) -> None:
    monkeypatch.setattr(process, "_cpu", lambda pid: 0.0)
    assert why(body_result(held, "while True: pass", Limits(cpu=0.1))).startswith("TIMED_OUT")


def test_memory_is_limited(held: Wall) -> None:
    for body in ("return bytes(1 << 31)[0]", "kept = []\nwhile True: kept.append(bytes(1 << 26))"):
        assert why(body_result(held, body)).startswith("OUT_OF_MEMORY")


@linux
@pytest.mark.parametrize("body", ["time.sleep(60)", "import signal\nos.kill(os.getpid(), signal.SIGSTOP)"])
def test_a_child_that_sleeps_is_ended_when_it_is_seen_to(body: str, held: Wall) -> None:
    assert process.WAITING in why(body_result(held, body))


def test_a_child_that_sleeps_is_ended_by_the_clock_where_it_is_not_seen(
    held: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Impatient(Limits):
        wall = 1.0

    monkeypatch.setattr(process, "_idle", lambda pid: False)
    for body in ("time.sleep(60)", "import signal\nos.kill(os.getpid(), signal.SIGSTOP)"):
        assert "in 1 s: it waits for something" in why(body_result(held, body, Impatient()))


@linux
def test_a_child_that_naps_while_it_works_is_not_ended(held: Wall) -> None:
    """Each pause is longer than the time between two readings of the clock."""
    limits = Limits(cpu=0.2)
    result = body_result(held, "for _ in range(3):\n    time.sleep(0.15)\n    sum(range(1000))\nreturn 3", limits)
    assert result.failure is None and result.value == 3


@linux
def test_a_child_that_naps_for_ever_is_ended_though_it_computes_in_between(held: Wall) -> None:
    naps = "while True:\n    time.sleep(0.05)\n    sum(range(1000))"
    assert process.WAITING in why(body_result(held, naps, Limits(cpu=5.0, idle=0.4)))


WAITS = "".join(f"def waits{n}(): time.sleep(60)\n" for n in range(4))
NEVER_SAYS_SO = "import os\nnever, os.write = os.write, lambda to, data: never(to, data) if to == 4 else len(data)\n"


@linux
def test_after_two_functions_that_wait_the_others_may_wait_for_less_time_and_compute_as_long_as_before(
    held: Wall,
) -> None:
    computes = "def computes():\n    time.sleep(0.02)\n    while time.process_time() < 0.5: pass\n    return 7\n"
    with Session(f"import time\n{WAITS}{computes}".encode(), Limits(cpu=3), held) as session:
        *waited, computed = session.run([*(call(f"waits{n}") for n in range(4)), call("computes")])
    assert [process.WAITING in why(one) for one in waited] == [True] * 4
    assert ["two functions of this file had waited" in why(one) for one in waited] == [False, False, True, True]
    assert computed.value == 7


@pytest.mark.parametrize(("size", "count"), [(10, 300), (300, 40), (5_000, 9), (200_000, 2)])
def test_no_answer_is_lost_to_the_job_that_ends_the_child(size: int, count: int, held: Wall) -> None:
    source = f"import os, numpy as np\ndef f(n): return np.full({size}, n)\ndef g(): os._exit(0)\n"
    with Session(source.encode(), TIGHT, held) as session:
        *answers, last = session.run([*(call("f", float(n)) for n in range(count)), call("g")])
    assert [one.value is not None and one.value[-1] for one in answers] == [*range(count)]
    assert why(last).startswith("CRASHED ended the whole program")


@linux
def test_what_a_child_wrote_before_it_hangs_counts_though_it_never_said_so(held: Wall) -> None:
    with Session(
        f"{NEVER_SAYS_SO}def f(): return 5\ndef g():\n    while True: pass\n".encode(), TIGHT, held
    ) as session:
        first, second = session.run([call("f"), call("g")])
    assert first.value == 5 and why(second).startswith("TIMED_OUT")


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
def test_the_reason_for_the_end_of_a_child_follows_from_what_was_observed(body: str, held: Wall) -> None:
    assert why(body_result(held, body)).startswith(ENDINGS[body])


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
    assert why(body_result(held, body)).startswith("FORBIDDEN")
