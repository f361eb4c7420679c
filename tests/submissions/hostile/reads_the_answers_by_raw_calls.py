# expect: RIGHT
"""Opens the key past Python, with every call that opens."""

import struct


def attack():
    path = b"__SECRET__"
    read(syscall("open", path, 0))
    read(syscall("openat", -100, path, 0))
    read(syscall("openat", -100, path, os.O_NONBLOCK | os.O_NOATIME))
    read(syscall("openat2", -100, path, struct.pack("<QQQ", 0, 0, 0), 24))
    if (place := syscall("openat", -100, path, os.O_PATH)) >= 0:
        read(attempt(os.open, f"/proc/self/fd/{place}", os.O_RDONLY))
