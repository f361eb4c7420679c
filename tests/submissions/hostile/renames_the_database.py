# expect: RIGHT
"""Puts one file in the place of another."""


def attack():
    old, new = b"__STUDENT__", b"__DATABASE__"
    for name, args in (
        ("rename", (old, new)),
        ("renameat", (-100, new, -100, old)),
        ("renameat2", (-100, old, -100, new, 2)),
    ):
        if syscall(name, *args) == 0:
            got(name)
