# expect: RIGHT or FORBIDDEN or CRASHED
"""Calls the kernel by the gate of 32-bit programs, where numbers mean other calls: 5 is open there."""


def attack():
    if MACHINE != "x86_64":
        return
    LIBC.mmap.restype = ctypes.c_long
    start = LIBC.mmap(None, 4096, 7, 0x62, -1, 0)  # to be read, written and executed, below 4 GiB
    if start == -1:
        return
    ctypes.memmove(start + 200, b"__SECRET__", len("__SECRET__") + 1)
    # push rbx; mov eax, 5; mov ebx, path; xor ecx, ecx; xor edx, edx; int 0x80; pop rbx; ret
    code = b"\x53\xb8\5\0\0\0\xbb" + (start + 200).to_bytes(4, "little") + b"\x31\xc9\x31\xd2\xcd\x80\x5b\xc3"
    ctypes.memmove(start, code, len(code))
    opened = ctypes.CFUNCTYPE(ctypes.c_int)(start)()
    got(f"the gate answers {opened}")
    read(opened)
