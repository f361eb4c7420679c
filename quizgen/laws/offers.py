"""Laws about what is offered to choose from, and about the data that an exercise draws from."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quizgen.ask import plain
from quizgen.authoring import Draw, Exercise
from quizgen.generate.engine import stream
from quizgen.laws.choices import Choice, choices
from quizgen.laws.sample import Law, Sample

OFTEN = 12  # times as often as it has options an offer must be seen before an option counts as never right
DRAWS = 20  # for each entry of an exercise's data
SHORTEST = 8  # characters of a text by which an entry is recognised


def every_option_can_be_right(sample: Sample) -> Iterator[str]:
    """Every option of a fixed list is right for some seed: none can be ruled out without reading the question."""
    seen: Counter[tuple[str, ...]] = Counter()
    asked: Counter[tuple[str, ...]] = Counter()  # a list is fixed if it is offered whenever its choice is
    right: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for variant in sample.variants:
        for ask in variant.asks:
            if ask.by_value or not ask.on_sheet:
                continue
            for choice in choices(ask, ask.interaction()):
                if type(choice) is Choice and len(choice.items) > 1:
                    offer = (ask.name, choice.line, *(item.text for item in choice.items))
                    seen[offer] += 1
                    asked[offer[:2]] += 1
                    right[offer] |= {
                        place for place, share in enumerate(choice.shares) if share == max(choice.shares) > 0
                    }
    for offer, count in seen.items():
        name, line, *texts = offer
        if count == asked[offer[:2]] and count >= OFTEN * len(texts):
            for place in sorted(set(range(len(texts))) - right[offer]):
                yield f"{name}: {line.format(texts[place])!r} is right for none of {count} seeds"


def every_entry_is_used(sample: Sample) -> Iterator[str]:
    """Every entry of an exercise's data is used for some seed."""
    exercise = sample.exercise
    files = exercise.data_files if exercise.path else ()
    for file in (name for name in files if name.endswith(".toml")):
        unused = [texts for texts in texts_of_entries(tomllib.loads(exercise.data(file))) if texts]
        for seed in range(DRAWS * len(unused)):
            drawn = "\n".join(drawn_texts(exercise, seed))
            unused = [texts for texts in unused if not any(text in drawn for text in texts)]
            if not unused:
                break
        for texts in unused:
            yield f"{file}: no seed uses {texts[0]!r}"


def texts_of_entries(data: Mapping[str, Any]) -> Iterator[list[str]]:
    """The texts of each table in a list of tables."""
    for value in data.values():
        if isinstance(value, Mapping):
            yield from texts_of_entries(value)
        elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
            yield from ([text for text in texts_in(one) if len(text) >= SHORTEST] for one in value)


def drawn_texts(exercise: Exercise, seed: int) -> Iterator[str]:
    """The texts in a drawn problem, asks included."""
    return texts_in(plain(dict(exercise.drawing(Draw(f"{stream(exercise, seed)}:0")))))


def texts_in(part: Any) -> Iterator[str]:
    """Every text in nested lists and mappings."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from texts_in(value)
    elif isinstance(part, Sequence):
        for value in part:
            yield from texts_in(value)


LAWS: tuple[Law, ...] = (every_option_can_be_right, every_entry_is_used)
