# expect: RIGHT
"""Deletes the grades from the results database, past its own guards."""


def attack():
    if sqlite3 := attempt(__import__, "sqlite3"):
        with sqlite3.connect(":memory:"):  # the module itself does work
            pass
        database = attempt(sqlite3.connect, "__DATABASE__")
        if database and attempt(database.execute, "DROP TABLE grades"):
            attempt(database.commit)
            got("the grades are gone")
