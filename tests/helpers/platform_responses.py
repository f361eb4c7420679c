"""Writes what Moodle and Canvas export of the answers of students, in the forms of their own reports."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from quizgen.ask import Ask
from quizgen.grading.scored import scored
from quizgen.interactions import Arrange, Entry, Gaps, Interaction, Item, Pair, Parts, Pick, Place, Upload
from quizgen.media.platform_html import html_item
from quizgen.model import Quiz, ScoredAsk, ScoredQuestion, Variant

Typed = Mapping[str, str]  # ask -> answer as it is typed in a sheet
Answers = Callable[[Variant, Ask], str]


@dataclass(frozen=True)
class Language:
    """The words of a site. `false` and `true` as its questions of that type call them."""

    head: tuple[str, ...]
    question: str
    response: str
    right: str
    part: str
    finished: str
    unfinished: str
    comma: bool = False
    truths: Mapping[str, str] = field(default_factory=lambda: {"true": "True", "false": "False"})


ENGLISH = Language(
    ("Last name", "First name", "ID number", "Email address", "Status", "Started", "Completed", "Duration", "Grade/10.00"),
    "Question {}", "Response {}", "Right answer {}", "part {}: {}", "Finished", "In progress",
)  # fmt: skip
GERMAN = Language(
    ("Nachname", "Vorname", "ID-Nummer", "E-Mail-Adresse", "Status", "Begonnen", "Beendet", "Dauer", "Bewertung/10,00"),
    "Frage {}", "Antwort {}", "Richtige Antwort {}", "Teil {}: {}", "Beendet", "In Bearbeitung", comma=True,
    truths={"true": "Wahr", "false": "Falsch"},
)  # fmt: skip
FRENCH = Language(
    ("Nom", "Prénom", "Numéro d’identification", "Adresse de courriel", "État", "Commencé", "Terminé", "Temps", "Note/10,00"),
    "Question {}", "Réponse {}", "Réponse juste {}", "partie {} : {}", "Terminé", "En cours", comma=True,
    truths={"true": "Vrai", "false": "Faux"},
)  # fmt: skip
LANGUAGES = (ENGLISH, GERMAN, FRENCH)


@dataclass(frozen=True)
class Sat:
    """An attempt: who, the questions that were shown in their order, and what was answered; None: never begun."""

    last: str
    first: str
    id: str
    quiz: Quiz
    typed: Sequence[Typed] | None
    finished: bool = True
    when: str = "20 November 2026  2:35 PM"
    ended: str = "20 November 2026  3:20 PM"
    ids: tuple[str, ...] = ()  # of the questions, where they are of several quizzes

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the questions."""
        return self.ids or tuple(f"{self.quiz.id}.q{n}" for n in range(1, len(self.quiz.variants) + 1))

    @property
    def questions(self) -> list[ScoredQuestion]:
        """The questions as they were exported."""
        return [scored(variant, id) for variant, id in zip(self.quiz.variants, self.numbers, strict=True)]


# ---------------------------------------------------------------- answers, field by field


def answered(one: ScoredAsk, typed: str) -> dict[str, str]:
    """What is entered in each field for an answer as it is typed in a sheet."""
    if len(one.fields) == 1:
        return {one.fields[0].key: typed}
    keys = [field.key for field in one.fields]
    layout = one.ask.interaction()
    if isinstance(layout, Entry):
        return dict(zip(keys, [text.strip() for text in re.split("[;,]", typed)], strict=True)) if typed else {}
    if isinstance(layout, Pair | Place):
        return dict(pair.strip().split("-", 1) for pair in typed.split(",") if pair.strip())
    if isinstance(layout, Gaps):
        return {gap.split(":", 1)[0].strip(): gap.split(":", 1)[1].strip() for gap in typed.split(";") if gap.strip()}
    assert isinstance(layout, Parts)
    pieces = [piece.strip() for piece in typed.split(";") if piece.strip()]
    named = dict(piece.split(":", 1) for piece in pieces if re.match(r"\w+:", piece))
    found = named or dict(zip([part.key for part in layout.parts], pieces, strict=False))
    entered: dict[str, str] = {}
    for key in keys:
        part, _, place = key.partition(".")
        numbers = re.split("[;,]", found.get(part, ""))
        at = [other for other in keys if other.partition(".")[0] == part].index(key)
        entered[key] = (numbers[at] if place and at < len(numbers) else "" if place else found.get(part, "")).strip()
    return entered


