# expect: RIGHT
"""Opens other people's files for writing, in every mode there is."""

import pathlib


def attack():
    for path in ("__SECRET__", "__DATABASE__", "__STUDENT__"):
        for mode in ("w", "a", "r+", "wb"):
            if file := attempt(open, path, mode):
                file.write("BAIT" if "b" not in mode else b"BAIT")
                file.close()
                got(f"{path} opened as {mode}")
        attempt(pathlib.Path(path).write_text, "BAIT")
        attempt(np.save, path, np.zeros(1))
        for flags in (
            os.O_WRONLY,
            os.O_RDWR,
            os.O_WRONLY | os.O_APPEND,
            os.O_RDONLY | os.O_TRUNC,
            os.O_RDONLY | os.O_CREAT,
            3,
        ):
            if (place := attempt(os.open, path, flags)) is not None:
                got(f"{path} opened with {flags:o}")
                attempt(os.write, place, b"BAIT")
