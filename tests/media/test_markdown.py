"""Markdown to hand out: readers of Markdown see the words, formulas and tables that the question has, and nothing else."""

import base64
import re
from xml.etree import ElementTree

import pytest
from hostile_quiz import CODE, NASTY, hostile
from hypothesis import example, given
from hypothesis import strategies as st
from interaction_samples import SAMPLES
from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from rendered import PAPER

from quizgen.authoring.bank import Bank
from quizgen.generate import variant
from quizgen.markup.formula_text import formula_text
from quizgen.markup.parse import Blank, Display, Grid, Items, Listing, Maths, Paragraph, Words, parse
from quizgen.markup.pictures import Picture
from quizgen.media.markdown import field, markdown
from quizgen.media.markdown_markup import Writer
from quizgen.media.markdown_pictures import Pictures
from quizgen.media.markdown_text import escaped, formula, listing, printable

BANK = Bank.load()
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
READER.use(dollarmath_plugin, allow_labels=False).use(deflist_plugin).use(footnote_plugin).use(attrs_plugin)
READER.validateLink = lambda address: True  # as editors do: by itself the library takes no SVG in an address
OURS = {"<span>", "</span>", "<!-- -->", "<strong>", "</strong>", "<em>", "</em>"}


def named(tex):
    """A formula with the operators that have a name as exercises write them."""
    with_star = re.sub(r"\\mathop\{\\mathrm\{(\w+)\}\}(?!\\nolimits)", r"\\operatorname*{\1}", tex)
    return re.sub(r"\\mathop\{\\mathrm\{(\w+)\}\}\\nolimits ", r"\\operatorname{\1}", with_star)


def tokens(text):
    """All tokens of a document, those in lines too."""
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def words(text):
    """What is read of a line, without formulas."""
    return "".join(t.content for t in tokens(text) if t.type in ("text", "text_special", "code_inline"))


def seen(blocks):
    """Words, formulas and the sort of each block, in order."""
    for block in blocks:
        yield type(block).__name__
        match block:
            case Paragraph(line):
                yield from runs(line)
            case Display(tex):
                yield formula_text(tex)
            case Listing(text):
                yield text
            case Items(_, items):
                for item in items:
                    yield from seen(item)
            case Grid(rows):
                for row in rows:
                    for cell in row:
                        yield from runs(cell)


def runs(line):
    """The words of a line; a formula is read aloud."""
    text = "".join(
        formula_text(r.tex) if isinstance(r, Maths) else f"[[{r.name}]]" if isinstance(r, Blank) else r.text
        for r in line
    )
    yield re.sub(r"\s", "", text)


@given(st.text(min_size=1, max_size=40))
@example(NASTY)
@example("1. a")
@example("- - -")
@example("===")
@example(": a")
@example("12) a &lt; b")
@example("[x]: y")
@example("$a$ $b$")
@example("    a")
@example("\\(x\\) \\\\[y\\\\] \\begin{a} @@0@@ @me")
@example("\u202eabc\u2028d\x00")
def test_any_text_is_read_as_itself(text):
    written = escaped(text, first=True)
    assert "\n" not in written
    assert "\\\\" not in written and "$" not in written  # Jupyter looks for formulas before it reads Markdown
    alone = re.sub(r"<span>[$\\@]</span>", "", READER.renderInline(written))
    assert not re.search(r"[$\\@]", alone)  # and after it
    assert words(written).strip() == printable(text).strip()
    assert not {t.type for t in tokens(written)} - {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        "text_special",
        "html_inline",
    }
    assert {t.content for t in tokens(written) if t.type == "html_inline"} <= OURS


@given(st.text(min_size=1, max_size=30))
@example("a|b")
@example("\\|")
def test_any_text_stays_in_its_cell(text):
    cell = escaped(text)
    found = list(tokens(f"| {cell} | b |\n|---|---|\n| c | {cell} |"))
    assert sum(t.type in ("th_open", "td_open") for t in found) == 4
    assert found[0].type == "table_open" and found[-1].type == "table_close"


@given(st.text(min_size=1, max_size=30), st.sampled_from(["strong", "emphasis", "code"]), st.booleans())
@example("a|b$`", "code", True)
def test_words_with_an_emphasis_are_read_as_themselves_too(text, how, in_table):
    line = (Words("x "), Words(text, **{how: True}), Words(" y"))
    written = Writer(Pictures()).line(line, in_table=in_table)
    shown = f"| {written} | b |\n|---|---|" if in_table else written
    read = words(shown).split()
    assert read == f"x {printable(text)} y{'b' * in_table}".split()


@given(st.text("`~$\\|ab \n", max_size=40))
def test_a_listing_is_read_as_it_is(text):
    (fence,) = tokens(listing(text.rstrip("\n")))
    assert (fence.type, fence.content) == ("fence", text.rstrip("\n") + "\n")


