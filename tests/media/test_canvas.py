"""A package for Canvas, imported as Canvas does, gives the points that the question's fields give, except where a loss was said."""

import io
import math
import tracemalloc
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from canvas_reader import Group, in_text, read_package, score
from hostile_questions import questions
from hypothesis import given, settings
from hypothesis import strategies as st
from interaction_samples import PICTURE
from nightly import examples
from places import ROOT
from platform_answers import NONSENSE, ways

from quizgen.asks.text import Text
from quizgen.authoring.bank import Bank, digest
from quizgen.generate import Follower, variant
from quizgen.grading import grade
from quizgen.grading.scored import CARRIED, scored
from quizgen.interactions import Arrange, Entry, Field, Loss, Pick, ScoredAnswer
from quizgen.media.canvas import PLATFORMS, losses
from quizgen.media.canvas_losses import FEW, HANGS_ON, LONG, LONGEST, MANY, ORDER, PART, SMALL
from quizgen.media.canvas_numbers import MOST, accepted, spellings
from quizgen.media.canvas_order import first_order, is_only_order
from quizgen.media.canvas_questions import canvas_questions
from quizgen.model import Answers, Quiz, ScoredAsk, ScoredQuestion

BANK = Bank.load()
SOURCES = {digest(exercise.source): exercise.source for exercise in BANK.exercises.values()}
FOLLOW = Follower(SOURCES.__getitem__)
CANVAS = PLATFORMS["canvas"]
GOLDEN = ROOT / "tests/golden/canvas"


@cache
def question(name: str, seed: int = 7) -> ScoredQuestion:
    return scored(variant(BANK.exercises[name], seed), f"{name}-{seed}.q1")


def made(questions, title="An exam") -> bytes:
    file = io.BytesIO()
    CANVAS.write(title, questions, file)
    return file.getvalue()


# ---------------------------------------------------------------- answering in Canvas what is answered in quizgen


def response(there, asked, given):
    """The answer to a question of Canvas, from {ask: {field: what is given}}; a number is typed with the decimals asked."""
    what = [(unit, field, given[unit.asked.ask.name][field.key]) for unit, field in asked.fields]
    (_, first, value) = what[0]
    match asked.type:
        case "multiple_choice_question" | "true_false_question":
            return None if value is None else place_of(there.answers, first.interaction, value)
        case "multiple_answers_question":
            return [place_of(there.answers, first.interaction, key) for key in value or ()]
        case "numerical_question" | "short_answer_question":
            return typed(first, value)
        case "fill_in_multiple_blanks_question":
            return {name: typed(field, value) for name, (_, field, value) in zip(there.blanks, what, strict=True)}
        case "multiple_dropdowns_question":
            offered = {name: [a for a in there.answers if a.blank == name] for name in there.blanks}
            return {
                name: value and place_of(offered[name], field.interaction, value)
                for name, (_, field, value) in zip(there.blanks, what, strict=True)
            }
        case "matching_question":
            numbers = list(there.matches)
            if isinstance(first.interaction, Arrange):
                keys = [item.key for item in first.interaction.items]
                return {
                    answer.id: value and numbers[value.index(key)]
                    for key, answer in zip(keys, there.answers, strict=True)
                }
            return {
                answer.id: value and numbers[[i.key for i in field.interaction.items].index(value)]
                for answer, (_, field, value) in zip(there.answers, what, strict=True)
            }
    raise AssertionError(asked.type)


def place_of(answers, pick, key):
    return answers[[item.key for item in pick.items].index(key)].id


def typed(field, value):
    """What is typed: numbers with as many decimals as the right answer has, since that is what is asked; exact ones as they are."""
    if value is None:
        return ""
    if field.answers[0].value is None or value == NONSENSE:
        return value
    right = field.answers[0]
    is_exact = right.tolerance < 1e-6 * max(1, abs(right.value))
    return f"{float(value):.6g}" if is_exact else f"{float(value):.{len(right.text.partition('.')[2])}f}"


