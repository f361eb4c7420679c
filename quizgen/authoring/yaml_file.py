"""YAML read strictly: every value knows its line, so that a mistake is told with it and with what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from quizgen.errors import UserError, did_you_mean

KINDS = {yaml.MappingNode: "fields", yaml.SequenceNode: "a list", yaml.ScalarNode: "one text"}
TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True)
class Value:
    """A value of a YAML file; `what` names it in sentences."""

    node: yaml.Node
    file: str
    what: str

    @property
    def line(self) -> int:
        """Where it begins, from 1."""
        return int(self.node.start_mark.line) + 1

    def wrong(self, sentence: str) -> UserError:
        """The mistake of an author, with file and line."""
        return UserError(f"{self.file}, line {self.line}: {sentence}")

    def named(self, what: str) -> Value:
        """The same value under a better name."""
        return Value(self.node, self.file, what)

    def fields(self, known: Sequence[str], needed: Sequence[str]) -> dict[str, Value]:
        """The values by their names. UserError: a name is unknown, given twice or missing."""
        found: dict[str, Value] = {}
        for key, node in self.of_kind(yaml.MappingNode, f"have the fields {', '.join(needed)}"):
            name = str(key.value)
            field = Value(key, self.file, name)
            if name not in known:
                raise field.wrong(
                    f"{self.what} has no field {name!r}.{did_you_mean(name, known)} Known: {', '.join(known)}."
                )
            if name in found:
                raise field.wrong(f"{self.what} has {name} twice. Keep one of them.")
            found[name] = Value(node, self.file, f"{name} of {self.what}")
        for name in needed:
            if name not in found:
                raise self.wrong(f"{self.what} has no {name}. Add it.")
        return found

    def items(self) -> list[Value]:
        """The values of a list."""
        nodes = self.of_kind(yaml.SequenceNode, "be a list")
        return [Value(node, self.file, f"item {number} of {self.what}") for number, node in enumerate(nodes, 1)]

    def text(self) -> str:
        """A text, as it was typed: no is no truth value here, and 1 no number."""
        found = str(self.of_kind(yaml.ScalarNode, "be a text"))
        if not found.strip():
            raise self.wrong(f"{self.what} is empty. Write it, or remove it.")
        return found

    def number(self, least: float, most: float) -> float:
        """A number within bounds."""
        typed = self.text()
        try:
            found = float(typed)
        except ValueError:
            raise self.wrong(f"{self.what} must be a number, not {typed!r}. Write {least:g} to {most:g}.") from None
        if not least <= found <= most:
            raise self.wrong(f"{self.what} is {typed}. Write a number from {least:g} to {most:g}.")
        return found

    def truth(self) -> bool:
        """true or false."""
        typed = self.text()
        if typed.lower() not in TRUTHS:
            raise self.wrong(f"{self.what} must be true or false, not {typed!r}.")
        return TRUTHS[typed.lower()]

    def texts(self) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if isinstance(self.node, yaml.ScalarNode):
            return (self.text(),)
        return tuple(item.text() for item in self.items())

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """A list of groups, each a list of words or phrases."""
        found = tuple(tuple(word.text() for word in group.listed().items()) for group in self.listed().items())
        if not found or not all(found):
            raise self.wrong(f"{self.what} has an empty group. Give every group a word, or remove it.")
        return found

    def listed(self) -> Value:
        """Itself, a list. UserError: it is none, with the form of concepts."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong(
                f"{self.what} must be a list, not {KINDS[type(self.node)]}. Concepts are a list of groups, each a list of words: "
                "[[fewer, less], [weights, parameters]]."
            )
        return self

    def of_kind(self, kind: type[yaml.Node], must: str) -> Any:
        """What a node of this kind holds."""
        if not isinstance(self.node, kind):
            raise self.wrong(f"{self.what} must {must}, not {KINDS[type(self.node)]}. Correct the file.")
        return self.node.value


def read_yaml(text: str, file: str, what: str) -> Value:
    """The value of a whole file. UserError: it is no YAML, with the line; or it is empty."""
    try:
        node = yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        why = " ".join(str(part) for part in (error.problem, error.context) if part)
        raise UserError(
            f"{file}{where}: this is no YAML ({why}). Put texts that hold : # [ ] {{ }} or quotation marks between quotation marks."
        ) from error
    except yaml.YAMLError as error:
        raise UserError(f"{file}: this is no YAML ({' '.join(str(error).split())}). Correct the file.") from error
    if node is None:
        raise UserError(f"{file} is empty. Write {what}.")
    return Value(node, file, what)
