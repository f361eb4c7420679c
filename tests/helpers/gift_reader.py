"""A reader of GIFT by the rules of its documentation and of Moodle's importer; raises Refused where that would refuse or change."""

from __future__ import annotations

import re

from moodle_reader import VALUE, Answer, Place, Question, Refused, category_of, cleaned, listed_share, well_formed

ESCAPED = {f"\\{sign}": sign for sign in ":#={}~"} | {"\\n": "\n", "\\\\": "\\"}
HELD = {
    escape: chr(0xE000 + number) for number, escape in enumerate(ESCAPED)
}  # what an escape is while the text is taken apart
FORMATS = ("moodle", "html", "plain", "markdown")
SHARE = re.compile(r"%(-*[0-9]{1,2}\.?[0-9]*)%")
TRUTHS = ("T", "TRUE", "F", "FALSE")


def read_gift(data: bytes) -> list[Question]:
    """The questions of a file."""
    category: tuple[str, ...] = ()
    questions: list[Question] = []
    for block in re.split(r"\n[ \t]*\n", data.decode()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        comments = " ".join(line for line in lines if line.startswith("//"))
        text = "\n".join(line for line in lines if not line.startswith("//")).strip()
        if text.startswith("$CATEGORY:"):
            category = category_of(text.removeprefix("$CATEGORY:").strip())
        elif text:
            questions.append(read_question(held(text), comments, category))
    return questions


def held(text: str) -> str:
    """The text with its escapes as single characters."""
    return re.sub(r"\\[\\:#={}~n]", lambda found: HELD[found[0]], text)


def plain(text: str) -> str:
    """The text with its escapes as what they stand for."""
    for escape, character in HELD.items():
        text = text.replace(character, ESCAPED[escape])
    return text.strip()


def formatted(text: str, default: str) -> tuple[str, str]:
    """A text without its format, and this."""
    found = re.match(r"\[(\w+)\]", text)
    if found and found[1] in FORMATS:
        return plain(text[found.end() :]), found[1]
    return plain(text), default


def html_of(text: str) -> str:
    """A text that has to be HTML."""
    shown, form = formatted(text.strip(), "html")
    if form != "html":
        raise Refused(f"{shown!r} is no HTML")
    well_formed(shown)
    return shown


def read_question(text: str, comments: str, category: tuple[str, ...]) -> Question:
    if not text.startswith("::") or text.find("::", 2) < 0:
        raise Refused("a question without a name")
    name, body = text[2:].split("::", 1)
    name = plain(name)
    if cleaned(name) != name or not name or len(name) > 255:
        raise Refused(f"{name!r} would be changed")
    if body.count("{") != 1 or body.count("}") != 1 or not body.endswith("}"):
        raise Refused("there is not one answer section at the end")
    shown, inside = body[:-1].split("{")
    shown, form = formatted(shown.strip(), "moodle")
    if form != "html":
        raise Refused("the text is no HTML")
    well_formed(shown)
    inside, mark, solution = inside.strip().rpartition("####")
    if not mark:
        inside, solution = solution, ""
    type, places, stems = answers(inside.strip())
    return Question(
        type, name, name_in(comments, "id"), category, shown, tuple(places), 1.0, html_of(solution), tags_in(comments),
        stems=stems,
    )  # fmt: skip


def name_in(comments: str, key: str) -> str:
    found = re.search(rf"\[{key}:((?:\\\]|[^\]])+)\]", comments)
    return found[1].replace(r"\]", "]").strip() if found else ""


def tags_in(comments: str) -> tuple[str, ...]:
    return tuple(tag.replace(r"\]", "]").strip() for tag in re.findall(r"\[tag:((?:\\\]|[^\]])+)\]", comments))


def answers(inside: str) -> tuple[str, list[Place], tuple[str, ...]]:
    """The type of a question, its places, and the items on the left of a matching one."""
    if not inside:
        return "essay", [], ()
    if inside.startswith("#"):
        found = [numerical(one) for one in pieces(inside[1:], "=")]
        return "numerical", [Place("numerical", full(found))], ()
    if "~" in inside:
        several = "=" not in inside
        found = [chosen(one) for one in pieces(inside.replace("=", "~="), "~")]
        return "multichoice", [Place("several" if several else "one", full(found, several))], ()
    if "=" in inside and "->" in inside:
        return "match", *matching(inside)
    if inside.partition("#")[0].strip() in TRUTHS:
        return "truefalse", [true_false(inside)], ()
    found = [short(one) for one in pieces(inside, "=")]
    return "shortanswer", [Place("shortanswer", full(found))], ()


def pieces(inside: str, sign: str) -> list[str]:
    first, *others = inside.split(sign)
    if first.strip():
        raise Refused(f"{first!r} stands before the first answer")
    return [one.strip() for one in others]


def full(found: list[Answer], several: bool = False) -> tuple[Answer, ...]:
    """Answers with grades that Moodle lists, of which one earns all."""
    for one in found:
        listed_share(100 * one.fraction)
    total = sum(one.fraction for one in found if one.fraction > 0)
    if (several and round(total, 2) != 1) or (not several and max(one.fraction for one in found) != 1):
        raise Refused(f"the shares sum to {total}")
    return tuple(found)


def weighted(text: str) -> tuple[float, str, str]:
    """The share, the answer and the feedback of an answer."""
    share = SHARE.match(text)
    rest, _, feedback = (text[share.end() :] if share else text).partition("#")
    return (float(share[1]) / 100 if share else 1.0), rest.strip(), html_of(feedback)


def numerical(text: str) -> Answer:
    share, value, feedback = weighted(text)
    found = VALUE.fullmatch(plain(value))
    if not found:
        raise Refused(f"{value!r} is no number with a tolerance")
    return Answer(found[1], share, feedback, float(found[2] or 0))


def short(text: str) -> Answer:
    share, value, feedback = weighted(text)
    shown, _ = formatted(value, "html")
    if not shown:
        raise Refused("an answer is empty")
    return Answer(shown, share, feedback)


def chosen(text: str) -> Answer:
    right = text.startswith("=")
    share, value, feedback = weighted(text.removeprefix("="))
    marked = right or SHARE.match(text) is not None
    return Answer(html_of(value), share if marked else 0.0, feedback)


def true_false(inside: str) -> Place:
    letter, wrong, right = [*inside.split("#"), "", ""][:3]
    truth = letter.strip() in TRUTHS[:2]
    said = [html_of(right if truth == here else wrong) for here in (True, False)]
    return Place("one", (Answer("true", float(truth), said[0]), Answer("false", float(not truth), said[1])))


def matching(inside: str) -> tuple[list[Place], tuple[str, ...]]:
    pairs = []
    for one in pieces(inside, "="):
        left, mark, right = one.partition("->")
        if not mark or not plain(right) or len(plain(right)) > 255:
            raise Refused(f"{one!r} is no pair")
        pairs.append((html_of(left), plain(right)))
    offered = list(dict.fromkeys(right for _, right in pairs))
    stems = [(text, right) for text, right in pairs if text]
    if len(stems) < 2 or len(offered) < 2:
        raise Refused("too few pairs")
    places = [Place("one", tuple(Answer(word, float(word == right)) for word in offered)) for _, right in stems]
    return places, tuple(text for text, _ in stems)
