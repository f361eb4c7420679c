"""The page of a quiz as it is worked in, in a real browser: typed, pasted, moved, kept, saved and graded.

Run with `pytest -m browser`; needs chromium.
"""

import json
import time
import tomllib

import pytest
from cli_program import empty_workspace, graded, made
from interaction_samples import SAMPLES, TYPED
from sample_quiz import SAMPLE_QUIZ, question_with

from quizgen.asks.numbers import Numbers
from quizgen.authoring.bank import Bank
from quizgen.classroom.course.sheet_token import sheet_token
from quizgen.generate import variant
from quizgen.interactions import Entry, Item, Pick
from quizgen.media.html import html
from quizgen.model import Quiz
from quizgen.reading import read_answers, read_value
from quizgen.reading.token_comment import WIDTH, token_comment

pytestmark = pytest.mark.browser
BANK = Bank.load()
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('refused'); }});"


@pytest.fixture
def samples(browser, tmp_path):
    (tmp_path / "quiz.html").write_text(html(SAMPLE_QUIZ), encoding="utf-8")
    browser.open(tmp_path / "quiz.html")
    return browser


def way(name):
    return f'[data-way="{name}"]'


def value(page, selector):
    return page.run(f"document.querySelector({selector!r}).value")


def text(page, selector):
    return page.run(f"document.querySelector({selector!r}).textContent")


def choose(page, selector, key, letter=""):
    """Choose from a list by keyboard: by the letter with which its text begins."""
    page.focus(selector)
    page.press(letter or key)
    assert value(page, selector) == key


def save(page, folder):
    """Press "Save answers" and read what was downloaded."""
    sheet = folder / "answers.toml"
    sheet.unlink(missing_ok=True)
    page.events.clear()
    page.click("[data-save]")
    while page.wait_for("Browser.downloadProgress")["state"] != "completed":
        pass
    for _ in range(50):
        if sheet.exists():
            return sheet
        time.sleep(0.1)
    raise AssertionError("nothing was downloaded")


def fill_samples(page):
    """Answers every sample as TYPED says, by keyboard and mouse."""
    page.focus("[data-student]")
    page.type('Ada "the first" Löw')
    for place, cell in enumerate(["0.1000", "-0.2000", "0.3000", "0.4000"], 1):
        page.focus(f".cells input:nth-child({place})")
        page.type(cell)
    for key in "AC":
        page.click(f'{way("pick")} label:has([value="{key}"])')
    for key, label in {"1": "B", "2": "C", "3": "A"}.items():
        choose(page, f'{way("pair")} select[data-key="{key}"]', label)
    for key, label in {"1": "B", "2": "A", "3": "C"}.items():
        choose(page, f'{way("place")} select[data-key="{key}"]', label)
    for key, button in (("A", "down"), ("D", "up"), ("D", "up")):  # B A C D, B A D C, B D A C
        page.click(f'{way("arrange")} [data-key="{key}"] [data-{button}]')
    choose(page, f'{way("gaps")} select[data-key="1"]', "tanh", "t")
    choose(page, f'{way("gaps")} select[data-key="2"]', "W_h", "w")
    page.focus(f'{way("gaps")} input[data-key="3"]')
    page.type("step")
    page.focus("textarea")
    page.type(TYPED["write"])
    page.click('[data-name="parts.line"] label:has([value="B"])')
    page.click('[data-name="parts.order"] [data-key="B"] [data-up]')
    page.focus('[data-name="parts.value"] input')
    page.paste("0.1, 0.2")


def answers(sheet):
    data = tomllib.loads(sheet.read_text(encoding="utf-8"))
    return data, {name: data[f"q{n}"].get(name) for n, name in enumerate(SAMPLES, 1) if name != "upload"}


