"""A strict engine for QTI 2.1 items: reads one as a platform would, takes answers, and runs the response processing.

Anything doubtful is a Fault: a variable that is not declared, a wrong cardinality or base type, a choice that is not offered.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from qti21_schema import MATHS, METADATA, NUMBER, PACKAGE, QTI, Fault, checked, local

NS = {"q": QTI, "p": PACKAGE, "md": METADATA, "m": MATHS}
BINDINGS = {  # interaction -> the declarations that it may have
    "textEntryInteraction": {("single", "string"), ("single", "float")},
    "extendedTextInteraction": {("single", "string")},
    "inlineChoiceInteraction": {("single", "identifier")},
    "choiceInteraction": {("single", "identifier"), ("multiple", "identifier")},
    "orderInteraction": {("ordered", "identifier")},
    "matchInteraction": {("multiple", "directedPair")},
    "uploadInteraction": {("single", "file")},
}
NUMERIC = ("integer", "float")
TRUTH = ("single", "boolean")


@dataclass(frozen=True)
class Interaction:
    """Where an answer is given. `sides`: the choices by what a learner sees first of each; two sides of a match."""

    name: str
    sides: tuple[dict[str, str], ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class Declaration:
    """A variable as it is declared."""

    identifier: str
    cardinality: str
    base_type: str
    default: object = None
    correct: object = None
    mapping: dict[str, float] = field(default_factory=dict)
    lowest: float | None = None
    mapped_otherwise: float = 0.0

    @property
    def type(self):
        return self.cardinality, self.base_type


@dataclass(frozen=True)
class Result:
    """What an answered item gives: outcome variables, and the sentences that are shown, by their identifiers."""

    outcomes: dict[str, object]
    shown: dict[str, str]

    @property
    def score(self):
        return self.outcomes["SCORE"]


class Item:
    """An item that was read."""

    def __init__(self, document: bytes):
        self.root = checked(document)
        if local(self.root) != "assessmentItem":
            raise Fault(f"this is a {local(self.root)}, no item")
        self.id, self.title = self.root.get("identifier"), self.root.get("title")
        self.responses = self._declared("responseDeclaration")
        self.outcomes = self._declared("outcomeDeclaration")
        if twice := self.responses.keys() & self.outcomes.keys():
            raise Fault(f"{twice} are declared twice")
        for name in ("SCORE", "MAXSCORE"):
            if self.outcomes[name].type != ("single", "float"):
                raise Fault(f"{name} is {self.outcomes[name].type}")
        self.interactions = self._bound()
        self.feedbacks = self._feedbacks()
        self.rules = list(self.root.find("q:responseProcessing", NS))
        for rule in self.rules:
            self._check_rule(rule)

    # ------------------------------------------------------------ reading

    def _declared(self, kind: str) -> dict[str, Declaration]:
        found: dict[str, Declaration] = {}
        for element in self.root.findall(f"q:{kind}", NS):
            one = Declaration(element.get("identifier"), element.get("cardinality"), element.get("baseType"))
            if one.identifier in found:
                raise Fault(f"{one.identifier} is declared twice")
            values = {
                name: self._declared_value(element.find(f"q:{name}", NS), one)
                for name in ("defaultValue", "correctResponse")
            }
            mapping = element.find("q:mapping", NS)
            entries = {} if mapping is None else {e.get("mapKey"): float(e.get("mappedValue")) for e in mapping}
            if mapping is not None and len(entries) < len(mapping):
                raise Fault(f"{one.identifier} maps a value twice")
            lowest = None if mapping is None or mapping.get("lowerBound") is None else float(mapping.get("lowerBound"))
            found[one.identifier] = Declaration(
                *(one.identifier, one.cardinality, one.base_type, values["defaultValue"], values["correctResponse"]),
                mapping=entries,
                lowest=lowest,
                mapped_otherwise=0.0 if mapping is None else float(mapping.get("defaultValue")),
            )
        return found

    def _declared_value(self, element, declared: Declaration):
        if element is None:
            return None
        values = [parsed(value.text or "", declared.base_type) for value in element]
        if declared.cardinality != "single":
            return values
        if len(values) != 1:
            raise Fault(f"{declared.identifier} is single and has {len(values)} values")
        return values[0]

    def _bound(self) -> dict[str, Interaction]:
        found: dict[str, Interaction] = {}
        for element in self.root.find("q:itemBody", NS).iter():
            if local(element) not in BINDINGS:
                continue
            name = element.get("responseIdentifier")
            if name not in self.responses or name in found:
                raise Fault(f"{local(element)} answers {name}, which is not declared or answered twice")
            declared = self.responses[name]
            if declared.type not in BINDINGS[local(element)]:
                raise Fault(f"{local(element)} cannot answer {declared.type}")
            if (element.get("maxChoices") == "1") != (declared.cardinality == "single") and element.get("maxChoices"):
                raise Fault(f"{name} is {declared.cardinality} with maxChoices={element.get('maxChoices')}")
            sides = element.findall("q:simpleMatchSet", NS) or (
                [element] if len(element) and element.get("shuffle") else []
            )
            found[name] = Interaction(local(element), tuple(map(choices, sides)), element.get("patternMask", ""))
            self._check_values(declared, found[name])
        names = [one.get("identifier") for one in self.root.find("q:itemBody", NS).iter() if one.get("identifier")]
        if len({*names, *self.responses, *self.outcomes}) < len(names) + len(self.responses) + len(self.outcomes):
            raise Fault(f"two choices, or a choice and a variable, have one identifier among {sorted(names)}")
        if unbound := self.responses.keys() - found.keys():
            raise Fault(f"{unbound} are answered nowhere")
        return found

    def _check_values(self, declared: Declaration, interaction: Interaction) -> None:
        offered = self._domain(interaction)
        correct = declared.correct if isinstance(declared.correct, list) else [declared.correct]
        for value in [*filter(None, correct), *declared.mapping]:
            if offered and value not in offered:
                raise Fault(f"{declared.identifier} declares {value!r}, which is not offered")
        if declared.cardinality == "ordered" and declared.correct and {*declared.correct} != offered:
            raise Fault(f"{declared.identifier} does not order all items")
        if (interaction.pattern != "") != (declared.base_type == "float"):
            raise Fault(f"{declared.identifier} is {declared.base_type} with the pattern {interaction.pattern!r}")

    def _domain(self, interaction: Interaction) -> set[str]:
        """The values that an answer can have; none where it is typed."""
        if len(interaction.sides) == 2:
            return {f"{a} {b}" for a in interaction.sides[0].values() for b in interaction.sides[1].values()}
        return {value for side in interaction.sides for value in side.values()}

    def _feedbacks(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self.root.findall("q:modalFeedback", NS):
            outcome = self.outcomes.get(element.get("outcomeIdentifier"))
            if outcome is None or outcome.type != ("multiple", "identifier") or element.get("identifier") in found:
                raise Fault(f"the feedback {element.attrib} is shown by no outcome, or twice")
            found[element.get("identifier")] = element
        return found

    # ------------------------------------------------------------ checking rules before they run

    def _check_rule(self, rule: Element) -> None:
        if local(rule) == "responseCondition":
            for branch in rule:
                condition, *rules = branch
                if self._type(condition) != TRUTH:
                    raise Fault(f"{local(condition)} is no condition")
                for one in rules:
                    self._check_rule(one)
            return
        outcome = self.outcomes.get(rule.get("identifier"))
        if outcome is None or self._type(rule[0]) != outcome.type:
            raise Fault(f"{rule.get('identifier')} is set to a value of another type, or is no outcome")

    def _variable(self, name: str) -> Declaration:
        found = self.responses.get(name) or self.outcomes.get(name)
        if found is None:
            raise Fault(f"there is no variable {name}")
        return found

    def _type(self, element: Element) -> tuple[str, str]:
        """The cardinality and base type of an expression. Raises Fault where the types of its parts do not fit."""
        name, parts = local(element), [self._type(child) for child in element]
        bad = Fault(f"{name} of {parts}")
        match name:
            case "variable":
                return self._variable(element.get("identifier")).type
            case "baseValue":
                parsed(element.text or "", element.get("baseType"))
                return "single", element.get("baseType")
            case "and" | "or":
                if any(part != TRUTH for part in parts):
                    raise bad
                return TRUTH
            case "match":
                if parts[0] != parts[1] or parts[0][1] == "float":
                    raise bad
                self._check_constants(element)
                return TRUTH
            case "member":
                (one, base), (many, other) = parts
                if one != "single" or many not in ("multiple", "ordered") or base != other or base == "float":
                    raise bad
                self._check_constants(element)
                return TRUTH
            case "equal" | "lt":
                if any(cardinality != "single" or base not in NUMERIC for cardinality, base in parts):
                    raise bad
                return TRUTH
            case "stringMatch":
                if any(part != ("single", "string") for part in parts):
                    raise bad
                return TRUTH
            case "index":
                if parts[0][0] != "ordered":
                    raise bad
                return "single", parts[0][1]
            case "sum":
                if any(cardinality != "single" or base not in NUMERIC for cardinality, base in parts):
                    raise bad
                return "single", "float" if any(base == "float" for _, base in parts) else "integer"
            case "multiple":
                if len({base for _, base in parts}) != 1 or any(kind == "ordered" for kind, _ in parts):
                    raise bad
                return "multiple", parts[0][1]
            case "mapResponse":
                if not self.responses.get(element.get("identifier"), Declaration("", "", "")).mapping:
                    raise Fault(f"mapResponse of {element.get('identifier')}, which has no mapping")
                return "single", "float"
        raise Fault(f"{name} has no place in the response processing of an item")

    def _check_constants(self, element: Element) -> None:
        """A constant that is compared with an answer is one of those that can be given."""
        names = [one.get("identifier") for one in element.iter(f"{{{QTI}}}variable")]
        for constant in element.findall("q:baseValue", NS):
            for name in names:
                offered = self._domain(self.interactions[name]) if name in self.interactions else set()
                if offered and constant.text not in offered:
                    raise Fault(f"{name} can never be {constant.text!r}")

    # ------------------------------------------------------------ answering

    def answer(self, typed: dict[str, object]) -> Result:
        """The result of an attempt. `typed`: text, or what was chosen, by response variable; one that is left out is blank."""
        if strange := typed.keys() - self.responses.keys():
            raise Fault(f"{strange} are answered, and are not asked")
        self.state = {name: one.default for name, one in self.outcomes.items()}
        self.state |= {name: self._given(name, typed.get(name)) for name in self.responses}
        for name, one in self.outcomes.items():
            if one.default is None and one.base_type in NUMERIC:
                self.state[name] = 0
        for rule in self.rules:
            self._run(rule)
        wanted = self.state["FEEDBACK"] or []
        if unknown := set(wanted) - self.feedbacks.keys():
            raise Fault(f"{unknown} are to be shown, and are not there")
        shown = {name: text_of(self.feedbacks[name]) for name in self.feedbacks if name in wanted}
        return Result({name: self.state[name] for name in self.outcomes}, shown)

    def _given(self, name: str, typed):
        declared, interaction = self.responses[name], self.interactions[name]
        if typed in (None, "", []):
            return None
        if declared.base_type == "float":  # what is no number is refused, and counts as no answer
            taken = re.fullmatch(NUMBER, typed.strip()) and re.fullmatch(interaction.pattern, typed)
            return float(typed) if taken else None
        if declared.base_type in ("string", "file"):
            return typed
        chosen = [typed] if declared.cardinality == "single" else list(typed)
        if len(set(chosen)) < len(chosen) or set(chosen) - self._domain(interaction):
            raise Fault(f"{name} cannot be answered by {typed!r}")
        if declared.cardinality == "ordered" and {*chosen} != self._domain(interaction):
            raise Fault(f"{name} is an order of all items, not {typed!r}")
        if declared.base_type == "directedPair" and len({pair.split()[0] for pair in chosen}) < len(chosen):
            raise Fault(f"{name} matches something twice: {typed!r}")
        return typed if declared.cardinality == "single" else chosen

    def _run(self, rule: Element) -> None:
        if local(rule) == "setOutcomeValue":
            self.state[rule.get("identifier")] = self._value(rule[0])
            return
        for condition, *rules in rule:
            if self._value(condition) is True:
                for one in rules:
                    self._run(one)
                return

    def _value(self, element: Element):
        """The value of an expression; None is QTI's NULL."""
        name, parts = local(element), [self._value(child) for child in element]
        match name:
            case "variable":
                return self.state[element.get("identifier")]
            case "baseValue":
                return parsed(element.text or "", element.get("baseType"))
            case "mapResponse":
                return mapped(self.responses[element.get("identifier")], self.state[element.get("identifier")])
            case "and":
                return False if False in parts else None if None in parts else True
            case "or":
                return True if True in parts else None if None in parts else False
            case "multiple":
                every = [x for part in parts if part is not None for x in (part if isinstance(part, list) else [part])]
                return every or None
        if None in parts:
            return None
        match name:
            case "match":
                return parts[0] == parts[1]
            case "member":
                return parts[0] in parts[1]
            case "lt":
                return parts[0] < parts[1]
            case "equal":
                below, above = map(float, element.get("tolerance").split())
                return parts[0] - below <= parts[1] <= parts[0] + above
            case "stringMatch":
                return fold(parts[0], element) == fold(parts[1], element)
            case "index":
                at = int(element.get("n")) - 1
                return parts[0][at] if at < len(parts[0]) else None
            case "sum":
                return sum(parts)
        raise Fault(name)


