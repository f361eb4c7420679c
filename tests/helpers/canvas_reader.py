"""A reader of packages for Canvas: imports one as Canvas does, strictly, and scores answers by Canvas's rules (classic quizzes).

What Canvas does was read in its public source: which elements its converter of QTI 1.2 understands, what its importer takes from
them, how each type of question is scored, and how the page of a quiz rounds a number before it is sent.
"""

import re
import zipfile
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
META = "{http://canvas.instructure.com/xsd/cccv1p0}"
TYPES = {
    "multiple_choice_question", "true_false_question", "multiple_answers_question", "short_answer_question",
    "fill_in_multiple_blanks_question", "multiple_dropdowns_question", "matching_question", "numerical_question",
    "essay_question", "file_upload_question",
}  # fmt: skip
INSIDE = {  # element -> the elements that may stand in it
    "questestinterop": {"assessment"},
    "assessment": {"qtimetadata", "section"},
    "section": {"selection_ordering", "section", "item"},
    "selection_ordering": {"selection"},
    "selection": {"selection_number", "selection_extension"},
    "selection_extension": {"points_per_item"},
    "item": {"itemmetadata", "presentation", "resprocessing", "itemfeedback"},
    "itemmetadata": {"qtimetadata"},
    "qtimetadata": {"qtimetadatafield"},
    "qtimetadatafield": {"fieldlabel", "fieldentry"},
    "presentation": {"material", "response_lid", "response_str"},
    "response_lid": {"material", "render_choice"},
    "response_str": {"render_fib"},
    "render_choice": {"response_label"},
    "render_fib": {"response_label"},
    "response_label": {"material"},
    "material": {"mattext"},
    "resprocessing": {"outcomes", "respcondition"},
    "outcomes": {"decvar"},
    "respcondition": {"conditionvar", "setvar", "displayfeedback"},
    "conditionvar": {"varequal", "vargte", "varlte", "and", "or", "not", "other"},
    "and": {"varequal", "vargte", "varlte", "not"},
    "or": {"varequal", "and"},
    "not": {"varequal"},
    "itemfeedback": {"flow_mat"},
    "flow_mat": {"material"},
}
FIELDS = {"question_type", "points_possible", "original_answer_ids", "cc_maxattempts"}
LONGEST = 16 * 1024
IDENT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
NAME = re.compile(r"[A-Za-z0-9_-]+")


class NotImported(Exception):
    """Why Canvas would not import the package as it is meant."""


@dataclass
class Answer:
    """An answer as Canvas keeps it. `comment`: its HTML. `match`: of a matching question; `blank`: of one with blanks."""

    id: str
    text: str
    right: bool = False
    comment: str = ""
    blank: str = ""
    match: str = ""
    exact: Decimal | None = None
    margin: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass
class Question:
    """A question as Canvas keeps it."""

    ident: str
    title: str
    kind: str
    points: float
    text: str
    answers: list[Answer] = field(default_factory=list)
    matches: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def blanks(self):
        return list(dict.fromkeys(answer.blank for answer in self.answers))


@dataclass
class Group:
    """Questions of which `pick` are drawn, each worth `points`."""

    title: str
    pick: int
    points: float
    questions: list[Question]


@dataclass
class Package:
    """What an import makes: the quiz, in order questions and groups, and files."""

    title: str
    ident: str
    points: float
    entries: list
    files: dict[str, bytes]

    @property
    def questions(self):
        return [q for entry in self.entries for q in (entry.questions if isinstance(entry, Group) else [entry])]


# ---------------------------------------------------------------- importing


