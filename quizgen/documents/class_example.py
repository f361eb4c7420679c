"""The worked example of a re-teach card: a question, the right answers and those of a misconception side by side, the solution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from quizgen.ask import Ask, Reading, Value
from quizgen.documents.feedback import row_heading
from quizgen.documents.labels import label_markup
from quizgen.generate.worked_example import slip_of
from quizgen.interactions import Gaps, Interaction, Item, Pair, Parts, Pick
from quizgen.media.html import environment, question
from quizgen.media.html_markup import blocks, markup, option, plain_line
from quizgen.media.key import right
from quizgen.media.written_values import shown
from quizgen.model import Variant


@dataclass(frozen=True)
class Compared:
    """One answer: what it is called, the right one, and the one that the misconception gives."""

    label: Markup
    right: Markup
    wrong: Markup


@dataclass(frozen=True)
class Example:
    """What a card shows of a question; `same`: other misconceptions that give the very same answers on these numbers."""

    exercise: str
    title: str
    question: Markup
    answers: tuple[Compared, ...]
    solution: Markup
    same: tuple[str, ...] = ()


def example(variant: Variant, misconception: str) -> Example | None:
    """A question as the example of a misconception; None where its answers show no difference."""
    slip = slip_of(variant, misconception)
    answers = tuple(computed(variant, slip.answers)) if slip else ()
    answers = answers or next(filter(None, (tuple(chosen(variant, ask, misconception)) for ask in variant.asks)), ())
    if not answers:
        return None
    fields: Any = environment().get_template("card_fields.html.j2").module
    same = tuple(id for id in slip.misconceptions if id != misconception) if slip else ()
    return Example(
        variant.exercise,
        variant.title,
        question(variant, 1, fields),
        answers,
        markup(variant.solution) if variant.solution else Markup(),
        same,
    )


def computed(variant: Variant, wrong: Mapping[str, Value]) -> Iterator[Compared]:
    """The answers that differ from the key."""
    for ask in variant.asks:
        if ask.name in wrong and ask.show(wrong[ask.name]) != ask.show(variant.key[ask.name]):
            yield Compared(
                row_heading(label_markup(ask.tex)), in_full(ask, variant.key[ask.name]), in_full(ask, wrong[ask.name])
            )


def in_full(ask: Ask, value: Value) -> Markup:
    """A value; of a letter to choose, what it stands for too."""
    interaction = ask.interaction()
    if isinstance(interaction, Pick):
        letters = value if isinstance(value, list) else [value]
        picked = [item for item in interaction.items if item.key in letters]
        if picked:
            return Markup(" ").join(map(lettered, picked))
    return plain_line(shown(ask, value))


def lettered(item: Item) -> Markup:
    """An item after its letter."""
    return Markup('<span class="choice"><b>{}</b> {}</span>').format(item.key, option(item.text))


def chosen(variant: Variant, ask: Ask, misconception: str) -> Iterator[Compared]:
    """The item of an ask that judges itself for which a learner is told of the misconception, beside the right one; or nothing."""
    key = variant.key.get(ask.name)
    if ask.by_value or key is None:
        return
    for value, said, instead in single_mistakes(ask.interaction(), key):
        if misconception in ask.judge(Reading(ask.write(value), value)).misconceptions:
            yield Compared(row_heading(label_markup(ask.tex)), instead or accepted(variant, ask), said)
            return


def accepted(variant: Variant, ask: Ask) -> Markup:
    """The right answer in full."""
    return next(blocks(found) for one, found in right(variant) if one.name == ask.name)


Mistake = tuple[
    Value, Markup, Markup
]  # an answer with one mistake, what that says, and what is right instead (empty: the key)


def single_mistakes(interaction: Interaction, key: Value) -> Iterator[Mistake]:
    """The key with each single item chosen otherwise."""
    if isinstance(interaction, Pick):
        for item in interaction.items:
            yield ([item.key] if interaction.several else item.key), lettered(item), Markup()
    elif isinstance(interaction, Pair):
        sides = {item.key: item for item in interaction.right}
        for left in interaction.left:
            for other in interaction.right:
                instead = paired(left, sides[key[left.key]])
                yield {**key, left.key: other.key}, paired(left, other), instead
    elif isinstance(interaction, Parts):
        for part in interaction.parts:
            if isinstance(part.interaction, Pick):
                of_part = {item.key: item for item in part.interaction.items}
                instead = lettered(of_part[key[part.key]]) if key.get(part.key) in of_part else Markup()
                yield from (({**key, part.key: item.key}, lettered(item), instead) for item in of_part.values())
    elif isinstance(interaction, Gaps):
        for gap in interaction.gaps:
            before = gap_entry(gap.key, key.get(gap.key, ""))
            yield from (({**key, gap.key: word}, gap_entry(gap.key, word), before) for word in gap.words)


def paired(left: Item, right: Item) -> Markup:
    """Two items that are put together."""
    return Markup('<span class="choice">{} → {}</span>').format(option(left.text), option(right.text))


def gap_entry(key: str, word: str) -> Markup:
    """What is entered in a gap."""
    return Markup('<span class="choice"><b>{}</b> {}</span>').format(key, option(word))
