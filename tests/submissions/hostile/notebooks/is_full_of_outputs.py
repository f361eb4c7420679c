# expect: RIGHT
"""A cell with ten million bytes of outputs before the code, and as many images."""

import json


def made(honest):
    output = {"output_type": "display_data", "data": {"image/png": "A" * 4 * 10**6, "text/html": '<script>\\"' * 10**5}}
    cells = [{"cell_type": "code", "outputs": [output] * 2, "source": "x = 1"}, {"cell_type": "code", "source": honest}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()
