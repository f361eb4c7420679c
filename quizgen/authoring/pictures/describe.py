"""A network in words, made from the same graph as its picture: for the terminal and for whoever does not see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from quizgen.authoring.pictures.net import Net
from quizgen.markup.formula_text import formula_text


def describe(net: Net, lit: Collection[str] = (), blanks: Mapping[str, int] | None = None) -> str:
    """Every arrow with its weight, step by step; a blanked label is its number in brackets."""
    numbers = blanks or {}

    def called(name: str) -> str:
        return f"[{numbers[name]}]" if name in numbers else formula_text(net.node(name).tex)

    lines = []
    for time in sorted({node.time for node in net.nodes}):
        parts = []
        for arrow in net.arrows:
            if net.node(arrow.target).time != time:
                continue
            weight = (
                f"[{numbers[arrow.name]}]" if arrow.name in numbers else arrow.weight and formula_text(arrow.weight)
            )
            about = ", ".join(filter(None, [weight, "dashed" if arrow.dashed else ""]))
            parts.append(f"{called(arrow.source)} → {called(arrow.target)}" + (f" ({about})" if about else ""))
        if parts:
            lines.append(f"Step {time}: {', '.join(parts)}." if len(net.nodes) > 3 else f"{', '.join(parts)}.")
    joined = {name for arrow in net.arrows for name in (arrow.source, arrow.target)}
    if alone := [called(node.name) for node in net.nodes if node.name not in joined]:
        lines.append(f"Without an arrow: {', '.join(alone)}.")
    if marked := [called(node.name) for node in net.nodes if node.name in lit]:
        lines.append(f"Marked, with the arrows between them: {', '.join(marked)}.")
    return "\n".join(lines)
