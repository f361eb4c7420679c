"""An answer in words assessed against its rubric: what it says, misses and contradicts, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from quizgen.asks.words import concepts, coverage, guards
from quizgen.asks.words.assessment import Assessment, Contradicted, FormulaFound, Found
from quizgen.asks.words.confidence import confidence
from quizgen.asks.words.contradictions import contradicted
from quizgen.asks.words.familiar import about_something_else, calls_false
from quizgen.asks.words.negation import denies_question, negations
from quizgen.asks.words.points import Shown, evidence, shown
from quizgen.asks.words.reversals import looks_ahead
from quizgen.asks.words.scheme import Contradiction, KeyPoint, Scheme
from quizgen.asks.words.windows import Index, indexed

DENIED = "It seems to deny what the key point says: “{}”."
BOTH = "It says the key point and its contrary."
NEGATED = "It says a key point under a negation."
OF_THE_OTHER = "It may say of one thing what is true of the other."
TURNED_ROUND = "It seems to say that a state needs what comes after it."
PRESUMED = "It denies what the question takes for granted."
RIGHT_AND_WRONG = "It says things that are right and things that are wrong."
NO_POINT = "It says nothing that the rubric names."
OTHER = "Many of its words are about something else."
FALSE = "It calls something false that the rubric says."
REQUIRED = "A key point that an answer must have was not found."
OTHER_FORMULA = "It has a formula that is neither the right one nor a known mistake."
UNLIKE = "It has key points, but hardly any other word of the model answer."
LIKE = "It has many words of the model answer, but few key points."


def assess(scheme: Scheme, typed: str) -> Assessment:
    """The key points that an answer says, with its words for each, and how sure that is."""
    index = indexed(typed, vocabulary(scheme.key_points, scheme.contradictions, scheme.model_answer))
    if nothing := guards.nothing(index.answer):
        return Assessment(0.0, missing=scheme.key_points, nothing=nothing)
    formulas = formulas_of(scheme, typed)
    denials = negations(index)
    said = {
        point: place
        for point in scheme.key_points
        if (place := shown(index, point, scheme.model_answer, scheme.asked, denials)) and not misjudged(point, formulas)
    }
    by_formula = {
        point: one.typed for point in scheme.key_points for one in formulas if one.equal and one.name in point.formulas
    }
    if guards.copied(index, scheme.asked) and not by_formula:
        return Assessment(0.0, missing=scheme.key_points, nothing=guards.COPIED)
    wrong = tuple(contradicted(index, scheme.contradictions, denials))
    lost = {one.claim.point for one in wrong if one.claim.point}
    found = tuple(
        Found(point, (by_formula[point],) if point in by_formula else evidence(index, said[point].places))
        for point in scheme.key_points
        if (point in said or point in by_formula) and point.id not in lost
    )
    shows = [one.point for one in found]
    missing = tuple(point for point in scheme.key_points if point not in shows)
    earned = weight(shows) / weight(scheme.key_points)
    share = max(0.0, earned - sum(one.claim.penalty for one in wrong if not one.claim.point))
    hard = [*guards.doubts(index), *denials_of(index, {p: s for p, s in said.items() if p not in by_formula})]
    hard += doubts(earned, wrong, missing, formulas)
    hard += [OF_THE_OTHER] * any(place.exchanged for place in said.values())
    by_words = [place for point, place in said.items() if point not in by_formula]
    if found:
        hard += [OTHER] * about_something_else(index, scheme)
        hard += [FALSE] * calls_false(index, denials, scheme)
    hard += [NEGATED] * (bool(by_words) and all(place.negated for place in by_words))
    hard += [TURNED_ROUND] * looks_ahead(index)
    hard += [PRESUMED] * denies_question(index, denials, scheme.asked)
    soft = compared(coverage.of(scheme, index), earned, wrong)
    soft += [BOTH] * 2 * any(place.contrary for place in said.values())
    soft += [NEGATED] * sum(place.negated for place in by_words)
    return Assessment(
        round(share, 9), found, missing, wrong, formulas, tuple(dict.fromkeys([*hard, *soft])), confidence(hard, soft)
    )


def doubts(
    earned: float,
    wrong: Sequence[Contradicted],
    missing: Sequence[KeyPoint],
    formulas: Sequence[FormulaFound],
) -> list[str]:
    """Why a person should look, from what was found and what was not."""
    found = []
    if wrong and earned > 0:
        found.append(RIGHT_AND_WRONG)
    if not earned and not wrong:
        found.append(NO_POINT)
    if not wrong and earned and any(point.required for point in missing):
        found.append(REQUIRED)
    if any(one.name and not one.equal and not one.misconception for one in formulas):
        found.append(OTHER_FORMULA)
    return found


def denials_of(index: Index, said: dict[KeyPoint, Shown]) -> list[str]:
    """The key points that the answer may deny."""
    found = [DENIED.format(evidence(index, place.places)[0]) for place in said.values() if place.denies]
    return found


def compared(covered: float, earned: float, wrong: Sequence[Contradicted]) -> list[str]:
    """Where the words of the model answer and the key points do not agree."""
    if earned > 0.7 and covered < 0.08:
        return [UNLIKE]
    if earned < 0.3 and covered > 0.5 and not wrong:
        return [LIKE]
    return []


def misjudged(point: KeyPoint, formulas: Sequence[FormulaFound]) -> bool:
    """Whether the answer gives a formula for the point that is a known mistake, and the right one nowhere."""
    own = [one for one in formulas if one.name in point.formulas]
    return bool(own) and not any(one.equal for one in own) and any(one.misconception for one in own)


def formulas_of(scheme: Scheme, typed: str) -> tuple[FormulaFound, ...]:
    """The formulas of an answer, judged by the reference, where the rubric has any."""
    if not scheme.formulas:
        return ()
    from quizgen.asks.words.formulas import formulas_in

    return formulas_in(scheme, typed)


def weight(points: Sequence[KeyPoint]) -> float:
    """The sum of their weights."""
    return sum(point.weight for point in points)


@lru_cache(512)
def vocabulary(points: Sequence[KeyPoint], claims: Sequence[Contradiction], model_answer: str) -> dict[str, str]:
    """The words of a rubric with their stems: what misspelt words of an answer may be meant for."""
    groups = [group for point in points for group in point.concepts] + [
        group for one in claims for group in one.concepts
    ]
    terms = [term for group in groups for term in group]
    terms += [text for point in points for text in point.alternatives]
    terms += [term for point in points for example in point.examples for group in example for term in group]
    return dict(pair for term in (*terms, model_answer) for pair in concepts.vocabulary(term) if pair[0].isalpha())
