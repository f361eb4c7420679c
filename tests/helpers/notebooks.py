"""Notebooks for the tests, as Jupyter, Colab and older programs write them."""

from __future__ import annotations

import json
from typing import Any


def notebook(*cells: str | dict[str, Any], language: str = "python", **more: Any) -> bytes:
    """A notebook of nbformat 4 with these code cells; a dict is a cell as it is."""
    metadata = {"kernelspec": {"display_name": "Kernel", "language": language, "name": "kernel"},
                "language_info": {"name": language, "version": "3.11"}}  # fmt: skip
    whole = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    return json.dumps({"cells": whole, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def code(source: str | list[str], outputs: object = (), **metadata: Any) -> dict[str, Any]:
    """A code cell with outputs."""
    return {"cell_type": "code", "execution_count": 3, "id": "a1", "metadata": metadata, "outputs": outputs or [],
            "source": source}  # fmt: skip


def words(source: str, kind: str = "markdown", **more: Any) -> dict[str, Any]:
    """A cell that is not code."""
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def notebook_3(*cells: str | dict[str, Any], language: str = "python") -> bytes:
    """A notebook of nbformat 3."""
    old = [
        {"cell_type": "code", "collapsed": False, "input": cell.splitlines(keepends=True), "language": language,
         "metadata": {}, "outputs": [], "prompt_number": 1} if isinstance(cell, str) else cell
        for cell in cells
    ]  # fmt: skip
    return json.dumps({"metadata": {"name": ""}, "nbformat": 3, "worksheets": [{"cells": old}]}).encode()
