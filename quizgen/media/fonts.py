"""The fonts of papers: Typst's own and those of installed font packages; the machine's where these lack a letter."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from quizgen.errors import UserError, load_plug_in

GROUP = "fontpkg.family"  # of entry points: each names a module with FAMILY and ROOT, the folder that holds files/
PACKAGES = {  # of a script, by the first word of its letters' names in Unicode
    "ARABIC": "fontpkg-noto-sans-arabic",
    "BENGALI": "fontpkg-hind-siliguri",
    "DEVANAGARI": "fontpkg-noto-sans-devanagari",
    "KHMER": "fontpkg-noto-sans-khmer",
    "TAMIL": "fontpkg-noto-sans-tamil",
    "TELUGU": "fontpkg-noto-sans-telugu",
    "THAI": "fontpkg-noto-sans-thai",
}


@dataclass(frozen=True)
class FontPackages:
    """The installed font packages: where their files are, the families in them, and names with versions."""

    folders: tuple[str, ...]
    families: tuple[str, ...]
    versions: tuple[str, ...]


@cache
def font_packages() -> FontPackages:
    """All that is installed, in an order that does not depend on the machine. UserError: one does not load."""
    import typst

    entries = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    folders = tuple(str(Path(load_plug_in(entry).ROOT) / "files") for entry in entries)
    packaged = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    versions = tuple(f"{entry.dist.name} {entry.dist.version}" for entry in entries if entry.dist)
    return FontPackages(folders, tuple(sorted(packaged.families())), versions)


@cache
def fonts(machine: bool) -> Any:
    """Typst's own fonts with those of packages, and if wanted those of the machine."""
    import typst

    return typst.Fonts(include_system_fonts=machine, font_paths=list(font_packages().folders))


def missing_font(letter: str) -> UserError:
    """The error of a letter that no font here can print."""
    package = PACKAGES.get(unicodedata.name(letter[:1], "").split(" ")[0], "")
    install = f"pip install {package}" if package else "install one for its script (the Noto fonts have them all)"
    return UserError(
        f"No font of this machine can print {letter!r}. Next: {install}. Or let a browser print it: "
        "'exam make --html', 'export --format html'."
    )
