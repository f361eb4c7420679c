"""Which known mistake gives exactly this: one misconception, a pair, or one step only; asserted on evidence alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product

from quizgen.ask import Ask, Value
from quizgen.grading.carried import Derivation
from quizgen.model import Slip


@dataclass(frozen=True)
class Explanation:
    """A misconception (several ids: twins, or a pair) that gives the typed value; `sure` if enough decimals say so.

    Or a slip of the hand, whose id is that of its kind: `same` tells it from others of its kind, `share` is what the answer
    earns all the same, `compare` whether the terms of the step are worth comparing.
    """

    misconceptions: tuple[str, ...]
    feedback: str
    sure: bool
    same: str = ""
    share: float = 0.0
    compare: bool = True

    @property
    def charges(self) -> tuple[str, ...]:
        """What is charged once for the whole question."""
        return (self.same,) if self.same else self.misconceptions


def explain(derived: Derivation, wrong: Sequence[Ask]) -> dict[str, list[Explanation]]:
    """Explanations of the wrong asks by name, likeliest tier first; several when the numbers cannot tell them apart.

    Where one misconception explains more of the question's answers than another, it alone is named: h_1 may leave two
    open that h_2 decides.
    """
    found = {ask.name: list(_singles(derived, ask)) for ask in wrong}
    slips = {slip.misconceptions: slip for slip, _ in chain.from_iterable(found.values())}
    reach = {ids: sum(_fits(derived, slip, ask) for ask in derived.asks) for ids, slip in slips.items()}
    explained = {}
    for ask in wrong:
        singles = found[ask.name]
        widest = max((reach[slip.misconceptions] for slip, _ in singles), default=0)
        chosen = [explanation for slip, explanation in singles if reach[slip.misconceptions] == widest]
        if sure := [explanation for explanation in chosen if explanation.sure]:
            explained[ask.name] = sure
        else:
            explained[ask.name] = list(_pairs(derived, ask)) or list(_one_step(derived, ask)) or chosen
    return explained


def _singles(derived: Derivation, ask: Ask) -> Iterator[tuple[Slip, Explanation]]:
    """Live slips that change this ask and give its typed value."""
    for slip in sorted(derived.variant.slips, key=lambda slip: slip.tier):
        matches = [
            (ids, decimals)
            for ids, answers, reference in derived.outcomes(slip)
            if _changes(ask, answers, reference)
            and (decimals := _agreement(derived, ask, answers.get(ask.name))) is not None
        ]
        if matches:
            ids = tuple(dict.fromkeys(chain.from_iterable(ids for ids, _ in matches)))
            yield slip, Explanation(ids, slip.feedback, max(decimals for _, decimals in matches) >= ask.sure_decimals)


def _changes(ask: Ask, answers: Mapping[str, Value], reference: Mapping[str, Value]) -> bool:
    """The misconception changes this ask by more than rounding can."""
    if ask.name not in answers or ask.name not in reference:
        return False
    return bool((ask.distance(answers[ask.name], reference[ask.name]) > ask.noticeable).any())


def _fits(derived: Derivation, slip: Slip, ask: Ask) -> bool:
    """This ask's typed value is what the misconception gives, whether or not it differs from the truth."""
    if ask.name not in derived.typed:
        return False
    return any(
        ask.name in answers and _agreement(derived, ask, answers[ask.name]) is not None
        for _, answers, _ in derived.outcomes(slip)
    )


def _agreement(derived: Derivation, ask: Ask, value: Value) -> int | None:
    """The decimals to which the typed value agrees with `value` in every component; None where it does not."""
    return ask.agreement(derived.readings[ask.name], value)


def _pairs(derived: Derivation, ask: Ask) -> Iterator[Explanation]:
    """One misconception of the cell with one of the output or the loss, on a vector with four decimals."""
    if ask.pair_decimals is None:
        return
    feedback = {name: slip.feedback for slip in derived.variant.slips for name in slip.misconceptions}
    cell = [name for name in feedback if name.startswith("fwd-")]
    after = [name for name in feedback if name.startswith(("out-", "loss-"))]
    for pair in product(cell, after):
        answers = derived.derive(pair, derived.usable)
        if (
            _changes(ask, answers, derived.carried)
            and (_agreement(derived, ask, answers[ask.name]) or 0) >= ask.pair_decimals
        ):
            yield Explanation(pair, f"Two mistakes at once give this. {feedback[pair[0]]} {feedback[pair[1]]}", True)


def _one_step(derived: Derivation, ask: Ask) -> Iterator[Explanation]:
    """A misconception in some steps only, where the asks between were left blank: before one of them, or after it."""
    blank = [a for a in derived.asks[: derived.asks.index(ask)] if a.name not in derived.typed]
    for slip, before in product(sorted(derived.variant.slips, key=lambda slip: slip.tier), blank):
        name = before.name
        if name not in slip.answers:
            continue
        up_to = derived.derive((), {**derived.usable, name: slip.answers[name]})
        from_then = derived.derive(slip.misconceptions[:1], {**derived.usable, name: derived.variant.key[name]})
        for when, answers in ((f"up to {before.mention}", up_to), (f"after {before.mention}", from_then)):
            decimals = (
                _agreement(derived, ask, answers.get(ask.name)) if _changes(ask, answers, derived.carried) else None
            )
            if decimals is not None and decimals >= ask.sure_decimals:
                yield Explanation(slip.misconceptions, f"Only {when}: {slip.feedback}", True)
