# expect: RIGHT
"""Sets the time of a file: handed in before the deadline after all."""


def attack():
    path = b"__STUDENT__"
    for name, args in (
        ("utime", (path, None)),
        ("utimes", (path, None)),
        ("futimesat", (-100, path, None)),
        ("utimensat", (-100, path, None, 0)),
    ):
        if syscall(name, *args) == 0:
            got(name)
