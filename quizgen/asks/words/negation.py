"""What an answer denies: the words in the scope of an odd number of negations, refuted sentences, and mere suppositions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.asks.words.english import word_set
from quizgen.asks.words.normalise import Token
from quizgen.asks.words.windows import NEGATORS, Index

NOT_ONLY = word_set("only just merely simply necessarily")
TRUE = word_set("true right correct so case")
REFUTES = word_set("false wrong incorrect untrue myth misconception mistake mistaken nonsense fallacy")
UNDONE = word_set("until till before unless without except")  # "cannot start before": it can, after
UNDOES = word_set(
    "forbid forbids prevent prevents forget forgets ignore ignores lose loses stop stops hinder hinders avoid avoids discard"
)  # after a negation what follows is meant
SUPPOSES = word_set("if would suppose imagine otherwise assuming")
SAID_BY_OTHERS = word_set("think thinks thought believe believes believed assume say says claim claims seem seems")
OTHERS = word_set("might people one some many you often could they may")
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
            last = end_of(tokens, place, "clause")
            beyond = end_of(tokens, place, "segment")
            if any(one.word in UNDONE for one in tokens[place + 1 : min(last, beyond) + 2]):
                continue
            yield Negation(place, place + 1, last)
            undoes = next((i for i in range(place + 1, min(place + 4, last + 1)) if tokens[i].word in UNDOES), None)
            if undoes is not None:
                yield Negation(undoes, undoes + 1, last)
        elif word in REFUTES and after in ("that", "to", "because", "since"):
            yield Negation(place, place + 1, end_of(tokens, place, "clause"))
        elif word in AGAINST and (word == "unlike" or after in ("of", "than")):
            last = end_of(tokens, place, "clause")
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


def denied(denials: Sequence[Negation], places: Sequence[int]) -> bool:
    """Whether an odd number of negations covers one of these places."""
    if not denials:
        return False
    outside = [one for one in denials if one.place not in places]
    return any(sum(one.first <= place <= one.last for one in outside) % 2 for place in places)


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
