# expect: RIGHT
"""Has the memory of others paged out, moved or taken down."""

import struct


def attack():
    handle = syscall("pidfd_open", int("__VICTIM__"), 0)
    if handle >= 0:
        got("a handle on a process")
    for name, args in (
        ("process_madvise", (handle, struct.pack("<QQ", 0, 4096), 1, 20, 0)),
        ("process_mrelease", (handle, 0)),
        ("move_pages", (int("__VICTIM__"), 0, None, None, None, 0)),
        ("migrate_pages", (int("__VICTIM__"), 8, bytes(8), bytes(8))),
    ):
        if syscall(name, *args) >= 0:
            got(name)
