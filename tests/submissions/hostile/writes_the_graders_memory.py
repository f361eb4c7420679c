# expect: RIGHT
"""Changes the answers in the grader's memory."""

import struct


def attack():
    text = ctypes.create_string_buffer(b"HARM")
    there = struct.pack("<QQ", int("__ADDRESS__"), 4)
    here = struct.pack("<QQ", ctypes.addressof(text), 4)
    if syscall("process_vm_writev", int("__GRADER__"), here, 1, there, 1, 0) > 0:
        got("written")
    if memory := attempt(open, "/proc/__GRADER__/mem", "r+b", 0):
        memory.seek(int("__ADDRESS__"))
        memory.write(b"HARM")
        got("written by file")
