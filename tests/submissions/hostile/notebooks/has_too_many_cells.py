# expect: REFUSED
"""Fifty thousand empty cells before the code."""

import json


def made(honest):
    return json.dumps({"cells": [{"cell_type": "code", "source": ""}] * 50_000 + [{"source": honest}]}).encode()
