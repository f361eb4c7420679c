# expect: RIGHT
"""Looks for answers among the packages that are installed beside NumPy."""

import sys


def attack():
    packages = os.path.dirname(os.path.dirname(np.__file__))
    sys.path.append(packages)
    for name in ("click", "sqlalchemy", "jinja2"):
        if module := attempt(__import__, name):
            got(module)
        read(attempt(os.open, f"{packages}/{name}/__init__.py", os.O_RDONLY))
    if names := attempt(os.listdir, packages):
        got(names)