def test_every_field_is_filled_kept_and_saved(samples, tmp_path):
    assert text(samples, "[data-status]") == "8 of 8 open"
    fill_samples(samples)
    for reloaded in (False, True):
        if reloaded:
            samples.reload()
        assert text(samples, "[data-status]") == "All 8 answered"
        data, typed = answers(save(samples, tmp_path))
        assert typed == TYPED
        assert (data["quiz"], data["student"]) == ("samples-1", 'Ada "the first" Löw') and "q8" not in data


def answer(page, field, typed):
    """Answers a field with what a learner would type in one line."""
    way = page.run(f"document.querySelector('{field}').dataset.way")
    if way == "pick":
        for key in typed.split(", "):
            page.click(f'{field} label:has([value="{key}"])')
    elif way in ("pair", "place"):
        for pair in typed.split(", "):
            key, letter = pair.split("-")
            choose(page, f'{field} select[data-key="{key}"]', letter)
    elif way == "arrange":
        for place, key in enumerate(typed.split(", "), 1):
            while not page.run(f"document.querySelector('{field} li:nth-child({place})').dataset.key === '{key}'"):
                page.click(f'{field} [data-key="{key}"] [data-up]')
    elif way == "gaps":
        for gap in typed.split("; "):
            key, word = gap.split(": ", 1)
            control = f"document.querySelector('{field} [data-key=\"{key}\"]')"
            page.run(f"{control}.value = {json.dumps(word)}")
            page.run(f"{control}.dispatchEvent(new Event('input', {{bubbles: true}}))")
    elif way == "parts":
        names = json.loads(
            page.run(
                f"JSON.stringify([...document.querySelectorAll('{field} [data-way]')].map(part => part.dataset.name))"
            )
        )
        for name, part in zip(names, typed.split("; "), strict=True):
            answer(page, f'[data-name="{name}"]{field.split("]")[0]}]', part)
    else:
        page.focus(f"{field} input")
        page.paste(typed)


def test_what_is_saved_earns_full_marks(browser, tmp_path, monkeypatch):
    """Every exercise that is graded without a person and without code, filled with its key as a learner writes it."""
    empty_workspace(tmp_path, monkeypatch)
    names = [name for name, exercise in BANK.exercises.items() if not {"text", "code"} & set(exercise.kinds)]
    folder, quiz = made(*(word for name in names for word in ("--exercise", name)), "--seed", "3")
    browser.open(tmp_path / folder / "quiz.html")
    for n, question in enumerate(quiz["questions"], 1):
        drawn = variant(BANK.get(question["exercise"]), question["seed"])
        for ask in drawn.asks:
            answer(browser, f'[data-question="q{n}"][data-name="{ask.name}"]', ask.write(drawn.key[ask.name]))
    browser.reload()
    assert text(browser, "[data-status]").startswith("All ")
    sheet = save(browser, tmp_path)
    (grade,) = graded(str(sheet))
    assert grade["points"] == grade["max_points"] > 10
    assert {mark["verdict"] for mark in grade["marks"]} == {"RIGHT"}


def test_pairs_are_made_by_keyboard_alone(samples):
    samples.focus(f"{way('pair')} select")
    for letter in "BCA":
        samples.press(letter)
        samples.press("Tab")
    assert text(samples, f"{way('pair')} output") == "3 of 3 chosen"
    assert [samples.run(f"document.querySelectorAll('{way('pair')} select')[{n}].value") for n in range(3)] == [*"BCA"]


def order(page):
    return page.run("[...document.querySelectorAll('[data-name=arrange] li')].map(item => item.dataset.key).join('')")


def focused(page):
    return page.run("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")


def test_an_order_is_made_by_keyboard_alone(samples):
    samples.focus(f"{way('arrange')} [data-down]")
    assert focused(samples) == "Move A down"
    for key, after, focus in (
        ("Enter", "BACD", "Move A down"),
        (" ", "BCAD", "Move A down"),
        ("Enter", "BCDA", "Move A up"),  # at the end there is only up
        ("Enter", "BCAD", "Move A up"),
    ):
        samples.press(key)
        assert (order(samples), focused(samples)) == (after, focus)
    assert text(samples, f"{way('arrange')} output") == "B, C, A, D"


