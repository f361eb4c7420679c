# expect: RIGHT
"""Looks for secrets in its environment, now and as it was at the start."""


def attack():
    started = attempt(os.open, "/proc/self/environ", os.O_RDONLY)
    everything = str(dict(os.environ)) + str(attempt(os.read, started, 1 << 16) if started is not None else "")
    everything += str(ctypes.string_at(ctypes.c_char_p.in_dll(LIBC, "environ"), 0))
    LIBC.getenv.restype = ctypes.c_char_p
    everything += str(LIBC.getenv(b"QUIZGEN_SECRET"))
    if "QUIZGEN" in everything or "__MARK__" in everything:
        got(everything[everything.find("QUIZGEN") :])
