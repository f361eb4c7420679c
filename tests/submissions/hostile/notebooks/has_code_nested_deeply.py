# expect: REFUSED
"""A source that is a list in a list in a list, and a type of cell that is one too."""

import json


def made(honest):
    deep = "[" * 100_000 + json.dumps(honest) + "]" * 100_000
    cells = f'{{"cell_type": "code", "source": {deep}}}, {{"cell_type": {deep}, "source": "x = 1"}}'
    return f'{{"cells": [{cells}], "nbformat": 4}}'.encode()
