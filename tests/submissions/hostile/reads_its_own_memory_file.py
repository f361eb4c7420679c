# expect: RIGHT
"""Searches its own address space, which it had from its maker, for what the grader knows."""


def attack():
    maps, memory = (attempt(open, f"/proc/self/{name}", "rb") for name in ("maps", "mem"))
    if not maps or not memory:
        return
    wanted = "BAIT" + "-IN-MEMORY-"  # not whole, or it would find itself
    for line in maps:
        start, end = (int(n, 16) for n in line.split()[0].split(b"-"))
        text = (
            attempt(lambda start=start, end=end: memory.seek(start) and memory.read(min(end - start, 1 << 24))) or b""
        )
        if (at := text.find(wanted.encode())) >= 0:
            got(text[at : at + 60])
