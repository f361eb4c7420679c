# expect: TIMED_OUT or CRASHED or RIGHT
"""Stops, as at a terminal, and does not go on until it is continued."""

import signal


def attack():
    os.kill(os.getpid(), signal.SIGSTOP)
