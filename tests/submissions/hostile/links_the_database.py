# expect: RIGHT
"""Gives files second names, to come back for them later."""


def attack():
    for name, args in (
        ("link", (b"__DATABASE__", b"__FOLDER__/link-1")),
        ("linkat", (-100, b"__DATABASE__", -100, b"__FOLDER__/link-2", 0)),
        ("symlink", (b"/etc/passwd", b"__FOLDER__/link-3")),
        ("symlinkat", (b"/etc/passwd", -100, b"__FOLDER__/link-4")),
    ):
        if syscall(name, *args) == 0:
            got(name)