def another(layout: Interaction) -> str:
    """An answer that is mostly wrong, as it is typed: the last item, all items, the order backwards, the next in every pair."""
    match layout:
        case Pick(items=items, several=True):
            return ", ".join(item.key for item in items)
        case Pick(items=items):
            return items[-1].key
        case Arrange(items=items):
            return ", ".join(item.key for item in reversed(items))
        case Pair(left=left, right=right):
            return ", ".join(f"{item.key}-{right[at % len(right)].key}" for at, item in enumerate(left, 1))
        case Place(spots=spots, labels=labels):
            return ", ".join(f"{spot.key}-{labels[at % len(labels)].key}" for at, spot in enumerate(spots, 1))
        case Gaps(gaps=gaps):
            return "; ".join(f"{gap.key}: {(gap.words or ('(3, 2)',))[-1]}" for gap in gaps)
        case Parts(parts=parts):
            return "; ".join(f"{part.key}: {another(part.interaction)}" for part in parts)
        case Entry(rows=rows, columns=columns, sort=sort):
            one = {"shape": "(7, 2)", "formula": "h + 1", "text": "why"}.get(sort, "3")
            return "; ".join(", ".join([one] * columns) for _ in range(rows))
    return "Because of time."


# ---------------------------------------------------------------- Moodle


def to_plain_text(text: str) -> str:
    """HTML as Moodle's summaries have it: emphasis in capitals or between underscores, formulas as they are."""
    text = re.sub(r"<(strong|b|th)\b[^>]*>(.*?)</\1>", lambda found: found[2].upper(), text, flags=re.DOTALL)
    text = re.sub(r"<(em|i)\b[^>]*>(.*?)</\1>", r"_\2_", text, flags=re.DOTALL)
    text = re.sub(r"<li>", "\n\t* ", text)
    text = re.sub(r"<(p|br|div|tr|ul|ol)\b[^>]*>", "\n", text)
    return html.unescape(re.sub(r"<[^>]+>", "", text)).strip()


def moodle_item(item: Item, language: Language, bare: bool = False) -> str:
    """An item as a cell has it: behind its letter, but where the letter is all, or with `bare`."""
    said = item.text.strip().rstrip(".").casefold()
    letter = "" if bare or item.key == item.text else f"{item.key} · "
    return language.truths.get(said) or letter + to_plain_text(html_item(item.text))


def moodle_entered(one: ScoredAsk, key: str, said: str, language: Language, letters: bool = False) -> str:
    """What is entered in a field as a cell has it; `letters`: a list to choose from shows letters alone."""
    field = next(field for field in one.fields if field.key == key)
    layout = field.interaction
    if isinstance(layout, Pick):
        items = {item.key: item for item in layout.items}
        chosen = [items[name.strip()] for name in said.split(",") if name.strip()]
        return "; ".join(item.key if letters else moodle_item(item, language) for item in chosen)
    if isinstance(layout, Entry) and "number" in layout.sort and language.comma:
        return said.replace(".", ",")
    return said


def moodle_pieces(question: ScoredQuestion) -> list[tuple[ScoredAsk, ...]]:
    """The questions that Moodle has for one: what it scores, each order, what a person reads; in the order of the text."""
    asks = sorted(question.asks, key=lambda one: question.variant.text.find(f"[[{one.ask.name}]]"))
    orders = [one for one in asks if is_order(one)]
    read = tuple(one for one in asks if one.by_person)
    rest = tuple(one for one in asks if one not in orders and not one.by_person)
    return [group for group in (rest, *((one,) for one in orders), read) if group]


def is_order(one: ScoredAsk) -> bool:
    return len(one.fields) == 1 and isinstance(one.fields[0].interaction, Arrange)


def moodle_cell(
    asks: Sequence[ScoredAsk], typed: Typed, language: Language, *, letters: bool = False, cloze: bool
) -> str:
    """The summary of a response; "-" if nothing was answered. `cloze`: pairs are asked as gaps."""
    if not any(typed.get(one.ask.name) for one in asks):
        return "-"
    first = asks[0]
    layout = first.ask.interaction()
    entered = [
        (one, key, answered(one, typed.get(one.ask.name, "")).get(key, "")) for one in asks for key in keys_of(one)
    ]
    if isinstance(first.fields[0].interaction, Upload) or first.by_person:
        return "\n\n".join(filter(None, (typed.get(one.ask.name, "") for one in asks)))
    if is_order(first):
        items = {item.key: item for item in first.fields[0].interaction.items}  # type: ignore[attr-defined]
        order = [name.strip() for name in typed[first.ask.name].split(",")]
        return "; ".join(shortened(moodle_item(items[name], language)) for name in order)
    if len(asks) == 1 and isinstance(layout, Pair | Place) and not cloze:
        left = {one.key: one for one in layout.left} if isinstance(layout, Pair) else {}
        spots = [f"{moodle_item(left.get(key, Item(key, key)), language, bare=True)} -> {moodle_entered(one, key, said, language)}"
                 for one, key, said in entered if said]  # fmt: skip
        return "; ".join(spots)
    if len(entered) == 1 and not entered[0][1]:
        return moodle_entered(*entered[0], language)
    parts = (
        language.part.format(number, moodle_entered(one, key, said, language, letters))
        for number, (one, key, said) in enumerate(entered, 1)
    )
    return "; ".join(parts).strip()


