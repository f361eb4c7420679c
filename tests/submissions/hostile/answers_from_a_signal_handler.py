# expect: CRASHED or WRONG or PARTLY or TIMED_OUT or RIGHT
"""Has answers written whenever a signal arrives, which may be in the middle of another."""

import signal
import struct

TREE = b'[{"array": ["float64", [1, 1]]}]'
FRAME = struct.pack("<4sII", b"QG01", len(TREE), 8) + TREE + bytes(8)


def late(number, frame):
    for descriptor in range(3, 64):
        attempt(os.write, descriptor, FRAME)


def attack():
    for number in (signal.SIGALRM, signal.SIGPROF, signal.SIGVTALRM, signal.SIGUSR1, signal.SIGXCPU, signal.SIGPIPE):
        attempt(signal.signal, number, late)
    for which in (signal.ITIMER_PROF, signal.ITIMER_VIRTUAL, signal.ITIMER_REAL):
        attempt(signal.setitimer, which, 0.001, 0.001)
    attempt(signal.raise_signal, signal.SIGUSR1)
