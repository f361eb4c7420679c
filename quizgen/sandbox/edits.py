"""Small edits of a statement, as a teaching assistant would try them: an operator, an index, a transpose, another name.

They are made on the far side of the wall, where the file is parsed, and are only text: whether one repairs anything is
found out by running the checks.
"""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Iterator

from quizgen.sandbox.statement import Place, Statement, definition_around, end, first_line, start, statements

OPERATORS: dict[type[ast.operator], tuple[str, tuple[str, ...]]] = {
    ast.Add: ("+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: ("*", ("@", "+", "/")),
    ast.Div: ("/", ("*",)),
    ast.MatMult: ("@", ("*",)),
}
OTHER_FUNCTIONS = {  # the last name of a function -> those that are often meant
    "mean": ("sum",),
    "sum": ("mean",),
    "log2": ("log",),
    "log10": ("log",),
    "dot": ("multiply",),
    "multiply": ("dot",),
    "outer": ("dot",),
    "sigmoid": ("np.tanh",),
    "tan": ("tanh",),
    "sinh": ("tanh",),
    "exp": ("tanh", "log"),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "zeros_like": ("ones_like",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "empty": ("zeros",),
}
PRODUCTS = ("dot", "matmul", "outer")
MAX_EDITS = 1000  # of the blamed statement
MAX_EACH = 400  # of each other statement
MAX_OTHERS = 3000  # of all others
MAX_LENGTH = 300  # characters of an edited statement
Change = tuple[str, Place, Place, str]  # the rule, from where to where, and the new text
Rule = Callable[[Statement], Iterator[Change]]


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
        rules = NEAR if elsewhere else (*NEAR, *WIDE)
        changes = (change for rule in rules for change in rule(statement))
        for name, first, last, replacement in itertools.islice(changes, MAX_EACH if elsewhere else None):
            new = statement.replaced(first, last, replacement)
            if new != original and len(new) <= MAX_LENGTH:
                key = statement.first, statement.last, new
                found.setdefault(key, (name, *key))
        if len(found) >= most:
            break
    return first_line(definition), end(definition)[0], list(found.values())[:most]


def accumulate(statement: Statement) -> Iterator[Change]:
    """= for +=, += for =, -= for +=."""
    node = statement.node
    if (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and not isinstance(node.targets[0], (ast.Tuple, ast.List))
    ):
        yield "accumulate", end(node.targets[0]), start(node.value), " += "
        yield "accumulate", end(node.targets[0]), start(node.value), " -= "
    if isinstance(node, ast.AugAssign):
        for sign in ("=", "+=", "-="):
            yield "accumulate", end(node.target), start(node.value), f" {sign} "


def operators(statement: Statement) -> Iterator[Change]:
    """Another operator, or only one of the two sides."""
    for node in statement.expressions():
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            yield "sign", start(node), end(node), statement.text(node.operand)
        if not isinstance(node, ast.BinOp):
            continue
        written, others = OPERATORS.get(type(node.op), ("", ()))
        gap = statement.between(end(node.left), start(node.right))
        for other in others:
            yield "operator", end(node.left), start(node.right), gap.replace(written, other)
        yield "drop", start(node), end(node), statement.atom(node.left)
        yield "drop", start(node), end(node), statement.atom(node.right)
        if isinstance(node.op, (ast.MatMult, ast.Sub)):
            swapped = f"{statement.atom(node.right)} {written} {statement.atom(node.left)}"
            yield "swap", start(node), end(node), swapped


def transposes(statement: Statement) -> Iterator[Change]:
    """A factor of a product transposed, or no longer."""
    for node in statement.expressions():
        factors: list[ast.expr] = []
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            factors = [node.left, node.right]
            yield "transpose", start(node), end(node), f"({statement.text(node)}).T"
        elif isinstance(node, ast.Call) and _name(node) in PRODUCTS:
            factors = list(node.args)
            if len(factors) == 2:
                a, b = map(statement.text, factors)
                yield "swap", start(factors[0]), end(factors[1]), f"{b}, {a}"
            if isinstance(node.func, ast.Attribute) and len(factors) == 1:
                factors = [node.func.value, *factors]
        for factor in factors:
            yield "transpose", start(factor), end(factor), _transposed(statement, factor)
        if len(factors) == 2:
            both = [_transposed(statement, factor) for factor in factors]
            gap = statement.between(end(factors[0]), start(factors[1]))
            yield "transpose", start(factors[0]), end(factors[1]), f"{both[0]}{gap}{both[1]}"
        if isinstance(node, ast.Attribute) and node.attr == "T":
            yield "transpose", start(node), end(node), statement.atom(node.value)


def _transposed(statement: Statement, node: ast.expr) -> str:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return statement.atom(node.value)
    return f"{statement.atom(node)}.T"


def indices(statement: Statement) -> Iterator[Change]:
    """An index one more or one less, first for last, a step backwards, another range."""
    for node in statement.expressions():
        if isinstance(node, ast.Subscript):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            for part in parts:
                bounds = [part.lower, part.upper] if isinstance(part, ast.Slice) else [part]
                for one in bounds:
                    if one is not None:
                        yield from _shifted(statement, one)
                if isinstance(part, ast.Name):
                    before = statement.between(start(node), start(part)), statement.between(end(part), end(node))
                    for other in filter(str.isidentifier, statement.pool):
                        lagged = f"{before[0]}{part.id} - 1{before[1]}"
                        yield "index", start(node), end(node), f"({lagged} if {part.id} else {other})"
                if isinstance(part, ast.Slice) and part.step is not None:
                    yield "order", start(node), end(node), statement.atom(node.value)
        elif isinstance(node, ast.Call) and _name(node) == "range":
            for one in node.args:
                yield from _shifted(statement, one)
            if len(node.args) == 1:
                yield "order", start(node.args[0]), start(node.args[0]), "1, "
            elif len(node.args) == 2:
                yield "order", start(node.args[0]), start(node.args[1]), ""
            elif len(node.args) == 3:
                first, last, _ = map(statement.text, node.args)
                yield "order", start(node), end(node), f"range({last} + 1, {first} + 1)"
        elif isinstance(node, ast.Call) and _name(node) in ("reversed", "sorted", "list") and len(node.args) == 1:
            yield "order", start(node), end(node), statement.text(node.args[0])
    if isinstance(statement.node, ast.For):
        whole = statement.node.iter
        yield "order", start(whole), end(whole), f"reversed({statement.text(whole)})"
        yield "order", start(whole), end(whole), f"list({statement.text(whole)})[::-1]"


def _shifted(statement: Statement, node: ast.expr) -> Iterator[Change]:
    text = statement.text(node)
    if text in ("0", "-1"):
        yield "index", start(node), end(node), "-1" if text == "0" else "0"
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        yield "index", start(node), end(node), statement.text(node.left)
        other = "-" if isinstance(node.op, ast.Add) else "+"
        yield "index", start(node), end(node), f"{statement.text(node.left)} {other} {statement.text(node.right)}"
    elif not isinstance(node, ast.Slice):
        yield "index", start(node), end(node), f"{text} - 1"
        yield "index", start(node), end(node), f"{text} + 1"


def calls(statement: Statement) -> Iterator[Change]:
    """Another function, none, another axis."""
    for node in statement.expressions():
        if not isinstance(node, ast.Call):
            continue
        func = node.func
        for other in OTHER_FUNCTIONS.get(_name(node), ()):
            if isinstance(func, ast.Attribute) and "." not in other:
                yield "function", (end(func)[0], end(func)[1] - len(func.attr.encode())), end(func), other
            else:
                yield "function", start(func), end(func), other
        if len(node.args) == 1:
            yield "function", start(node), end(node), statement.atom(node.args[0])
        if _name(node) in ("sum", "mean", "max"):
            axes = [keyword for keyword in node.keywords if keyword.arg == "axis"]
            inside = (end(node)[0], end(node)[1] - 1)
            comma = ", " if node.args or node.keywords else ""
            if not axes:
                for more in ("axis=0", "axis=-1", "axis=1", "axis=-1, keepdims=True", "axis=1, keepdims=True"):
                    yield "axis", inside, inside, comma + more
            elif not any(keyword.arg == "keepdims" for keyword in node.keywords):
                yield "axis", inside, inside, ", keepdims=True"
            for axis in axes:
                for other in ("0", "1", "-1"):
                    yield "axis", start(axis.value), end(axis.value), other
        if _name(node) == "append" and len(node.args) == 1:
            yield "copy", end(node.args[0]), end(node.args[0]), ".copy()"


def constants(statement: Statement) -> Iterator[Change]:
    """Another small number, the other truth value, sum for mean."""
    others: dict[object, tuple[str, ...]] = {
        0: ("1",), 1: ("0", "2"), 2: ("1", "3"), 3: ("2",), 0.5: ("1.0",),
        "mean": ('"sum"',), "sum": ('"mean"',),
    }  # fmt: skip
    for node in statement.expressions():
        if isinstance(node, ast.Constant):
            value = node.value
            if isinstance(value, bool):
                yield "constant", start(node), end(node), str(not value)
            elif isinstance(value, (int, float, str)) and not (isinstance(value, float) and math.isnan(value)):
                for other in others.get(value, ()):
                    yield "constant", start(node), end(node), other


def layout(statement: Statement) -> Iterator[Change]:
    """The statement left out; one at the end of a loop after the loop, one after a loop at its end."""
    node = statement.node
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr)):
        yield "delete", start(node), end(node), "pass"
    if isinstance(node, (ast.Return, ast.Assign, ast.AugAssign)) and statement.loop is not None:
        yield "dedent", (statement.first, 0), start(node), " " * statement.loop.col_offset
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr)) and statement.after_loop is not None:
        yield "indent", (statement.first, 0), start(node), " " * statement.after_loop.body[0].col_offset
    if isinstance(node, ast.Return) and node.value is not None:
        yield "sign", start(node.value), end(node.value), f"-({statement.text(node.value)})"


def other_names(statement: Statement) -> Iterator[Change]:
    """Another expression of the function in the place of a name, a subscript, a call or a sum."""
    for node in statement.expressions():
        if isinstance(node, (ast.Name, ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            for other in statement.pool:
                yield "name", start(node), end(node), other
        elif isinstance(node, (ast.Call, ast.BinOp)):
            for other in statement.pool:
                yield "expression", start(node), end(node), other


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
            for other in statement.pool:
                yield "term", start(node), end(node), f"({statement.text(node)} + {other})"
                yield "factor", start(node), end(node), f"({statement.text(node)} * (1 - {other} ** 2))"


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


def _name(call: ast.Call) -> str:
    """The last name of a called function: "dot" of np.dot."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


NEAR: tuple[Rule, ...] = (
    accumulate, operators, transposes, indices, calls, constants, layout, more_statements, other_names, more_factors,
    more_terms,
)  # fmt: skip
WIDE: tuple[Rule, ...] = (more_products,)
