# expect: RIGHT or FORBIDDEN
"""Calls the kernel by the numbers of x32, which are those of x86-64 with one bit more."""


def attack():
    if MACHINE == "x86_64":
        for name, args in (("openat", (-100, b"__SECRET__", 0)), ("socket", (2, 1, 0)), ("fork", ())):
            if (answer := syscall(0x40000000 + SYSCALLS[name], *args)) != -ENOSYS:
                got(f"{name}: {answer}")
                read(answer) if name == "openat" else None
