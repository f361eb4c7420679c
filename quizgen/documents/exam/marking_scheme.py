"""The marking scheme of one paper as a Typst document: what earns points, and what each likely mistake gives and earns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from quizgen.ask import Ask, Value
from quizgen.documents.exam.accepted import coarser, ranges
from quizgen.documents.exam.carrying import Follow, carried
from quizgen.documents.exam.key_tables import document
from quizgen.documents.exam.key_values import array, key_points, lines_of, scheme, shares
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.seeds import written_code
from quizgen.markup.formula_typst import quoted
from quizgen.markup.parse import parse
from quizgen.media.key import right, wrong
from quizgen.media.texts import Texts, filled, read_texts
from quizgen.media.typst import line, named, walked, words, worth, wrong_values
from quizgen.media.values import amount
from quizgen.model import Mark, Paper, Slip, Variant

Judge = Callable[[Variant, Mapping[str, Any], Follow], Sequence[Mark]]
"""The marks of what was typed for the asks of a variant."""


def marking_scheme(paper: Paper, plan: ExamPlan, follow: Follow, judge: Judge) -> str:
    """The marking scheme of a paper: points by part, what is accepted, what is carried forward, likely mistakes, solutions."""
    texts = read_texts(plan.language)
    whose = written_code(paper.code), paper.student.own_name, paper.student.id
    body = [f"#scheme-head({', '.join(map(quoted, (*whose, worth(paper.quiz.points, texts))))})"]
    for number, variant in enumerate(paper.quiz.variants, 1):
        body.append(question(variant, number, texts, follow, judge))
    return document("key.marking_scheme", plan, texts, body, owner=" · ".join(dict.fromkeys(whose)))


def question(variant: Variant, number: int, texts: Texts, follow: Follow, judge: Judge) -> str:
    """The scheme of a question."""
    head = f"{quoted(str(number))}, {quoted(variant.title)}, {quoted(worth(variant.points, texts))}"
    parts = [f"#question-head({head})", table(variant, texts), *carrying(variant, texts, follow)]
    for ask in variant.asks:
        if found := scheme(ask):
            parts.append(f"#small-head({quoted(texts['key.key_points'])})" + key_points(found, texts))
    if variant.solution:
        parts.append(f"#small-head({quoted(texts['key.solution'])})\n{walked(parse(variant.solution), {})}")
    if slips := [f"[{one}]" for one in mistakes(variant, texts, follow, judge)]:
        parts.append(f"#small-head({quoted(texts['key.slips'])})\n#slips({', '.join(slips)})")
    return "\n\n".join(parts)


def table(variant: Variant, texts: Texts) -> str:
    """Each part with its points, the right answer and what else is accepted."""
    answers = {ask.name: walked(blocks, {}) for ask, blocks in right(variant)}
    asks = [ask for ask in variant.asks if ask.name in answers]
    if not asks:
        return ""
    cells = []
    for ask in asks:
        lines = accepted(ask, variant.key[ask.name], texts)
        row = named(ask.tex), answers[ask.name], f"#{lines_of(lines)}", words(amount(ask.points))
        cells += [f"[{cell}]" for cell in row]
    heads = [texts[name] for name in ("key.part", "key.right", "key.accepted", "paper.points_column")]
    numbers = all(ask.by_value and not ask.symbolic for ask in asks)
    return f"#scheme-table({str(numbers).lower()}, {array(map(quoted, heads))}, {', '.join(cells)})"


def accepted(ask: Ask, value: Value, texts: Texts) -> list[str]:
    """What earns full points, how the points are shared out, and what fewer decimals earn: a line each."""
    if found := ranges(ask, value):
        each = (filled(texts["key.from_to"], low=printed(low), high=printed(high)) for low, high in found)
        full = ", ".join(each)
    elif ask.by_value:
        full = texts["key.same_value" if ask.symbolic else "key.exactly"]
    else:
        full = ""
    fewer = (
        filled(
            texts["key.fewer_decimal" if decimals == 1 else "key.fewer_decimals"],
            decimals=decimals,
            points=amount(worth),
        )
        for decimals, worth in coarser(ask, value)
    )
    return list(filter(None, [full, shares(ask, value, texts), ", ".join(fewer)]))


def printed(number: Decimal) -> str:
    """A number with a real minus sign."""
    return format(number, "f").replace("-", "−")


def carrying(variant: Variant, texts: Texts, follow: Follow) -> Iterator[str]:
    """A sentence for each answer that is judged from the student's own earlier ones."""
    asks = {ask.name: ask for ask in variant.asks}
    for name, earlier in carried(variant, follow).items():
        units = asks[name].allowed[1]
        said = filled(texts["key.one_unit" if units == 1 else "key.units"], units=amount(units))
        own = [named(asks[one].tex) for one in earlier]
        joined = f" {words(texts['key.and'])} ".join(filter(None, [f"{words(', ')}".join(own[:-1]), own[-1]]))
        sentence = texts["key.carried"] if units else texts["key.carried_exactly"]
        yield f"#remark[{put_in(sentence, part=named(asks[name].tex), parts=joined, units=words(said))}]"


def put_in(text: str, **values: str) -> str:
    """A text as Typst markup, with markup in place of its {...}."""
    marked = filled(text, **{name: f"\0{name}\0" for name in values})
    return "".join(values[piece] if n % 2 else words(piece) for n, piece in enumerate(marked.split("\0")))


def mistakes(variant: Variant, texts: Texts, follow: Follow, judge: Judge) -> Iterator[str]:
    """Each likely mistake: its values, its title, its sentence, and what it earns where that is something."""
    for slip, one in zip(variant.slips, wrong(variant), strict=True):
        earned = points_with(variant, slip, follow, judge)
        said = filled(texts["key.slip_earns"], points=amount(earned), most=amount(variant.points))
        earns = f" #emph[{words(said)}]" if earned else ""
        titles = f"#strong[{words(' / '.join(one.titles))}]"
        yield f"{wrong_values(one)} \\\n{titles}{words(': ')}{line(one.sentence, {})}{earns}"


def points_with(variant: Variant, slip: Slip, follow: Follow, judge: Judge) -> float:
    """What a mistake earns with all answers that it gives, and with nothing else."""
    typed = {ask.name: ask.write(slip.answers[ask.name]) for ask in variant.asks if ask.name in slip.answers}
    alone = replace(variant, slips=(slip,))  # the judge need not look for any other
    return float(sum(mark.points for mark in judge(alone, typed, follow)))
