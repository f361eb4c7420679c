# expect: RIGHT
"""Attaches to others as a debugger does."""


def attack():
    for pid in (int("__VICTIM__"), os.getppid(), int("__GRADER__")):
        if syscall("ptrace", 0x4206, pid, 0, 0) == 0:  # PTRACE_SEIZE: attaches without stopping
            got(f"traces {pid}")
    if syscall("ptrace", 0, 0, 0, 0) == 0:  # PTRACE_TRACEME
        got("is traced")
