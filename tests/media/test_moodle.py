"""Moodle XML: imported by Moodle's rules, every answer earns there what the fields of the question say."""

import io
import weakref
from dataclasses import replace

import pytest
from hostile_questions import HOSTILE, questions
from hypothesis import given as drawn
from hypothesis import settings
from lxml import etree
from moodle_reader import Question, Refused, cloze, read_moodle
from nightly import examples
from places import GOLDEN
from platform_answers import points, ways
from sample_questions import TRUTH, asked, matched, number, one_of_each, ordered, placed, question, several, truth

from quizgen.authoring.bank import Bank
from quizgen.generate import variant
from quizgen.grading.scored import scored
from quizgen.interactions import Arrange, Entry, Field, Item, Part, Parts, Pick, ScoredAnswer, Write
from quizgen.markup.parse import parse
from quizgen.media.moodle import PLATFORMS
from quizgen.media.moodle_pieces import FREE_ORDER, pieces, right_order
from quizgen.media.platform_html import html, html_item, html_sentence
from quizgen.model import ScoredAsk, ScoredQuestion

BANK = Bank.load()
MOODLE = PLATFORMS["moodle"]


def written(*questions: ScoredQuestion, title: str = "A quiz") -> bytes:
    file = io.BytesIO()
    MOODLE.write(title, iter(questions), file)
    return file.getvalue()


def in_order(question: ScoredQuestion, asks) -> list[tuple[str, Field]]:
    """The fields of asks in the order of their places in the text; what needs more than the line it stands in comes last."""
    lines = question.variant.text.split("\n")

    def place(one: ScoredAsk) -> tuple[bool, int]:
        alone = f"[[{one.ask.name}]]" in lines
        fits = isinstance(one.ask.interaction(), Entry | Pick)
        return not (alone or fits), question.variant.text.index(f"[[{one.ask.name}]]")

    return [(one.ask.name, field) for one in sorted(asks, key=place) for field in one.fields]


def for_moodle(imported: Question, fields, answers) -> list[object]:
    """Answers as Moodle's places take them: text, or the places of what is chosen."""
    found = []
    for place, (name, field) in zip(imported.places, fields, strict=True):
        what = answers[name][field.key]
        if what is None or place.sort in ("numerical", "shortanswer"):
            found.append(what)
        elif isinstance(field.interaction, Arrange):
            order = right_order(field)
            found.append([order.index(key) for key in what])
        else:
            letters = [shown.text.partition(" · ")[0] for shown in place.answers]
            keys = [item.key for item in field.interaction.items]
            assert letters == keys or imported.type in ("truefalse", "matching")
            if imported.type == "truefalse":
                letters = keys
            found.append([letters.index(key) for key in what] if place.sort == "several" else letters.index(what))
    return found


def earned(question: ScoredQuestion, imported: list[Question], answers) -> float:
    """The points of the question that Moodle gives to answers."""
    total = 0.0
    for piece, there in zip(pieces(question), imported, strict=True):
        if piece.type != "essay":
            total += piece.points * there.fraction(for_moodle(there, in_order(question, piece.asks), answers))
    return total


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_answer_to_every_exercise_earns_what_its_fields_say(name):
    question = scored(variant(BANK.exercises[name], 5), "bank-5.q1")
    imported = read_moodle(written(question))
    free = FREE_ORDER in MOODLE.losses(question)
    for way, answers in ways(question):
        if free and way not in ("key", "hand", "blank"):
            continue
        wanted = sum(points(one, answers[one.ask.name]) for one in question.asks if not one.by_person)
        assert earned(question, imported, answers) == pytest.approx(wanted, rel=1e-3, abs=1e-5), way


def words(html: str) -> str:
    """What HTML shows, without the characters nobody sees that keep MathJax out."""
    return "".join(etree.fromstring(f"<div>{html}</div>").itertext()).replace("\u2060", "").strip()


