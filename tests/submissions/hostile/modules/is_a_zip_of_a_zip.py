# expect: CRASHED
"""Several files, of which the graded one is again several files, a hundred deep."""

from quizgen.sandbox.bundle import bundle


def made(honest):
    found = honest.encode()
    for n in range(100):
        found = bundle("rnn.py", found, {f"m{n}.py": b"x = 1\n"})
    return found
