# expect: RIGHT
"""Writes until the disk is full; here until 8 MiB are written in each place, which proves as much."""


def attack():
    for folder in (".", "/tmp", "/dev/shm", "/var/tmp", "__FOLDER__"):
        written = 0
        for i in range(16):
            place = attempt(os.open, f"{folder}/__MARK__-filled-{i}", os.O_CREAT | os.O_WRONLY, 0o644)
            written += attempt(os.write, place, bytes(1 << 19)) or 0 if place is not None else 0
        if written:
            got(f"{written} bytes in {folder}")