def test_an_unchanged_order_is_an_answer_only_when_confirmed(samples, tmp_path):
    assert answers(save(samples, tmp_path))[1]["arrange"] == ""
    samples.focus("[data-keep]")
    samples.press("Enter")
    assert answers(save(samples, tmp_path))[1]["arrange"] == "A, B, C, D"


@pytest.mark.parametrize(
    "pasted",
    [
        "[[0.1, -0.2], [3, 4e-1]]",
        "0.1, -0.2; 3, 4e-1",
        "0.1\t-0.2\n3\t4e-1",
        "0.1 -0.2\n3 4e-1\n",
        "[[ 0.1 -0.2]\n [ 3.  4e-1]]",
        "array([[ 0.1, \u22120.2],\n       [ 3. ,  4e-1]])",
        "tensor([[0.1, -0.2], [3, 4e-1]], dtype=torch.float64)",
        "0,1; -0,2\n3; 4e-1",
        "(0.1, -0.2, 3, 4e-1)",
        "W = [[0.1, -0.2], [3, 4e-1]]",
        "a = 0.1, b = -0.2, c = 3, d = 4e-1",
        r"$\begin{pmatrix} 0.1 & -0.2 \\ 3 & 4e-1 \end{pmatrix}$",
    ],
)
def test_a_pasted_matrix_is_spread_over_the_cells(samples, pasted, tmp_path):
    samples.focus(".cells input:nth-child(3)")
    samples.paste(pasted)
    typed = answers(save(samples, tmp_path))[1]["entry"]
    assert [[float(cell) for cell in row.split(", ")] for row in typed.split("; ")] == [[0.1, -0.2], [3, 0.4]]


@pytest.mark.parametrize(
    "pasted",
    ["0.4118", "0,4118", "-1", "1 2 3", "[[1, 2], [3]]", "1; 2; 3; 4", "two", "1,2,3,4,5", "[[1, 2], [3, 4]]ᵀ"],
)
def test_what_is_no_such_matrix_goes_where_it_is_pasted(samples, pasted):
    samples.focus(".cells input:nth-child(2)")
    samples.paste(pasted)
    cells = [value(samples, f".cells input:nth-child({n})") for n in (1, 2, 3, 4)]
    assert cells == ["", pasted, "", ""]


@pytest.mark.parametrize(
    "pasted", ["(0.1, 0.2)ᵀ", r"[0.1, 0.2]^\top", "0.1\n0.2", "[[0.1], [0.2]]", "h_1 = (0.1, 0.2)", "0,1; 0,2"]
)
def test_a_pasted_vector_may_be_a_row_or_a_column(browser, tmp_path, pasted):
    (tmp_path / "quiz.html").write_text(html(Quiz("vector-1", 1, (question_with("[[a]]", a=Entry(1, 2)),))), "utf-8")
    browser.open(tmp_path / "quiz.html")
    browser.focus(".cells input")
    browser.paste(pasted)
    assert tomllib.loads(save(browser, tmp_path).read_text())["q1"]["a"] == "0.1, 0.2"


