"""Answers given to a QTI 2.1 item as a learner gives them: into the fields and choices that the item shows, in their order."""

from qti21_engine import Item

from quizgen.interactions import Arrange, Pick
from quizgen.model import ScoredAsk


def responses(item: Item, number: int, asked: ScoredAsk, chosen: dict[str, object]) -> dict[str, object]:
    """What is answered to the `number`-th ask, by response variable. `chosen`: text, key or keys by the key of the field."""
    names = [name for name in item.interactions if name.startswith(f"R{number}_")]
    if item.interactions[names[0]].name == "matchInteraction":
        left, right = item.interactions[names[0]].sides
        return {names[0]: [f"{left[key]} {right[value]}" for key, value in chosen.items()]}
    found: dict[str, object] = {}
    for name, field in zip(names, asked.fields, strict=True):
        if field.key not in chosen:
            continue
        value, sides = chosen[field.key], item.interactions[name].sides
        if not sides:
            found[name] = value
        elif isinstance(value, list):
            found[name] = [sides[0][key] for key in value]
        else:
            found[name] = sides[0][
                value if value in sides[0] else next(seen for seen in sides[0] if seen.startswith(value))
            ]
    return found


def expected(asked: ScoredAsk, chosen: dict[str, object]) -> tuple[float, list[str]]:
    """Points and sentences of an ask, computed from its fields alone."""
    share, said, right = 0.0, list[str](), {}
    for field in asked.fields:
        value = chosen.get(field.key)
        if value is None:
            continue
        if isinstance(field.interaction, Arrange):
            share += field.weight * sum(value.index(a) < value.index(b) for a, b in field.before) / len(field.before)
        elif isinstance(field.interaction, Pick) and field.interaction.several:
            taken = [one for one in field.answers if one.text in value]
            share += field.weight * max(0.0, sum(one.share for one in taken))
            said += [one.feedback for one in taken]
        elif (one := first_answer(field, value)) is not None:
            fits = not one.needs or not right.get(one.needs[0]) or chosen[one.needs[0]] in one.needs[1]
            right[field.key] = one.share == 1
            share += field.weight * one.share * fits
            said += [one.feedback] * fits
    return share * asked.ask.points, [sentence for sentence in said if sentence]


def first_answer(field, value):
    """The first answer that is recognised in what was typed; texts in capital or small letters alike."""
    if any(one.value is not None for one in field.answers):
        try:
            number = float(value)
        except ValueError:
            return None
        return next((one for one in field.answers if abs(one.value - number) <= one.tolerance), None)
    exact = next((one for one in field.answers if one.text == value), None)
    if exact is not None or isinstance(field.interaction, Pick):
        return exact
    return next((one for one in field.answers if one.text.lower() == value.lower()), None)


def cells(asked: ScoredAsk, typed: str) -> dict[str, str]:
    """A typed line of numbers, or of one text, by the keys of the fields."""
    if len(asked.fields) == 1:
        return {asked.fields[0].key: typed}
    values = [text for row in typed.split("; ") for text in row.split(", ")]
    return {field.key: text for field, text in zip(asked.fields, values, strict=True)}
