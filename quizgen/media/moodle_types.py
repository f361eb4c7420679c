"""What a question of each of Moodle's types holds besides its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quizgen.interactions import Arrange, Pair, ScoredAnswer, Upload, Write
from quizgen.media.moodle_gap import pattern
from quizgen.media.moodle_pictures import Pictures, html_text
from quizgen.media.moodle_pieces import (
    CHOICE,
    CLOZE,
    ESSAY,
    MATCHING,
    NUMERICAL,
    ORDERING,
    SHORT,
    TRUE_FALSE,
    Piece,
    picked,
    right_order,
)
from quizgen.media.moodle_values import case_matters, percent, value_and_tolerance
from quizgen.media.platform_html import escaped, html, html_item, html_sentence
from quizgen.media.values import points
from quizgen.media.written_values import key_blocks
from quizgen.model import ScoredAsk, ScoredQuestion

FORMULA_LINES = 5
SAID = "<correctfeedback/><partiallycorrectfeedback/><incorrectfeedback/>"


def rich(tag: str, content: str, files: str = "") -> str:
    """An element with HTML."""
    return f'<{tag} format="html">{html_text(content)}{files}</{tag}>'


def answer(share: str, inside: str, feedback: str, more: str = "", form: str = "moodle_auto_format") -> str:
    """An answer with its share in percent and its sentence."""
    said = rich("feedback", html_sentence(feedback)) if feedback else ""
    return f'<answer fraction="{share}" format="{form}">{inside}{more}{said}</answer>\n'


def share(one: ScoredAnswer) -> str:
    """What an answer earns in percent; only what is on Moodle's list comes here."""
    found = percent(one.share)
    assert found is not None
    return found


def numerical(question: ScoredQuestion, piece: Piece) -> Iterator[str]:
    """Values with their tolerances; Moodle takes the first within which a number lies."""
    for one in piece.field.answers:
        value, tolerance = value_and_tolerance(one)
        yield answer(share(one), f"<text>{value}</text>", one.feedback, f"<tolerance>{tolerance}</tolerance>")


def short_answer(question: ScoredQuestion, piece: Piece) -> Iterator[str]:
    """Texts to be typed."""
    yield f"<usecase>{int(case_matters(piece.field))}</usecase>\n"
    for one in piece.field.answers:
        yield answer(share(one), f"<text>{escaped(pattern(one.text))}</text>", one.feedback)


def choice(question: ScoredQuestion, piece: Piece) -> Iterator[str]:
    """Options in the order of their letters, which sentences and solutions name."""
    pick = picked(piece.field)
    known = {one.text: one for one in piece.field.answers}
    yield f"<single>{str(not pick.several).lower()}</single><shuffleanswers>false</shuffleanswers>"
    yield f"<answernumbering>none</answernumbering><showstandardinstruction>1</showstandardinstruction>{SAID}\n"
    for item in pick.items:
        one = known.get(item.key, ScoredAnswer(item.key, 0.0))
        pictures = Pictures()
        content = f"{html_item(item.key)} · {html_item(item.text, None, pictures)}"
        yield answer(share(one), f"{html_text(content)}{pictures.files}", one.feedback, form="html")


def true_false(question: ScoredQuestion, piece: Piece) -> Iterator[str]:
    """True and False with their sentences."""
    known = {one.text: one for one in piece.field.answers}
    for item in picked(piece.field).items:
        one = known.get(item.key, ScoredAnswer(item.key, 0.0))
        yield answer(share(one), f"<text>{item.text.strip().rstrip('.').casefold()}</text>", one.feedback)


def matching(question: ScoredQuestion, piece: Piece) -> Iterator[str]:
    """Each item with the words that belong to it; words that belong to none stand beside an empty item."""
    (one,) = piece.asks
    interaction = one.ask.interaction()
    items = {item.key: item for item in picked(piece.field).items}
    texts = {item.key: item.text for item in interaction.left} if isinstance(interaction, Pair) else {}
    yield f"<shuffleanswers>false</shuffleanswers>{SAID}\n"
    used = set()
    for field in one.fields:
        (right,) = field.right
        used.add(right.text)
        yield sub_question(texts.get(field.key, field.key), items[right.text].key, items[right.text].text)
    for item in items.values():
        if item.key not in used:
            yield sub_question("", item.key, item.text)


