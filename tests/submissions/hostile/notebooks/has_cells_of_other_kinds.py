# expect: RIGHT
"""Cells that are numbers, lists, null and texts; sources that are dicts; ids and types of escapes and zeros."""

import json


def made(honest):
    odd = [1, None, [], "code", {"cell_type": "code"}, {"cell_type": "code", "source": {"a": 1}}, {"cell_type": 7}]
    odd += [{"cell_type": "\x1b[2J", "source": "x"}, {"cell_type": "code", "source": [None, 3, {}]}, {"source": "1"}]
    cells = [*odd, {"cell_type": "code", "id": "\x00" * 50, "metadata": None, "source": honest}, *odd]
    return json.dumps({"cells": cells, "metadata": [], "nbformat": "4", "nbformat_minor": -1}).encode()
