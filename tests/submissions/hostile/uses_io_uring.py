# expect: RIGHT
"""Hands its requests to the kernel through a ring, which no filter of system calls sees."""


def attack():
    if syscall("io_uring_setup", 4, ctypes.create_string_buffer(120)) >= 0:
        got("a ring")
    context = ctypes.c_ulong()
    if syscall("io_setup", 4, ctypes.byref(context)) >= 0:
        got("the older ring")
