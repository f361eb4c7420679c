"""How a quantity is computed: its equation, found in the worked solution, the question or the chapter, and its terms."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from quizgen.ask import Ask
from quizgen.asks.values import Array, flat, listed
from quizgen.grading.carried import Derivation
from quizgen.grading.chains import Chain, chains, is_plain, is_symbolic, same_symbol
from quizgen.grading.term_table import step_terms
from quizgen.model import Variant

STEP = re.compile(r"_\{?(\d)\}?(?=\D|$)")

COMMAND = re.compile(r"\\[a-z]+|[{}\s]")
MOVED = 0.37  # by which an earlier answer is changed, to see what follows from it
INDEX = re.compile(r"_\w|_\{[^}]*\}")
TERM = re.compile(r"(W x_\d+|W_h h_\d+|\bb) =")

# the chapter's equations by the quantity on their left; {t}, {s}, {n} are the step, the one before and the one after
CHAPTER = (
    (r"a_\d", r"W x_{t} + W_h h_{s} + b"),
    (r"h_\d", r"f(W x_{t} + W_h h_{s} + b)"),
    (r"z(_\d)?", r"W_y h_{t} + b_y"),
    (r"\\haty(_\d)?", r"g(W_y h_{t} + b_y)"),
    (r"L(_\d)?", r"-(y \ln \hat{y} + (1 - y) \ln(1 - \hat{y}))"),
    (r"\\frac\\partialL\\partialz(_\d)?", r"\hat{y} - y"),
    (r"\\delta_\d", r"(1 - h_{t}^2) \odot \frac{\partial L}{\partial h_{t}}"),
    (r"\\frac\\partialL\\partialW_h", r"\sum_t \delta_t h_{t-1}^\top"),
    (r"\\frac\\partialL\\partialW", r"\sum_t \delta_t x_t^\top"),
    (r"\\frac\\partialL\\partialb", r"\sum_t \delta_t"),
    (r"W(_h|_y)?_?\\textnew", r"W - \alpha \frac{\partial L}{\partial W}"),
)


def symbol(ask: Ask) -> str:
    """What an answer is called in formulas: its label up to the first words; "" where it begins with words."""
    return ask.tex if r"_{\text" in ask.tex else ask.tex.partition(r"\text")[0].strip()


def equation_of(variant: Variant, ask: Ask, values: Array) -> str:
    """The equation of what an ask asks for, as LaTeX: exactly so in the solution, in general there or in the question, or the
    chapter's. "": there is none."""
    left = symbol(ask)
    for chain in own_chains(variant, ask, values):
        if chain.symbolic:
            return f"{left} = {chain.symbolic}" if left and same_symbol(chain.sides[0], left) else chain.symbolic
    if not left:
        return ""
    if "," in left and "(" not in left:  # several at once: k_1, k_2, k_3
        return next(
            (
                f"{chain.sides[0]} = {chain.symbolic}"
                for chain in chains(variant.solution)
                if in_general(chain, left.split(",")[0])
            ),
            "",
        )
    general = [found for chain in chains(variant.solution, variant.text) if (found := in_general(chain, left))]
    right = max(general, key=lambda one: len(COMMAND.sub("", one)), default="") or chapter(left, variant)
    return f"{left} = {right}" if right else ""


def own_chains(variant: Variant, ask: Ask, values: Array) -> Iterator[Chain]:
    """The equations of the solution with the ask's symbol on the left, unless they give it other values, then others that lead to
    its values."""
    found, left = list(chains(variant.solution)), symbol(ask)
    by_symbol = [chain for chain in found if left and same_symbol(chain.sides[0], left)]
    if not by_symbol and len(ask.name) == 1:
        by_symbol = [chain for chain in found if chain.sides[0] == ask.name]
    yield from (chain for chain in by_symbol if chain.places(values) or not is_plain(chain.sides[-1]))
    for chain in found:
        if chain not in by_symbol and any(chain.places(values)):
            yield Chain(("", *chain.sides))


def in_general(chain: Chain, left: str) -> str:
    """What an equation for every step t says of the step that the symbol `left` is of; else ""."""
    if same_symbol(chain.sides[0], left):
        return chain.symbolic
    steps = STEP.findall(left)
    if len(set(steps)) != 1 or not chain.symbolic:
        return ""
    step = int(steps[0])
    return at(chain.symbolic, step) if same_symbol(at(chain.sides[0], step), left) else ""


def at(formula: str, step: int) -> str:
    """A formula for every step t at one of them: h_{t-1} at step 2 is h_1."""
    shifted = re.sub(r"_\{t\s*([-+])\s*1\}", lambda found: f"_{step + (1 if found[1] == '+' else -1)}", formula)
    return re.sub(r"_(?:t|\{t\})(?![a-z])", f"_{step}", shifted)


def chapter(left: str, variant: Variant) -> str:
    """The chapter's equation for a symbol, where the question has its network; else ""."""
    written = re.sub(r"[\s{}]", "", left)
    step = int(found[1]) if (found := STEP.search(left)) else 0
    if not {"W", "W_h"} <= variant.problem.keys() and r"\hat{y}" not in variant.text:
        return ""
    for pattern, right in CHAPTER:
        if re.fullmatch(pattern, written):
            t, s = (str(step), str(step - 1)) if step else ("t", "{t-1}")
            return right.replace("{t}", t).replace("{s}", s)
    return ""


def terms_of(derived: Derivation, ask: Ask, values: Array) -> str:
    """The terms of an answer with their values, as markup: going on from own answers where it can; "" for none.

    What the solution says in numbers is shown where every answer before is right: else it would give those away.
    """
    if terms := step_terms(derived, ask):
        return TERM.sub(r"$\1$ =", terms)
    earlier = derived.asks[: derived.asks.index(ask)] if ask in derived.asks else derived.asks
    if all(one.name in derived.typed and derived.is_right(one) for one in earlier):
        for chain in own_chains(derived.variant, ask, values):
            if sides := [side for side in chain.sides[1:] if in_numbers(side)]:
                left = symbol(ask)
                return f"${' = '.join([left, *sides] if left and left == chain.sides[0] else sides)}$"
    own = [one for one in earlier if one.name in derived.usable and goes_into(derived, one, ask)]
    shown = [f"${one.tex}$ = {one.show(derived.usable[one.name])}" for one in own]
    return f"{listed(shown)}, as you answered." if shown else ""


def in_numbers(side: str) -> bool:
    """Whether a side says with which numbers something is computed."""
    return bool(re.search(r"\d", INDEX.sub("", side))) and not is_symbolic(side) and not is_plain(side)


def goes_into(derived: Derivation, earlier: Ask, ask: Ask) -> bool:
    """Whether an answer is computed from an earlier one directly: it changes if that alone is another."""
    value = flat(derived.usable[earlier.name])
    if not value.size or not ask.by_value:
        return False
    other = (np.asarray(derived.usable[earlier.name], dtype=float) + MOVED).tolist()
    changed = derived.derive((), {**derived.usable, earlier.name: other})
    now, then = flat(derived.derive((), derived.usable).get(ask.name)), flat(changed.get(ask.name))
    return now.size == then.size and bool((now != then).any())
