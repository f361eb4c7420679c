# expect: RIGHT
"""Kills a process that has nothing to do with it."""

import signal


def attack():
    pid = int("__VICTIM__")
    for kill in (os.kill, lambda pid, number: syscall("tgkill", pid, pid, number) == 0 or 1 / 0):
        if attempt(lambda kill=kill: kill(pid, signal.SIGKILL) or True):
            got("killed")
