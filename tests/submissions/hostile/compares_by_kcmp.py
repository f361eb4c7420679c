# expect: RIGHT
"""Asks whether two processes share a file: an oracle on what others have open."""


def attack():
    for pid in (int("__VICTIM__"), os.getppid()):
        if syscall("kcmp", pid, os.getpid(), 0, 1, 1) >= 0:
            got(f"compared with {pid}")
