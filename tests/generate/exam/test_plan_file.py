"""The plan of an exam: what it may say, and what is said of everything else."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nightly import examples

from quizgen import content
from quizgen.errors import UserError
from quizgen.generate.exam.plan import Accommodation, ExamPlan, Layout, Section
from quizgen.generate.exam.plan_fields import ACCOMMODATION, EXAM, LAYOUT, SECTION
from quizgen.generate.exam.plan_file import TABLES, plan_of, read_plan

TEMPLATE = (content("templates") / "exam.toml").read_text(encoding="utf-8")
SMALL = '[[section]]\nquestions = 2\ntopics = ["bptt"]\n'
KEYS = sorted({*EXAM, *SECTION, *LAYOUT, *ACCOMMODATION, *TABLES, "sectoin", "s01", ""})


def refused(text: str) -> str:
    """What is said of a plan: one line that names the file and says what to do next."""
    with pytest.raises(UserError) as caught:
        plan_of(tomllib.loads(text), "exam.toml")
    return one_line(caught.value)


def one_line(error: UserError) -> str:
    sentence = str(error)
    assert len(sentence.splitlines()) == 1 and sentence[-1] in ".?" and len(sentence) < 700, sentence
    assert sentence.startswith(("exam.toml", "The plan ", "There is no plan ")), sentence
    return sentence


# ---------------------------------------------------------------- the plan that `exam new` writes


def test_the_template_is_a_plan_of_three_sections():
    plan = plan_of(tomllib.loads(TEMPLATE), "exam.toml")
    assert (plan.name, len(plan.sections), plan.points) == ("rnn-midterm", 3, 50)
    assert 60 <= plan.duration <= 90


def test_the_template_shows_every_key_and_what_it_leaves_out_is_the_default():
    for keys in (EXAM, SECTION, LAYOUT, ACCOMMODATION):
        for key in keys:
            assert re.search(rf"^# {key} = .+ # \S|^{key} = ", TEMPLATE, re.M), key
    shown = with_every_key(TEMPLATE)
    plan = plan_of(tomllib.loads(TEMPLATE), "exam.toml")
    for key in ("order", "group_column", "shuffle_options", "cards"):
        assert getattr(plan_of(shown, "exam.toml"), key) == getattr(plan, key)
    assert plan_of(shown, "exam.toml").layout == Layout()
    assert plan_of(shown, "exam.toml").accommodation("s01") == Accommodation(True, 30)


def with_every_key(text: str) -> dict:
    """The template with its optional keys set."""
    return tomllib.loads(re.sub(r"^# (?=\w+ = |\[)", "", text, flags=re.M))


# ---------------------------------------------------------------- what may be said


def test_each_key_arrives_in_the_plan():
    plan = plan_of(
        tomllib.loads("""
            name = "mid-1"
            title = "Ein *Titel* & <b>"
            course = "शिक्षा"
            date = 2026-06-15
            duration = 75
            instructions = "One.\\nTwo."
            aids = ["a ruler"]
            points = 30
            order = "Groups"
            group_column = "Section"
            shuffle_options = false
            cards = "own"
            decimals = 2
            [[section]]
            title = "A"
            instructions = "Read."
            questions = 2
            topics = ["bptt"]
            kinds = ["numeric"]
            levels = 2
            exercises = ["forward-h1"]
            points = 12.5
            [layout]
            paper = "Letter"
            type_size = "large"
            title_page = false
            formula_sheet = true
            scratch_pages = 2
            working = 3
            [accommodations]
            "ada@x.edu" = {large_print = true}
            1815.extra_minutes = 30
        """),
        "exam.toml",
    )
    section = Section("A", "Read.", 2, ("bptt",), ("numeric",), (2, 2), ("forward-h1",), 12.5)
    layout = Layout("letter", "large", "en", False, True, 2, 3.0)
    extra = {"ada@x.edu": Accommodation(large_print=True), "1815": Accommodation(extra_minutes=30)}
    assert plan == ExamPlan(
        "mid-1", "Ein *Titel* & <b>", (section,), "शिक्षा", date(2026, 6, 15), 75, "One.\nTwo.", ("a ruler",), 30.0,
        "groups", "Section", False, "own", 2, layout, extra,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("levels", "read"), [("2", (2, 2)), ('"2"', (2, 2)), ('"1-3"', (1, 3)), ("[1, 3]", (1, 3)), ("[5]", (5, 5))]
)
def test_levels_are_one_or_two(levels, read):
    text = f'name = "x"\n[[section]]\nquestions = 1\nlevels = {levels}'
    assert plan_of(tomllib.loads(text), "exam.toml").sections[0].levels == read


def test_a_translation_is_a_file_beside_the_plan(tmp_path):
    path = tmp_path / "exam.toml"
    path.write_text(f'name = "x"\n{SMALL}[layout]\nlanguage = "de.toml"\n')
    with pytest.raises(UserError, match=r"there is no file .*de.toml"):
        read_plan(path)
    (tmp_path / "de.toml").write_text("")
    plan = read_plan(path)
    assert plan.language == str(tmp_path / "de.toml")
    assert plan.layout.language == "de.toml"  # wherever it is, the layout is the same


# ---------------------------------------------------------------- what may not


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("titel = 'x'", "exam.toml: there is no key 'titel' here. Did you mean 'title'?"),
        ("paper = 'a4'", "there is no key 'paper' here. It belongs below [layout]."),
        ("qwertz = 1", "Keys: name, title, course,"),
        ("[[sections]]", "Did you mean 'section'?"),
        ("title = ''", "title is ''. Give a title in quotes"),
        ("title = 'a\u0085b'", "title is 'a\\x85b'"),
        ("title = 3", "title is 3. Give"),
        ("date = '2026-06-15'", "date is '2026-06-15'. Give a date without quotes"),
        ("date = 2026-06-15T09:00:00", "date is 2026-06-15 09:00:00. Give a date"),
        ("date = 0001-01-01", "Give a date"),
        ("duration = true", "duration is true. Give a whole number from 0 to 1,440."),
        ("duration = 1e3", "duration is 1000.0. Give a whole number"),
        (f"duration = 0x{'f' * 9000}", "duration is a number of many digits"),
        ("points = 0", "points is 0. Give a number above 0, up to 10,000."),
        ("points = nan", "points is nan"),
        ("points = inf", "points is inf"),
        ("points = true", "points is true"),
        ("points = '50'", "points is '50'"),
        ("aids = 'a ruler'", "Give a list of texts, such as"),
        ("aids = ['a ruler', 3]", "aids is ['a ruler', 3]"),
        ("order = 'random'", 'order is \'random\'. Give "same" or "groups".'),
        ("cards = 'all'", 'Give "same" or "own".'),
        ("shuffle_options = 'yes'", "Give true or false, without quotes."),
        ("decimals = 0", "Give a whole number from 1 to 6."),
        ("layout = 3", "exam.toml, [layout]: 3 stands where keys are expected. Write [layout]"),
        ("[layout]\npaper = 'a5'", 'exam.toml, [layout]: paper is \'a5\'. Give "a4" or "letter".'),
        ("[layout]\nscratch_pages = 11", "Give a whole number from 0 to 10."),
        ("[layout]\nworking = -1", "working is -1. Give a number from 0 to 15."),
        ("[layout]\nlanguage = 'xx'", "language is 'xx'. Give 'en'"),
        ("[layout]\nlarge_print = true", "It belongs with a student's id below [accommodations]."),
        ("[accommodations]\ns01 = true", "[accommodations.s01]: true stands where keys are expected"),
        ("[accommodations]\n'' = {}", "the student's id is empty"),
        ("[accommodations.ada.lovelace]", "an id with a dot needs quotes"),
        (
            '[accommodations."a\\nb"]\nextra = 1',
            "[accommodations.'a\\nb']: there is no key 'extra' here. Keys: large_print, extra_minutes.",
        ),
        ("[accommodations.s01]\nextra_minutes = -5", "[accommodations.s01]: extra_minutes is -5."),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place_and_a_next_step(line, sentence):
    text = line if line.startswith("[[sections") else f"{SMALL}{line}" if line.startswith("[") else f"{line}\n{SMALL}"
    assert sentence in refused(f'name = "x"\n{text}')


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("", "exam.toml: there is no section. Add one"),
        ("section = []", "there is no section"),
        ("[section]\nquestions = 1", "Begin each with a line [[section]], in two brackets."),
        (f"{SMALL}[[section]]\nquestions = 3", "exam.toml, [section 2]: nothing says which questions it asks."),
        (f"{SMALL}[[section]]\ntopics = ['bptt']", "[section 2]: nothing says how many questions it asks."),
        (f"{SMALL}topic = ['bptt']", "[section 1]: there is no key 'topic' here. Did you mean 'topics'?"),
        (f"{SMALL}duration = 60", "[section 1]: there is no key 'duration' here. It belongs above the first table."),
        (f"{SMALL}levels = [3, 1]", "levels is [3, 1]. Give a level from 1 to 5"),
        (f"{SMALL}levels = [1, 6]", "levels is [1, 6]"),
        (f"{SMALL}levels = '1-9'", "levels is '1-9'"),
        (f"{SMALL}levels = [true, 3]", "levels is [true, 3]"),
        ("[[section]]\ntopics = ['bptt']\nquestions = -1", "questions is -1. Give a whole number from 0 to 200."),
        ("[[section]]\ntopics = ['']\nquestions = 1", "topics is ['']. Give a list of texts"),
    ],
)
def test_a_section_says_what_and_how_much(section, sentence):
    assert sentence in refused(f'name = "x"\n{section}')


@pytest.mark.parametrize("name", ["", " ", "a/b", "../x", ".x", "a b", "-x", "x" * 61, "a\\u0000", "a\\n"])
def test_a_name_can_stand_in_a_file_name(name):
    assert 'such as "rnn-midterm"' in refused(f'name = "{name}"\n{SMALL}')


def test_an_exam_has_a_name_of_its_own_whatever_its_file_is_called():
    with pytest.raises(UserError, match=r'name is missing.* Add a first line such as name = "my-exam-2"\.$'):
        plan_of(tomllib.loads(SMALL), "plans/my exam (2).toml")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b'name = "x"\ntitle = Exam\n', "line 2, is not TOML: Invalid value. Correct it; texts, and ids"),
        (b'name = "x"\nname = "y"\n', "line 2: this key or table is there already. Remove one of the two."),
        (b"[layout]\n[layout]\n", "line 2: this key or table is there already"),
        (b'title = "x', "is not TOML"),
        ('name = "x"\ntitle = "Prüfung"\n'.encode("latin-1"), "line 2, is not UTF-8 text. Save the file as UTF-8."),
        ('name = "x"\n'.encode("utf-16"), "is not UTF-8 text. Save the file as UTF-8."),
        ('name = "x"\n'.encode("utf-16-le"), "is not UTF-8 text"),
        (b"x = " + b"[" * 100_000, "too many brackets or digits"),
        (b"points = " + b"9" * 9000, "too many brackets or digits"),
        (b"%PDF-1.7 \xe2\xe3", "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_plan(tmp_path, monkeypatch, data, sentence):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "exam.toml"
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_plan(path.relative_to(tmp_path))
    assert sentence in one_line(caught.value)


def test_a_plan_that_is_not_there_or_is_a_folder(tmp_path):
    with pytest.raises(UserError, match=r"There is no plan .* 'quizgen exam new' writes one."):
        read_plan(tmp_path / "exam.toml")
    with pytest.raises(UserError, match=r"cannot be read: .*Check the path."):
        read_plan(tmp_path)


# ---------------------------------------------------------------- anything at all

scalars = st.one_of(
    st.text(max_size=30),
    st.booleans(),
    st.integers(),
    st.integers(0, 6),
    st.floats(),
    st.dates(),
    st.builds(datetime.combine, st.dates(), st.times()),
    st.just(time(9)),
    st.sampled_from(["same", "groups", "own", "a4", "large", "en", "1-3", "x.toml", "rnn-midterm", 10**4000]),
)
texts = st.lists(st.text(max_size=9), max_size=3)
value = st.recursive(
    scalars | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=12,
)
documents = st.dictionaries(st.sampled_from(KEYS), value, max_size=12)
sections = st.lists(st.fixed_dictionaries({"questions": st.integers(0, 3), "topics": texts}), min_size=1, max_size=3)
near = st.builds(lambda plan, more: {**plan, **more}, st.fixed_dictionaries({"name": st.just("x"), "section": sections}),
                 st.dictionaries(st.sampled_from(KEYS), value, max_size=2))  # fmt: skip


@settings(max_examples=examples(50))
@given(documents | near)
@example({"name": "x", "section": [{"levels": [1, 1, 1], "questions": 1}]})
def test_any_toml_document_is_a_plan_or_one_sentence(data):
    try:
        plan = plan_of(data, "exam.toml")
    except UserError as error:
        one_line(error)
    else:
        assert plan.sections and plan.name
        assert all(1 <= low <= high <= 5 for low, high in (section.levels for section in plan.sections))


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: f"{TEMPLATE}\n{text}".encode()))
def test_any_bytes_are_a_plan_or_one_sentence(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "exam.toml"
    path.write_bytes(data)
    try:
        read_plan(path)
    except UserError as error:
        assert len(str(error).splitlines()) == 1
