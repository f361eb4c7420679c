# expect: RIGHT
"""Leaves its session, its parent and its limits behind."""

import time


def attack():
    pid = attempt(os.fork)
    if pid:
        got("a daemon")
    if pid == 0:
        os.setsid()
        if os.fork() == 0:
            for descriptor in range(3):
                os.close(descriptor)
            time.sleep(20)
        os._exit(0)
