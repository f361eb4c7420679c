# expect: RIGHT or CRASHED or WRONG
"""A file beside it that rewrites what finds modules, NumPy, and the file that is graded."""

from quizgen.sandbox.bundle import bundle

EVIL = """import sys
import submission
def replaced(*args):
    return 0
sys.meta_path[:] = []
sys.modules["numpy"].tanh = replaced
vars(submission)["__name__"] = "reference_rnn"
x = vars(submission).pop("__path__", None)
"""


def made(honest):
    return bundle("rnn.py", ("import evil\n" + honest).encode(), {"evil.py": EVIL.encode()})
