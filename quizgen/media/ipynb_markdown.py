"""Interactions in the words of a notebook: what is asked, and the name that its answer has in the cell below."""

from __future__ import annotations

from quizgen.interactions import Arrange, Entry, Gaps, Interaction, Pair, Parts, Pick, Place, Upload, Write
from quizgen.markup.parse import Line, Paragraph, Words, parse
from quizgen.media.markdown_markup import Writer, item
from quizgen.media.markdown_text import code, escaped, formula


def field(interaction: Interaction, name: str, tex: str, writer: Writer) -> str:
    """An interaction as it is read; `name` is what it is called in the cell below, `tex` its label."""
    match interaction:
        case Entry():
            return f"${formula(tex)} =$ {gap(name)}"
        case Pick(items=items) | Arrange(items=items):
            return f"{writer.options(items)}\n\n{gap(name)}"
        case Pair(left=left, right=right):
            return f"{writer.options(left)}\n\n*with*\n\n{writer.options(right)}\n\n{gap(name)}"
        case Gaps(text=text, gaps=gaps):
            inside = Writer(writer.pictures, lambda key, _: f"**({escaped(key)})** {code('____')}")
            words = (
                item("-", f"**({escaped(one.key)})** one of: {', '.join(writer.choices(one.words))}")
                for one in gaps
                if one.words
            )
            return "\n\n".join(filter(None, [inside.markup(text), "\n".join(words), gap(name)]))
        case Place(labels=labels) as place:
            return f"{writer.pictures.numbered(place)}\n\n{writer.options(labels)}\n\n{gap(name)}"
        case Write():
            return gap(name)
        case Upload():
            return "*Answer in the code below.*"
        case Parts(parts=parts):
            return "\n\n".join(
                f"{writer.markup(part.label)}\n\n{field(part.interaction, f'{name}: {part.key}', part.tex, writer)}"
                for part in parts
            )
    raise TypeError(f"a notebook has no way to show {interaction!r}")


def short_field(interaction: Interaction, name: str, writer: Writer) -> str:
    """An interaction within a line or a table: there is room for the items of a choice, and for no list."""
    if not isinstance(interaction, Pick):
        return gap(name)
    items = (f"**{escaped(one.key)}** {writer.line(inline(one.text), in_table=True)}" for one in interaction.items)
    return f"{gap(name)} ({', '.join(map(str.strip, items))})"


def inline(text: str) -> Line:
    """Markup of one line; other markup as plain words."""
    parsed = parse(text)
    if len(parsed) == 1 and isinstance(parsed[0], Paragraph):
        return parsed[0].line
    return (Words(" ".join(text.split())),)


def gap(name: str) -> str:
    """Where the answer of that name belongs."""
    return code(f"{name}: ____")
