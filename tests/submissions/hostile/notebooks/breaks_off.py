# expect: REFUSED
"""A notebook that ends in the middle of an escape, of a cell, of a list."""

import json


def made(honest):
    return json.dumps({"cells": [{"cell_type": "code", "source": honest + '"'}]}).encode()[:-5]
