"""What an answer denies: the words in the scope of an odd number of negations, refuted sentences, and mere suppositions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.asks.words.coverage import content
from quizgen.asks.words.english import ADVERBS, AUXILIARIES, PRONOUNS, SMALL, word_set
from quizgen.asks.words.normalise import Token, normalised
from quizgen.asks.words.windows import NEGATORS, Index

NOT_ONLY = word_set("only just merely simply necessarily")
TRUE = word_set("true right correct so case")
REFUTES = word_set("false wrong incorrect untrue myth misconception mistake mistaken nonsense fallacy")
UNDONE = word_set(
    "until till before unless without except too"
)  # "cannot start before": it can, after; "none is too long"
UNDOES = word_set(  # "does not forget the past": only the forgetting is denied
    "forbid forbids prevent prevents forget forgets forgotten ignore ignores ignored lose loses lost stop stops hinder avoid "
    "avoids discard discards discarded omit omits omitted drop dropped left skip skipped missing"
)
SUPPOSES = word_set("if would suppose imagine otherwise assuming")
SAID_BY_OTHERS = word_set("think thinks thought believe believes believed assume say says claim claims seem seems")
OTHERS = word_set("might people one some many you often could they may")
PRESUMED = 3  # words of the question that, denied, deny what it takes for granted
AHEAD = 7  # words after an "and" among which a verb makes another clause of them
VERBS = word_set(
    "takes needs reads uses works keeps gives goes makes gets computes processes handles passes sees treats depends starts stores"
)
SHORT = 7  # words that "instead of" and "rather than" reach


@dataclass(frozen=True)
class Negation:
    """A word that negates, and the places that it negates."""

    place: int
    first: int
    last: int


def negations(index: Index) -> tuple[Negation, ...]:
    """All of an answer."""
    tokens = index.answer.tokens
    if not any(token.word in NEGATORS or token.word in REFUTES or token.word in AGAINST for token in tokens):
        return ()
    return tuple(found(tokens))


AGAINST = word_set("instead rather unlike")


def found(tokens: Sequence[Token]) -> Iterator[Negation]:
    """The negations among the words of an answer."""
    skip = -1
    for place, token in enumerate(tokens):
        if place <= skip:
            continue
        word, after, before = token.word, following(tokens, place), preceding(tokens, place)
        if word in NEGATORS:
            if after in NOT_ONLY or before in ("if", "or", "why") or (word == "no" and after == "matter"):
                continue
            nearby = [one.word for one in tokens[place + 1 : place + 5] if one.clause == token.clause]
            if (
                word == "not"
                and (place_of := next((i for i, one in enumerate(nearby) if one in TRUE | REFUTES), None)) is not None
            ):
                if nearby[place_of] in TRUE:
                    skip = place + 1 + place_of
                    yield Negation(place, skip + 1, end_of(tokens, place, "clause"))
                else:
                    skip = place + 1 + place_of  # "not wrong"
                continue
            last = reach(tokens, place)
            beyond = end_of(tokens, place, "segment")
            near = range(place + 1, min(min(last, beyond) + 2, len(tokens)))
            undone = next((i for i in near if tokens[i].word in UNDONE), None)
            if undone is not None:
                skip = undone
                continue
            undoes = next((i for i in range(place + 1, last + 1) if tokens[i].word in UNDOES), None)
            yield Negation(place, place + 1, last) if undoes is None else Negation(place, undoes, undoes)
        elif word in REFUTES and after in ("that", "to", "because", "since"):
            yield Negation(place, place + 1, end_of(tokens, place, "clause"))
        elif word in AGAINST and (word == "unlike" or after in ("of", "than")):
            last = end_of(tokens, place, "clause")
            if word == "unlike":
                last = next((i - 1 for i in range(place + 1, last + 1) if tokens[i].word in PRONOUNS), last)
            if last + 1 < len(tokens) and tokens[last + 1].word in ("which", "where", "whose", "who"):
                last = end_of(tokens, last + 1, "clause")
            yield Negation(place, place + 1, min(last, place + SHORT + 5 * (word == "unlike")))


def following(tokens: Sequence[Token], place: int) -> str:
    """The next word of the sentence, or ""."""
    return (
        tokens[place + 1].word
        if place + 1 < len(tokens) and tokens[place + 1].sentence == tokens[place].sentence
        else ""
    )


def preceding(tokens: Sequence[Token], place: int) -> str:
    """The word before in the sentence, or ""."""
    return tokens[place - 1].word if place and tokens[place - 1].sentence == tokens[place].sentence else ""


def end_of(tokens: Sequence[Token], place: int, of: str) -> int:
    """The last place of the clause or segment that a word is in."""
    last = place
    own = getattr(tokens[place], of)
    while last + 1 < len(tokens) and getattr(tokens[last + 1], of) == own:
        last += 1
    return last


def reach(tokens: Sequence[Token], place: int) -> int:
    """The last place that a negation reaches: its clause, but not beyond an "and" after which another verb comes."""
    last = end_of(tokens, place, "clause")
    for joint in range(place + 2, last):
        if tokens[joint].word == "and":
            if tokens[joint + 1].word in VERBS:
                return joint
            for after in tokens[joint + 1 : min(joint + AHEAD, last) + 1]:
                if after.word in ("that", "which", "who"):
                    break
                if after.word in AUXILIARIES:
                    return joint
    return last


def denied(denials: Sequence[Negation], places: Sequence[int]) -> bool:
    """Whether an odd number of negations covers one of these places."""
    return bool(denials and denied_places(denials, places))


def denied_places(denials: Sequence[Negation], places: Sequence[int]) -> tuple[int, ...]:
    """Which of these places are denied."""
    outside = [one for one in denials if one.place not in places]
    return tuple(place for place in places if sum(one.first <= place <= one.last for one in outside) % 2)


def supposed(index: Index, places: Sequence[int]) -> bool:
    """Whether the sentences of these places only suppose something, or report what others think."""
    for sentence in {index.sentence(place) for place in places}:
        words = [index.answer.tokens[place].word for place in index.by_sentence[sentence]]
        if SUPPOSES & set(words):
            return True
        if any(word in SAID_BY_OTHERS and OTHERS & set(words[max(0, i - 3) : i]) for i, word in enumerate(words)):
            return True
    return False


def refuted_next(index: Index, places: Sequence[int]) -> bool:
    """Whether the next sentence says that this one is wrong: "That is false."."""
    sentence = index.sentence(places[-1]) + 1
    if sentence >= len(index.by_sentence):
        return False
    words = [index.answer.tokens[place].word for place in index.by_sentence[sentence][:6]]
    wrong = bool(REFUTES & set(words)) or ("not" in words and bool(TRUE & set(words)))
    return words[:1] in (["that"], ["this"], ["it"], ["which"]) and wrong


def denies_question(index: Index, denials: Sequence[Negation], asked: str) -> bool:
    """Whether a negation covers words of the question and nothing else, such as "does not use the same weights"."""
    if not denials or asks_of_not(asked):
        return False
    of_question = content(asked)
    for one in denials:
        places = [
            place for place in range(one.first, one.last + 1) if index.answer.tokens[place].word not in SMALL - ADVERBS
        ]
        if len(places) >= PRESUMED and all(index.stems[place] in of_question for place in places):
            return not supposed(index, places)
    return False


def asks_of_not(asked: str) -> bool:
    """Whether a question is itself about what is not so."""
    return any(token.word in NEGATORS for token in normalised(asked).tokens)
