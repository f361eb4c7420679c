# expect: RIGHT
"""Metadata of the notebook and of its cells that name kernels, start-up code, tags, attachments and scores."""

import json


def made(honest):
    of_cell = {
        "tags": ["skip-execution", "parameters", "\x1b[2J"],
        "nbgrader": {"grade": True, "points": 10**9, "locked": False, "grade_id": "__SECRET__"},
        "execution": {"startup": "import os; os.system('touch __FOLDER__/BAIT')"},
    }
    kernel = {"name": "/bin/sh", "language": "python", "argv": ["touch", "__FOLDER__/BAIT"], "display_name": "\x1b[2J"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "widgets": of_cell, "celltoolbar": of_cell}
    cell = {
        "cell_type": "code",
        "metadata": of_cell,
        "attachments": of_cell,
        "execution_count": 10**300,
        "source": honest,
    }
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4}).encode()
