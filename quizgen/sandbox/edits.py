"""Small edits of a statement, as a teaching assistant would try them: an operator, an index, a transpose, another name.

They are made on the far side of the wall, where the file is parsed, and are only text: whether one repairs anything is
found out by running the checks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from quizgen.sandbox.edit_rules import (
    Change,
    Rule,
    accumulate,
    calls,
    choices,
    constants,
    indices,
    layout,
    moved,
    operators,
    slopes,
    transposes,
)
from quizgen.sandbox.edit_terms import more_factors, more_products, more_statements, more_terms, other_names
from quizgen.sandbox.statement import Statement, definition_around, end, first_line, statements

MAX_EDITS = 1800  # of the blamed statement
MAX_EACH = 170  # of each other statement
MAX_OTHERS = 2800  # of all others
MAX_LENGTH = 300  # characters of an edited statement


def edits(text: str, line: int, elsewhere: bool) -> tuple[int, int, list[tuple[str, int, int, str]]]:
    """The first and the last line of the definition around a line, and edits of the statement there, or of those `elsewhere`.

    An edit is a rule's name, the first and the last line that it replaces, and their new text. Those of the nearest statement
    come first. Raises SyntaxError or LookupError.
    """
    definition = definition_around(text, line)
    found: dict[tuple[int, int, str], tuple[str, int, int, str]] = {}
    blamed, *others = statements(definition, text, line)
    most = MAX_OTHERS if elsewhere else MAX_EDITS
    for statement in others if elsewhere else [blamed]:
        original = statement.between((statement.first, 0), (statement.last, 1 << 20))
        near = itertools.islice(_made(NEAR, statement), MAX_EACH if elsewhere else None)
        wide = itertools.islice(more_statements(statement), MAX_EACH * 2)
        changes = itertools.chain(near, wide, _made(() if elsewhere else (more_products,), statement))
        for name, first, last, replacement in changes:
            new = statement.replaced(first, last, replacement)
            if new != original and len(new) <= MAX_LENGTH:
                key = statement.first, statement.last, new
                found.setdefault(key, (name, *key))
        if len(found) >= most:
            break
    return first_line(definition), end(definition)[0], list(found.values())[:most]


def _made(rules: Sequence[Rule], statement: Statement) -> Iterator[Change]:
    return (change for rule in rules for change in rule(statement))


NEAR: tuple[Rule, ...] = (
    accumulate, operators, transposes, slopes, indices, calls, choices, constants, layout, moved, other_names,
    more_factors, more_terms,
)  # fmt: skip
