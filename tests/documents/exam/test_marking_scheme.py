"""The marking scheme: its ranges, what it says is carried forward, and what mistakes earn, as the grader judges."""

import io
from dataclasses import replace
from decimal import Decimal
from functools import cache

import numpy as np
import pypdf
import pytest
from places import ROOT

from quizgen.authoring.bank import Bank, digest
from quizgen.documents.exam.accepted import coarser, flat, numbers_of, ranges
from quizgen.documents.exam.carrying import carried
from quizgen.documents.exam.marking_scheme import marking_scheme, points_with
from quizgen.generate import Follower, variant
from quizgen.generate.exam.plan import ExamPlan, Layout
from quizgen.grading.question import judge
from quizgen.media.pdf import pdf_and_boxes
from quizgen.model import Paper, Quiz, Student
from quizgen.reading import read_value

BANK = Bank.load()
SEED = 11
STANDARDS = ("ua-1", "a-2a")
NUMERIC = [one.name for one in BANK.select((), (), (1, 5), ()) if one.solving and all(a.on_sheet for a in one.asks)]
FOLLOWER = Follower({digest(BANK.get(name).source): BANK.get(name).source for name in NUMERIC}.__getitem__)
PLAN = ExamPlan("midterm", "Recurrent networks", ())
ADA = Student("s1", 'Ada #panic() "x"')


@cache
def sealed(name):
    return variant(BANK.get(name), SEED)


def follow(*asked):
    """The follower without slips of the hand, which no test here is about."""
    return FOLLOWER(*asked)


def earned(variant, typed, ask):
    (mark,) = (one for one in judge(replace(variant, slips=()), typed, follow) if one.ask == ask.name)
    return mark.points


def written(ask, key, numbers):
    """Numbers as they are typed, in the form of the ask."""
    texts = [format(number, "f") for number in numbers]
    rows = key if isinstance(key, list) and isinstance(key[0], list) else [texts]
    step = len(texts) // len(rows)
    return "; ".join(", ".join(texts[n : n + step]) for n in range(0, len(texts), step))


@pytest.mark.parametrize("name", NUMERIC)
def test_the_ends_of_a_printed_range_earn_full_points_and_what_is_beyond_does_not(name):
    one = sealed(name)
    for ask in one.asks:
        found, key = ranges(ask, one.key[ask.name]), numbers_of(one.key[ask.name])
        if not found:
            continue
        part = "value: " if isinstance(one.key[ask.name], dict) else ""
        unit = Decimal(1).scaleb(-ask.rounded_to)
        middle = [Decimal(repr(number)).quantize(unit) for number in flat(key)]

        def points(numbers, ask=ask, key=key, part=part):
            return earned(one, {ask.name: part + written(ask, key, numbers)}, ask)

        full = points(middle)
        assert full == pytest.approx(ask.points) or part
        assert points([low for low, _ in found]) == points([high for _, high in found]) == full
        for place, (low, high) in enumerate(found):
            for beyond in (low - unit, high + unit):
                assert points([*middle[:place], beyond, *middle[place + 1 :]]) < full


@pytest.mark.parametrize("name", ["forward-h2", "grad-matrix", "two-iterations", "output-softmax"])
def test_fewer_decimals_earn_what_is_printed(name):
    one = sealed(name)
    for ask in one.asks:
        key = one.key[ask.name]
        promised = dict(coarser(ask, key))
        assert promised
        for decimals, points in promised.items():
            unit = Decimal(1).scaleb(-decimals)
            rounded = [Decimal(repr(number)).quantize(unit) for number in flat(key)]
            inside = (
                ask.distance([float(number) for number in rounded], key) <= ask.allowed[0]
            )  # the range of all decimals
            wanted = np.where(inside, ask.points, points).mean()
            assert earned(one, {ask.name: written(ask, key, rounded)}, ask) == pytest.approx(wanted, abs=1e-5)


def another(ask, value):
    """A wrong value that one can go on from, as it is typed with the decimals that are asked."""
    decimals = ask.rounded_to or 0
    changed = np.asarray(value, dtype=float) * 0.5 + (0.1 if decimals else 1)
    return np.round(changed, decimals).tolist()


