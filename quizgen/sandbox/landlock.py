"""Which files may be read: Landlock, the kernel's access control for paths. What is not listed cannot be opened.

Only the rights of its first version are used, so that it is the same on every kernel that has Landlock. What those do
not cover (truncating, connecting, signals) is refused by seccomp.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from quizgen.sandbox.syscalls import syscall

VERSION = 1 << 0  # LANDLOCK_CREATE_RULESET_VERSION
PATH_BENEATH = 1  # LANDLOCK_RULE_PATH_BENEATH
READ_FILE, READ_DIR = 1 << 2, 1 << 3
HANDLED = (1 << 13) - 1  # every right of version 1: what is handled and granted by no rule is denied


def version() -> int:
    """The kernel's version of Landlock, 0 if it has none. Asked of the kernel itself: /sys may not be mounted."""
    try:
        return syscall("landlock_create_ruleset", 0, 0, VERSION)
    except OSError:
        return 0


def restrict(readable: Iterable[str]) -> None:
    """Lets these files, and all below these folders, be read and nothing else, by this process and all that it
    starts, for good. Needs no_new_privs."""
    attributes = struct.pack("=Q", HANDLED)
    rules = syscall("landlock_create_ruleset", attributes, len(attributes), 0)
    for path in readable:
        entry = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights = READ_FILE | READ_DIR if os.path.isdir(path) else READ_FILE
        rule = struct.pack("=Qi", rights, entry)
        syscall("landlock_add_rule", rules, PATH_BENEATH, rule, 0)
        os.close(entry)
    syscall("landlock_restrict_self", rules, 0)
    os.close(rules)
