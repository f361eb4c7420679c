"""The kinds of ask, one file each: all that is special about a kind is in its file. This registry finds them.

A module of this package whose __all__ names an Ask adds a kind; a plug-in adds one by an entry point of the group
"quizgen.asks" that names its class.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from quizgen.ask import Ask
from quizgen.errors import UserError, load_plug_in

GROUP = "quizgen.asks"

EXPORTS: Mapping[str, Any] = {  # what authors import: the kinds, and the nouns that belong to them
    name: getattr(module, name)
    for module in (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    for name in getattr(module, "__all__", ())
}
BUILT_IN: Mapping[str, type[Ask]] = {
    noun.kind: noun for noun in EXPORTS.values() if isinstance(noun, type) and issubclass(noun, Ask)
}


@cache
def kinds() -> Mapping[str, type[Ask]]:
    """Every kind by its name: the built-in ones and those of plug-ins."""
    found = dict(BUILT_IN)
    for entry in entry_points(group=GROUP):
        ask = load_plug_in(entry)
        found.setdefault(ask.kind, ask)
    return found


def ask_from(data: Mapping[str, Any]) -> Ask:
    """An ask from its JSON. UserError: a kind that nothing installed here provides."""
    kind = BUILT_IN.get(data["kind"]) or kinds().get(data["kind"])
    if kind is None:
        raise UserError(
            f"This quiz asks a question of kind {data['kind']!r}, which nothing installed here provides. "
            "Install the package that it came with."
        )
    return kind.from_json(data)
