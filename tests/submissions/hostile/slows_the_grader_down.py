# expect: RIGHT
"""Gives the grader the lowest priority and one processor."""


def attack():
    pid, anywhere = int("__GRADER__"), (1 << 64) - 1
    for name, args in (
        ("setpriority", (0, pid, 19)),
        ("sched_setaffinity", (pid, 8, anywhere.to_bytes(8, "little"))),
        ("sched_setscheduler", (pid, 3, bytes(4))),
        ("ioprio_set", (1, pid, 3 << 13)),
    ):
        if syscall(name, *args) == 0:
            got(name)
