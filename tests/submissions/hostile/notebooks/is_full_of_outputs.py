# expect: RIGHT
"""A cell with twenty million bytes of outputs before the code, and as many images."""

import json


def made(honest):
    output = {"output_type": "display_data", "data": {"image/png": "A" * 10**7, "text/html": '<script>\\"' * 10**6}}
    cells = [{"cell_type": "code", "outputs": [output] * 2, "source": "x = 1"}, {"cell_type": "code", "source": honest}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()
