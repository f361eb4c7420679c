# expect: RIGHT
"""Writes an extended attribute onto a file, which no listing shows."""

import struct


def attack():
    value = ctypes.create_string_buffer(b"BAIT")
    if syscall("setxattr", b"__STUDENT__", b"user.note", value, 4, 0) == 0:
        got("setxattr")
    packed = struct.pack("<QII", ctypes.addressof(value), 4, 0)
    if syscall("setxattrat", -100, b"__STUDENT__", 0, b"user.note", packed, 16) == 0:
        got("setxattrat")
