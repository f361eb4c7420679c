"""Moodle's question bank in small: imports a file of Moodle XML by Moodle's rules and grades answers as Moodle does.

Written from what Moodle's importer documents and does; where it would refuse a question or change it, this raises Refused.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

NAMED = [
    100,
    90,
    83.33333,
    80,
    75,
    70,
    66.66667,
    60,
    50,
    40,
    33.33333,
    30,
    25,
    20,
    16.66667,
    14.28571,
    12.5,
    11.11111,
    10,
    5,
    0,
]
SORTS = {
    "NUMERICAL": "numerical", "NM": "numerical", "SHORTANSWER": "shortanswer", "SA": "shortanswer", "MW": "shortanswer",
    "SHORTANSWER_C": "shortanswer", "SAC": "shortanswer", "MWC": "shortanswer",
    "MULTICHOICE": "one", "MC": "one", "MULTICHOICE_V": "one", "MCV": "one", "MULTICHOICE_H": "one", "MCH": "one",
    "MULTIRESPONSE": "several", "MR": "several", "MULTIRESPONSE_H": "several", "MRH": "several",
}  # fmt: skip
OPENING = re.compile(r"\{([0-9]*):([A-Z_]+):")
SHARE = re.compile(r"=|%(-?[0-9]+(?:[.,][0-9]*)?)%")
NUMBER = r"-?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?"
VALUE = re.compile(rf"({NUMBER})(?::({NUMBER}))?")
TYPED = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?")
EPSILON = 1e-14  # of PHP's floats as Moodle compares them


class Refused(Exception):
    """Why Moodle would not take a file, or not as it is meant."""


@dataclass(frozen=True)
class Answer:
    """An answer that Moodle knows; `text` is plain for what is typed and HTML for what is chosen."""

    text: str
    fraction: float
    feedback: str = ""
    tolerance: float = 0.0


@dataclass(frozen=True)
class Place:
    """Where something is answered: "numerical", "shortanswer", "one", "several" or "ordering" (of answers by their places)."""

    sort: str
    answers: tuple[Answer, ...]
    mark: float = 1.0
    case: bool = False

    def found(self, given: Any) -> Answer | None:
        """The answer that Moodle takes what was typed or chosen for."""
        if self.sort == "one":
            return self.answers[given]
        if self.sort == "numerical":
            value = typed_number(given)
            return next((one for one in self.answers if value is not None and near(value, one)), None)
        return next((one for one in self.answers if same_text(given, one.text, self.case)), None)

    def fraction(self, given: Any) -> float:
        """What an answer earns, from 0 to 1; `given` is text, or the places of what was chosen."""
        if given is None or given == "":
            return 0.0
        if self.sort == "several":
            return min(1.0, max(0.0, sum(self.answers[one].fraction for one in given)))
        if self.sort == "ordering":
            count = len(self.answers)
            right = sum(given.index(a) < given.index(b) for a in range(count) for b in range(a + 1, count))
            return right / (count * (count - 1) / 2)
        found = self.found(given)
        return found.fraction if found else 0.0


@dataclass(frozen=True)
class Question:
    """A question as it is in the bank. A cloze has {#1}, {#2} ... in its text where its places are."""

    type: str
    name: str
    id: str
    category: tuple[str, ...]
    text: str
    places: tuple[Place, ...]
    mark: float
    solution: str
    tags: tuple[str, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    grader_notes: str = ""
    attachments: int = 0
    stems: tuple[str, ...] = ()  # of a matching question, each with a place at which one of all words is chosen

    def fraction(self, given: list[Any]) -> float:
        """What answers at all places earn of the question, from 0 to 1."""
        whole = sum(place.mark for place in self.places)
        return sum(p.mark * p.fraction(one) for p, one in zip(self.places, given, strict=True)) / whole


def typed_number(text: str) -> float | None:
    """A number as Moodle reads it in English: what follows it is taken for a unit."""
    body = re.sub(r"(?:e|E|(?:x|\*|×)10(?:\^|\*\*))([+-]?\d+)", r"e\1", text.replace(" ", "")).replace(",", "")
    found = TYPED.match(body)
    return float(found[0]) if found else None


def near(value: float, answer: Answer) -> bool:
    right = float(answer.text)
    return abs(value - right) <= answer.tolerance + EPSILON * max(answer.tolerance, abs(right), EPSILON)


def same_text(typed: str, pattern: str, case: bool) -> bool:
    """Stars that no backslash escapes stand for anything."""
    pieces = re.split(r"(?<!\\)\*+", unicodedata.normalize("NFC", pattern))
    wanted = ".*".join(re.escape(piece.replace(r"\*", "*")) for piece in pieces)
    text = unicodedata.normalize("NFC", typed).strip()
    return re.fullmatch(wanted, text, 0 if case else re.IGNORECASE) is not None


# ---------------------------------------------------------------- cloze


def cloze(text: str) -> tuple[str, list[Place]]:
    """The text with {#n} at its places, and these."""
    places: list[Place] = []
    at = 0
    while found := OPENING.search(text, at):
        if found[2] not in SORTS:
            at = found.end()
            continue
        answers, end = alternatives(text, found.end(), SORTS[found[2]])
        places.append(place_of(found, answers))
        mark = f"{{#{len(places)}}}"
        text = text[: found.start()] + mark + text[end:]
        at = found.start() + len(mark)
    if [int(one) for one in re.findall(r"\{#(\d+)\}", text)] != list(range(1, len(places) + 1)):
        raise Refused("the text holds something that looks like the place of a gap")
    return text, places


def place_of(found: re.Match[str], answers: list[Answer]) -> Place:
    sort = SORTS[found[2]]
    if sort == "several":
        whole = sum(one.fraction for one in answers if one.fraction > 0)
        answers = [replace(one, fraction=one.fraction / whole) if one.fraction > 0 else one for one in answers]
    elif not any(one.fraction == 1 for one in answers):
        raise Refused(f"no answer of {found[0]} earns all")
    if sort in ("one", "several") and len(answers) < 2:
        raise Refused(f"{found[0]} has less than two options")
    answers = [replace(one, fraction=round(one.fraction, 7)) for one in answers]
    return Place(sort, tuple(answers), float(found[1] or 1), found[2] in ("SHORTANSWER_C", "SAC", "MWC"))


def alternatives(text: str, at: int, sort: str) -> tuple[list[Answer], int]:
    """The answers of a gap from here on, and where it ends."""
    answers = []
    while True:
        share = SHARE.match(text, at)
        at = share.end() if share else at
        end = ending(text, at + 1, "~#}", ("\\", "&", "&amp;"))
        inside, feedback, at = text[at:end], "", end
        if text[at] == "#":
            end = ending(text, at + 1, "~}", ("\\",))
            feedback, at = text[at + 1 : end], end
        fraction = 0.0 if not share else 1.0 if share[0] == "=" else float(share[1].replace(",", ".")) / 100
        answers.append(read_answer(inside, fraction, decoded(feedback), sort))
        if text[at] == "}":
            return answers, at + 1
        at += 1


def ending(text: str, at: int, signs: str, escapes: tuple[str, ...]) -> int:
    while at < len(text):
        if text[at] in signs and not text[:at].endswith(escapes):
            return at
        at += 1
    raise Refused("a gap is not closed")


def decoded(text: str) -> str:
    return html.unescape(text).replace(r"\}", "}").replace(r"\#", "#")


def read_answer(inside: str, fraction: float, feedback: str, sort: str) -> Answer:
    if sort == "numerical":
        found = VALUE.fullmatch(inside)
        if not found:
            raise Refused(f"{inside!r} is no number with a tolerance")
        return Answer(found[1], fraction, feedback, float(found[2] or 0))
    text = decoded(inside)
    if not text.strip():
        raise Refused("an answer is empty")
    return Answer(text.strip() if sort == "shortanswer" else text, fraction, feedback)


# ---------------------------------------------------------------- XML


def read_moodle(data: bytes) -> list[Question]:
    """The questions of a file. Raises Refused, or lxml's error for what is no XML."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    if root.tag != "quiz":
        raise Refused("the root is no <quiz>")
    category: tuple[str, ...] = ()
    questions: list[Question] = []
    for element in root:
        if element.tag != "question":
            raise Refused(f"<{element.tag}> is no question")
        if element.get("type") == "category":
            category = category_of(text_at(element, "category"))
        else:
            questions.append(read_question(element, category))
    return questions


def category_of(path: str) -> tuple[str, ...]:
    """The names in a path of categories."""
    names = [name.replace("//", "/").strip() for name in re.split("(?<!/)/(?!/)", path)]
    if any(cleaned(name) != name or not name or len(name) > 255 for name in names):
        raise Refused(f"{path} holds a name that Moodle changes")
    return tuple(names)


def cleaned(text: str) -> str:
    """A name without what looks like an element."""
    return re.sub(r"<[^ ].*?(>|$)", "", text).strip()


def text_at(element: etree._Element, tag: str, needed: bool = True) -> str:
    found = element.findall(f"{tag}/text")
    if len(found) != 1 and (needed or found):
        raise Refused(f"<{tag}> has {len(found)} texts")
    return (found[0].text or "").strip() if found else ""


def rich(element: etree._Element, tag: str, files: dict[str, bytes]) -> str:
    """HTML with its files, of which all are there, and all are shown."""
    text = text_at(element, tag)
    well_formed(text)
    here = element.find(tag)
    return with_files(text, here, files) if here is not None else text


def with_files(text: str, element: etree._Element, files: dict[str, bytes]) -> str:
    there = {one.get("name"): base64.b64decode(one.text or "", validate=True) for one in element.findall("file")}
    shown = set(re.findall(r"@@PLUGINFILE@@/([^\"]+)", text))
    if shown != set(there):
        raise Refused(f"{shown} are shown, {set(there)} are there")
    files.update(there)
    return text


def well_formed(text: str) -> None:
    etree.fromstring(f"<div>{text}</div>", etree.XMLParser(resolve_entities=False, huge_tree=True))


def read_question(element: etree._Element, category: tuple[str, ...]) -> Question:
    type = element.get("type")
    name = text_at(element, "name")
    if cleaned(name) != name or not name or len(name) > 255:
        raise Refused(f"{name!r} would be changed")
    id = element.findtext("idnumber") or ""
    if not 0 < len(id) <= 100:
        raise Refused(f"{id!r} is no id number")
    files: dict[str, bytes] = {}
    text = rich(element, "questiontext", files)
    solution = rich(element, "generalfeedback", files)
    mark = float(element.findtext("defaultgrade") or "nan")
    tags = tuple((one.text or "").strip() for one in element.findall("tags/tag/text"))
    if any(not one or len(one) > 50 or cleaned(one) != one for one in tags):
        raise Refused(f"{tags} would be changed")
    places, stems = [], ()
    if type == "cloze":
        text, places = cloze(text)
        well_formed(text)
        mark = sum(place.mark for place in places)
        if not places:
            raise Refused("a cloze without gaps")
    elif type == "matching":
        stems, places = matching(element, files)
    elif type != "essay":
        places = [place(element, type or "", files)]
    notes = rich(element, "graderinfo", files) if type == "essay" else ""
    attachments = int(element.findtext("attachments") or 0)
    return Question(
        type or "", name, id, category, text, tuple(places), mark, solution, tags, files, notes, attachments, stems
    )


def place(element: etree._Element, type: str, files: dict[str, bytes]) -> Place:
    """The one place of a question that is no cloze."""
    answers = tuple(read_one(one, type, files) for one in element.findall("answer"))
    if type == "ordering":
        if (
            element.findtext("gradingtype") != "RELATIVE_ALL_PREVIOUS_AND_NEXT"
            or element.findtext("selecttype") != "ALL"
        ):
            raise Refused("an order that is graded in another way")
        if element.find("shownumcorrect") is None:  # Moodle 4.5 would then store hints that it cannot store
            raise Refused("an order without <shownumcorrect>")
        return Place("ordering", answers)
    if type == "truefalse":
        if sorted(one.text for one in answers) != ["false", "true"] or sorted(a.fraction for a in answers) != [0, 1]:
            raise Refused("true and false are not the answers")
        return Place("one", answers)
    if type == "multichoice":
        several = element.findtext("single") == "false"
        if len(answers) < 2:
            raise Refused("less than two options")
        total = sum(one.fraction for one in answers if one.fraction > 0)
        if (several and round(total, 2) != 1) or (not several and max(one.fraction for one in answers) != 1):
            raise Refused(f"the shares sum to {total}")
        return Place("several" if several else "one", answers)
    if type not in ("numerical", "shortanswer"):
        raise Refused(f"no type {type}")
    if max(one.fraction for one in answers) != 1:
        raise Refused("no answer earns all")
    return Place(type, answers, 1.0, element.findtext("usecase") == "1")


def read_one(element: etree._Element, type: str, files: dict[str, bytes]) -> Answer:
    percent = float(element.get("fraction") or "nan")
    listed_share(percent)
    text = (element.findtext("text") or "").strip()
    if not text:
        raise Refused("an answer is empty")
    if type in ("multichoice", "ordering"):
        well_formed(with_files(text, element, files))
    if type == "numerical" and not VALUE.fullmatch(text):
        raise Refused(f"{text!r} is no number")
    feedback = text_at(element, "feedback", needed=False)
    well_formed(feedback)
    return Answer(text, round(percent / 100, 7), feedback, float(element.findtext("tolerance") or 0))


def listed_share(percent: float) -> None:
    """Refused: a grade that Moodle does not list."""
    if not any(abs(percent - one) < 1e-3 or abs(percent + one) < 1e-3 for one in NAMED):
        raise Refused(f"{percent} is not on the list of grades")


def matching(element: etree._Element, files: dict[str, bytes]) -> tuple[tuple[str, ...], list[Place]]:
    """The items on the left, each with a place at which all words are offered."""
    pairs = []
    for one in element.findall("subquestion"):
        text, right = (one.findtext("text") or "").strip(), (one.findtext("answer/text") or "").strip()
        well_formed(with_files(text, one, files))
        if not right or len(right) > 255:
            raise Refused(f"{right!r} is no word to match")
        pairs.append((text, right))
    offered = list(dict.fromkeys(right for _, right in pairs))
    stems = [(text, right) for text, right in pairs if text]
    if len(stems) < 2 or len(offered) < 2:
        raise Refused("too few pairs")
    places = [Place("one", tuple(Answer(word, float(word == right)) for word in offered)) for _, right in stems]
    return tuple(text for text, _ in stems), places
