"""The program as it runs on macOS or Windows: a Linux process from which what those systems lack is hidden.

Python's own library and the dependencies are imported first, since they choose by platform when they are imported; from then
on the platform has another name, and the modules and functions that it lacks are missing. Run as a program: the platform,
then the words of the command.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

LACKING = {  # platform -> modules, then functions and constants, that it does not have
    "win32": (
        ("resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog", "readline", "curses"),
        {
            os: "fork forkpty setsid killpg getpgid getuid geteuid getgid getegid uname sched_getaffinity waitid pidfd_open "
            "register_at_fork O_NOFOLLOW O_NONBLOCK O_CLOEXEC chown mkfifo",
            signal: "SIGKILL SIGXCPU SIGSYS SIGALRM SIGHUP",
            select: "poll epoll",
            socket: "send_fds recv_fds AF_UNIX",
        },
    ),
    "darwin": ((), {os: "sched_getaffinity waitid pidfd_open", select: "epoll"}),
}
# A zygote is a process of its own, so it is made to lack the same.
ZYGOTE = "import os, sys\nsys.platform = 'darwin'\ndel os.waitid, os.pidfd_open\n"
IMPORTED_FIRST = (
    "asyncio", "ctypes", "multiprocessing.connection", "tempfile", "shutil", "zipfile", "webbrowser", "click", "click._termui_impl",
    "rich.console", "rich.progress", "rich.table", "numpy", "sqlalchemy", "sqlalchemy.dialects.sqlite", "alembic.command", "jinja2",
    "pypdfium2", "PIL.Image", "zxingcpp",
)  # fmt: skip


def on(platform: str, *words: str, cwd: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """The command on another platform, in a process of its own."""
    command = [sys.executable, __file__, platform, *words]
    return subprocess.run(command, cwd=cwd, input=typed, capture_output=True, text=True, timeout=300)


def become(platform: str) -> None:
    """Makes this process one of another platform, as far as the program can see."""
    import importlib

    for name in IMPORTED_FIRST:
        importlib.import_module(name)
    modules, parts = LACKING[platform]
    sys.modules.update(dict.fromkeys(modules))  # an import of these fails now
    for module, names in parts.items():
        for name in names.split():
            if hasattr(module, name):
                delattr(module, name)
    sys.platform = platform
    if platform == "darwin":
        from quizgen.sandbox import wall

        wall.BOOT = ZYGOTE + wall.BOOT


if __name__ == "__main__":
    sys.path[0] = os.getcwd()
    become(sys.argv[1])
    from quizgen.cli import main

    main(sys.argv[2:], prog_name="quizgen")
