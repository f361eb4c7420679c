"""Wrong claims that a rubric knows, looked for in an answer: not where they are denied, refuted or only supposed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from quizgen.asks.words.assessment import Contradicted
from quizgen.asks.words.concepts import Places, together
from quizgen.asks.words.negation import Negation, denied, refuted_next, supposed
from quizgen.asks.words.scheme import Contradiction
from quizgen.asks.words.windows import LONGEST, NEGATORS, Index
from quizgen.errors import UserError

SPAN = 16  # words from the first to the last of a claim
AHEAD = re.compile(r"\(\?<?!(?:[^()]|\([^()]*\))*\)")  # what must not stand there
TOO_MANY = 3  # repetitions without end in one pattern
NEGATING = NEGATORS | {"nt", "cannot", "cant", "doesn", "don", "isn", "aren"}  # in the text of a pattern


def contradicted(index: Index, claims: Sequence[Contradiction], denials: Sequence[Negation]) -> Iterator[Contradicted]:
    """The claims that an answer makes, each once."""
    for claim in claims:
        places = next(filter(None, (said(index, one, denials) for one in occurrences(index, claim))), ())
        if places:
            yield Contradicted(claim, quoted(index, places))


def occurrences(index: Index, claim: Contradiction) -> Iterator[Places]:
    """Where an answer has the words of a claim, close together."""
    if claim.concepts:
        for places in together(index, claim.concepts, widest=1):
            tokens = index.answer.tokens
            if places[-1] - places[0] <= SPAN and tokens[places[0]].segment == tokens[places[-1]].segment:
                yield places
    if claim.pattern:
        yield from by_pattern(index, claim.pattern)


def said(index: Index, places: Places, denials: Sequence[Negation]) -> Places:
    """The places if the answer stands by what they say; else ()."""
    if denied(denials, places) or supposed(index, places) or refuted_next(index, places):
        return ()
    return places


def by_pattern(index: Index, pattern: str) -> Iterator[Places]:
    """Where a sentence matches a regular expression."""
    expression = compiled(pattern)
    denies = mentions_negation(pattern)
    tokens = index.answer.tokens
    for places, text in zip(index.by_sentence, index.texts, strict=True):
        start = tokens[places[0]].start
        for found in expression.finditer(text):
            inside = tuple(
                place
                for place in places
                if tokens[place].start < start + found.end()
                and tokens[place].end > start + found.start()
                and (denies or tokens[place].word not in NEGATORS)
            )
            if inside:
                yield inside


@lru_cache(1024)
def mentions_negation(pattern: str) -> bool:
    """Whether a pattern is itself about what is not so; else a "not" in the words that it matches denies them."""
    positive = AHEAD.sub(" ", pattern).replace(r"\b", " ")
    return any(word in NEGATING for word in re.findall("[a-z]+", positive))


@lru_cache(1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a rubric. UserError: it is none, or one that could take for ever."""
    try:
        expression = re.compile(pattern)
    except re.error as error:
        raise UserError(
            f"The pattern {pattern!r} of a contradiction is no regular expression: {error}. Correct it."
        ) from error
    parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]
    anything = sum(1 for inner in without_end(parsed) if matches_nearly_all(inner))
    if anything > TOO_MANY or nested(parsed):
        raise UserError(
            f"The pattern {pattern!r} of a contradiction repeats without end too often and could take for ever. "
            "Write .{0,40} for .* and repeat nothing that repeats."
        )
    return expression


def without_end(parsed: Any) -> Iterator[Any]:
    """What a parsed pattern repeats without end, at any depth."""
    for operator, argument in parsed:
        if str(operator) in ("MAX_REPEAT", "MIN_REPEAT"):
            _, high, inner = argument
            if high > LONGEST:
                yield inner
            yield from without_end(inner)
        else:
            for part in parts(argument):
                yield from without_end(part)


def matches_nearly_all(parsed: Any) -> bool:
    """Whether one letter of a pattern may be any, or any but a few."""
    return any(
        str(operator) == "ANY"
        or (str(operator) == "IN" and "NEGATE" in str(argument))
        or str(operator) == "NOT_LITERAL"
        for operator, argument in parsed
    )


def nested(parsed: Any) -> bool:
    """Whether something is repeated without end that itself repeats."""
    return any(repeats(inner) for inner in without_end(parsed))


def repeats(parsed: Any) -> bool:
    """Whether a parsed pattern repeats anything more than once."""
    for operator, argument in parsed:
        if str(operator) in ("MAX_REPEAT", "MIN_REPEAT"):
            if argument[1] > 1 or repeats(argument[2]):
                return True
        elif any(map(repeats, parts(argument))):
            return True
    return False


def parts(argument: Any) -> Iterator[Any]:
    """The patterns inside an operator's argument."""
    if isinstance(argument, re._parser.SubPattern):  # type: ignore[attr-defined]
        yield argument
    elif isinstance(argument, (tuple, list)):
        for one in argument:
            yield from parts(one)


def quoted(index: Index, places: Places) -> str:
    """The words of a claim, with those of the clauses that they are in."""
    tokens = index.answer.tokens
    first, last = places[0], places[-1]
    while first and tokens[first - 1].clause == tokens[places[0]].clause:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].clause == tokens[places[-1]].clause:
        last += 1
    return index.quote(first, last)
