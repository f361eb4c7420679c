"""Which known mistake gives exactly this: one misconception, a pair, or one step only; asserted on evidence alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product

from quizgen.ask import Ask, Value
from quizgen.grading.carried import Trails
from quizgen.model import Slip

PAIR = 4  # decimals that show two misconceptions at once, whose candidates are many more


@dataclass(frozen=True)
class Explanation:
    """A misconception (several ids: twins, or a pair) that gives the typed value; `sure` if enough decimals say so."""

    misconceptions: tuple[str, ...]
    feedback: str
    sure: bool


def explain(trails: Trails, wrong: Sequence[Ask]) -> dict[str, list[Explanation]]:
    """Explanations of the wrong asks by name, likeliest tier first; several when the numbers cannot tell them apart.

    Where one misconception explains more of the question's answers than another, it alone is named: h_1 may leave two
    open that h_2 decides.
    """
    found = {ask.name: list(_singles(trails, ask)) for ask in wrong}
    slips = {slip.misconceptions: slip for slip, _ in chain.from_iterable(found.values())}
    reach = {ids: sum(_fits(trails, slip, ask) for ask in trails.asks) for ids, slip in slips.items()}
    explained = {}
    for ask in wrong:
        singles = found[ask.name]
        widest = max((reach[slip.misconceptions] for slip, _ in singles), default=0)
        chosen = [said for slip, said in singles if reach[slip.misconceptions] == widest]
        if sure := [said for said in chosen if said.sure]:
            explained[ask.name] = sure
        else:
            explained[ask.name] = list(_pairs(trails, ask)) or list(_one_step(trails, ask)) or chosen
    return explained


def _singles(trails: Trails, ask: Ask) -> Iterator[tuple[Slip, Explanation]]:
    """Live slips that move this ask and give its typed value."""
    for slip in sorted(trails.variant.slips, key=lambda slip: slip.tier):
        matches = [
            (ids, decimals)
            for ids, answers, reference in trails.ends(slip)
            if _moves(ask, answers, reference)
            and (decimals := _decimals(trails, ask, answers.get(ask.name))) is not None
        ]
        if matches:
            ids = tuple(dict.fromkeys(chain.from_iterable(ids for ids, _ in matches)))
            yield slip, Explanation(ids, slip.feedback, max(decimals for _, decimals in matches) >= ask.sure_decimals)


def _moves(ask: Ask, answers: Mapping[str, Value], reference: Mapping[str, Value]) -> bool:
    """The misconception changes this ask by more than rounding can."""
    if ask.name not in answers or ask.name not in reference:
        return False
    return bool((ask.distance(answers[ask.name], reference[ask.name]) > ask.noticeable).any())


def _fits(trails: Trails, slip: Slip, ask: Ask) -> bool:
    """This ask's typed value is what the misconception gives, whether or not it differs from the truth."""
    if ask.name not in trails.typed:
        return False
    return any(
        ask.name in answers and _decimals(trails, ask, answers[ask.name]) is not None
        for _, answers, _ in trails.ends(slip)
    )


def _decimals(trails: Trails, ask: Ask, value: Value) -> int | None:
    """The decimals to which the typed value agrees with `value` in every component; None where it does not."""
    return ask.agreement(trails.readings[ask.name], value)


def _pairs(trails: Trails, ask: Ask) -> Iterator[Explanation]:
    """One misconception of the cell with one of the output or the loss, on a vector with four decimals."""
    if not ask.shows_pairs:
        return
    said = {name: slip.feedback for slip in trails.variant.slips for name in slip.misconceptions}
    cell = [name for name in said if name.startswith("fwd-")]
    after = [name for name in said if name.startswith(("out-", "loss-"))]
    for pair in product(cell, after):
        answers = trails.walk(pair, trails.sound)
        if _moves(ask, answers, trails.carried) and (_decimals(trails, ask, answers[ask.name]) or 0) >= PAIR:
            yield Explanation(pair, f"Two mistakes at once give this. {said[pair[0]]} {said[pair[1]]}", True)


def _one_step(trails: Trails, ask: Ask) -> Iterator[Explanation]:
    """A misconception in some steps only, where the asks between were left blank: before one of them, or after it."""
    blank = [a.name for a in trails.asks[: trails.asks.index(ask)] if a.name not in trails.typed]
    for slip, name in product(sorted(trails.variant.slips, key=lambda slip: slip.tier), blank):
        if name not in slip.answers:
            continue
        up_to = trails.walk((), {**trails.sound, name: slip.answers[name]})
        from_then = trails.walk(slip.misconceptions[:1], {**trails.sound, name: trails.variant.key[name]})
        for when, answers in ((f"up to {name}", up_to), (f"after {name}", from_then)):
            decimals = _decimals(trails, ask, answers.get(ask.name)) if _moves(ask, answers, trails.carried) else None
            if decimals is not None and decimals >= ask.sure_decimals:
                yield Explanation(slip.misconceptions, f"Only {when}: {slip.feedback}", True)
