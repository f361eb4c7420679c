"""Several, Match, Classify and Order in every medium: all that is offered is shown, the answer on the key alone."""

import io
import json

import pytest
from rich.console import Console

from quizgen.authoring.bank import Bank
from quizgen.generate import variant
from quizgen.markup.parse import parse
from quizgen.media.html import html
from quizgen.media.json import question_json
from quizgen.media.pdf import pdf
from quizgen.media.terminal import answer, question
from quizgen.media.typst import typst_source
from quizgen.model import Quiz
from quizgen.reading import blank_sheet, read_answers

ASKED = {"unfold-dependency": "pick", "symbol-match": "pair", "flow-order": "arrange", "avgw2v-or-rnn": "pair"}
VARIANTS = {name: variant(Bank.load().get(name), 5) for name in ASKED}


def on_screen(renderable):
    page = Console(width=100, file=io.StringIO())
    page.print(renderable)
    return page.file.getvalue()


def offered(ask):
    """Every item that the ask shows."""
    interaction = ask.interaction()
    return [*getattr(interaction, "items", ()), *getattr(interaction, "left", ()), *getattr(interaction, "right", ())]


@pytest.mark.parametrize("name", ASKED)
def test_the_terminal_shows_every_item_and_the_key(name):
    sealed = VARIANTS[name]
    (ask,) = sealed.asks
    shown = on_screen(question(sealed, 1))
    for item in offered(ask):
        assert item.key in shown and on_screen(next(iter_text(item))).strip() in " ".join(shown.split())
    assert ask.show_key(sealed.key[ask.name]) in on_screen(answer(sealed))
    assert ask.show_key(sealed.key[ask.name]) not in shown


def iter_text(item):
    from quizgen.media.terminal import walked

    yield from walked(parse(item.text), {})


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("key", [False, True])
def test_paper_is_made(name, key):
    source = typst_source(Quiz("exam-1", 1, (VARIANTS[name],)), key=key)
    assert pdf(source).startswith(b"%PDF")
    (ask,) = VARIANTS[name].asks
    assert (ask.show_key(VARIANTS[name].key[ask.name]) in source) <= key


@pytest.mark.parametrize("name", ASKED)
def test_the_page_is_made_with_and_without_key(name):
    quiz = Quiz("exam-1", 1, (VARIANTS[name],))
    assert VARIANTS[name].title in html(quiz)
    (ask,) = VARIANTS[name].asks
    first = ask.key_markup(VARIANTS[name].key[ask.name]).split("\n\n")[0].split(" · ")[0]
    assert f"{first} ·" in html(quiz, key=True) and f"{first} ·" not in html(quiz)


@pytest.mark.parametrize(("name", "interaction"), ASKED.items())
def test_json_says_how_it_is_answered_and_nothing_of_the_answer(name, interaction):
    (ask,) = question_json(VARIANTS[name], with_key=False)["asks"]
    assert json.loads(json.dumps(ask)) == ask and ask["interaction"]["type"] == interaction
    assert set(ask) == {"kind", "name", "points", "label", "size", "decimals", "interaction"}
    assert "c-" not in json.dumps(ask) and "fwd-" not in json.dumps(ask)


@pytest.mark.parametrize("name", ASKED)
def test_the_sheet_has_a_line_for_it_that_is_read_back(name):
    quiz = Quiz("exam-1", 1, (VARIANTS[name],))
    (ask,) = VARIANTS[name].asks
    typed = ask.write(VARIANTS[name].key[ask.name])
    filled = blank_sheet(quiz, str).replace(f'{ask.name} = ""', f'{ask.name} = "{typed}"')
    assert read_answers(filled).typed["q1"][ask.name] == typed
