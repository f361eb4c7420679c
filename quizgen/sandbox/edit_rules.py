"""The kinds of small edits of one statement: operators, transposes, indices, functions, constants, its place."""

from __future__ import annotations

import ast
import itertools
import math
import re
from collections.abc import Callable, Iterator

from quizgen.sandbox.statement import Place, Statement, end, start

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
Change = tuple[str, Place, Place, str]  # the rule, from where to where, and the new text
Rule = Callable[[Statement], Iterator[Change]]


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
        if isinstance(node.op, ast.Mult) and isinstance(node.left, ast.Call) and name_of(node.left) == "diag":
            matrix = statement.atom(node.left.args[0])
            yield "operator", start(node), start(node.right), f"{matrix} @ "
        if isinstance(node.op, ast.Mult) and isinstance(node.right, ast.Call) and name_of(node.right) == "diag":
            matrix = statement.atom(node.right.args[0])
            yield "operator", end(node.left), end(node), f" @ {matrix}.T"
            yield "operator", end(node.left), end(node), f" @ {matrix}"
        if isinstance(node.op, ast.Div) and isinstance(node.right, ast.BinOp) and "exp(-" in statement.text(node.right):
            inner = statement.text(node.right).partition("exp(-")[2].removesuffix(")")
            yield "function", start(node), end(node), f"np.tanh({inner})"
            yield "function", start(node), end(node), f"np.tanh(-(-{inner}))"
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
        elif isinstance(node, ast.Call) and name_of(node) in PRODUCTS:
            factors = list(node.args)
            if len(factors) == 2:
                a, b = map(statement.text, factors)
                yield "swap", start(factors[0]), end(factors[1]), f"{b}, {a}"
            if isinstance(node.func, ast.Attribute) and len(factors) == 1:
                factors = [node.func.value, *factors]
            yield "transpose", start(node), end(node), f"{statement.text(node)}.T"
            if len(node.args) == 2:
                turned = [_transposed(statement, one) for one in node.args]
                yield "transpose", start(node.args[0]), end(node.args[1]), f"{turned[1]}, {turned[0]}"
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
                if isinstance(part, (ast.Constant, ast.UnaryOp)) and statement.loop_variable:
                    yield "index", start(part), end(part), statement.loop_variable
                if isinstance(part, ast.Name):
                    before = statement.between(start(node), start(part)), statement.between(end(part), end(node))
                    for other in filter(str.isidentifier, statement.pool):
                        lagged = f"{before[0]}{part.id} - 1{before[1]}"
                        yield "index", start(node), end(node), f"({lagged} if {part.id} else {other})"
                if isinstance(part, ast.Slice) and part.step is not None:
                    yield "order", start(node), end(node), statement.atom(node.value)
        elif isinstance(node, ast.Call) and name_of(node) == "range":
            for one in node.args:
                yield from _shifted(statement, one)
            if len(node.args) == 1:
                yield "order", start(node.args[0]), start(node.args[0]), "1, "
            elif len(node.args) == 2:
                yield "order", start(node.args[0]), start(node.args[1]), ""
            elif len(node.args) == 3:
                first, last, _ = map(statement.text, node.args)
                yield "order", start(node), end(node), f"range({last} + 1, {first} + 1)"
        elif isinstance(node, ast.Call) and name_of(node) in ("reversed", "sorted", "list") and len(node.args) == 1:
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
        for other in OTHER_FUNCTIONS.get(name_of(node), ()):
            if isinstance(func, ast.Attribute) and "." not in other:
                yield "function", (end(func)[0], end(func)[1] - len(func.attr.encode())), end(func), other
            else:
                yield "function", start(func), end(func), other
        arguments = [one for one in node.args if not isinstance(one, ast.Constant)]
        if len(arguments) == 1:
            yield "function", start(node), end(node), statement.atom(arguments[0])
            yield "function", start(node), end(node), f"np.tanh({statement.text(arguments[0])})"
        if name_of(node) == "mean" and any(keyword.arg == "axis" for keyword in node.keywords):
            whole = (
                node.func.value if isinstance(node.func, ast.Attribute) and not node.args else (node.args or [node])[0]
            )
            yield "function", start(node), end(node), f"{statement.atom(whole)}[:, -1]"
        for one in arguments if len(arguments) > 1 else ():
            yield "function", start(node), end(node), f"np.tanh({statement.text(one)})"
        if name_of(node) == "diag" and len(node.args) == 1:
            yield "function", start(node), end(node), statement.text(node.args[0])
        if name_of(node) in ("sum", "mean", "max"):
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
        if name_of(node) == "append" and len(node.args) == 1:
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


def moved(statement: Statement) -> Iterator[Change]:
    """A term moved into the function beside it, two names or two functions exchanged everywhere in the statement."""
    for node in statement.expressions():
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, ast.Call) and len(one.args) == 1:
                    inside = f"{statement.text(one.args[0])} + {statement.text(other)}"
                    yield "moved", start(node), end(node), f"{statement.text(one.func)}({inside})"
    first, last = start(statement.node), end_of(statement)
    whole = statement.between(first, last)
    written = sorted({node.id for node in statement.expressions() if isinstance(node, ast.Name)})
    for pair in itertools.combinations(written, 2):
        yield "exchange", first, last, _exchanged(whole, *pair)
    for name, others in OTHER_FUNCTIONS.items():
        if len(re.findall(rf"\b{name}\(", whole)) > 1:
            for function in others:
                yield "function", first, last, re.sub(rf"\b{name}\(", f"{function}(", whole)


def _exchanged(text: str, one: str, other: str) -> str:
    return re.sub(rf"\b({one}|{other})\b", lambda found: other if found[1] == one else one, text)


def end_of(statement: Statement) -> Place:
    """Where the head of a compound statement ends, or a simple one."""
    return statement.last, len(statement.lines[statement.last - 1])


def slopes(statement: Statement) -> Iterator[Change]:
    """Another slope of the activation: 1 - h² for h (1 - h), 1 - h, h²; a square where none is."""
    for node in statement.expressions():
        if not isinstance(node, ast.BinOp):
            continue
        if isinstance(node.op, ast.Sub) and statement.text(node.left) in ("1", "1.0"):
            right = node.right
            base = right.left if isinstance(right, ast.BinOp) and isinstance(right.op, (ast.Pow, ast.Mult)) else right
            yield "slope", start(node), end(node), f"1 - {statement.atom(base)} ** 2"
        if isinstance(node.op, ast.Mult) and isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Sub):
            state = statement.atom(node.right.right)
            slope = f"(1 - {state} ** 2)"
            yield "slope", start(node), end(node), slope
            if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Mult):
                yield "slope", start(node), end(node), f"{statement.atom(node.left.left)} * {slope}"


def choices(statement: Statement) -> Iterator[Change]:
    """Only one side of a conditional expression, both added, or a condition turned round."""
    for node in statement.expressions():
        if isinstance(node, ast.IfExp):
            yes, no = statement.atom(node.body), statement.atom(node.orelse)
            for text in (yes, no, f"({yes} + {no})", f"({no} if {statement.text(node.test)} else {yes})"):
                yield "choice", start(node), end(node), text
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            for sign in ("<", "<=", ">", ">=", "==", "!="):
                yield "choice", end(node.left), start(node.comparators[0]), f" {sign} "
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield "choice", start(node), end(node), statement.text(value)


def name_of(call: ast.Call) -> str:
    """The last name of a called function: "dot" of np.dot."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
