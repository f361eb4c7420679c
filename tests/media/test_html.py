"""The page of a quiz as text: a field for each interaction, texts that stay texts, nothing of the network."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from interaction_samples import SAMPLES
from rendered import PAPER
from sample_quiz import SAMPLE_QUIZ, question_with

from quizgen.documents.feedback import formulas
from quizgen.interactions import Entry, Interaction, Item, Pick
from quizgen.media.html import digest, field, html
from quizgen.media.html_markup import markup, plain_text
from quizgen.model import Quiz

HOSTILE = "</textarea></script><b>&amp;\"' {{ z }}"


class Elements(HTMLParser):
    """The start tags of a page with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def elements(page, *tags):
    return [attributes for tag, attributes in Elements(page).found if tag in tags]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_field_says_which_answer_it_is_and_what_is_wanted(name):
    shown = field(SAMPLES[name], "q3", "h_1", "h_1")
    if name == "upload":
        assert "submission.py" in shown and not elements(shown, "input", "textarea", "select")
        return
    answer, *parts = [one for one in elements(shown, "div") if "data-way" in one]
    assert [one["data-name"] for one in parts] == [f"h_1.{part.key}" for part in getattr(SAMPLES[name], "parts", ())]
    assert (answer["data-way"], answer["data-question"], answer["data-name"]) == (name, "q3", "h_1")
    assert SAMPLES[name].rule.partition(";")[0] in shown
    controls = elements(shown, "input", "select", "textarea", "button")
    assert controls
    labelled = [one for one in controls if one.get("aria-label") or one.get("type") in ("radio", "checkbox", "button")]
    assert labelled == controls


def test_a_matrix_has_a_cell_for_each_number():
    cells = elements(field(Entry(2, 3), "q1", "W", "W"), "input")
    assert [cell["aria-label"] for cell in cells] == [f"row {r}, column {c}" for r in (1, 2) for c in (1, 2, 3)]


@pytest.mark.parametrize("interaction", [Entry(2, 2), Pick(several=True)], ids=["entry", "several"])
def test_a_tight_place_has_one_short_input(interaction):
    shown = field(interaction, "q1", "W", "W", tight=True)
    assert len(elements(shown, "input")) == 1 and 'data-way="line"' in shown and "<div" not in shown


def test_one_option_in_a_tight_place_is_chosen_from_a_list():
    shown = field(Pick((Item("A", "$W_h$"), Item("B", "the *bias*"))), "q1", "W", "W", tight=True)
    assert "A · W_h" in shown and "B · the bias" in shown and "<select" in shown


def test_an_interaction_of_no_known_sort_is_a_fault_that_names_it():
    with pytest.raises(TypeError, match="no way to show"):
        field(Interaction(), "q1", "W", "W")


def test_texts_of_authors_and_students_stay_texts():
    items = (Item("A", HOSTILE), Item("B", HOSTILE))
    for name, sample in SAMPLES.items():
        changes = {"rule": HOSTILE} | {
            key: items for key in ("items", "left", "right", "labels") if hasattr(sample, key)
        }
        shown = field(replace(sample, **changes), "q1", HOSTILE, rf"\text{{{name}}}")
        assert "<b>" not in shown and "</script>" not in shown
    quiz = Quiz(HOSTILE, 1, (question_with("[[a]]", a=Entry()),), HOSTILE)
    page = html(quiz)
    assert elements(page, "form")[0]["data-quiz"] == HOSTILE and page.count("</script>") == 1
    assert elements(page, "input")[0]["value"] == HOSTILE


@pytest.mark.parametrize("quiz", [PAPER, SAMPLE_QUIZ], ids=["paper", "samples"])
@pytest.mark.parametrize("key", [False, True])
def test_the_page_asks_nothing_of_the_network(quiz, key):
    page = html(quiz, key=key)
    assert not re.findall(r"""@import|url\((?!["']?data:)|(?<!xmlns=")https?:""", page)
    for attributes in (attributes for _, attributes in Elements(page).found):
        assert attributes.get("src", "data:").startswith("data:") and "href" not in attributes
    policy = next(m["content"] for m in elements(page, "meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';") and "http" not in policy


def test_the_page_runs_its_own_script_and_no_other():
    page = html(PAPER)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(script.splitlines()) < 350
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{allowed}'" in page
    assert not [name for _, attributes in Elements(page).found for name in attributes if name.startswith("on")]


def test_the_page_stays_small():
    assert len(html(PAPER)) < 175_000


def test_what_a_browser_keeps_belongs_to_one_text():
    other = replace(PAPER, variants=PAPER.variants[:1])
    assert digest(PAPER) == digest(replace(PAPER, student="Bob")) != digest(other)


@pytest.mark.parametrize(
    ("markup", "text"),
    [("the *bias* $W_h$", "the bias W_h"), ("```\nh = 0\n```", "``` h = 0 ```"), ("x < y & z", "x < y & z")],
)
def test_markup_in_a_list_to_choose_from_is_plain_text(markup, text):
    assert plain_text(markup) == text


def test_a_column_without_a_name_has_no_empty_heading():
    page = html(Quiz("q", 1, (question_with("| | $x_1$ |\n|---|---|\n| a | [[b]] |", b=Entry()),)))
    assert '<thead><tr><td></td><th scope="col"><span class="unseen">x₁</span>' in page


def test_punctuation_stays_beside_its_formula():
    page = html(Quiz("q", 1, (question_with("It is $W_h$, and ($b$). Not $c$d.", a=Entry()),)))
    assert len(re.findall(r'<span class="tied"><math>.*?</math>(?:,|\)\.)</span>', page)) == 2


@pytest.mark.parametrize("end", [".", "”.", "].", "…", "?"])
@pytest.mark.parametrize("shown", [markup, formulas], ids=["question", "feedback"])
def test_a_sentence_that_ends_in_a_formula_keeps_its_end_beside_it(shown, end):
    assert f"</math>{end}</span>" in shown(f"It is **bold**, “a [b $W_h${end}")