def read_package(data: bytes) -> Package:
    with zipfile.ZipFile(BytesIO(data)) as zipped:
        if zipped.testzip():
            raise NotImported("the zip file is damaged")
        files = {name: zipped.read(name) for name in zipped.namelist()}
    manifest = ElementTree.fromstring(files.pop("imsmanifest.xml"))
    quiz = settings = None
    listed = {}
    for resource in manifest.iter(f"{CP}resource"):
        hrefs = [one.get("href") for one in resource.iter(f"{CP}file")]
        for href in hrefs:
            if href not in files or href in listed:
                raise NotImported(f"the manifest lists {href}")
            listed[href] = resource.get("type")
        match resource.get("type"):
            case "imsqti_xmlv1p2":
                (quiz,) = hrefs
                dependency = resource.find(f"{CP}dependency").get("identifierref")
                if not any(one.get("identifier") == dependency for one in manifest.iter(f"{CP}resource")):
                    raise NotImported("the settings are not in the manifest")
            case "associatedcontent/imscc_xmlv1p1/learning-application-resource":
                (settings,) = hrefs
            case "webcontent":
                pass
            case other:
                raise NotImported(f"a resource of type {other}")
    if set(listed) != set(files):
        raise NotImported(f"files that the manifest does not list: {set(files) - set(listed)}")
    pictures = {name: data for name, data in files.items() if listed[name] == "webcontent"}
    tree = ElementTree.fromstring(files[quiz])
    check(tree)
    assessment = tree.find(f"{QTI}assessment")
    ident = assessment.get("ident")
    if quiz != f"{ident}/{ident}.xml" or settings != f"{ident}/assessment_meta.xml":
        raise NotImported("Canvas finds the settings of a quiz in the folder of its identifier")
    meta = ElementTree.fromstring(files[settings])
    if meta.get("identifier") != ident or meta.findtext(f"{META}shuffle_answers") != "false":
        raise NotImported("the settings are of another quiz, or answers are shuffled")
    (root,) = assessment.findall(f"{QTI}section")
    entries = [entry(one, pictures) for one in root]
    worth = sum(e.points * (e.pick if isinstance(e, Group) else 1) for e in entries)
    if abs(worth - float(meta.findtext(f"{META}points_possible"))) > 1e-4:
        raise NotImported("the points of the quiz are not those of its questions")
    package = Package(assessment.get("title"), ident, worth, entries, pictures)
    idents = [question.ident for question in package.questions]
    if len(set(idents)) != len(idents):
        raise NotImported("two questions have one identifier, so that the second would replace the first")
    return package


def check(node):
    """No element is where Canvas's converter does not expect it; identifiers need no repair."""
    name = node.tag.removeprefix(QTI)
    for child in node:
        if child.tag.removeprefix(QTI) not in INSIDE.get(name, set()):
            raise NotImported(f"<{child.tag}> in <{name}>")
        check(child)
    if name in ("item", "section", "response_lid", "response_str") and not IDENT.fullmatch(node.get("ident")):
        raise NotImported(f"the identifier {node.get('ident')!r} would be changed")
    if name in INSIDE and (node.text or "").strip():
        raise NotImported(f"text in <{name}>")


def entry(node, pictures):
    if node.tag == f"{QTI}item":
        return item(node, pictures)
    selection = node.find(f"{QTI}selection_ordering/{QTI}selection")
    pick = int(selection.findtext(f"{QTI}selection_number"))
    worth = float(selection.findtext(f"{QTI}selection_extension/{QTI}points_per_item"))
    return Group(node.get("title"), pick, worth, [item(one, pictures) for one in node.findall(f"{QTI}item")])


def metadata(node):
    found = {}
    for one in node.iter(f"{QTI}qtimetadatafield"):
        label = one.findtext(f"{QTI}fieldlabel")
        if label not in FIELDS:
            raise NotImported(f"metadata {label}")
        found[label] = one.findtext(f"{QTI}fieldentry")
    return found


def item(node, pictures):
    about = metadata(node.find(f"{QTI}itemmetadata"))
    kind = about["question_type"]
    if kind not in TYPES:
        raise NotImported(f"a question of type {kind}")
    presentation = node.find(f"{QTI}presentation")
    text = shown(presentation.find(f"{QTI}material"), pictures)
    if len(text) > LONGEST:
        raise NotImported(f"the text of {node.get('ident')} is too long")
    question = Question(node.get("ident"), node.get("title"), kind, float(about["points_possible"]), text)
    if len(question.title) > 255:
        raise NotImported("the title is too long")
    question.comments = {
        one.get("ident"): shown(one.find(f"{QTI}flow_mat/{QTI}material"), pictures)
        for one in node.findall(f"{QTI}itemfeedback")
    }
    conditions = node.findall(f"{QTI}resprocessing/{QTI}respcondition")
    READERS[kind](question, presentation, conditions, pictures)
    ids = [answer.id for answer in question.answers if answer.id]
    if about["original_answer_ids"] != ",".join(ids) or len(set(ids)) != len(ids):
        raise NotImported("the numbers of the answers are not those that are listed")
    for answer in question.answers:
        answer.comment = question.comments.pop(f"{answer.id}_fb", "")
    for name in question.comments:
        if name not in ("general_fb", "general_incorrect_fb"):
            raise NotImported(f"a comment {name} that belongs to nothing")
    linked = {one.get("linkrefid") for c in conditions for one in c.findall(f"{QTI}displayfeedback")}
    known = set(question.comments) | {f"{answer.id}_fb" for answer in question.answers if answer.comment}
    if linked != known:
        raise NotImported(f"comments {known}, but {linked} are shown")
    return question