def test_a_comma_in_a_cell_is_a_decimal_comma(samples, tmp_path):
    for place, cell in enumerate(["0,25", "\u22121", "3", "1e-3"], 1):
        samples.focus(f".cells input:nth-child({place})")
        samples.type(cell)
    assert text(samples, f"{way('entry')} output") == "4 numbers, 0 to 3 decimals"
    assert answers(save(samples, tmp_path))[1]["entry"] == "0.25, -1; 3, 1e-3"


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("", "one number, 4 decimals"),
        ("0.4118", "1 number, 4 decimals"),
        ("\u22120,41", "1 number, 2 decimals"),
        ("55169", "1 whole number"),
        ("1/3", "a fraction"),
        ("½", "a fraction"),
        ("41.18 %", "a number in percent"),
        ("≈ 0.41", "1 number, 2 decimals"),
        ("h_1 = 0.41", "1 number, 2 decimals"),
        ("4.118 x 10^-1", "an expression"),
        (r"\frac{\sqrt{2}}{2}", "an expression"),
        ("3 x 2", "an expression in x"),
        ("W_h h_1 + b", "an expression in W_h, h_1, b"),
        ("?", "no number"),
    ],
)
def test_a_note_says_what_was_understood(browser, tmp_path, typed, note):
    quiz = Quiz("note-1", 1, (question_with("[[a]]", a=Entry(rule="one number, 4 decimals")),))
    (tmp_path / "quiz.html").write_text(html(quiz), encoding="utf-8")
    browser.open(tmp_path / "quiz.html")
    browser.focus("[data-way] input")
    browser.type(typed)
    assert text(browser, "[data-way] output") == note


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("0.1, 0.2", "2 numbers, 1 decimal"),
        ("(0.1; 0.25)", "2 numbers, 1 to 2 decimals"),
        ("0.1", "2 numbers wanted"),
        ("0.1, 0.2, 0.3", "2 numbers wanted"),
    ],
)
def test_a_tight_place_takes_the_whole_line(browser, tmp_path, typed, note):
    pick = Pick((Item("A", "$W$"), Item("B", "$W_h$")), rule="one letter of A, B")
    quiz = Quiz("tight-1", 1, (question_with("| a | b |\n|---|---|\n| [[a]] | [[b]] |", a=Entry(1, 2), b=pick),))
    (tmp_path / "quiz.html").write_text(html(quiz), encoding="utf-8")
    browser.open(tmp_path / "quiz.html")
    browser.focus("[data-way] input")
    browser.type(typed)
    assert text(browser, "[data-way] output") == note
    choose(browser, "[data-way] select", "B")
    assert tomllib.loads(save(browser, tmp_path).read_text())["q1"] == {"a": typed, "b": "B"}


@pytest.mark.parametrize(
    ("typed", "note", "values"),
    [
        (("0.25", "1/2"), "1 number, 2 decimals; 1/2: a fraction", [0.25, 0.5]),
        (("50 %", "0,25"), "1 number, 2 decimals; 50 %: a number in percent", [0.5, 0.25]),
        (("½", "-¼"), "½: a fraction; -¼: a fraction", [0.5, -0.25]),
        (("≈ 0,4", "~0.25"), "2 numbers, 1 to 2 decimals", [0.4, 0.25]),
        (("tanh(0)", "sqrt(4)/4"), "tanh(0): an expression; sqrt(4)/4: an expression", [0, 0.5]),
        (("4·10⁻¹", "1e-3"), "1 number, 3 decimals; 4·10⁻¹: an expression", [0.4, 0.001]),
        (("two", "0.1"), "1 number, 1 decimal; two: an expression in two", None),
        (("?", "0.1"), "1 number, 1 decimal; ?: no number", None),
    ],
)
def test_a_note_on_a_vector_and_the_grader_understand_the_same(browser, tmp_path, typed, note, values):
    (tmp_path / "quiz.html").write_text(html(Quiz("vector-1", 1, (question_with("[[a]]", a=Entry(1, 2)),))), "utf-8")
    browser.open(tmp_path / "quiz.html")
    for place, cell in enumerate(typed, 1):
        browser.focus(f".cells input:nth-child({place})")
        browser.type(cell)
    assert text(browser, "[data-way] output") == note
    saved = tomllib.loads(save(browser, tmp_path).read_text("utf-8"))["q1"]["a"]
    assert read_value(saved, Numbers("a", size=2)).value == values