def sub_question(text: str, key: str, right: str) -> str:
    """A pair of a matching question."""
    pictures = Pictures()
    content = html_item(text, None, pictures) if text else ""
    words = escaped(f"{key} · {' '.join(right.split())}")
    return (
        f'<subquestion format="html">{html_text(content)}{pictures.files}'
        f"<answer><text>{words}</text></answer></subquestion>\n"
    )


def ordering(question: ScoredQuestion, piece: Piece) -> Iterator[str]:
    """Items in their right order; every pair of them that is in order earns the same."""
    interaction = piece.field.interaction
    assert isinstance(interaction, Arrange)
    items = {item.key: item for item in interaction.items}
    yield "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>2</selectcount>"
    yield "<gradingtype>RELATIVE_ALL_PREVIOUS_AND_NEXT</gradingtype><showgrading>SHOW</showgrading>"
    yield f"<numberingstyle>none</numberingstyle>{SAID}<shownumcorrect>1</shownumcorrect>\n"
    for key in right_order(piece.field):
        pictures = Pictures()
        content = f"{html_item(key)} · {html_item(items[key].text, None, pictures)}"
        yield answer("100", f"{html_text(content)}{pictures.files}", "", form="html")


def essay(question: ScoredQuestion, piece: Piece) -> Iterator[str]:
    """Room to write, or a file to hand in, and what the person who reads it looks for."""
    interactions = [one.ask.interaction() for one in piece.asks]
    files = [one for one in interactions if isinstance(one, Upload)]
    lines = sum(one.lines if isinstance(one, Write) else FORMULA_LINES for one in interactions)
    only_files = len(files) == len(interactions)
    endings = ",".join(dict.fromkeys(f".{one.file.rpartition('.')[2]}" for one in files))
    yield f"<responseformat>{'noinline' if only_files else 'editor'}</responseformat>"
    yield f"<responserequired>{int(not only_files)}</responserequired>"
    yield f"<responsefieldlines>{min(40, -5 * (-lines // 5))}</responsefieldlines>"
    yield f"<attachments>{len(files)}</attachments><attachmentsrequired>{len(files)}</attachmentsrequired>"
    yield f"<filetypeslist>{endings}</filetypeslist>" if files else ""
    pictures = Pictures()
    notes = "\n".join(grader_notes(question, one, pictures) for one in piece.asks)
    yield rich("graderinfo", notes, pictures.files) + '<responsetemplate format="html"><text/></responsetemplate>\n'


def grader_notes(question: ScoredQuestion, one: ScoredAsk, pictures: Pictures) -> str:
    """What to look for in an answer that a person reads: points, the right answer, and claims that are wrong."""
    ask, key = one.ask, question.variant.key[one.ask.name]
    notes = [f"<p><strong>{html_item(ask.mention)}</strong> ({points(ask.points)})</p>"]
    if scheme := ask.marking_scheme():
        notes.append(listing(f"{points(worth)}: {html_item(text, None, pictures)}" for worth, text in scheme))
    if key is not None:
        notes += ["<p>Right:</p>", html(key_blocks(ask, key), pictures=pictures)]
    if claims := ask.wrong_claims_to_watch():
        notes += ["<p>Wrong:</p>", listing(html_item(claim, None, pictures) for claim in claims)]
    return "\n".join(notes)


def listing(items: Iterator[str]) -> str:
    """A list."""
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def nothing(question: ScoredQuestion, piece: Piece) -> Iterator[str]:
    """A cloze holds all in its text."""
    return iter(())


BODIES: dict[str, Callable[[ScoredQuestion, Piece], Iterator[str]]] = {
    CLOZE: nothing,
    ESSAY: essay,
    ORDERING: ordering,
    MATCHING: matching,
    NUMERICAL: numerical,
    SHORT: short_answer,
    CHOICE: choice,
    TRUE_FALSE: true_false,
}
