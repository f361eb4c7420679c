# expect: RIGHT
"""Fills the table of processes; here twenty are enough to show it."""

import time


def attack():
    for _ in range(20):
        pid = attempt(os.fork)
        if pid == 0:
            time.sleep(20)
            os._exit(0)
        if pid:
            got(pid)
