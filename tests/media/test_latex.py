"""LaTeX to hand out: every field is text and nothing in it is a command. What pdflatex makes of it: test_latex_compiled.py."""

import re

import pytest
from hostile_quiz import NASTY, hostile
from hypothesis import example, given
from hypothesis import strategies as st
from interaction_samples import SAMPLES

from quizgen.authoring.bank import Bank
from quizgen.errors import UserError
from quizgen.generate import variant
from quizgen.markup.formulas import MathsError
from quizgen.markup.parse import parse
from quizgen.media.latex import field, latex
from quizgen.media.latex_markup import walked
from quizgen.media.latex_picture import path, picture
from quizgen.media.latex_symbols import COMMANDS, ENVIRONMENTS, SYMBOLS
from quizgen.media.latex_text import escaped, formula
from quizgen.model import Quiz

BANK = Bank.load()
LONG_NAMES = "backslash asciicircum asciitilde less greater bar quotedbl asciigrave"
OF_TEXT = {  # every command that a text becomes; none takes a file, a name or a definition
    "ensuremath",
    *(f"text{name}" for name in LONG_NAMES.split()),
    *"rHvdckbu",
}
CONTROL = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
DANGEROUS = [
    r"\input{/etc/passwd}",
    r"\write18{ls}",
    r"\immediate\write18{ls}",
    r"\def\x{1}",
    r"\let\x\y",
    r"\catcode`\%=12",
    r"\csname input\endcsname x",
    r"\openin1=x",
    r"\text{\input{x}}",
    r"a } \input{x} {",
    r"\end{document}",
    r"\begin{verbatim}\end{verbatim}",
    r"\begin {document}",
    r"a $ \input{x} $ b",
    r"a % comment",
    r"a ^^5cinput b",
    r"\color{red} x",
    r"\special{x}",
    r"\includegraphics{x}",
    r"\loop\iftrue\repeat",
    r"\newcommand{\x}{1}",
    r"\pdfliteral{x}",
    r"a #1",
    r"\(x\)",
    r"\makeatletter",
]


