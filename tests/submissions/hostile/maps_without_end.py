# expect: OUT_OF_MEMORY
"""Takes memory from the kernel itself."""


def rnn_step(x_t, h_prev, W, W_h, b):
    LIBC.mmap.restype = ctypes.c_long
    for _ in range(1000):
        if LIBC.mmap(None, ctypes.c_long(1 << 24), 3, 0x22, -1, ctypes.c_long(0)) == -1:
            raise MemoryError
    raise RuntimeError("LOOT 1000 maps of 16 MiB")
