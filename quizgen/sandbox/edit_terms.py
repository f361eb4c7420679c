"""Edits that bring in another expression of the function: a name, a factor, a term, a product, an assignment that is missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from quizgen.sandbox.edit_rules import Change
from quizgen.sandbox.statement import Statement, end, start


def other_names(statement: Statement) -> Iterator[Change]:
    """Another expression of the function in the place of a name, a subscript, a call or a sum."""
    called = {id(node.func) for node in statement.expressions() if isinstance(node, ast.Call)}
    called |= {id(node.value) for node in statement.expressions() if isinstance(node, ast.Attribute)}
    for node in statement.expressions():
        if id(node) in called:
            continue
        if isinstance(node, (ast.Name, ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            for other in statement.pool:
                rule = f"name {node.id} {other}" if isinstance(node, ast.Name) and other.isidentifier() else "name"
                yield rule, start(node), end(node), other
        elif isinstance(node, (ast.Call, ast.BinOp)):
            for other in statement.pool:
                yield "expression", start(node), end(node), other
        if isinstance(node, (ast.Call, ast.Name, ast.Subscript, ast.Constant)):
            for other in _factors(statement):
                yield "expression", start(node), end(node), f"{other}.sum(axis=1)"


def more_factors(statement: Statement) -> Iterator[Change]:
    """A slope, a term or a factor more."""
    for value in _values(statement):
        whole = statement.text(value)
        inner = statement.atom(value)
        for other in statement.pool:
            yield "factor", start(value), end(value), f"{inner} * (1 - {other} ** 2)"
            yield "term", start(value), end(value), f"{whole} + {other}"
            yield "factor", start(value), end(value), f"{inner} * {other}"
            yield "factor", start(value), end(value), f"{inner} / {other}"
        for other in _factors(statement):
            yield "factor", start(value), end(value), f"{inner} / len({other})"
            yield "factor", start(value), end(value), f"{inner} / {other}.sum(axis=1)"
        yield "function", start(value), end(value), f"np.tanh({whole})"
        yield "function", start(value), end(value), f"1 / (1 + np.exp(-({whole})))"
        yield "copy", start(value), end(value), f"{inner}.copy()"
        yield "order", start(value), end(value), f"{inner}[::-1]"
        yield "sign", start(value), end(value), f"-{inner}"
        if isinstance(value, ast.Name):
            yield "factor", start(value), end(value), f"1 - {whole} ** 2"
        for matrix in _factors(statement):
            for product in (
                f"{inner} @ {matrix}",
                f"{inner} @ {matrix}.T",
                f"{matrix} @ {inner}",
                f"{matrix}.T @ {inner}",
            ):
                yield "product", start(value), end(value), product
        yield "factor", start(value), end(value), f"{inner} / {inner}.sum(axis=-1, keepdims=True)"


def more_terms(statement: Statement) -> Iterator[Change]:
    """A further term or slope of a part of a product."""
    for node in statement.expressions():
        if isinstance(node, (ast.Name, ast.Subscript)) and isinstance(node.ctx, ast.Load):
            text = statement.text(node)
            for other in statement.pool:
                yield "term", start(node), end(node), f"({text} + {other})"
                yield "factor", start(node), end(node), f"({text} * (1 - {other} ** 2))"
            for other in filter(str.isidentifier, statement.pool):
                yield "factor", start(node), end(node), f"{text} * {other}"
                yield "factor", start(node), end(node), f"{text} / {other}"
            for matrix in _factors(statement):
                yield "product", start(node), end(node), f"{text} @ {matrix}.T"
                yield "product", start(node), end(node), f"{text} @ {matrix}"
                yield "product", start(node), end(node), f"{matrix} @ {text}"


def more_products(statement: Statement) -> Iterator[Change]:
    """A product of two expressions of the function as a further term."""
    for value in _values(statement):
        for one in statement.pool[:12]:
            for other in _factors(statement):
                for product in (f"{one} @ {other}", f"{one} @ {other}.T", f"{other} @ {one}", f"{other}.T @ {one}"):
                    yield "term", start(value), end(value), f"{statement.text(value)} + {product}"


def more_statements(statement: Statement) -> Iterator[Change]:
    """An assignment after it that was forgotten: a value that is never passed on."""
    node, pool = statement.node, statement.pool
    if not isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr)):
        return
    products = [f"{one} @ {other}{t}" for one in pool[:12] for other in _factors(statement) for t in ("", ".T")]
    products += [f"{other}{t} @ {one}" for one in pool[:12] for other in _factors(statement) for t in ("", ".T")]
    for name in statement.never_passed_on[:4]:
        for value in (*pool, *products):
            if name != value:
                yield "insert", end(node), end(node), f"\n{' ' * node.col_offset}{name} = {value}"


def _values(statement: Statement) -> list[ast.expr]:
    """The value of a statement, and the only argument of each call in it."""
    value = getattr(statement.node, "value", None)
    arguments = [node.args[0] for node in statement.expressions() if isinstance(node, ast.Call) and len(node.args) == 1]
    return [value, *arguments] if isinstance(value, ast.expr) else arguments


def _factors(statement: Statement) -> tuple[str, ...]:
    """What a value may be multiplied by: the parameters, or of a method the attributes of its object."""
    return statement.parameters or tuple(text for text in statement.pool if text.startswith("self."))
