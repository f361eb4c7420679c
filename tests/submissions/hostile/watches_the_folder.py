# expect: RIGHT
"""Watches which files are opened, and by what."""


def attack():
    watch = syscall("inotify_init1", 0)
    watch = watch if watch >= 0 else syscall("inotify_init")
    if watch >= 0:
        got(f"inotify {LIBC.inotify_add_watch(watch, b'__FOLDER__', 0x20)}")
    if syscall("fanotify_init", 0x200, 0) >= 0:
        got("fanotify")
