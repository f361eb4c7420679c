# expect: RIGHT
"""Rearranges the tree of files: mounts, new roots."""


def attack():
    for name, args in (
        ("mount", (b"none", b"__FOLDER__/empty", b"tmpfs", 0, None)),
        ("umount2", (b"__FOLDER__/empty", 0)),
        ("chroot", (b"__FOLDER__",)),
        ("pivot_root", (b"__FOLDER__", b"__FOLDER__/empty")),
        ("open_tree", (-100, b"__FOLDER__", 1)),
        ("fsopen", (b"tmpfs", 0)),
        ("fspick", (-100, b"__FOLDER__", 0)),
    ):
        if syscall(name, *args) >= 0:
            got(name)
