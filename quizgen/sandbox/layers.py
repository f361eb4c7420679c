"""The sets of protective layers that a child can run under, by name; confine.py says what each layer does."""

from __future__ import annotations

FULL = frozenset({"privileges", "landlock", "rlimits", "seccomp"})
STRICT = frozenset({"privileges", "no-opens", "rlimits", "seccomp"})  # without Landlock: no file can be opened
UNSAFE = frozenset({"rlimits"})
