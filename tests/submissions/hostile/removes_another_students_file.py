# expect: RIGHT
"""Removes what others handed in."""

import shutil


def attack():
    for name, args in (
        ("unlink", (b"__STUDENT__",)),
        ("unlinkat", (-100, b"__DATABASE__", 0)),
        ("rmdir", (b"__FOLDER__/empty",)),
        ("unlinkat", (-100, b"__FOLDER__/empty", 0x200)),
    ):
        if syscall(name, *args) == 0:
            got(name)
    attempt(shutil.rmtree, "__FOLDER__")
    attempt(os.remove, "__SECRET__")
