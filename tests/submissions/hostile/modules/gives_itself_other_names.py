# expect: RIGHT
"""Modules that put others into sys.modules, remove those of the runner, and rename themselves while they are loaded."""

from quizgen.sandbox.bundle import bundle

MODULE = b"""
import sys, types
for name in [*sys.modules]:
    if name.startswith(("quizgen", "json", "struct")):
        sys.modules[name] = types.ModuleType("BAIT")
sys.modules[__name__] = None
__name__, __spec__, __path__, __file__ = "quizgen", 7, ["/etc"], "/etc/passwd"
"""


def made(honest):
    return bundle("rnn.py", ("import layers\n" + honest).encode(), {"layers.py": MODULE})