def keys_of(one: ScoredAsk) -> list[str]:
    return [field.key for field in one.fields]


def shortened(text: str) -> str:
    """The first ten characters, as Moodle's ordering question has them."""
    return text if len(text) <= 10 else f"{text[:7]}..."


def moodle_question(question: ScoredQuestion, piece: int) -> str:
    """The text of a question as a cell has it."""
    number = question.id if piece == 1 else f"{question.id}-{piece}"
    shown = re.sub(r"\[\[[^\]]*\]\]", "_____", question.variant.text)
    choices = "; ".join(
        item.text for one in question.asks for field in one.fields for item in items_of(field.interaction)
    )
    return f"{shown}\n\n[{number}]" + (f": {choices}" if choices else "")


def items_of(layout: object) -> Sequence[Item]:
    return layout.items if isinstance(layout, Pick | Arrange) else ()


def moodle_report(
    sat: Sequence[Sat],
    language: Language = ENGLISH,
    *,
    texts: bool = True,
    rights: bool = True,
    letters: bool = False,
    cloze: bool = False,
    responses: bool = True,
    average: bool = True,
) -> list[list[str]]:
    """The rows of a report of responses; of a row that was never begun all is a dash."""
    rows = []
    width = max(sum(len(moodle_pieces(question)) for question in one.questions) for one in sat)
    for one in sat:
        begun = one.typed is not None
        state = [language.finished if one.finished else language.unfinished, one.when,
                 one.ended if one.finished else "-", "45 mins", "7.50" if one.finished else "-"]  # fmt: skip
        row = [one.last, one.first, one.id, f"{one.id}@uni.example", *(state if begun else ["-"] * 5)]
        for question, typed in zip(one.questions, one.typed or [{}] * len(one.numbers), strict=True):
            for piece, asks in enumerate(moodle_pieces(question), 1):
                right = {ask.ask.name: key_of(question.variant, ask.ask) for ask in asks}
                cell = moodle_cell(asks, typed, language, letters=letters, cloze=cloze)
                cells = [moodle_question(question, piece)] * texts + [cell] * responses
                cells += [moodle_cell(asks, right, language, cloze=cloze)] * rights
                row += cells if begun else ["-"] * len(cells)
        rows.append(row)
    head = list(language.head)
    for number in range(1, width + 1):
        shown = (texts, language.question), (responses, language.response), (rights, language.right)
        head += [heading.format(number) for wanted, heading in shown if wanted]
    ends = [["Overall average", *[""] * 7, "7.50", *[""] * (len(head) - 9)]] if average else []
    return [head, *rows, *ends]


def key_of(variant: Variant, ask: Ask) -> str:
    """The right answer as it is typed; nothing where it is not typed in a sheet."""
    return ask.write(variant.key[ask.name]) if ask.on_sheet and not ask.free_text else ""


