# expect: RIGHT
"""Opens the results database, by SQLite and by bytes."""


def attack():
    read(attempt(os.open, "__DATABASE__", os.O_RDONLY))
    if sqlite3 := attempt(__import__, "sqlite3"):
        for name in ("__DATABASE__", "file:__DATABASE__?mode=ro&immutable=1"):
            if rows := attempt(lambda name=name: list(sqlite3.connect(name, uri=True).execute("SELECT * FROM grades"))):
                got(rows)
