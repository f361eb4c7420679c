"""The words beside a formula: whether they deny it, or say that it may be meant otherwise."""

from __future__ import annotations

import re

RESERVED = re.compile(  # words beside which a formula may be meant otherwise: denied, of another network, of a special case
    r"\b(?:not|never|no|wrong\w*|incorrect\w*|mistak\w*|error|without|instead|if|when|forg[eo]t\w*|omit\w*|drop\w*|ignor\w*|would"
    r"|unlike|feed\w*|forward|mlp|dense|lstm|gru|cell|first step|one step|simplif\w*|special\w*|variant\w*|sometimes|general form"
    r"|part of|term|contribut\w*|batch\w*|classes|categor\w*|softmax|regress\w*|squared|mse|mean|linear\w*|n[o']t)\b"
    r"|n't\b|\bh_?\(?\{?0|h₀",
    re.IGNORECASE,
)
DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|never|wrong\w*|incorrect\w*|instead of|rather than|unlike)|n't)\b[^,;:.!?]{0,40}$", re.IGNORECASE
)
DENIED_AFTER = re.compile(
    r"[\s$\"')]*(?:is|are|was|would be|looks)\s+(?:\w+\s+)?(?:not|wrong|incorrect|false|no)\b", re.IGNORECASE
)
APPLIED = re.compile(r"tanh|relu|sigmoid|σ|activ|squash|linear|softmax", re.IGNORECASE)  # the function in words
GOES_ON = re.compile(
    r"[\s$)]*(?:plus|minus|times|multiplied|divided|added|applied|over|per|of|passed|through|inside|squashed)\b",
    re.IGNORECASE,
)
ANY_ACTIVATION = re.compile(r"(?:σ|sigma)\W[^.;]{0,40}(?:activation|non-?linear|tanh|relu)", re.IGNORECASE)


def any_activation(text: str) -> bool:
    """Whether σ is said to be the activation, which other books write so; by itself it may be the sigmoid."""
    return ANY_ACTIVATION.search(text) is not None


def denied(typed: str, place: int, text: str) -> bool:
    """Whether the words beside a formula say that it is not so."""
    before = text[max(0, place - 60) : place]
    return bool(DENIED_BEFORE.search(before) or DENIED_AFTER.match(text, place + len(typed)))


def reserved(typed: str, place: int, applied: bool, text: str) -> bool:
    """Whether a formula that is not the reference's may be meant otherwise; `applied`: it has a function."""
    after = place + len(typed)
    start = max((text.rfind(sign, 0, place) for sign in ".!?\n;"), default=-1) + 1
    ends = [end for sign in ("!", "?", "\n", ";", ". ") if (end := text.find(sign, after)) >= 0]
    around = text[start:place] + " " + text[after : min(ends, default=len(text))]
    return bool(RESERVED.search(around) or GOES_ON.match(text, after) or (not applied and APPLIED.search(around)))