@pytest.mark.parametrize("name", BANK.exercises)
def test_the_markdown_of_a_question_is_the_question(name):
    made = variant(BANK.get(name), 2)
    for text in (made.text, made.solution):
        blocks = [b for b in parse(text) if not isinstance(b, Picture)]
        written = Writer(Pictures(), lambda name, _: f"[[{name}]]").blocks(blocks)
        plain = re.sub(r"</?(strong|em)>", "", written).replace("<!-- -->", "")
        assert list(seen(parse(named(plain)))) == list(seen(blocks))


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"\{a\}", r"\lbrace a\rbrace"),
        (r"\|x\| | y", r"\Vert x\Vert \vert y"),
        (r"a\,b\!c", r"a\medspace bc"),
        (r"a<b", "a < b"),
        (r"\begin{pmatrix}1 \\ - 2\end{pmatrix}", "\\begin{pmatrix}1 \\\\\n{}- 2\\end{pmatrix}"),
        (r"\text{a \{ b}", r"\text{a \{ b}"),
        (r"\argmax_k x_k", r"\mathop{\mathrm{argmax}}_k x_k"),
        (r"\operatorname{softmax}(z)", r"\mathop{\mathrm{softmax}}\nolimits (z)"),
    ],
)
def test_a_formula_has_no_character_that_markdown_takes(tex, written):
    assert formula(tex) == written
    assert formula_text(named(written)) == formula_text(tex.replace(r"\!", "").replace(r"\,", r"\:"))


def test_formulas_side_by_side_stay_formulas():
    (paragraph,) = parse("$a$$b$ and x$c$y, **$d$**2$e$3 and $f$, **(g)**h.")
    found = [t.content for t in tokens(Writer(Pictures()).block(paragraph)) if t.type == "math_inline"]
    assert found == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    "text", ["**bold** *and* ***both***", "**a***b*", "a**b**c", "**(a)**b", "**a** **b**", "*a*.", "x **a.** b"]
)
def test_bold_and_italics_are_read_as_they_are(text):
    (paragraph,) = parse(text)
    written = Writer(Pictures()).block(paragraph)
    shown = re.sub(r"</?(strong|em)>", lambda tag: tag[0], READER.renderInline(written))
    assert shown == READER.renderInline(text)


@pytest.mark.parametrize("key", [False, True])
def test_hostile_fields_are_words(key):
    written = markdown([hostile()], key=key)
    found = list(tokens(written))
    assert {t.content.strip() for t in found if t.type in ("html_inline", "html_block")} <= OURS
    assert not {t.type for t in found} & {"link_open", "image", "s_open", "footnote_ref", "dl_open"}
    read = " ".join(words(written).split())
    assert read.count(NASTY) >= 8
    if not key:
        assert CODE in read and [t.content for t in found if t.type == "math_inline"].count("a \\vert b") == 0
        assert sum(t.type in ("th_open", "td_open") for t in found) == 4


@pytest.mark.parametrize("name", SAMPLES)
def test_each_interaction_has_room_for_its_answer(name):
    pictures = Pictures()
    written = field(SAMPLES[name], "h_1", Writer(pictures))
    assert "answer in submission" in written if name == "upload" else "___" in written
    for item in (*getattr(SAMPLES[name], "items", ()), *getattr(SAMPLES[name], "left", ())):
        assert f"**{item.key}**" in written


def test_a_picture_is_on_white_and_its_words_are_all_there():
    drawn = Picture(
        40, 20, 'A "title" & $x$', "Two\nboxes `a` <b> \\(y\\)", '<rect x="1" y="1" width="5" height="5"/>\n'
    )
    pictures = Pictures()
    written = Writer(pictures).block(drawn)
    (image,) = (t for t in tokens(pictures.below(written)) if t.type == "image")
    assert "$" not in written and "\\\\" not in written and "\n" not in written
    assert "".join(part.content for part in image.children) == drawn.words
    svg = base64.b64decode(str(image.attrs["src"]).partition(",")[2]).decode()
    assert '<rect width="40" height="20" fill="white"/>' in svg and drawn.drawing in svg


def test_documents_with_pictures_can_be_joined():
    def document(description):
        pictures = Pictures()
        return pictures.below(pictures.shown(Picture(4, 2, "A", description, ""), description))

    images = [t for t in tokens("\n\n".join(map(document, "aba"))) if t.type == "image"]
    assert len({t.attrs["src"] for t in images}) == 2 and images[0].attrs["src"] == images[2].attrs["src"]


def test_pictures_are_defined_once_at_the_end_and_numbered():
    pictures = Pictures()
    written = field(SAMPLES["place"], "h_1", Writer(pictures)) + field(SAMPLES["place"], "h_1", Writer(pictures))
    assert pictures.below(written).count("\n[picture-") == 1
    (reference, again) = (t for t in tokens(pictures.below(written)) if t.type == "image")
    assert reference.attrs == again.attrs and reference.content.startswith("Two steps of an RNN as boxes")
    svg = base64.b64decode(str(reference.attrs["src"]).removeprefix("data:image/svg+xml;base64,")).decode()
    keys = [e.text for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("}text")]
    assert keys == ["1", "2", "3"]


def test_several_keys_are_one_document_with_a_rule_between_them():
    assert sum(t.type == "hr" for t in tokens(markdown([PAPER, PAPER, PAPER], key=True))) == 2
    assert "Name: ___" in markdown([type(PAPER)("a", 1, ())])
