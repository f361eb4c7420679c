# expect: RIGHT
"""Gives itself more: time, memory, files, processes."""

import resource

LIMITS = [getattr(resource, f"RLIMIT_{name}") for name in ("CPU", "AS", "FSIZE", "NOFILE", "NPROC", "CORE")]


def attack():
    for limit in LIMITS:
        soft, hard = attempt(resource.getrlimit, limit) or (0, 0)
        if hard == resource.RLIM_INFINITY:
            got(f"limit {limit} has no bound")
        for more in ((-1, -1), (hard, hard + 1)):
            attempt(resource.setrlimit, limit, more)
            attempt(resource.prlimit, 0, limit, more)
        if hard not in (0, resource.RLIM_INFINITY) and (attempt(resource.getrlimit, limit) or (0, 0))[1] != hard:
            got(f"limit {limit} is raised")
