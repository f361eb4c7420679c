"""The zygote: it is replaced when it dies, ends with the grader, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from sandbox_wall import TIGHT, body_result, is_alive, linux, process_status, wait_until, why

from quizgen.sandbox import wall
from quizgen.sandbox.host import Session
from quizgen.sandbox.protocol import WallFailed
from quizgen.sandbox.records import Limits, Loaded, call
from quizgen.sandbox.wall import Wall

pytestmark = pytest.mark.slow


def test_a_zygote_that_dies_is_replaced() -> None:
    with Wall() as opened:
        assert body_result(opened, "return 1").value == 1
        first = opened._zygote
        first.kill()
        first.wait()
        assert body_result(opened, "return 2").value == 2
        assert opened._zygote is not first


def test_zygotes_that_were_prepared_together_serve_and_end_each_for_itself() -> None:
    """Each ends with its own connection, and takes its child along; the other's is not ended."""
    process, controls = wall.start_zygotes(2, wall.choose_layers(unsafe=False))
    first, second = (Wall(control=control) for control in controls)
    try:
        assert body_result(first, "return 1").value == 1
        assert body_result(second, "return 2").value == 2
        children = [opened.child(TIGHT) for opened in (first, second)]
        first.close()
        wait_until(lambda: not is_alive(children[0].pid))
        assert is_alive(children[1].pid)
        children[1].close()
        assert body_result(second, "return 3").value == 3
    finally:
        first.close()
        second.close()
    wall.wait_for(process)
    assert process.returncode == 0


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
            assert body_result(opened, "return 1").value == 1
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
        body_result(opened, "return 1")


@linux
@pytest.mark.parametrize("death", ["kill", "close"])
def test_a_zygote_takes_its_children_along(death: str) -> None:
    with Wall() as opened:
        child = opened.child(TIGHT)
        wait_until(lambda: b"Seccomp:\t2" in process_status(child.pid))
        getattr(opened._zygote, "kill" if death == "kill" else "terminate")()
        wait_until(lambda: not is_alive(child.pid))
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
    pids = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True).stdout.split()
    holder, zygote, child = map(int, pids)
    wait_until(lambda: not is_alive(zygote) and not is_alive(child))
    assert is_alive(holder)
    os.kill(holder, signal.SIGKILL)


def test_a_wall_outlives_the_thread_that_opened_it() -> None:
    opened: list[Wall] = []
    opener = threading.Thread(target=lambda: opened.append(Wall()))
    opener.start()
    opener.join()
    time.sleep(0.1)
    with opened[0]:
        assert body_result(opened[0], "return 1").value == 1
        assert opened[0]._zygote.poll() is None


def test_a_closed_wall_leaves_nothing() -> None:
    before = set(os.listdir("/dev/fd"))
    with Wall() as opened:
        assert body_result(opened, "return 1").value == 1
        why(body_result(opened, "os._exit(1)"))
        child = opened.child(TIGHT)
        child.close()
        child.close()
    opened.close()
    assert opened._zygote.poll() is not None
    wait_until(lambda: not is_alive(child.pid))
    assert set(os.listdir("/dev/fd")) == before


def test_a_closed_wall_ends_although_a_forked_process_holds_its_other_end() -> None:
    with Wall() as opened:
        assert body_result(opened, "return 1").value == 1
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
    wait_until(lambda: not is_alive(pid))


def test_the_zygote_knows_nothing_about_the_grader(held: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_DB", "a secret")
    with Wall() as opened:
        got = body_result(opened, "return [[*os.environ], sys.argv, sys.orig_argv[1:], [*sys.modules]]").value
    environment, argv, original, modules = got
    assert "QUIZGEN_DB" not in environment and len(argv) == 1 and original == []
    assert not [name for name in modules if name.startswith(("quizgen", "reference_rnn", "question_bank"))]