def parsed(text: str, base_type: str):
    """A value as it stands in XML. Raises Fault."""
    patterns = {"float": NUMBER, "integer": r"[+-]?\d+", "identifier": r"[A-Za-z_][\w-]*", "directedPair": r"\S+ \S+"}
    if base_type in patterns and not re.fullmatch(patterns[base_type], text):
        raise Fault(f"{text!r} is no {base_type}")
    return float(text) if base_type == "float" else int(text) if base_type == "integer" else text


def mapped(declared: Declaration, value) -> float:
    """What an answer is mapped to, as mapResponse says."""
    chosen = [] if value is None else value if isinstance(value, list) else [value]
    total = sum(declared.mapping.get(one, declared.mapped_otherwise) for one in dict.fromkeys(chosen))
    return total if declared.lowest is None else max(declared.lowest, total)


def fold(text: str, element: Element) -> str:
    return text if element.get("caseSensitive") == "true" else text.lower()


def choices(side: Element) -> dict[str, str]:
    """The identifiers of choices by what is seen first of each: its key in bold, or else its text."""
    found: dict[str, str] = {}
    for choice in side:
        key = choice.find("q:strong", NS)
        seen = text_of(choice) if key is None else text_of(key)
        if seen in found or choice.get("identifier") in found.values():
            raise Fault(f"two choices are {seen!r} or {choice.get('identifier')!r}")
        found[seen] = choice.get("identifier")
    return found


def text_of(element: Element) -> str:
    """The text of an element, formulas included."""
    return "".join(element.itertext())
