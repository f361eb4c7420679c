"""A question as a platform scores it: its fields, and what each known mistake earns when it is made all through the question."""

from __future__ import annotations

from collections import defaultdict

from quizgen.ask import Ask, KnownWrong, Value
from quizgen.interactions import Loss
from quizgen.model import ScoredAsk, ScoredQuestion, Slip, Variant

HALF = 0.5  # what follows from a value that is impossible, or from which nothing needs to be computed
CARRIED = Loss(
    "error carried forward",
    "A wrong value costs points again in what follows from it; quizgen goes on from the learner's own value. "
    "The values of single known misconceptions are charged once there too.",
)


def scored(variant: Variant, id: str) -> ScoredQuestion:
    """The question under the number `id`. A misconception costs points where it shows first, as grade() charges it once."""
    known: dict[str, list[KnownWrong]] = defaultdict(list)
    for slip in variant.slips:
        for name, wrong in answers(variant, slip).items():
            known[name].append(wrong)
    asks = tuple(
        ScoredAsk(ask, ask.fields(variant.key[ask.name], known[ask.name]), ask.losses()) for ask in variant.asks
    )
    carried = sum(ask.charged_once for ask in variant.asks) > 1
    return ScoredQuestion(id, variant, asks, (CARRIED,) if carried else ())


def answers(variant: Variant, slip: Slip) -> dict[str, KnownWrong]:
    """What a misconception answers wrongly by value, and what that earns."""
    found: dict[str, KnownWrong] = {}
    charged = ""
    before: list[tuple[Ask, Value]] = []  # wrong answers whose doubts were not looked at yet
    doubted = False
    for ask in variant.asks:
        if not ask.by_value or ask.name not in slip.answers:
            continue
        value, right = slip.answers[ask.name], variant.key[ask.name]
        distance = ask.distance(value, right)
        wrong = distance > ask.allowed[0]
        if not wrong.any():
            continue
        if charged and ask.charged_once and (distance > ask.noticeable).any():
            doubted = doubted or any(doubts(earlier, typed, variant) for earlier, typed in before)
            before.clear()
            said = f"The same as in {charged}, where it was charged."
            share = max(0.0, 1 - HALF / float(wrong.mean())) if doubted else 1.0  # so that the answer earns half
            found[ask.name] = KnownWrong(value, share, said, slip.misconceptions)
        else:
            found[ask.name] = KnownWrong(value, 0.0, slip.feedback, slip.misconceptions)
            if ask.enough_evidence:
                charged = charged or ask.mention
        before.append((ask, value))
    return found


def doubts(ask: Ask, value: Value, variant: Variant) -> bool:
    """Whether a value is impossible, or leaves nothing to compute."""
    return bool(ask.impossible(value) or ask.trivial(value, variant.problem))
