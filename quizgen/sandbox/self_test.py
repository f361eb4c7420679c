"""Tests the wall: a file tries what no submission may do, and reports which attempts succeeded."""

from __future__ import annotations

from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Limits, call
from quizgen.sandbox.wall import Wall

ATTEMPTS = {  # none does any harm if it succeeds
    "look into a folder": "os.listdir('/')",
    "write to a file": "os.close(os.open('/dev/null', os.O_WRONLY))",
    "open a socket": "socket.socket().close()",
    "start a process": "os.fork() or os._exit(0)",
    "send a signal": "os.kill(os.getppid(), 0)",
    "set a limit": "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))",
    "take 8 GiB of memory": "mmap.mmap(-1, 1 << 33).close()",
}
SOURCE = f"""
import mmap, os, resource, socket

def attempts():
    through = []
    for name, attempt in {ATTEMPTS!r}.items():
        try:
            exec(attempt)
            through.append(name)
        except Exception:
            pass
    return through
"""


def escapes(wall: Wall) -> tuple[str, ...]:
    """The attempts that this wall did not stop."""
    with Session(SOURCE.encode(), Limits(), wall) as session:
        [result] = session.run([call("attempts")])
    if result.failure is not None:
        raise RuntimeError(f"The self-test of the wall {result.failure.why}.")
    return tuple(name for name in ATTEMPTS if name in result.value)