@settings(max_examples=examples(300), deadline=None)
@drawn(questions(), HOSTILE)
def test_whatever_the_texts_hold_they_come_back_and_answers_earn_their_points(question, title):
    imported = read_moodle(written(question, title=title))
    for one, piece in zip(imported, pieces(question), strict=True):
        assert words(one.text).endswith(f"[{one.id}]")
        assert words(one.solution) == words(html(parse(question.variant.solution)))
        fields = in_order(question, piece.asks) if piece.type != "essay" else []
        for place, (_, field) in zip(one.places, fields, strict=True):
            said = [words(html_sentence(answer.feedback)) for answer in field.answers if answer.feedback]
            assert sorted(filter(None, said)) == sorted(filter(None, (words(a.feedback) for a in place.answers)))
    for way, answers in ways(question):
        wanted = sum(points(one, answers[one.ask.name]) for one in question.asks if not one.by_person)
        assert earned(question, imported, answers) == pytest.approx(wanted, rel=1e-3, abs=1e-5), way


def imported(*some: ScoredQuestion) -> list[Question]:
    return read_moodle(written(*some))


def names(losses) -> set[str]:
    return {loss.name for loss in losses}


def test_a_number_is_a_numerical_question_with_its_mistake_as_a_further_answer():
    (there,) = imported(question(number(0.5, points=2)))
    assert (there.type, there.mark, there.id) == ("numerical", 2, "quiz-7.q1")
    right, slip = there.places[0].answers
    assert (right.text, right.tolerance, right.fraction) == ("0.5", 0.0002, 1)
    assert (slip.text, slip.tolerance, slip.fraction) == ("0.4", 0.001, 0.5)
    assert words(slip.feedback) == r"Equals what you get without \(b\)."


def test_a_share_off_moodles_list_makes_it_a_gap_where_every_share_is_taken():
    (there,) = imported(question(number(0.37)))
    assert there.type == "cloze"
    assert [one.fraction for one in there.places[0].answers] == [1, 0.37]
    (many,) = imported(question(several(11, 3)))
    assert many.type == "cloze" and many.fraction([list(range(11))]) == pytest.approx(1, abs=1e-5)
    assert many.fraction([[0, 1, 13]]) == pytest.approx(1 / 11, abs=1e-5)


def test_of_several_that_may_be_chosen_wrong_ones_take_off_and_nothing_falls_below_zero():
    (there,) = imported(question(several(3, 2)))
    assert there.type == "multichoice"
    assert [one.fraction for one in there.places[0].answers] == pytest.approx(
        [1 / 3, 1 / 3, 1 / 3, -1 / 3, -1 / 3], abs=1e-6
    )
    assert there.fraction([[0, 3]]) == 0 and there.fraction([[3, 4]]) == 0


def test_true_and_false_are_moodles_own():
    (there,) = imported(question(truth()))
    assert there.type == "truefalse"
    assert {one.text: (one.fraction, words(one.feedback)) for one in there.places[0].answers} == {
        "false": (1, "So it is."),
        "true": (0, r"\(W_{h}\) is shared by all steps."),
    }


def test_pairs_in_plain_words_without_sentences_are_matched_and_may_share_what_is_right():
    (there,) = imported(question(matched("B", "A", "B")))
    assert there.type == "matching" and there.stems == tuple(rf"\(W_{at}\)" for at in (1, 2, 3))
    assert [one.text for one in there.places[0].answers] == [
        "B · from input to state",
        "A · from state to output",
        "C · nowhere",
    ]
    assert there.fraction([0, 0, 0]) == pytest.approx(2 / 3)


def test_an_item_that_belongs_to_any_of_several_is_chosen_from_a_list():
    (there,) = imported(question(matched("AB", "C")))
    assert there.type == "cloze"
    assert [there.fraction([one, 2]) for one in (0, 1, 2)] == [1, 1, 0.5]


def test_places_of_a_picture_are_matched_and_the_picture_is_in_the_file():
    (there,) = imported(question(placed()))
    assert there.type == "matching" and there.stems == ("1", "2")
    assert (
        list(there.files) == ["picture-1.svg"] and b"<title>Two steps of an RNN</title>" in there.files["picture-1.svg"]
    )
    assert 'alt="Two boxes."' in there.text