def worth(field, what):
    """What Canvas gives of a field where a loss was said of part credit: all or nothing."""
    if what in (None, ""):
        return 0.0
    if isinstance(field.interaction, Pick) and field.interaction.several:
        return max(0.0, sum(one.share for one in field.answers if one.text in what))
    if isinstance(field.interaction, Arrange):
        return float(all(what.index(a) < what.index(b) for a, b in field.before))
    if field.answers[0].value is None:
        return float(next((one.share for one in field.answers if one.text == what), 0.0) == 1)
    if what == NONSENSE:
        return 0.0
    value = float(typed(field, what))
    return float(next((one.share for one in field.answers if abs(one.value - value) <= one.tolerance), 0.0) == 1)


def points(there, one, given):
    """The points that Canvas gives, and those that the fields give, for each question of Canvas."""
    by_ident = {question.ident: question for question in there.questions}
    for asked in canvas_questions(one):
        if any(unit.by_person for unit in asked.units):
            continue
        found = by_ident[f"{one.id}.{asked.part}" if asked.part else one.id]
        wanted = sum(
            field.weight * unit.asked.ask.points * worth(field, given[unit.asked.ask.name][field.key])
            for unit, field in asked.fields
        )
        yield asked, score(found, response(found, asked, given)), wanted


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_way_to_answer_earns_in_canvas_what_the_fields_say(name):
    for seed in (7, 8):
        one = question(name, seed)
        said = {loss.name for loss in losses(one)}
        there = read_package(made([one]))
        assert math.isclose(sum(found.points for found in there.questions), one.variant.points, abs_tol=1e-5)
        for way, given_ in ways(one):
            for asked, here, wanted in points(there, one, given_):
                if FEW.name in said and way != "key":
                    assert here <= wanted + 1e-5
                elif ORDER.name in said and isinstance(asked.fields[0][1].interaction, Arrange):
                    assert (here == asked.points) <= (wanted == asked.points), way
                else:
                    assert math.isclose(here, wanted, abs_tol=1e-5), (way, asked.type, asked.part)


@pytest.mark.parametrize("name", BANK.exercises)
def test_key_and_a_careful_hand_calculation_earn_full_marks(name):
    one = question(name, 11)
    there = read_package(made([one]))
    for way, given_ in ways(one):
        if way in ("key", "hand"):
            for asked, here, _ in points(there, one, with_first_orders(one, given_)):
                assert math.isclose(here, asked.points, abs_tol=1e-5), (way, asked.type)


def with_first_orders(one, given_):
    """The same, each order in the form in which Canvas is told to ask for it."""
    found = {name: dict(fields) for name, fields in given_.items()}
    for asked in one.asks:
        for field in asked.fields:
            if isinstance(field.interaction, Arrange):
                keys = [item.key for item in field.interaction.items]
                found[asked.ask.name][field.key] = tuple(first_order(keys, field.before))
    return found


@pytest.mark.parametrize("name", BANK.exercises)
def test_a_slip_earns_what_grade_gives_where_no_loss_speaks_of_points(name):
    one = question(name)
    there = read_package(made([one]))
    lossless = {loss.name for loss in losses(one)} <= SAYS_NOTHING_OF_POINTS
    for slip in one.variant.slips:
        here = {ask.name: ask.write(slip.answers[ask.name]) for ask in one.variant.asks if ask.name in slip.answers}
        marks = grade(Quiz("q", 1, (one.variant,)), Answers("q", "", {"q1": here}), FOLLOW).marks
        graded = {mark.ask.split(".", 1)[1]: mark.points for mark in marks}
        asks = [a for a in one.asks if a.ask.by_value and a.ask.name in here and not a.by_person]
        given_ = dict(ways_of_slip(one, slip))
        for asked, got, _ in points(there, replace(one, asks=tuple(asks)), given_) if asks == list(one.asks) else ():
            wanted = sum({u.asked.ask.name: graded[u.asked.ask.name] for u in asked.units}.values())
            assert got <= wanted + 1e-5 or CARRIED not in one.losses
            if lossless:
                assert math.isclose(got, wanted, abs_tol=1e-5)


def ways_of_slip(one, slip):
    at = one.variant.slips.index(slip)
    return next(given_ for way, given_ in ways(one) if way == f"slip {at}").items()


