# expect: RIGHT
"""Looks whether an earlier submission left it anything; it runs right after contaminates_the_next."""

import builtins
import sys


def attack():
    if hasattr(builtins, "BAIT") or "submission" in str(sys.modules.get("math")) or sys.getrecursionlimit() < 500:
        got("something was left")
    for name in ("__MARK__-kept", "/tmp/__MARK__-kept", "/dev/shm/__MARK__-kept"):
        if os.path.exists(name):
            got(name)
    if not os.environ.get("OPENBLAS_NUM_THREADS"):
        got("an environment that was emptied")
