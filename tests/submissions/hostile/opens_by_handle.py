# expect: RIGHT
"""Asks the file system for a handle of the key, then opens the handle: no path, no search permission."""

import struct


def attack():
    for way in (b"__SECRET__", b"/"):
        handle = ctypes.create_string_buffer(struct.pack("<Ii", 128, 0), 136)
        mount = ctypes.c_int()
        if syscall("name_to_handle_at", -100, way, handle, ctypes.byref(mount), 0) == 0:
            got("a handle")
            read(syscall("open_by_handle_at", -100, handle, 0))
