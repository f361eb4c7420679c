# expect: RIGHT
"""Asks whether it might signal every process of this machine, and its group; signal 0 asks without sending."""


def attack():
    for pid in (-1, 1, -int("__GRADER__"), -os.getppid()):
        if attempt(lambda pid=pid: os.kill(pid, 0) or True) or syscall("kill", pid, 0) == 0:
            got(f"kill {pid}")