def test_an_order_earns_by_pairs_and_says_so_where_some_order_is_free():
    whole = question(ordered(("C", "A"), ("C", "B"), ("A", "B")))
    (there,) = imported(whole)
    assert there.type == "ordering"
    assert [one.text.partition(" · ")[0] for one in there.places[0].answers] == ["C", "A", "B"]
    assert there.fraction([[0, 2, 1]]) == pytest.approx(2 / 3)
    assert not set(MOODLE.losses(whole))
    assert names(MOODLE.losses(question(ordered(("C", "A"), ("C", "B"))))) == {"order in part"}


def test_gaps_weigh_as_their_points_and_differing_marks_are_said():
    even = question(number(0, points=2, name="h_1"), number(0, points=1, name="h_2"))
    (there,) = imported(even)
    assert [place.mark for place in there.places] == [2, 1] and there.mark == 3
    assert not names(MOODLE.losses(even))
    odd = question(number(0, points=0.5, name="h_1"), number(0, points=1, name="h_2"))
    assert [place.mark for place in imported(odd)[0].places] == [1, 2]
    assert names(MOODLE.losses(odd)) == {"points of gaps"}


def test_what_a_person_reads_and_what_is_ordered_become_questions_of_their_own():
    write = asked(Write(), Field("", Write()), points=3, name="why")
    mixed = question(write, number(0, name="h_1"), ordered(("C", "A"), ("C", "B"), ("A", "B")))
    found = imported(mixed)
    assert [(one.type, one.id, one.mark) for one in found] == [
        ("numerical", "quiz-7.q1", 1),
        ("ordering", "quiz-7.q1-2", 1),
        ("essay", "quiz-7.q1-3", 3),
    ]
    assert [one.name[-8:] for one in found] == ["(1 of 3)", "(2 of 3)", "(3 of 3)"]
    assert all(one.text.count("answered in another question") == 2 for one in found)
    assert "one question in two" in names(MOODLE.losses(mixed))


def test_an_order_among_other_parts_is_refused_by_name():
    shown = Arrange((Item("A", "a"), Item("B", "b")))
    inside = Parts((Part("line", "Which?", TRUTH), Part("order", "In order:", shown)))
    order = Field("order", shown, 0.5, (ScoredAnswer("B, A", 1.0),), (("B", "A"),))
    line = Field("line", TRUTH, 0.5, (ScoredAnswer("A", 1.0),))
    assert [loss.name for loss in MOODLE.losses(question(asked(inside, line, order))) if loss.refused] == [
        "order inside an answer"
    ]


def test_a_reason_that_goes_with_one_verdict_is_a_loss():
    fitting = replace(
        truth(), fields=(replace(truth().fields[0], answers=(ScoredAnswer("B", 1.0, needs=("v", ("A",))),)),)
    )
    assert names(MOODLE.losses(question(fitting))) == {"reason and verdict"}


def test_capitals_count_where_they_tell_answers_apart():
    entry = Entry(sort="text")

    def typed(*answers: tuple[str, float]) -> Question:
        field = Field("", entry, answers=tuple(ScoredAnswer(text, share) for text, share in answers))
        return imported(question(asked(entry, field)))[0]

    apart = typed(("h_T", 1.0), ("h_t", 0.0))
    assert apart.fraction(["h_T"]) == 1 and apart.fraction(["h_t"]) == 0
    assert typed(("tanh", 1.0)).fraction(["TANH"]) == 1
    star = typed(("a*b", 1.0))
    assert star.fraction(["a*b"]) == 1 and star.fraction(["axxb"]) == 0


