# expect: RIGHT
"""Copies the answers out of the grader's memory: it even knows the address."""

import struct


def attack():
    text = ctypes.create_string_buffer(60)
    there = struct.pack("<QQ", int("__ADDRESS__"), 60)
    here = struct.pack("<QQ", ctypes.addressof(text), 60)
    if syscall("process_vm_readv", int("__GRADER__"), here, 1, there, 1, 0) > 0:
        got(text.value)
    memory = attempt(open, "/proc/__GRADER__/mem", "rb", 0)
    if memory:
        memory.seek(int("__ADDRESS__"))
        got(memory.read(60))
