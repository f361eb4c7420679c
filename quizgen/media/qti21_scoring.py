"""The response processing of a QTI 2.1 item: points for each field as its known answers say, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from quizgen.interactions import Field, ScoredAnswer
from quizgen.media.platform_html import escaped
from quizgen.media.qti21_variables import Answered, Variable, decimal

SCORE, FEEDBACK = "SCORE", "FEEDBACK"


class Branch(NamedTuple):
    """When `condition` holds, so many points and the sentence of this identifier; "" for none."""

    condition: str
    points: float
    said: str = ""

    @property
    def rules(self) -> str:
        """What is set; a branch that only keeps those after it from holding adds nothing."""
        points = add_points(base_value("float", decimal(self.points))) if self.points or not self.said else ""
        return points + (say(self.said) if self.said else "")


@dataclass(frozen=True)
class Scoring:
    """Scores one question. `sentences` are numbered as they come: identifier by sentence."""

    sentences: dict[str, str] = field(default_factory=dict)

    def said(self, sentence: str) -> str:
        """The identifier of a sentence; "" for none."""
        return self.sentences.setdefault(sentence, f"F{len(self.sentences) + 1}") if sentence else ""

    def ask(self, variables: Sequence[Variable], points: float) -> str:
        """The rules of an ask worth so many points."""
        by_key = {one.field.key: (variable, one) for variable in variables for one in variable.fields}
        return "".join(self.variable(variable, points, by_key) for variable in variables)

    def variable(self, variable: Variable, points: float, by_key: Mapping[str, tuple[Variable, Answered]]) -> str:
        """The rules of a variable. `by_key`: where each field of its ask is answered."""
        if variable.several:
            return self.several(variable)
        if variable.cardinality == "ordered":
            return order(variable, points)
        found = []
        for one in variable.fields:
            worth = points * one.field.weight
            branches = [
                branch
                for answer in one.field.answers
                if answer.text in one.values or answer.value is not None
                for branch in self.branches(variable, one, answer, worth, by_key)
            ]
            if variable.base_type == "string":
                branches = with_spellings(branches, variable, one.field.answers)
            found.append(condition(merged(branches, exclusive=variable.base_type in ("identifier", "directedPair"))))
        return "".join(found)

    def branches(
        self,
        variable: Variable,
        one: Answered,
        answer: ScoredAnswer,
        worth: float,
        by_key: Mapping[str, tuple[Variable, Answered]],
    ) -> Iterator[Branch]:
        """What an answer earns: nothing where it does not go with that of another field which is right."""
        here = is_answered(variable, one, answer)
        if answer.needs:
            other, there = by_key[answer.needs[0]]
            unfitting = [right for right in there.field.right if right.text not in answer.needs[1]]
            if unfitting:
                yield Branch(f"<and>{here}{either(is_answered(other, there, right) for right in unfitting)}</and>", 0.0)
        yield Branch(here, worth * answer.share, self.said(answer.feedback))

    def several(self, variable: Variable) -> str:
        """Items of which any number may be chosen: what they are mapped to, and what is said of each."""
        if not variable.fields[0].field.answers:
            return ""
        rules = add_points(f'<mapResponse identifier="{variable.identifier}"/>')
        for one in variable.fields:
            for answer in one.field.answers:
                if answer.feedback:
                    chosen = is_answered(variable, one, answer)
                    rules += condition([Branch(chosen, 0.0, self.said(answer.feedback))])
        return rules


def mapping(variable: Variable, points: float) -> str:
    """What each item adds to the points or takes off, together not below 0; "" where that is not how points are given."""
    (one, *_) = variable.fields
    if not variable.several or not one.field.answers:
        return ""
    worth = points * one.field.weight
    entries = "".join(
        f'<mapEntry mapKey="{one.values[answer.text]}" mappedValue="{decimal(worth * answer.share)}"/>'
        for answer in one.field.answers
    )
    return f'<mapping lowerBound="0" defaultValue="0">{entries}</mapping>'


def is_answered(variable: Variable, one: Answered, answer: ScoredAnswer) -> str:
    """Whether a variable holds an answer, as an expression."""
    value = variable_value(variable.identifier)
    if variable.base_type == "float" and answer.value is not None:
        number = base_value("float", decimal(answer.value))
        tolerance = decimal(answer.tolerance)
        return f'<equal toleranceMode="absolute" tolerance="{tolerance} {tolerance}">{number}{value}</equal>'
    if variable.base_type == "string":
        return string_match(answer.text, value, case=True)
    held = base_value(variable.base_type, one.values[answer.text])
    return f"<member>{held}{value}</member>" if variable.cardinality == "multiple" else f"<match>{value}{held}</match>"


def with_spellings(branches: list[Branch], variable: Variable, answers: Sequence[ScoredAnswer]) -> list[Branch]:
    """Texts in capital or small letters alike; where two answers differ in that alone, as they are spelt first."""
    value = variable_value(variable.identifier)
    anyhow = [
        branch._replace(condition=string_match(answer.text, value, case=False))
        for branch, answer in zip(branches, answers, strict=True)
    ]
    alike = len({answer.text.casefold() for answer in answers}) < len(answers)
    return [*branches, *anyhow] if alike else anyhow


def merged(branches: Iterable[Branch], exclusive: bool) -> list[Branch]:
    """Branches that give the same one after the other as one; those that give nothing last are left out.

    `exclusive`: at most one of them can hold, so that all that give nothing are left out, unless they depend on other fields.
    """
    found: list[Branch] = []
    for (points, said), group in groupby(branches, key=lambda one: (one.points, one.said)):
        conditions = [branch.condition for branch in group]
        if points or said or not exclusive or any(one.startswith("<and>") for one in conditions):
            found.append(Branch(either(conditions), points, said))
    while found and not (found[-1].points or found[-1].said):
        found.pop()
    return found


def order(variable: Variable, points: float) -> str:
    """Points for each pair of items in order: the place of every item first, then a comparison for each pair."""
    (one,) = variable.fields
    if not one.field.before:
        return ""
    value = variable_value(variable.identifier)
    rules = ""
    for key in placed_items(one.field):
        item = base_value("identifier", one.values[key])
        branches = "".join(
            f'<response{"Else" if place > 1 else ""}If><match><index n="{place}">{value}</index>{item}</match>'
            f"{set_outcome(place_of(one, key), base_value('integer', str(place)))}"
            f"</response{'Else' if place > 1 else ''}If>"
            for place in range(1, len(one.values) + 1)
        )
        rules += f"<responseCondition>{branches}</responseCondition>\n"
    share = points * one.field.weight / len(one.field.before)
    for first, second in one.field.before:
        places = "".join(variable_value(place_of(one, key)) for key in (first, second))
        rules += condition([Branch(f"<lt>{places}</lt>", share)])
    return rules


def placed_items(scored: Field) -> list[str]:
    """The keys of the items whose place counts."""
    return list(dict.fromkeys(key for pair in scored.before for key in pair))


def place_of(one: Answered, key: str) -> str:
    """The outcome variable that holds the place of an item."""
    return f"PLACE_{one.values[key]}"


def places_declared(variable: Variable) -> str:
    """Declarations of the places of items; one that is not placed comes after all others."""
    return "".join(
        f'<outcomeDeclaration identifier="{place_of(one, key)}" cardinality="single" baseType="integer">'
        f"<defaultValue><value>{len(one.values) + 1}</value></defaultValue></outcomeDeclaration>\n"
        for one in variable.fields
        for key in placed_items(one.field)
    )


# ---------------------------------------------------------------- elements


def condition(branches: Sequence[Branch]) -> str:
    """The first branch that holds; "" for none at all."""
    written = "".join(
        f"<response{'Else' if at else ''}If>{branch.condition}{branch.rules}</response{'Else' if at else ''}If>"
        for at, branch in enumerate(branches)
    )
    return f"<responseCondition>{written}</responseCondition>\n" if written else ""


def either(conditions: Iterable[str]) -> str:
    """One of several conditions holds."""
    every = list(conditions)
    return every[0] if len(every) == 1 else f"<or>{''.join(every)}</or>"


def base_value(base_type: str, value: str) -> str:
    """A constant, as it stands in XML."""
    return f'<baseValue baseType="{base_type}">{value}</baseValue>'


def variable_value(identifier: str) -> str:
    """What a variable holds."""
    return f'<variable identifier="{identifier}"/>'


def string_match(text: str, value: str, *, case: bool) -> str:
    """Whether a text was typed, with `case` in the same capital and small letters."""
    sensitive = "true" if case else "false"
    return f'<stringMatch caseSensitive="{sensitive}">{value}{base_value("string", escaped(text))}</stringMatch>'


def set_outcome(identifier: str, expression: str) -> str:
    """An outcome variable gets a value."""
    return f'<setOutcomeValue identifier="{identifier}">{expression}</setOutcomeValue>'


def add_points(expression: str) -> str:
    """Points are added to the score."""
    return set_outcome(SCORE, f"<sum>{variable_value(SCORE)}{expression}</sum>")


def say(identifier: str) -> str:
    """A sentence is shown."""
    return set_outcome(
        FEEDBACK, f"<multiple>{variable_value(FEEDBACK)}{base_value('identifier', identifier)}</multiple>"
    )