def shown(material, pictures):
    """The HTML of a text, which has to be whole, with only pictures that came along."""
    mattext = material.find(f"{QTI}mattext")
    text = mattext.text or ""
    if mattext.get("texttype") == "text/plain":
        return text
    tree = ElementTree.fromstring(f"<div>{text}</div>")
    for image in tree.iter("img"):
        source = image.get("src")
        if image.get("class") == "equation_image":
            if not image.get("data-equation-content") or not source.startswith("/equation_images/"):
                raise NotImported("a formula without its LaTeX")
        elif source.removeprefix("$IMS-CC-FILEBASE$/") not in pictures:
            raise NotImported(f"the picture {source} did not come along")
        if not image.get("alt"):
            raise NotImported("a picture without a description")
    for bad in ("script", "style", "iframe", "math"):
        if tree.find(f".//{bad}") is not None:
            raise NotImported(f"<{bad}>, which Canvas takes out")
    return text


def scores(conditions):
    return [one for one in conditions if one.find(f"{QTI}setvar") is not None]


def labels(response, pictures):
    return [
        (one.get("ident"), shown(one.find(f"{QTI}material"), pictures)) for one in response.iter(f"{QTI}response_label")
    ]


def numbered(ids):
    for one in ids:
        if not one.isdigit() or int(one) == 0:
            raise NotImported(f"the answer {one!r} has no number")


def read_choice(question, presentation, conditions, pictures):
    (response,) = presentation.findall(f"{QTI}response_lid")
    several = question.kind == "multiple_answers_question"
    if response.get("rcardinality") != ("Multiple" if several else "Single"):
        raise NotImported("one or several answers?")
    question.answers = [Answer(number, text) for number, text in labels(response, pictures)]
    numbered([answer.id for answer in question.answers])
    by_id = {answer.id: answer for answer in question.answers}
    for one in scores(conditions):
        test = one.find(f"{QTI}conditionvar")
        if several:
            equal = test.findall(f"{QTI}and/{QTI}varequal")
            unequal = test.findall(f"{QTI}and/{QTI}not/{QTI}varequal")
            if {e.text for e in equal + unequal} != set(by_id):
                raise NotImported("not every answer is said to be right or wrong")
        else:
            equal = test.findall(f"{QTI}varequal")
        for e in equal:
            by_id[e.text].right = True
    if not any(answer.right for answer in question.answers):
        raise NotImported("The importer couldn't determine the correct answers for this question.")
    if question.kind == "true_false_question" and sorted(a.text for a in question.answers) != ["False", "True"]:
        raise NotImported("true or false?")


def read_numerical(question, presentation, conditions, pictures):
    if presentation.find(f"{QTI}response_str/{QTI}render_fib").get("fibtype") != "Decimal":
        raise NotImported("a number that is no decimal")
    for number, one in enumerate(scores(conditions)):
        test = one.find(f"{QTI}conditionvar")
        exact = test.find(f"{QTI}or/{QTI}varequal")
        inside = test.find(f"{QTI}or/{QTI}and") if exact is not None else test
        low, high = Decimal(inside.findtext(f"{QTI}vargte")), Decimal(inside.findtext(f"{QTI}varlte"))
        answer = Answer(str(1001 + number), "", right=True)
        if exact is not None:
            value = Decimal(exact.text)
            if abs((value - low) - (high - value)) > Decimal("1e-9"):
                raise NotImported("Canvas takes the upper margin for both sides")
            answer.exact, answer.margin = to_f(value), to_f(high - value)
        else:
            answer.low, answer.high = to_f(low), to_f(high)
        question.answers.append(answer)


def to_f(value):
    """A decimal as Canvas keeps it, by way of a float."""
    return Decimal(repr(float(value)))


def read_short_answer(question, presentation, conditions, pictures):
    (one,) = scores(conditions)
    for number, equal in enumerate(one.findall(f"{QTI}conditionvar/{QTI}varequal")):
        question.answers.append(Answer(str(1001 + number), equal.text, right=True))
    if not question.answers:
        raise NotImported("a short answer without answers is an essay")


def read_blanks(question, presentation, conditions, pictures):
    menus = question.kind == "multiple_dropdowns_question"
    for response in presentation.findall(f"{QTI}response_lid"):
        name = response.get("ident").removeprefix("response_")
        if not NAME.fullmatch(name) or response.findtext(f"{QTI}material/{QTI}mattext") != name:
            raise NotImported(f"a blank called {name!r}")
        if not in_text(question.text, name):
            raise NotImported(f"[{name}] is not in the text, or would be put into a tag or a formula")
        for number, text in labels(response, pictures):
            question.answers.append(Answer(number, text.strip(), right=not menus, blank=name))
    numbered([answer.id for answer in question.answers])
    by_id = {(answer.blank, answer.id): answer for answer in question.answers}
    told = set()
    for one in scores(conditions):
        equal = one.find(f"{QTI}conditionvar/{QTI}varequal")
        name = equal.get("respident").removeprefix("response_")
        by_id[name, equal.text].right = True
        told.add(name)
    if told != set(question.blanks):
        raise NotImported("a blank without a right answer")