SAYS_NOTHING_OF_POINTS = {
    "fewer decimals", "another layout", "other spellings", "diagnosis of typed answers", "parts apart", "numbers as text",
    "notes for graders",
}  # fmt: skip


def test_a_right_order_of_several_is_the_one_that_the_text_asks_for():
    before = (("B", "A"), ("B", "C"), ("C", "D"))
    assert first_order("ABCD", before) == ["B", "A", "C", "D"]
    assert not is_only_order("ABCD", before)
    assert is_only_order("ABC", (("C", "A"), ("A", "B"), ("C", "B")))


@given(st.permutations("ABCDE"), st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4))))
def test_the_first_order_is_right_and_no_right_order_is_before_it(order, pairs):
    from itertools import permutations

    before = tuple((order[a], order[b]) for a, b in pairs if a < b)
    right = [p for p in permutations("ABCDE") if all(p.index(a) < p.index(b) for a, b in before)]
    assert tuple(first_order("ABCDE", before)) == min(right)
    assert is_only_order("ABCDE", before) == (len(right) == 1)


# ---------------------------------------------------------------- numbers


def number(value, tolerance=2e-4, decimals=4, more=()):
    right = ScoredAnswer(f"{value:.{decimals}f}", 1.0, value=value, tolerance=tolerance)
    return Field("", Entry(), 1.0, (right, *more))


@given(
    st.floats(-2, 2).map(lambda v: round(v, 6)),
    st.lists(st.tuples(st.floats(-2, 2), st.sampled_from((0.0, 0.5, 1.0))), max_size=6),
    st.integers(-21000, 21000),
)
def test_what_is_spelled_out_is_what_earns_all(value, others, units):
    more = [ScoredAnswer(f"{v:.4f}", share, value=v, tolerance=1.5e-4) for v, share in others]
    field = number(value, more=more)
    typed_ = units / 10_000
    near = (abs(abs(one.value - typed_) - one.tolerance) < 1e-8 for one in field.answers)
    if any(near):
        return
    wanted = next((one.share for one in field.answers if abs(one.value - typed_) <= one.tolerance), 0.0) == 1
    listed, whole = spellings(field)
    assert whole
    assert (f"{typed_:.4f}" in listed) == wanted
    assert any(low <= typed_ <= high for (low, high), _ in accepted(field)) == wanted


def test_spellings_hold_the_usual_ways_to_write_a_number():
    listed, _ = spellings(number(-0.46, tolerance=1e-9))
    assert set(listed) >= {"-0.4600", "-0.46", "-.46", "−0.4600", "−0,46", "-,46"} - {"-,46"}
    listed, _ = spellings(number(12.0, tolerance=1e-9, decimals=0))
    assert set(listed) == {"12", "12.0"}
    listed, _ = spellings(number(0.0, 1e-9, 0, [ScoredAnswer("-0.25", 0.0, value=-0.25, tolerance=1e-3)]))
    assert {"0", "0.0", "0.00"} <= set(listed)
    listed, _ = spellings(number(0.0, tolerance=1e-9))
    assert {"0", "0.0000", "-0.0000"} <= set(listed)


def test_a_list_of_spellings_is_bounded_and_what_does_not_fit_is_said():
    one = question("forward-h2")
    wide = with_fields(one, lambda field: replace(field, answers=(replace(field.answers[0], tolerance=0.5),)))
    assert MANY in list(losses(wide))
    more = tuple(ScoredAnswer(f"{n / 7:.4f}", 1.0, value=n / 7, tolerance=1.5e-4) for n in range(20, 200))
    many = with_fields(one, lambda field: replace(field, answers=(*field.answers[:1], *more)))
    assert FEW in list(losses(many))
    for field in many.asks[0].fields:
        listed, whole = spellings(field)
        assert not whole and len(listed) <= MOST and field.answers[0].text in listed


def with_fields(one, change):
    """The question with other fields."""
    asks = tuple(ScoredAsk(a.ask, tuple(map(change, a.fields)), a.losses) for a in one.asks)
    return replace(one, asks=asks)