def balanced(written):
    """Whether braces that are not escaped close what they open, and nothing else."""
    depth = 0
    for sign in re.findall(r"\\.|[{}]", written, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


@given(st.text(st.characters(max_codepoint=0x17F), max_size=40))
@example(NASTY)
@example("\\end{document}")
@example("^^5cinput x")
@example("--- ,, '' << >> ?` !`")
@example("[a] *b")
@example("a\n\n\\par b")
def test_a_text_becomes_no_command_but_those_of_its_characters(text):
    try:
        written = escaped(text)
    except UserError as error:
        assert "pdflatex has no letter for it" in str(error)
        return
    used = {name for name in CONTROL.findall(written) if name.isalpha()}
    plain = re.sub(r"\\ensuremath\{\\(\w+|\W)\}|\\ensuremath\{[^\\{}]*(\{\}[^{}]*)*\}", "", written)
    assert {name for name in CONTROL.findall(plain) if name.isalpha()} <= OF_TEXT
    assert used <= OF_TEXT | COMMANDS
    assert balanced(written) and "\n" not in written
    bare = CONTROL.sub("", written)
    assert not set(bare) & set('$&#%_^<>|"`') and "~" not in bare.replace("~", "", text.count("\u00a0"))


@given(
    st.lists(
        st.sampled_from([*DANGEROUS, "a", "{", "}", r"\frac{a}{b}", r"\text{x}", "^", "_", "%", "$", "&", "#", "\\"]),
        max_size=5,
    )
)
def test_a_formula_is_refused_or_made_of_commands_of_maths(parts):
    try:
        written = formula(" ".join(parts))
    except MathsError:
        return
    assert {name for name in CONTROL.findall(written) if name.isalpha()} <= COMMANDS
    assert {name for name in CONTROL.findall(written) if not name.isalpha()} <= SYMBOLS
    assert balanced(written) and not set(CONTROL.sub("", written)) & set("%$#")


@pytest.mark.parametrize("tex", DANGEROUS)
def test_what_is_no_maths_is_refused_by_name(tex):
    with pytest.raises(MathsError) as refused:
        formula(tex)
    assert str(refused.value).startswith(f"The formula ${tex}$ cannot be shown")
    assert str(refused.value).endswith("Correct it in the exercise.")


def test_no_command_that_passes_defines_reads_or_ends_anything():
    risky = {
        "input",
        "include",
        "write",
        "openin",
        "openout",
        "read",
        "def",
        "edef",
        "gdef",
        "let",
        "csname",
        "catcode",
        "special",
    }
    assert not COMMANDS & (
        risky | {"immediate", "newcommand", "loop", "par", "expandafter", "usepackage", "verb", "href", "color"}
    )
    assert "document" not in ENVIRONMENTS


@pytest.mark.parametrize("where", ["student", "id", "title"])
def test_a_name_that_cannot_be_set_is_refused_with_its_letter(where):
    name = "Asha शर्मा"
    quiz = {"student": Quiz("a", 1, (), name), "id": Quiz(name, 1, ()), "title": hostile()}[where]
    if where == "title":
        quiz = Quiz("a", 1, (type(quiz.variants[0])("e", 1, 1, "t", 1, name, "", "", {}, (), {}),))
    with pytest.raises(UserError) as refused:
        latex([quiz])
    said = str(refused.value)
    assert "'श' (DEVANAGARI LETTER SHA) in 'Asha शर्मा'" in said and said.endswith(
        "Use --format pdf or html, which know every script."
    )


def test_letters_of_other_alphabets_are_set_with_their_accents():
    assert escaped("Łukasz Žižek, Đặng Ế, σ² ≤ ŷ−1") == (
        r"Łukasz {\v{Z}}i{\v{z}}ek, Đ{\u{\d{a}}}ng {\'{\^{E}}}, \ensuremath{\sigma}² \ensuremath{\leq} {\^{y}}\ensuremath{-}1"
    )


@pytest.mark.parametrize("name", BANK.exercises)
def test_every_exercise_is_a_document_of_known_commands(name):
    quiz = Quiz("exam-1", 1, (variant(BANK.get(name), 2),))
    for key in (False, True):
        written = latex([quiz], key=key)
        defined = set(re.findall(r"\\newcommand\\(\w+)", written))
        layout = {
            "begin",
            "end",
            "item",
            "hline",
            "tabularnewline",
            "texttt",
            "textbf",
            "emph",
            "displaystyle",
            "square",
            "bigcirc",
        }
        drawing = {
            "put",
            "makebox",
            "fontsize",
            "selectfont",
            "itshape",
            "upshape",
            "bfseries",
            "sffamily",
            "raisebox",
            "unitlength",
        }
        other = {"setlength", "kern", "color", "mbox", "noindent", "quad", "strut", "answerbox", "linewidth"}
        body = written[written.index(r"\begin{document}") :]
        used = {command for command in CONTROL.findall(body) if command.isalpha()}
        assert used <= COMMANDS | OF_TEXT | defined | layout | drawing | other
        assert balanced(body)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_interaction_has_room_for_its_answer(name):
    written = field(SAMPLES[name], "h_1")
    places = {
        "entry": (r"\answerbox", 4),
        "pick": (r"\square", 4),
        "pair": (r"\answerbox", 3),
        "arrange": (r"\answerbox", 4),
        "gaps": (r"\gap{", 3),
        "place": (r"\answerbox", 3),
        "write": (r"\writeline", 5),
        "upload": ("submission.py", 1),
        "parts": (r"\answerbox", 4),
    }
    sign, count = places[name]
    assert written.count(sign) == count


@pytest.mark.parametrize(
    ("data", "drawn"),
    [
        ("M1 2L3 4h2v-1H0V9z", "1 2 m 3 4 l 5 4 l 5 3 l 0 3 l 0 9 l h"),
        ("m1 2l3 4zl1 1", "1 2 m 4 6 l h 2 3 l"),
        ("M0 0 1 1-2-2.5", "0 0 m 1 1 l -2 -2.5 l"),
        ("m1 1c1 0 1 1 2 2", "1 1 m 2 1 2 2 3 3 c"),
        ("M0 0Q3 0 3 3", "0 0 m 2 0 3 1 3 3 c"),
    ],
)
def test_a_path_is_drawn_with_the_operators_of_pdf(data, drawn):
    assert path(data) == drawn


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(
        UserError, match=r"LaTeX cannot draw the path command 'A' of a picture. Use --format pdf or html."
    ):
        path("M0 0A1 1 0 0 0 2 2")


def test_a_picture_has_its_shapes_its_words_and_its_size():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">\n<title>T</title>\n<desc>D</desc>\n'
        '<g fill="none" stroke="#ff0000" stroke-width="2" stroke-dasharray="3 2"><rect x="1" y="2" width="3" height="4"/></g>\n'
        '<g fill="currentColor" font-style="italic" text-anchor="middle"><text x="10" y="20" font-size="17">h'
        '<tspan dy="4" font-size="12" font-style="normal">1</tspan></text></g>\n</svg>'
    )
    written = picture(svg, {"1": (50, 25)})
    assert r"\begin{picture}(100,50)" in written
    assert "1 0 0 RG 2 w [3 2] 0 d 1 2 3 4 re S" in written
    assert (
        r"\put(10,30){\makebox[0pt][c]{{\fontsize{12.048}{12.048}\selectfont\itshape h}\raisebox{-4\unitlength}"
        in written
    )
    assert r"\upshape 1}" in written and r"\put(50,25){\makebox(0,0){\spot{1}}}" in written


def test_program_text_ends_no_environment_and_keeps_its_blanks():
    written = walked(parse("```\nif x:\n    y = '\\end{listing}'\n\n```"))
    assert written.count(r"\end{listing}") == 1
    assert r"\codeline{\ \ \ \ y\ =\ 'texttt" not in written
    assert r"\codeline{\ \ \ \ y\ =\ '\textbackslash{}end\{listing\}'}" in written
