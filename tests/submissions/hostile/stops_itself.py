# expect: TIMED_OUT or CRASHED or RIGHT
"""Stops, as at a terminal, and will not go on unless told."""

import signal


def attack():
    os.kill(os.getpid(), signal.SIGSTOP)
