# expect: RIGHT
"""Signals process groups, sessions and everybody at once, by numbers that name no single process."""

import signal


def attack():
    for pid in (0, -1, -os.getppid(), -os.getpgrp(), -1 << 30):
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP):
            attempt(lambda pid=pid, number=number: os.kill(pid, number))
    attempt(lambda: os.killpg(os.getpgid(os.getppid()), signal.SIGKILL))
    attempt(lambda: os.tcsetpgrp(0, os.getppid()))
