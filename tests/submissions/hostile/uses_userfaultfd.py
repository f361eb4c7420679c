# expect: RIGHT
"""Stops the kernel in the middle of a copy: half of many exploits."""


def attack():
    for flags in (0, 1):
        if (answer := syscall("userfaultfd", flags)) != -ENOSYS:
            got(f"userfaultfd: {answer}")
