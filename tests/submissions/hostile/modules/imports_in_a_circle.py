# expect: RIGHT
"""Files that import each other, themselves and the one that is graded."""

from quizgen.sandbox.bundle import bundle


def made(honest):
    files = {f"m{n}.py": f"import m{(n + 1) % 60}, m{n}\nfrom submission import *\n".encode() for n in range(60)}
    return bundle(
        "rnn.py", ("import m0\nimport submission\n" + honest).encode(), files | {"rnn.py": b"import rnn, m3\n"}
    )
