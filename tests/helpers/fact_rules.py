"""What may be wrong with a statement, a task card or an interview question of the bank.

A rule is a function of one entry that yields its faults, so that each can be tried on a planted fault as well.
"""

import re
import tomllib

from places import DATA

from quizgen.authoring.bank import Bank
from quizgen.authoring.coverage import items
from quizgen.markup.formula_text import formula_text
from reference_rnn import CATALOGUE
from reference_rnn import CONCEPTS as SENTENCES

BANK = Bank.load()
COVERAGE = list(items())
CONCEPTS = (DATA / "concepts.txt").read_text().split()
NOTES = {f"N{number}" for number in range(1, 33)}
TYPES = ["one-to-one", "one-to-many", "many-to-one", "many-to-many"]


def data(name, file):
    return tomllib.loads(BANK.get(name).data(file))


STATEMENTS = data("statement-judge", "statements.toml")["statement"]
CARDS = data("classify-task", "tasks.toml")["card"]
QUESTIONS = [
    {
        "asked": list(rubric.asked),
        "covers": list(rubric.covers),
        "note": rubric.note,
        "points": [[point.weight, point.text] for point in rubric.key_points],
        "wrong": [*rubric.wrong_claims, *(claim.text for claim in rubric.contradictions)],
        "answer": rubric.model_answer,
    }
    for rubric in BANK.get("interview-q").rubrics("questions.yaml")
]
QUESTION = [f"iq.q{number}" for number in range(1, 13)]
WEIGHTS = [4, 4, 4, 4, 3, 4, 3, 3, 5, 5, 4, 4]  # what the rubrics of the twelve questions add up to

# What the notes on contested points forbid: wording of a statement -> the only verdict it may have.
ONLY = {
    r"(?<!hidden state )is fed back into": "depends",  # N1
    r"preserves the order": "false",  # N3
    r"weights are updated at each time step": "false",  # N22
    r"LSTM and GRU cells put an end": "false",  # N26
    r"slower than a Transformer": "depends",  # N27
    r"W_y.* at every time step": "depends",  # N23
    r"needs no padding": "depends",  # N25
    r"handle sequences of any length": "depends",  # N28
    r"main limitation|more expensive than": "depends",  # N29
    r"For short sentences": "depends",  # N30
    r"sentiment of a text takes": "depends",  # N31
    r"state is the output": "depends",  # N32
    r"activation .* is tanh": "depends",  # N15
    r"input weights .* form": "depends",  # N17
}
# N6, N13, N19, N28: goals, illustrations and rules of thumb are not asked about; N2: say which features lose the order.
NEVER = r"grammatically correct|0\.87|10[-–]20|100 tokens|[Bb]ag of words|BoW|TF-IDF"


def common_faults(entry):
    """Faults that any entry can have."""
    yield from (f"no such coverage id: {one}" for one in entry["covers"] if one not in COVERAGE)
    if not entry["covers"] or len(set(entry["covers"])) < len(entry["covers"]):
        yield "covers nothing, or something twice"
    yield from (f"no such note: {one}" for one in entry.get("note", "N1").split(", ") if one not in NOTES)


def statement_faults(entry):
    """What may be wrong with a statement."""
    yield from common_faults(entry)
    if set(entry) - {"says", "verdict", "covers", "note", "right", "remark", "wrong", "reveals"}:
        yield "has a key nobody reads"
    if entry["verdict"] not in ("true", "false", "depends"):
        yield "has no verdict"
    if entry["verdict"] == "depends" and "note" not in entry:
        yield "is contested, but no note says why"
    if entry["verdict"] == "depends" and "reveals" in entry:
        yield "has no opposite to reveal anything"
    reasons = [entry["right"], *(wrong[1] for wrong in entry["wrong"])]
    if not 3 <= len(entry["wrong"]) <= 5 or len({plain(reason) for reason in reasons}) < len(reasons):
        yield "has not one right reason and three to five others"
    ids = [wrong[0] for wrong in entry["wrong"]]
    if len(set(ids)) < len(ids):
        yield "has two reasons for one misconception"
    for one in [*ids, *([entry["reveals"]] if "reveals" in entry else [])]:
        if one not in CONCEPTS and one not in CATALOGUE:
            yield f"no such misconception: {one}"
    yield from (
        f"no feedback on {wrong[0]}" for wrong in entry["wrong"] if wrong[0] not in SENTENCES and len(wrong) < 3
    )
    for wording, verdict in ONLY.items():
        if re.search(wording, entry["says"]) and entry["verdict"] != verdict:
            yield f"should be judged {verdict}"
    if re.search(NEVER, entry["says"]):
        yield "asks what is not to be asked"


def card_faults(entry):
    """What may be wrong with a task card."""
    yield from common_faults(entry)
    if set(entry) - {"task", "given", "wanted", "types", "lengths", "covers", "note", "remark"}:
        yield "has a key nobody reads"
    if not entry["types"] or any(one not in TYPES for one in entry["types"]):
        yield "has no type"
    if ("lengths" in entry) != (entry["types"] == ["many-to-many"]):
        yield "tells lengths where there are none, or none where there are"
    if entry.get("lengths", "free") not in ("equal", "free"):
        yield "has lengths nobody knows"
    if len(entry["types"]) > 1 and not ("note" in entry and "remark" in entry):
        yield "is contested without a note and a remark"
    if "one-to-one" in entry["types"] and not ("N8" in entry.get("note", "") and "recurs" in entry["remark"]):
        yield "does not say that one-to-one is the degenerate case"
    if "one-to-many" in entry["types"] and "a few" in entry["given"] and "many-to-many" not in entry["types"]:
        yield "calls the completion of a prefix one-to-many only"
    if "video" in entry["task"] and not re.search("for each frame|whole clip", entry["task"]):
        yield "does not say whether a label is for the frame or for the clip"


def question_faults(entry):
    """What may be wrong with an interview question."""
    yield from common_faults(entry)
    if set(entry) - {"asked", "covers", "note", "points", "wrong", "answer"}:
        yield "has a key nobody reads"
    number = QUESTION.index(entry["covers"][0]) if entry["covers"][0] in QUESTION else None
    if number is None or sum(weight for weight, _ in entry["points"]) != WEIGHTS[number]:
        yield "does not weigh what its rubric weighs"
    if len(set(entry["asked"])) < 2 or not entry["wrong"] or not entry["answer"].strip():
        yield "lacks a second wording, a wrong claim or a model answer"


def plain(words):
    """The words of a text as they are read, for comparing texts and their lengths."""
    return re.sub(
        r"[^a-z0-9=]+", " ", re.sub(r"\$([^$]+)\$", lambda maths: formula_text(maths[1]), words).lower()
    ).strip()
