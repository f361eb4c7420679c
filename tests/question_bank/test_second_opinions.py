"""A second opinion shares no code with `solve`: no function of the file, and nothing of the reference."""

import ast

import pytest

from quizgen.authoring.bank import Bank

BANK = Bank.load()
NO_CALCULATION = {  # what both may use: how a quantity is called; which examples are tried first
    "what-is-parallel": {"node"},
    "mistake-refute": {"examples"},
}
COMPUTED = [name for name, exercise in BANK.exercises.items() if exercise.solving]


def attached(tree: ast.Module, decorator: str) -> str:
    """The function that is attached to the exercise by a decorator."""
    return next(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(one, ast.Attribute) and one.attr == decorator for one in node.decorator_list)
    )


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def local_to(function: ast.AST) -> set[str]:
    """Parameters and variables of a function."""
    parameters = {one.arg for one in ast.walk(function) if isinstance(one, ast.arg)}
    return parameters | {
        one.id for one in ast.walk(function) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    }


def reached(tree: ast.Module, start: str) -> set[str]:
    """Every name that a function uses, by way of the other functions and classes of the file."""
    defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    found, waiting = {start}, [start]
    while waiting:
        name = waiting.pop()
        if name in defined:
            new = names_in(defined[name]) - local_to(defined[name]) - found
            found |= new
            waiting += new
    return found


def shared(source: str) -> set[str]:
    """What solve and the second opinion both rest on, and what the second opinion takes from the reference."""
    tree = ast.parse(source)
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reference_rnn")
        for alias in node.names
    }
    solve, opinion = (reached(tree, attached(tree, name)) for name in ("solve", "second_opinion"))
    return (solve & opinion & functions) | (opinion & imported)


@pytest.mark.parametrize("name", COMPUTED)
def test_a_second_opinion_shares_no_code_with_solve(name):
    assert shared(BANK.get(name).source) == NO_CALCULATION.get(name, set())


def test_what_is_shared_is_found():
    source = BANK.get("forward-h2").source
    assert shared(
        source.replace("_, h = states_by_unit(p)", "h = run(p)\n\n\ndef run(p):\n    return RNN(p)").replace(
            '"""Two steps', 'from reference_rnn import RNN\n"""Two steps'
        )
    ) == {"RNN"}
    assert shared(source + "\n\ndef both():\n    pass\n".join(["", ""])) == set()
    helped = source.replace("steps = RNN(", "both()\n    steps = RNN(").replace(
        "_, h = states", "both()\n    _, h = states"
    )
    assert shared(helped + "\n\ndef both():\n    pass\n") == {"both"}
