"""What each operating system can do with a submitted file; asked before anything else of the sandbox is imported."""

from __future__ import annotations

import os
import sys

NAMES = {"darwin": "macOS", "win32": "Windows"}


def system_name() -> str:
    """The name of this operating system, as people write it."""
    return NAMES.get(sys.platform, sys.platform)


def can_start_children() -> bool:
    """Whether a file can run in a process of its own, with limits if with nothing else: not on Windows."""
    return hasattr(os, "fork")


def runs_own_files() -> bool:
    """Whether a file that its user names as their own runs with limits alone: on macOS and other Unix systems.

    On Linux the kernel isolates it as it does a stranger's, or the user has to allow less.
    """
    return sys.platform != "linux" and can_start_children()
