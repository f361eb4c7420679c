# expect: RIGHT
"""Leaves a segment of shared memory, semaphores and a queue of messages behind, for the next one to find."""


def attack():
    key = int("__KEY__")
    for name, args, control in (
        ("shmget", (key, 1 << 16, 0o1600), "shmctl"),
        ("semget", (key, 1, 0o1600), "semctl"),
        ("msgget", (key, 0o1600), "msgctl"),
    ):
        if (made := syscall(name, *args)) >= 0:
            got(f"{name}, taken back: {syscall(control, made, 0, 0, 0)}")
