"""A real Jupyter kernel in which the tests run cells."""

from __future__ import annotations

import html
import re
from typing import Any

from jupyter_client.manager import start_new_kernel


class Kernel:
    """A kernel in which cells are run one after the other."""

    def __init__(self) -> None:
        self.manager, self.client = start_new_kernel(startup_timeout=60)

    def run(self, cell: str) -> dict[str, Any]:
        """Runs a cell; what it shows, by kind, or its error."""
        shown: dict[str, Any] = {}

        def keep(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "error":
                shown["error"] = f"{content['ename']}: {content['evalue']}"
            shown.update(content.get("data", {}))

        self.client.execute_interactive(cell, timeout=60, output_hook=keep)
        return shown

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def page(shown: dict[str, Any]) -> str:
    """The words of the page in the frame."""
    assert "error" not in shown and shown["text/html"].startswith("<iframe srcdoc=")
    srcdoc = html.unescape(shown["text/html"].split('"', 2)[1])
    body = srcdoc.partition("<body>")[2]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", body)).split())
