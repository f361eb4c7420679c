# expect: RIGHT
"""Opens the results to everybody."""


def attack():
    for path in (b"__DATABASE__", b"__SECRET__"):
        for name, args in (
            ("chmod", (path, 0o666)),
            ("fchmodat", (-100, path, 0o644)),
            ("fchmodat2", (-100, path, 0o664, 0)),
        ):
            if syscall(name, *args) == 0:
                got(name)
