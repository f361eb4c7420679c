"""Formulas inside a free-text answer, read in the notation in which they were typed and judged by the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizgen.asks.words.assessment import FormulaFound
from quizgen.asks.words.formulas_context import any_activation, denied, reserved

if TYPE_CHECKING:
    from quizgen.asks.words.formulas_tokens import Symbol, Token
    from quizgen.asks.words.scheme import KnownFormula, Scheme

TRIGGER = re.compile(r"[=←+·⋅×*⊙∘≔]|\\(?:gets|leftarrow)")  # without any of these there is no formula
MOST = 40  # formulas of one answer
ARROWS = re.compile(r"(\+=|-=)|:=|<-(?!\d)|←|≔|==|=")
NO_EQUATION = re.compile(r"[<>≠≤≥!≈∈]")
NAMED_ONLY = re.compile(
    r"(?<=[)\]}$])\s*[-–]?\s*(?:tanh|sigmoid|softmax|relu|ReLU|sigma|σ|f|g)$"
)  # "... + b) - tanh is usual"
WORD_AFTER = re.compile(r"(?<=[)\]}$])\s*[A-Za-z]\w*$")
COUNTED = re.compile(r"(?:param|weights|total|count|number)\w*\W+(?:\w+\W+){0,4}$", re.IGNORECASE)
DEFINED = ("a", "z", "net", "u", "o", "s")  # letters of an intermediate result
CLAIMED = ("y_hat", "h_t", "loss", "delta_t", "dW_h", "update", "params")


@dataclass(frozen=True)
class Equation:
    """What stands left of the equals sign, if anything, and one right side; `sign` is "+=" or "-=" where one is typed."""

    typed: str
    place: int
    left: Symbol | None
    right: tuple[Token, ...]
    sign: str = ""
    ends: bool = True  # whether it surely does not go on in words


def formulas_in(scheme: Scheme, text: str) -> tuple[FormulaFound, ...]:
    """The formulas of an answer that can be compared with one of the scheme, in their order; of others nothing is said."""
    if not scheme.formulas or not TRIGGER.search(text):
        return ()
    equations = tuple(equations_in(text))
    results: list[FormulaFound] = []
    for equation in with_definitions(equations):
        found = judged(scheme.formulas, equation, text)
        if found is not None and found not in results:
            results.append(found)
    right = {one.name for one in results if one.equal}
    asked = right_in(scheme.formulas, scheme.asked) if right else frozenset()
    return tuple(one for one in results if (one.name not in asked if one.equal else one.name not in right))


def right_in(formulas: Sequence[KnownFormula], asked: str) -> frozenset[str]:
    """The names of the formulas that the question itself gives: to repeat one shows nothing."""
    if not TRIGGER.search(asked):
        return frozenset()
    found = (judged(formulas, one, asked) for one in with_definitions(tuple(equations_in(asked))))
    return frozenset(one.name for one in found if one is not None and one.equal)


def equations_in(text: str) -> Iterator[Equation]:
    """Every equation, and right side without a left one, that can be cut into symbols."""
    from quizgen.asks.words.formulas_spans import spans
    from quizgen.asks.words.formulas_tokens import one_notation

    for count, (start, end, ends) in enumerate(spans(text)):
        if count == MOST:
            return
        typed = NAMED_ONLY.sub("", text[start:end])
        sides = one_notation(typed)
        arrows = [found[1] or "" for found in ARROWS.finditer(sides)]
        parts = [part.strip() for part in ARROWS.split(sides) if part is not None and part not in ("+=", "-=")]
        if NO_EQUATION.search(re.sub(r"<-|\^<[^<>]*>|\^\(<[^<>]*>\)", "", sides)):
            continue
        for equation in equations(typed, start, parts, arrows, text):
            yield replace(equation, ends=ends)


def equations(typed: str, place: int, parts: Sequence[str], arrows: Sequence[str], text: str) -> Iterator[Equation]:
    """One equation for each right side: a = b = c says that a is b and that a is c."""
    if len(parts) < 2:
        if (right := tokens(parts[0])) is not None:
            yield Equation(typed, place, None, right)
        return
    from quizgen.asks.words.formulas_tokens import Symbol

    left = Symbol("params") if not parts[0] and COUNTED.search(text[max(0, place - 80) : place]) else symbol(parts[0])
    if left is None and len(parts) == 2 and (left := symbol(parts[1])) is not None:
        parts = parts[::-1]  # f(...) = h_t
    if left is None:
        return
    for part, sign in zip(parts[1:], arrows, strict=True):
        if part and (right := tokens(part)):
            yield Equation(typed, place, left, right, sign)


def tokens(side: str) -> tuple[Token, ...] | None:
    """The tokens of a side, or None where it is not understood."""
    from quizgen.asks.words.formulas_tokens import tokens_of
    from quizgen.reading.text import Unreadable

    try:
        found = tokens_of(side)
    except Unreadable:
        return None
    return tuple(found)


def symbol(side: str) -> Symbol | None:
    """The one symbol of a left side; arguments of a loss, as in L(y, ŷ), are left out."""
    from quizgen.asks.words.formulas_tokens import Symbol

    found = tokens(re.sub(r"^(\s*(?:L|J|E|loss|Loss|BCE|l)(?:_\w+)?)\s*\([^()]*\)$", r"\1", side))
    while found and len(found) == 3 and (found[0], found[2]) == ("(", ")"):  # a fraction
        found = found[1:2]
    return found[0] if found and len(found) == 1 and isinstance(found[0], Symbol) else None


def with_definitions(equations: Sequence[Equation]) -> Iterator[Equation]:
    """The equations, intermediate results such as a_t replaced by what another equation says they are."""
    from quizgen.asks.words.formulas_tokens import Symbol

    known: dict[Symbol, tuple[Token, ...]] = {}
    for one in equations:
        if one.left is not None and one.left.base in DEFINED and not one.sign and one.left not in one.right:
            known.setdefault(one.left, ("(", *one.right, ")"))
    for one in equations:
        used = [token for token in one.right if isinstance(token, Symbol) and token in known]
        if used and one.left not in used:
            right = tuple(part for token in one.right for part in known.get(token, (token,)))  # type: ignore[arg-type]
            yield replace(one, right=right)
        else:
            yield one


def judged(formulas: Sequence[KnownFormula], equation: Equation, text: str) -> FormulaFound | None:
    """What one equation is of the formulas with its left side; None where that cannot be said."""
    from quizgen.asks.words.formulas_roles import is_left

    if equation.left is None:
        names = {one.name for one in formulas if one.name in bare_names(equation.right)}
    else:
        names = {one.name for one in formulas if is_left(one.name, equation.left, equation.right)}
    for name in (name for name in CLAIMED if name in names):
        own = [one for one in formulas if one.name == name]
        if name == "h_t" and "sigma" in equation.right and any_activation(text):
            equation = replace(equation, right=tuple("f" if token == "sigma" else token for token in equation.right))
        verdicts = [verdict for one in own if (verdict := compared(one, equation))]
        for shorter in [equation, *begun(equation)]:
            equal = next((found for one in own if (found := compared(one, shorter)) and found.equal), None)
            if equal is not None:
                return None if denied(equation.typed, equation.place, text) else equal
        named = {verdict.misconception for verdict in verdicts if verdict.misconception}
        if verdicts and len(named) < 2 and claims(name, equation, text):
            return next((verdict for verdict in verdicts if verdict.misconception), verdicts[0])
    return None


def begun(equation: Equation) -> Iterator[Equation]:
    """The equation up to each place where a symbol stands beside another without a sign: a word may begin there."""
    depth = 0
    for place, token in enumerate(equation.right):
        depth += (token == "(") - (token == ")")
        before = equation.right[place - 1] if place else "("
        if not depth and not isinstance(token, str) and (not isinstance(before, str) or before == ")"):
            yield replace(equation, right=equation.right[:place], typed=WORD_AFTER.sub("", equation.typed))


def compared(known: KnownFormula, equation: Equation) -> FormulaFound | None:
    """The equation beside one known formula; None if it has symbols or functions that are not in it."""
    from quizgen.asks.words.formulas_roles import variables_in
    from quizgen.asks.words.formulas_values import explained, values_of
    from quizgen.reading.text import Unreadable

    right: tuple[Token, ...] = equation.right
    if equation.sign == "-=" and known.name == "update" and equation.left is not None:
        right = (equation.left, "-", "(", *right, ")")
    elif equation.sign == "+=" and known.name == "update" and equation.left is not None:
        right = (equation.left, "+", "(", *right, ")")
    elif equation.sign == "+=" and known.name == "dW_h":
        right = ("sum", "(", *right, ")")
    elif equation.sign:
        return None
    try:
        names = variables_in(known.name, equation.left, right)
        found = explained(known, values_of(known, names))
        if len({name for name in names if name in known.variables}) < 2 and not found:
            return None  # "b = bias"
    except Unreadable:
        return None
    if found == "":
        return FormulaFound(equation.typed, known.name, equal=True)
    return FormulaFound(equation.typed, known.name, False, found or "", known.feedback.get(found or "", ""))


def bare_names(right: Sequence[Token]) -> set[str]:
    """The formulas that a right side alone may be: one of a function, of a logarithm, or of sizes."""
    from quizgen.asks.words.formulas_tokens import Symbol

    names = set()
    if right and isinstance(right[0], str) and right[0] in ("f", "tanh", "relu", "sigma", "sigmoid", "softmax"):
        names |= {"h_t", "y_hat"}
    if "ln" in right:
        names.add("loss")
    if all(token.base in ("D", "H", "K", "T") for token in right if isinstance(token, Symbol)):
        names.add("params")
    return names


def claims(name: str, equation: Equation, text: str) -> bool:
    """Whether an equation surely is meant to be the formula `name`, so that it can be called wrong."""
    left, typed, place = equation.left, equation.typed, equation.place
    if left is None or not equation.ends:
        return False
    functions = [token for token in equation.right if isinstance(token, str) and token.isalpha()]
    if reserved(typed, place, bool(functions), text):
        return False
    if name == "h_t":
        return left.step is not None and left.step != ("", 1) and left.base != "a"
    if name == "delta_t":  # at the last step other terms are missing
        return left.step is not None and left.step[0] not in ("", "T")
    return name != "y_hat" or left.base == "yhat" or bool(functions)
