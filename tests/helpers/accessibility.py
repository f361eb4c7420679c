"""What axe-core finds wrong with a page for people who use it by keyboard or screen reader."""

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from chromium import Page

PACKAGE = "axe-core@4.14.1"


@lru_cache(maxsize=1)
def axe() -> str:
    """The source of axe-core, from npm."""
    npm = shutil.which("npm")
    assert npm, "npm is not installed: it brings axe-core, which checks the page for accessibility"
    with TemporaryDirectory() as folder:
        command = [npm, "install", "--no-save", "--ignore-scripts", "--prefix", folder, PACKAGE]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return (Path(folder) / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Every violation of the page as it is shown now: the rule and the elements."""
    page.run(f"{axe()}; true")
    found = page.run("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
