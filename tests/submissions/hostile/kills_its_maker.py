# expect: RIGHT
"""Kills the process it was forked from, so that no more children can be forked."""

import signal


def attack():
    maker = os.getppid()
    for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
        if attempt(lambda number=number: os.kill(maker, number) or True):
            got(f"signal {number}")
