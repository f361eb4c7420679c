# expect: RIGHT
"""Reads what was left open: files, folders to open from, sockets."""

import stat


def attack():
    for descriptor in range(3, 1024):
        kind = attempt(os.fstat, descriptor)
        if kind is None:
            continue
        if stat.S_ISREG(kind.st_mode):
            read(descriptor)
        if stat.S_ISDIR(kind.st_mode):
            got(f"{descriptor} is a folder")
            read(syscall("openat", descriptor, b"secret.txt", 0))
