# expect: OUT_OF_MEMORY or RIGHT
"""Takes memory from the kernel itself."""

import mmap


def attack():
    kept = [mmap.mmap(-1, 1 << 24) for _ in range(1000)]
    got(f"{len(kept)} maps of 16 MiB")


def rnn_step(x_t, h_prev, W, W_h, b):
    try:
        attack()
    except OSError as error:
        raise MemoryError from error