def as_csv(rows: Sequence[Sequence[str]], separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Rows as a file."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


# ---------------------------------------------------------------- Canvas


CANVAS_HEAD = ("name", "id", "sis_id", "section", "section_id", "section_sis_id", "submitted", "attempt")


def canvas_text(text: str) -> str:
    """HTML without its elements; formulas are pictures there, so they are gone."""
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", "", text))).strip()


def canvas_item(item: Item, two: bool = False) -> str:
    """An item to choose: behind its letter."""
    if two and item.text in (
        "It is true.",
        "It is false.",
    ):  # of a statement without a third verdict: a question of True and False
        return item.text.rstrip(".").rpartition(" ")[2].capitalize()
    letter = "" if item.key == item.text else f"{item.key} "
    return (letter + canvas_text(html_item(item.text))).strip()


def canvas_menu(items: Sequence[Item], item: Item) -> str:
    """An item in a list to open: letter and words, or the letter alone where words cannot show some item."""
    if item.key == item.text or any("$" in one.text for one in items):
        return item.key
    return f"{item.key}. {canvas_text(html_item(item.text))}"


@dataclass(frozen=True)
class CanvasPart:
    """A question of Canvas: the fields that it asks, by ask, and its name where it is a part of a question."""

    fields: tuple[tuple[ScoredAsk, str], ...]
    name: str = ""


def canvas_parts(question: ScoredQuestion) -> list[CanvasPart]:
    """One question where all is typed, else one for each ask, and of an ask in parts that are answered differently for each."""
    typed = [
        not one.by_person and all(isinstance(field.interaction, Entry) for field in one.fields) for one in question.asks
    ]
    if all(typed):
        return [CanvasPart(tuple((one, key) for one in question.asks for key in keys_of(one)))]
    found = []
    for one in question.asks:
        layout = one.ask.interaction()
        if isinstance(layout, Parts) and not one.by_person:
            for part in layout.parts:
                keys = tuple((one, key) for key in keys_of(one) if key.partition(".")[0] == part.key)
                found.append(CanvasPart(keys, f"{one.ask.name}.{part.key}"))
        else:
            found.append(CanvasPart(tuple((one, key) for key in keys_of(one)), one.ask.name))
    return [CanvasPart(found[0].fields)] if len(found) == 1 else found


def escaped(text: str) -> str:
    return text.replace(",", "\\,")


def canvas_cell(part: CanvasPart, typed: Typed) -> str:
    """What the student analysis says of an answer; "" if nothing was answered."""
    one = part.fields[0][0]
    layout = one.ask.interaction()
    entered = [(other, key, answered(other, typed.get(other.ask.name, "")).get(key, "")) for other, key in part.fields]
    first = next(field for field in one.fields if field.key == part.fields[0][1]).interaction
    if isinstance(first, Upload):
        return "submission.py" if typed else ""
    if not any(said for _, _, said in entered):
        return ""
    if one.by_person:
        return typed[one.ask.name]
    if isinstance(first, Arrange):
        order = [name.strip() for name in typed[one.ask.name].split(",")]
        return ",".join(escaped(f"{canvas_item(item)}=>{order.index(item.key) + 1}") for item in first.items)
    if isinstance(layout, Pair | Place):
        left = {item.key: item.text for item in layout.left} if isinstance(layout, Pair) else {}
        right = layout.right if isinstance(layout, Pair) else layout.labels
        menu = {"": ""} | {item.key: canvas_menu(right, item) for item in right}
        texts = [(canvas_text(html_item(left.get(key, key))), menu[said]) for _, key, said in entered]
        return ",".join(escaped("=>".join(side.replace("=>", "\\=>") for side in pair)) for pair in texts)
    if isinstance(first, Pick) and len(entered) == 1 and not isinstance(layout, Gaps):
        items = {item.key: item for item in first.items}
        chosen = [canvas_item(items[name.strip()], len(items) == 2) for name in entered[0][2].split(",")]
        return ",".join(map(escaped, chosen)) if first.several else chosen[0]
    if len(entered) == 1 and not isinstance(layout, Gaps):
        return entered[0][2]
    return ",".join(escaped(said) for _, _, said in entered)


def canvas_head(question: ScoredQuestion, part: CanvasPart, number: int) -> list[str]:
    """The headings of a question and of its points."""
    shown = canvas_text(re.sub(r"\[\[[^\]]*\]\]|\$[^$]*\$", "", question.variant.text))
    return [f"{number}: {shown}\n[{question.id}]{f' {part.name}' if part.name else ''}", "1.0"]


def canvas_analysis(sat: Sequence[Sat], head: Sequence[str] = CANVAS_HEAD) -> list[list[str]]:
    """The rows of a student analysis; the questions of all attempts stand side by side, newest attempts first."""
    columns: dict[tuple[str, str], list[str]] = {}
    for one in sat:
        for question in one.questions:
            for part in canvas_parts(question):
                if (question.id, part.name) not in columns:
                    number = 9000 + len(columns)
                    columns[question.id, part.name] = canvas_head(question, part, number)
    rows = []
    for attempt, one in enumerate(sat, 1):
        cells = dict.fromkeys(columns, ("", ""))
        for question, typed in zip(one.questions, one.typed or [], strict=True):
            for part in canvas_parts(question):
                cells[question.id, part.name] = (canvas_cell(part, typed), "0.5")
        who = [f"{one.first} {one.last}", str(40 + attempt), one.id, "Group 1", "7", "g1", one.ended, "1"]
        rows.append([*who, *(cell for pair in cells.values() for cell in pair), "1", "0", "7.5"])
    questions = [heading for pair in columns.values() for heading in pair]
    return [[*head, *questions, "n correct", "n incorrect", "score"], *reversed(rows)]