@pytest.mark.parametrize(
    ("value", "tolerance", "refused"),
    [(5e-5, 1e-6, True), (0.12345678, 1e-6, True), (0.1234, 2e-4, False), (0.0, 0.0, False), (1e-4, 1e-9, False)],
)
def test_what_canvas_would_round_away_is_refused_by_name(value, tolerance, refused):
    one = question("param-count")
    field = number(value, tolerance)
    single = replace(one, asks=(ScoredAsk(one.asks[0].ask, (field,)),))
    assert (SMALL in list(losses(single))) == refused
    assert SMALL.refused


def test_a_text_longer_than_canvas_keeps_is_refused_by_name():
    one = question("last-state")
    long = replace(one, variant=replace(one.variant, text=one.variant.text + " word" * (LONGEST // 5)))
    assert LONG in list(losses(long)) and LONG.refused
    assert LONG not in list(losses(one))


# ---------------------------------------------------------------- what is lost is said


@pytest.mark.parametrize("name", BANK.exercises)
def test_losses_are_named_once_and_hold_those_of_the_question(name):
    one = question(name)
    found = list(losses(one))
    assert len({loss.name for loss in found}) == len(found)
    assert all(isinstance(loss, Loss) and loss.sentence.endswith(".") and not loss.refused for loss in found)
    assert set(one.losses) | {loss for asked in one.asks for loss in asked.losses} <= set(found)
    shares = [
        answer.share
        for asked in one.asks
        for field in asked.fields
        if not (isinstance(field.interaction, Pick) and field.interaction.several)
        for answer in field.answers
    ]
    assert (PART in found) == any(0 < share < 1 for share in shares)


def test_a_reason_that_hangs_on_the_verdict_is_said():
    needing = [name for name in BANK.exercises if any(a.needs for f in fields(question(name, 4)) for a in f.answers)]
    assert needing
    assert all(HANGS_ON in list(losses(question(name, 4))) for name in needing)


def fields(one):
    return [field for asked in one.asks for field in asked.fields]


# ---------------------------------------------------------------- texts


def test_a_question_shows_its_number_and_a_part_says_which_it_is():
    there = read_package(made([question("forward-h2"), question("find-the-slip")]))
    whole, *parts = there.questions
    assert "[forward-h2-7.q1]" in whole.text
    assert [part.ident for part in parts] == [f"find-the-slip-7.q1.slip.{key}" for key in ("line", "kind", "value")]
    for part in parts:
        assert "[find-the-slip-7.q1] slip." in part.text
    (part,) = (q for q in read_package(made([question("encdec-trace")])).questions if q.ident.endswith(".s_2"))
    assert "Asked here:" in part.text and part.text.count("asked in a question of its own") == 5


def test_known_wrong_values_stand_in_the_comment_to_whoever_answers_wrongly():
    (found,) = read_package(made([question("forward-h1")])).questions
    assert "Equals what you get" in found.comments["general_incorrect_fb"]
    (found,) = read_package(made([question("last-state")])).questions
    assert any(answer.comment for answer in found.answers)
    assert found.comments["general_fb"]


def test_a_person_who_reads_an_answer_sees_the_marking_scheme_and_the_right_answer():
    name = next(n for n, e in BANK.exercises.items() if isinstance(e.asks[0], Text))
    (found,) = read_package(made([question(name)])).questions
    assert "Marking scheme" in found.comments["general_fb"]
    (formula,) = read_package(made([question("param-formula")])).questions
    assert "Right answer" in formula.comments["general_fb"]


def test_a_blank_is_put_where_no_other_text_has_its_name():
    one = question("forward-h2")
    text = one.variant.text.replace("Compute", r"`[h_1-1]` \[h_1-2\] $x = [h_2-1]$ Compute", 1)
    (found,) = read_package(made([replace(one, variant=replace(one.variant, text=text))])).questions
    assert len(found.blanks) == 4 and not {"h_1-1", "h_1-2", "h_2-1"} & set(found.blanks)
    assert all(in_text(found.text, name) for name in found.blanks)


def test_pictures_come_along_once():
    one = question("unfold-label")
    there = read_package(made([one, replace(one, id="unfold-label-7.q2")]))
    (name,) = {n for n in there.files if f"/{n}" in there.questions[0].text}
    assert there.files[name].startswith(b"<svg") and there.questions[1].text.count(name) == 1
    shown = replace(one, variant=replace(one.variant, solution=f"```picture\n{PICTURE}\n```"))
    assert len(read_package(made([shown])).files) == 2


@settings(deadline=None, max_examples=examples(150))
@given(questions(), st.text(max_size=20))
def test_whatever_the_texts_hold_is_imported_and_scored(one, title):
    there = read_package(made([one], title))
    said = {loss.name for loss in losses(one)}
    for _, given_ in ways(one):
        for asked, here, wanted in points(there, one, given_):
            if isinstance(asked.fields[0][1].interaction, Arrange) or "upper and lower case" in said:
                continue
            if "equal points" not in said:
                assert math.isclose(here, wanted, abs_tol=1e-4)


# ---------------------------------------------------------------- the package


def test_variants_of_an_exercise_are_a_group_from_which_one_is_drawn():
    several = [
        replace(question(name, seed), pool=name) for name in ("forward-h2", "last-state", "chain") for seed in (7, 8, 9)
    ]
    there = read_package(made([*several, question("param-count")]))
    assert [type(entry) is Group for entry in there.entries] == [True, True, True, False]
    for group, name in zip(there.entries, ("forward-h2", "last-state", "chain"), strict=False):
        assert group.pick == 1 and [q.ident for q in group.questions] == [f"{name}-{seed}.q1" for seed in (7, 8, 9)]
        assert {q.points for q in group.questions} == {group.points}


@pytest.mark.parametrize("name", BANK.exercises)
def test_all_variants_of_an_exercise_fall_into_the_same_questions(name):
    """Otherwise a group would draw a whole question and a part of another."""
    found = {tuple(asked.part for asked in canvas_questions(question(name, seed))) for seed in range(3, 8)}
    assert len(found) == 1


def test_an_exercise_that_is_asked_twice_is_two_questions():
    entries = read_package(made([question("forward-h2", 7), question("forward-h2", 8)])).entries
    assert [entry.ident for entry in entries] == ["forward-h2-7.q1", "forward-h2-8.q1"]


def test_identifiers_stay_the_same_and_the_same_questions_make_the_same_bytes():
    one, other = question("forward-h2"), question("last-state")
    assert made([one, other]) == made([one, other])
    first, second = read_package(made([one])), read_package(made([one, other]))
    assert first.ident == second.ident and first.questions[0].ident in {q.ident for q in second.questions}
    assert read_package(made([one], "Another")).ident != first.ident
    of_another_student = replace(one, id="forward-h2-8.q1")
    assert read_package(made([of_another_student])).ident != first.ident
    strange = replace(one, id="Übung 7: a/b.q1")
    assert read_package(made([strange])).questions[0].ident == read_package(made([strange])).questions[0].ident


def test_memory_does_not_grow_with_the_number_of_questions():
    def peak(count):
        many = (replace(question("forward-h2"), id=f"q-{n}.q1") for n in range(count))
        with open("/dev/null", "wb") as nowhere:
            tracemalloc.start()
            CANVAS.write("Many", many, Unseekable(nowhere))
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    peak(5)
    assert peak(400) < peak(20) + 400 * 1000


class Unseekable(io.RawIOBase):
    """A file that can be written once, from beginning to end."""

    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


def test_the_file_of_a_small_exam_is_as_it_was():
    import os

    small = [
        question(name) for name in ("gru-reset", "last-state", "perturb-input", "app-pipeline-order", "mistake-judge")
    ]
    small += [replace(question("param-count", seed), pool="param-count") for seed in (8, 9)]
    with zipfile.ZipFile(io.BytesIO(made(small, "A small exam"))) as zipped:
        found = {name.replace("/", "-"): zipped.read(name).decode() for name in zipped.namelist()}
    if os.environ.get("QUIZGEN_UPDATE"):
        GOLDEN.mkdir(exist_ok=True)
        for name, text in found.items():
            (GOLDEN / name).write_text(text.replace("><", ">\n<"), encoding="utf-8")
    for name, text in found.items():
        assert (GOLDEN / name).read_text(encoding="utf-8") == text.replace("><", ">\n<")


def test_it_is_a_platform_with_the_ending_of_a_zip_file():
    assert CANVAS.ending == ".zip"