def in_text(html, name):
    """Whether the first [name] is in running text, where Canvas puts a field in its place."""
    if html.count(f"[{name}]") != 1:
        return False
    found = []

    class Text(HTMLParser):
        def handle_data(self, data):
            found.append(f"[{name}]" in data)

    parser = Text(convert_charrefs=True)
    parser.feed(html)
    parser.close()
    return sum(found) == 1


def read_matching(question, presentation, conditions, pictures):
    for response in presentation.findall(f"{QTI}response_lid"):
        number = response.get("ident").removeprefix("response_")
        question.answers.append(Answer(number, shown(response.find(f"{QTI}material"), pictures)))
        matches = dict(labels(response, pictures))
        if question.matches and matches != question.matches:
            raise NotImported("Canvas takes the matches of the first item for all")
        question.matches = matches
        if any(
            one.get("texttype") != "text/plain" for one in response.findall(f".//{QTI}response_label//{QTI}mattext")
        ):
            raise NotImported("a match that is no plain text")
    numbered([*question.matches, *(answer.id for answer in question.answers)])
    by_id = {answer.id: answer for answer in question.answers}
    for one in scores(conditions):
        equal = one.find(f"{QTI}conditionvar/{QTI}varequal")
        answer = by_id[equal.get("respident").removeprefix("response_")]
        if answer.match:
            raise NotImported("two matches for one item")
        answer.match = equal.text
    if not all(answer.match in question.matches for answer in question.answers):
        raise NotImported("an item without a match")


def read_by_person(question, presentation, conditions, pictures):
    if scores(conditions):
        raise NotImported("points without a reader")


READERS = {
    "multiple_choice_question": read_choice,
    "true_false_question": read_choice,
    "multiple_answers_question": read_choice,
    "numerical_question": read_numerical,
    "short_answer_question": read_short_answer,
    "fill_in_multiple_blanks_question": read_blanks,
    "multiple_dropdowns_question": read_blanks,
    "matching_question": read_matching,
    "essay_question": read_by_person,
    "file_upload_question": read_by_person,
}

# ---------------------------------------------------------------- scoring


def score(question: Question, response) -> float:
    """The points of an answer: an id, ids, a text, texts by blank, ids by blank, or ids of matches by answer."""
    right, wrong, total = SCORERS[question.kind](question, response)
    return max(0.0, (right - wrong) / total * question.points)


def score_choice(question, chosen):
    return int(any(answer.right for answer in question.answers if answer.id == chosen)), 0, 1


def score_several(question, chosen):
    right = {answer.id for answer in question.answers if answer.right}
    return len(right & set(chosen)), len(set(chosen) - right), max(1, len(right))


def score_short(question, typed):
    return int(typed.strip().lower() in {answer.text.strip().lower() for answer in question.answers}), 0, 1


def score_blanks(question, typed):
    right = 0
    for name in question.blanks:
        wanted = typed.get(name, "").strip().lower()
        found = next((a for a in question.answers if a.blank == name and a.text.strip().lower() == wanted), None)
        right += bool(found and found.right)
    return right, 0, len(question.blanks)


def score_menus(question, chosen):
    by_id = {(answer.blank, answer.id): answer for answer in question.answers}
    right = sum((name, chosen.get(name)) in by_id and by_id[name, chosen[name]].right for name in question.blanks)
    return right, 0, len(question.blanks)


def score_matching(question, chosen):
    right = 0
    for answer in question.answers:
        owner = next((one for one in question.answers if one.match == chosen.get(answer.id)), None)
        right += owner is not None and (
            owner is answer or question.matches[owner.match] == question.matches[answer.match]
        )
    return right, 0, len(question.answers)


def score_number(question, typed):
    """The page reads a number from the beginning of what is typed and rounds it to 4 decimals before it is sent."""
    found = re.match(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", typed)
    if not found:
        return 0, 0, 1
    try:
        value = Decimal(found[0].strip()).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    except InvalidOperation:
        return 0, 0, 1
    for answer in question.answers:
        if answer.exact is not None and answer.exact - answer.margin <= value <= answer.exact + answer.margin:
            return 1, 0, 1
        if answer.low is not None and answer.low <= value <= answer.high:
            return 1, 0, 1
    return 0, 0, 1


SCORERS = {
    "multiple_choice_question": score_choice,
    "true_false_question": score_choice,
    "multiple_answers_question": score_several,
    "short_answer_question": score_short,
    "fill_in_multiple_blanks_question": score_blanks,
    "multiple_dropdowns_question": score_menus,
    "matching_question": score_matching,
    "numerical_question": score_number,
}
