# expect: RIGHT
"""Looks for one place on this machine that keeps what is put there."""

import tempfile


def attack():
    homes = (os.path.expanduser("~"), os.environ.get("TMPDIR", "."), os.environ.get("HOME", "."))
    for folder in (".", "/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock", "/", "/proc/self", "__FOLDER__", *homes):
        name = os.path.join(folder, "__MARK__-kept")
        if (place := attempt(os.open, name, os.O_CREAT | os.O_WRONLY, 0o644)) is not None:
            os.write(place, b"BAIT")
            got(f"kept in {folder}")
        if (place := attempt(os.open, folder, os.O_TMPFILE | os.O_RDWR, 0o600)) is not None:
            got(f"a nameless file in {folder}")
    if attempt(tempfile.mkdtemp, prefix="__MARK__"):
        got("a temporary folder")