def test_an_answer_that_a_person_reads_comes_with_notes_and_code_with_a_file():
    text = scored(variant(BANK.exercises["interview-q"], 3), "quiz-7.q1")
    (there,) = imported(text)
    assert there.type == "essay" and there.mark == text.variant.points
    assert all(words(html_item(point)) in words(there.grader_notes) for _, point in text.asks[0].ask.marking_scheme())
    (code,) = imported(scored(variant(BANK.exercises["code-forward"], 3), "quiz-7.q1"))
    assert code.type == "essay" and code.attachments == 1


def test_variants_of_an_exercise_have_a_category_from_which_a_quiz_draws():
    one = question(truth(), id="quiz-7.q1", exercise="once")
    variants = [question(truth(), id=f"quiz-8.q{number}", exercise="often") for number in (1, 2, 3)]
    last = question(truth(), id="quiz-9.q1", exercise="last")
    data = written(one, *variants, last, title="Exam 1/2")
    assert [there.category for there in read_moodle(data)] == [
        ("$course$", "top", "Exam 1/2", "Forward pass"),
        *[("$course$", "top", "Exam 1/2", "Forward pass", "often")] * 3,
        ("$course$", "top", "Exam 1/2", "Forward pass"),
    ]
    assert data.count(b'type="category"') == 3


def test_tags_are_topic_level_and_misconceptions():
    (there,) = imported(scored(variant(BANK.exercises["forward-h1"], 3), "quiz-3.q1"))
    assert there.tags[:2] == ("forward-pass", "level 1") and "fwd-no-recurrence" in there.tags


def test_no_more_than_three_questions_are_held_at_a_time():
    alive: list[weakref.ref] = []

    def drawn_one_by_one():
        for number_ in range(50):
            one = question(number(0), id=f"quiz-7.q{number_}", exercise=f"exercise-{number_ // 2}")
            alive.append(weakref.ref(one))
            yield one
            del one
            assert sum(ref() is not None for ref in alive) <= 3

    file = io.BytesIO()
    MOODLE.write("Many", drawn_one_by_one(), file)
    assert len(read_moodle(file.getvalue())) == 50


def test_the_file_is_as_it_was():
    """A look at the whole: what Moodle 4.5 imported when this file was made."""
    made = one_of_each(ordered(("C", "A"), ("C", "B"), ("A", "B")))
    assert written(*made).decode() == (GOLDEN / "render" / "moodle.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'fraction="50"', b'fraction="37"'),
        (b"<text>0.4</text>", b"<text>zero</text>"),
        (b"<idnumber>quiz-7.q1</idnumber>", b""),
        (b'fraction="100"', b'fraction="90"'),
        (b"A sample", b"A &lt;sample"),
        (b"<p>What is right?</p>", b"<p>What is right?"),
        (b"<quiz>", b"<test>"),
    ],
)
def test_the_reader_refuses_what_moodle_refuses(right, wrong):
    data = written(question(number(0.5)))
    assert right in data
    with pytest.raises((Refused, etree.XMLSyntaxError)):
        read_moodle(data.replace(right, wrong))


@pytest.mark.parametrize(
    "text",
    [
        "{1:NUMERICAL:=0.5:0.1~%50%0.4:0.1#b is left out",  # not closed
        "{1:NUMERICAL:%50%0.5:0.1}",  # nothing earns all
        "{1:NUMERICAL:=a half}",
        "{1:MULTICHOICE:=A}",
        "{#1} {1:NUMERICAL:=0.5}",
    ],
)
def test_the_reader_refuses_gaps_that_moodle_would_not_take(text):
    with pytest.raises(Refused):
        cloze(text)


def test_the_reader_reads_gaps_as_moodle_documents_them():
    text, (number_, word) = cloze(r"x {2:NM:=1,5:0.1#Good\} \# &lt;b&gt;~%50%2} y {:SA:=a\}b~%-20%c} z")
    assert text == "x {#1} y {#2} z"
    assert (number_.mark, word.mark) == (2, 1)
    assert [one.feedback for one in number_.answers] == ["Good} # <b>", ""]
    assert [(one.text, one.fraction) for one in word.answers] == [("a}b", 1), ("c", -0.2)]
