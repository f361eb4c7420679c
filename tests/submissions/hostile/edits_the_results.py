# expect: RIGHT
"""Gives everybody full points in the results database."""


def attack():
    if sqlite3 := attempt(__import__, "sqlite3"):
        with sqlite3.connect(":memory:"):  # the module itself does work
            pass
        database = attempt(sqlite3.connect, "__DATABASE__")
        if database and attempt(database.execute, "DELETE FROM grades"):
            attempt(database.commit)
            got("the grades are gone")
