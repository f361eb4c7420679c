"""Formulas inside a free-text answer, read in the notation in which they were typed and judged by the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizgen.asks.words.assessment import FormulaFound

if TYPE_CHECKING:
    from quizgen.asks.words.formulas_tokens import Symbol, Token
    from quizgen.asks.words.scheme import KnownFormula, Scheme

TRIGGER = re.compile(r"[=←+·⋅×*⊙∘≔]|\\(?:gets|leftarrow)")  # without any of these there is no formula
MOST = 40  # formulas of one answer
ARROWS = re.compile(r"(\+=|-=)|:=|<-(?!\d)|←|≔|==|=")
NO_EQUATION = re.compile(r"[<>≠≤≥!≈∈]")
RESERVED = re.compile(  # words beside which a formula may be meant otherwise: denied, of another network, of a special case
    r"\b(?:not|never|no|wrong\w*|incorrect\w*|mistak\w*|error|without|instead|if|when|forg[eo]t\w*|omit\w*|drop\w*|ignor\w*|would|unlike"
    r"|feed\w*|forward|mlp|dense|lstm|gru|cell|first step|one step|simplif\w*|special\w*|variant\w*|sometimes|general form"
    r"|part of|term|contribut\w*|batch\w*|classes|categor\w*|softmax|regress\w*|linear\w*|n[o']t)\b|n't\b|\bh_?\(?\{?0|h₀",
    re.IGNORECASE,
)
APPLIED = re.compile(r"tanh|relu|sigmoid|σ|activ|squash|linear|softmax", re.IGNORECASE)  # the function in words
GOES_ON = re.compile(
    r"[\s$)]*(?:plus|minus|times|multiplied|divided|added|applied|over|per|of|passed|through|inside|squashed)\b",
    re.IGNORECASE,
)
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
    return tuple(one for one in results if one.equal or one.name not in right)


def equations_in(text: str) -> Iterator[Equation]:
    """Every equation, and right side without a left one, that can be cut into symbols."""
    from quizgen.asks.words.formulas_spans import spans
    from quizgen.asks.words.formulas_tokens import one_notation

    for count, (start, end, ends) in enumerate(spans(text)):
        if count == MOST:
            return
        typed = text[start:end]
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
    while len(found) > 1 and (found[-1] == "-" or str(found[-1]).isalpha()):
        found.pop()  # a function that is only named: "... + b) - tanh is usual"
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
        verdicts = [verdict for one in own if (verdict := compared(one, equation))]
        for shorter in [equation, *begun(equation)]:
            equal = next((found for one in own if (found := compared(one, shorter)) and found.equal), None)
            if equal is not None:
                return equal
        named = {verdict.misconception for verdict in verdicts if verdict.misconception}
        if verdicts and len(named) < 2 and not reserved(name, equation, text):
            return next((verdict for verdict in verdicts if verdict.misconception), verdicts[0])
    return None


def begun(equation: Equation) -> Iterator[Equation]:
    """The equation up to each place where a symbol stands beside another without a sign: a word may begin there."""
    depth = 0
    for place, token in enumerate(equation.right):
        depth += (token == "(") - (token == ")")
        before = equation.right[place - 1] if place else "("
        if not depth and not isinstance(token, str) and (not isinstance(before, str) or before == ")"):
            yield replace(equation, right=equation.right[:place])


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


def reserved(name: str, equation: Equation, text: str) -> bool:
    """Whether a formula that is not the reference's may be meant otherwise, so that nothing is said of it."""
    left = equation.left
    if left is None or not equation.ends:
        return True
    start = max((text.rfind(sign, 0, equation.place) for sign in ".!?\n;"), default=-1) + 1
    after = equation.place + len(equation.typed)
    ends = [place for sign in ("!", "?", "\n", ";", ". ") if (place := text.find(sign, after)) >= 0]
    around = text[start : equation.place] + " " + text[after : min(ends, default=len(text))]
    if RESERVED.search(around) or GOES_ON.match(text, after):
        return True
    if not any(isinstance(token, str) and token.isalpha() for token in equation.right) and APPLIED.search(around):
        return True
    if name == "h_t":
        return left.step is None or left.step == ("", 1) or left.base == "a"
    if name == "y_hat":
        applied = any(token in ("f", "sigma", "sigmoid", "softmax") for token in equation.right)
        return left.base != "yhat" and not applied
    return False
