# expect: RIGHT
"""Starts a pool of workers, as for faster code."""


def attack():
    futures = attempt(__import__, "concurrent.futures", fromlist=["ThreadPoolExecutor"])
    for name in ("ThreadPoolExecutor", "ProcessPoolExecutor"):
        if futures and attempt(lambda name=name: getattr(futures, name)(1).submit(abs, -1).result(1)):
            got(name)
