"""Formulas inside a free-text answer, read in the notation in which they were typed and judged by the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizgen.asks.words.assessment import FormulaFound

if TYPE_CHECKING:
    from quizgen.asks.text import KnownFormula, Text
    from quizgen.asks.words.formulas_tokens import Symbol, Token

TRIGGER = re.compile(r"[=←+·⋅×*⊙∘≔]|\\(?:gets|leftarrow)")  # without any of these there is no formula
MOST = 40  # formulas of one answer
ARROWS = re.compile(r"(\+=|-=)|:=|<-(?!\d)|←|≔|==|=")
NO_EQUATION = re.compile(r"[<>≠≤≥!≈∈]")
RESERVED = re.compile(  # words beside which a formula may be meant otherwise: denied, of another network, of a special case
    r"\bnot\b|n[o']t\b|\bnever\b|\bno\b|\bwrong|\bincorrect|\bmistak|\berror\b|\bwithout\b|\binstead\b|\bif\b|\bwhen\b|\bforg[eo]t|\bomit|\bdrop"
    r"|\bfeed|\bforward\b|\bmlp\b|\bdense\b|\bwould\b|\bfirst step\b|h_?\(?\{?0|h₀|\bunlike\b|\bsimplif|\bignor|\bspecial|\bvariant|\bcell\b"
    r"|\bclasses\b|\bcategor|\bsoftmax\b|\bregress|\blinear|\bgeneral form|\bsometimes\b|\bpart of\b|\bterm\b|\blstm\b|\bgru\b|\bignoring\b"
    r"|\bcontribut|\bone step\b|\bbatch",
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


def formulas_in(ask: Text, text: str) -> tuple[FormulaFound, ...]:
    """The formulas of an answer that can be compared with one of the ask, in their order; of others nothing is said."""
    if not ask.formulas or not TRIGGER.search(text):
        return ()
    equations = tuple(equations_in(text))
    results: list[FormulaFound] = []
    for equation in with_definitions(equations):
        found = judged(ask.formulas, equation, text)
        if found is not None and found not in results:
            results.append(found)
    right = {one.name for one in results if one.equal}
    return tuple(one for one in results if one.equal or one.name not in right)


def equations_in(text: str) -> Iterator[Equation]:
    """Every equation, and right side without a left one, that can be cut into symbols."""
    from quizgen.asks.words.formulas_spans import spans
    from quizgen.asks.words.formulas_tokens import one_notation

    for count, (start, end) in enumerate(spans(text)):
        if count == MOST:
            return
        typed = text[start:end]
        sides = one_notation(typed)
        arrows = [found[1] or "" for found in ARROWS.finditer(sides)]
        parts = [part.strip() for part in ARROWS.split(sides) if part is not None and part not in ("+=", "-=")]
        if NO_EQUATION.search(re.sub(r"<-|\^<[^<>]*>|\^\(<[^<>]*>\)", "", sides)):
            continue
        yield from equations(typed, start, parts, arrows, text)


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
        return tuple(tokens_of(side))
    except Unreadable:
        return None


def symbol(side: str) -> Symbol | None:
    """The one symbol of a left side; arguments of a loss, as in L(y, ŷ), are left out."""
    from quizgen.asks.words.formulas_tokens import Symbol

    found = tokens(re.sub(r"^(\s*(?:L|J|E|loss|Loss|BCE|l)(?:_\w+)?)\s*\([^()]*\)$", r"\1", side))
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
            yield Equation(one.typed, one.place, one.left, right, one.sign)
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
        verdicts = [verdict for one in formulas if one.name == name and (verdict := compared(one, equation))]
        equal = next((verdict for verdict in verdicts if verdict.equal), None)
        if equal is not None:
            return equal
        named = {verdict.misconception for verdict in verdicts}
        if equation.left is not None and len(named) == 1 and not reserved(name, equation, text):
            return verdicts[0]
    return None


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
        if len({name for name in names if name in known.variables}) < 2 and names[0] not in known.variables:
            return None
        found = explained(known, values_of(known, names))
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
    start = max((text.rfind(sign, 0, equation.place) for sign in ".!?\n;"), default=-1) + 1
    after = equation.place + len(equation.typed)
    ends = [place for sign in ("!", "?", "\n", ";", ". ") if (place := text.find(sign, after)) >= 0]
    around = text[start : equation.place] + " " + text[after : min(ends, default=len(text))]
    if RESERVED.search(around):
        return True
    if name == "h_t":
        return left is None or left.step is None or left.step == ("", 1) or left.base == "a"
    if name == "y_hat":
        applied = any(token in ("f", "sigma", "sigmoid", "softmax") for token in equation.right)
        return left is None or (left.base != "yhat" and not applied)
    return False