@pytest.mark.parametrize(
    ("typed", "sort", "note"),
    [
        ("55,169", "whole number", "1 whole number, 55169"),
        ("55.169", "whole number", "1 whole number, 55169"),
        ("55 169", "whole number", "1 whole number, 55169"),
        ("3 x 2", "shape", "a shape, 3 × 2"),
        ("W_h h_1 + b", "formula", "an expression in W_h, h_1, b"),
    ],
)
def test_a_note_goes_by_the_sort_of_text_that_is_asked(browser, tmp_path, typed, sort, note):
    quiz = Quiz("sort-1", 1, (question_with("[[a]]", a=Entry(sort=sort)),))
    (tmp_path / "quiz.html").write_text(html(quiz), encoding="utf-8")
    browser.open(tmp_path / "quiz.html")
    browser.focus("[data-way] input")
    browser.type(typed)
    assert text(browser, "[data-way] output") == note


def test_the_count_does_not_show_whether_answers_are_right(samples):
    for cell in ("0.1", "x"):
        samples.focus(".cells input:nth-child(1)")
        samples.type(cell)
        assert text(samples, "[data-status]") == "8 of 8 open", "a field is open until all of it is filled"
    samples.click("[data-next]")
    assert samples.run("document.activeElement === document.querySelector('.cells input:nth-child(2)')")


def test_it_works_where_the_browser_keeps_nothing(browser, tmp_path):
    browser("Page.addScriptToEvaluateOnNewDocument", source=NO_STORAGE)
    (tmp_path / "quiz.html").write_text(html(SAMPLE_QUIZ), encoding="utf-8")
    browser.open(tmp_path / "quiz.html")
    fill_samples(browser)
    assert "keeps nothing" in text(browser, "[data-status]")
    assert answers(save(browser, tmp_path))[1] == TYPED
    browser.reload()
    assert text(browser, "[data-status]") == "8 of 8 open"


def test_a_quiz_of_code_alone_has_nothing_to_save(browser, tmp_path):
    quiz = Quiz("code-1", 1, (question_with("[[a]]", a=SAMPLES["upload"]),))
    (tmp_path / "quiz.html").write_text(html(quiz), encoding="utf-8")
    browser.open(tmp_path / "quiz.html")
    assert browser.run("document.querySelector('[data-bar]').hidden")


def test_half_a_character_is_no_reason_for_a_broken_file(samples, tmp_path):
    samples.run("document.querySelector('textarea').value = 'a\\ud800b'")
    assert answers(save(samples, tmp_path))[1]["write"] == "a\ufffdb"


def test_clear_asks_first_and_then_forgets(samples):
    fill_samples(samples)
    for sure, left in ((False, "All 8 answered"), (True, "8 of 8 open")):
        samples.run(f"confirm = () => {str(sure).lower()}")
        samples.events.clear()
        samples.click("[data-clear]")
        if sure:
            samples.wait_for("Page.loadEventFired")
        assert text(samples, "[data-status]") == left
    assert order(samples) == "ABCD" and value(samples, "[data-student]") == ""


@pytest.mark.parametrize(
    "hostile", ['"""', "\\", "\x7f\x01", "a\tb", "\U0001f642 \u202e", "q2]\n[q9]\nx = 1", "# no comment"]
)
def test_any_text_survives_the_way_through_toml(samples, tmp_path, hostile):
    samples.run("document.querySelector('textarea').value = " + json.dumps(hostile))
    samples.focus("textarea")
    samples.type("!")
    assert answers(save(samples, tmp_path))[1]["write"].replace("!", "") == hostile


def test_the_page_saves_what_its_quiz_is_made_of(browser, tmp_path):
    token = sheet_token(SAMPLE_QUIZ, b"secret")
    (tmp_path / "quiz.html").write_text(html(SAMPLE_QUIZ, token=token), encoding="utf-8")
    browser.open(tmp_path / "quiz.html")
    saved = save(browser, tmp_path).read_bytes()
    assert len(token) > 2 * WIDTH and read_answers(saved, "a").token == token
    assert token_comment(token).encode() in saved, "in the form of a sheet from quizgen make"
