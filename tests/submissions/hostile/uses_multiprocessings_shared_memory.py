# expect: RIGHT
"""Takes shared memory by the library's own name for it."""


def attack():
    memory = attempt(__import__, "multiprocessing.shared_memory", fromlist=["SharedMemory"])
    if memory and (block := attempt(memory.SharedMemory, create=True, size=1 << 16)):
        got(block.name)
        block.unlink()