@pytest.mark.parametrize("name", NUMERIC)
def test_what_is_said_to_carry_forward_does_so_when_it_is_graded(name):
    one = sealed(name)
    asks = {ask.name: ask for ask in one.asks}
    for target, names in carried(one, follow).items():
        for earlier in (asks[name] for name in names):
            value = another(earlier, one.key[earlier.name])
            if not earlier.by_value or earlier.impossible(value) or earlier.trivial(value, one.problem):
                continue
            place = list(asks).index(target)
            before = {ask.name: one.key[ask.name] for ask in one.asks[:place] if ask.by_value and not ask.symbolic}
            before[earlier.name] = value
            typed = {name: asks[name].write(value) for name, value in before.items()}
            own = {name: read_value(text, asks[name]).value for name, text in typed.items()}
            own_way = follow(one, (), own)[target]
            answer = {**typed, target: asks[target].write(own_way)}
            assert earned(one, answer, asks[target]) == pytest.approx(asks[target].points), (target, earlier.name)


@pytest.mark.parametrize("name", NUMERIC)
def test_what_is_not_said_to_carry_forward_follows_from_the_key_alone(name):
    one = sealed(name)
    said = carried(one, follow)
    judged = [ask for ask in one.asks if ask.by_value and not ask.symbolic]
    for place, ask in enumerate(judged):
        key = {before.name: one.key[before.name] for before in judged[:place]}
        for earlier in judged[:place]:
            if earlier.name not in said.get(ask.name, ()):
                value = follow(one, (), {**key, earlier.name: another(earlier, key[earlier.name])})[ask.name]
                assert (ask.distance(value, one.key[ask.name]) <= max(ask.allowed)).all()


def test_a_state_goes_on_from_the_one_before_it_alone():
    assert carried(sealed("forward-unroll"), follow) == {"h_2": ("h_1",), "h_3": ("h_2",)}
    assert carried(sealed("lstm-step"), follow) == {"c_t": ("i_t", "f_t", "g_t"), "h_t": ("o_t", "c_t")}


@pytest.mark.parametrize("name", ["forward-h2", "lstm-step", "grad-matrix", "memory-decay"])
def test_a_mistake_earns_what_the_judge_gives_who_knows_all_the_others_too(name):
    one = sealed(name)
    for slip in one.slips:
        typed = {ask.name: ask.write(slip.answers[ask.name]) for ask in one.asks if ask.name in slip.answers}
        assert points_with(one, slip, FOLLOWER, judge) == pytest.approx(
            sum(m.points for m in judge(one, typed, FOLLOWER))
        )


def source(*variants, judging=judge):
    paper = Paper("HPXDVGCT", "midterm", ADA, Quiz("midterm-1-s1", 1, variants))
    return marking_scheme(paper, PLAN, follow, judging)


def scheme(*variants):
    data, _ = pdf_and_boxes(source(*variants), {}, STANDARDS)
    return ["".join(one.extract_text().split()) for one in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_a_scheme_has_ranges_what_carries_forward_and_what_mistakes_earn():
    shown = "".join(scheme(sealed("forward-h2")))
    one = sealed("forward-h2")
    for ask in one.asks:
        for low, high in ranges(ask, one.key[ask.name]):
            assert f"{low}to{high}".replace("-", "−") in shown
    assert "isjudgedfromthestudent’sown" in shown.replace("'", "’")
    assert "Recurrenttermleftout" in shown and "Earns1of2." in shown


def test_every_page_says_whose_paper_it_is_about():
    pages = scheme(sealed("grad-matrix"), sealed("lstm-step"))
    assert len(pages) > 1 and all('HPXD-VGCT·Ada#panic()"x"·s1' in one for one in pages)


def test_every_exercise_of_the_bank_has_a_scheme():
    every = [one for one in BANK.select((), (), (1, 5), ()) if all(ask.on_sheet for ask in one.asks)]
    drawn = [variant(one, SEED) for one in every]
    made = source(*drawn, judging=lambda *_: [])
    assert pdf_and_boxes(made, {}, STANDARDS)[0].startswith(b"%PDF")
    assert made.count("#question-head(") == len(drawn) >= 99
    assert made.count("#key-points(") == sum(bool(ask.marking_scheme()) for one in drawn for ask in one.asks)


def test_its_words_are_those_of_a_translation_beside_the_plan(tmp_path):
    english = (ROOT / "templates/texts/en.toml").read_text(encoding="utf-8")
    (tmp_path / "eo.toml").write_text(english.replace('"Marking scheme"', '"Takso"'), encoding="utf-8")
    paper = Paper("HPXDVGCT", "midterm", ADA, Quiz("midterm-1-s1", 1, (sealed("forward-h2"),)))
    plan = replace(PLAN, layout=Layout(language="eo.toml"), folder=tmp_path)
    assert "Takso" in marking_scheme(paper, plan, follow, judge)
