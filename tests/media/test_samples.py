"""Every medium has a way to show each of the nine interactions, also those that no kind of ask uses yet.

QUIZGEN_UPDATE=1 writes the golden files anew; look at the difference, and at the PDF, before you keep it.
"""

import io
import json
import os

import places
import pytest
from interaction_samples import SAMPLES
from rich.console import Console

from quizgen.interactions import INTERACTIONS, Interaction
from quizgen.media.json import interaction_json
from quizgen.media.latex import field as in_latex
from quizgen.media.markdown import field
from quizgen.media.markdown_markup import Writer
from quizgen.media.markdown_pictures import Pictures
from quizgen.media.pdf import pdf
from quizgen.media.terminal import field as in_terminal
from quizgen.media.typst import field as on_paper

GOLDEN = places.GOLDEN / "render"
HEAD = (
    '#import "lib.typ": *\n#show: paper.with(title: "Samples", key: false)\n'
    '#head(id: "samples", title: "Samples", points: "0 points")\n'
)


def terminal_samples() -> str:
    page = Console(width=80, file=io.StringIO(), highlight=False, markup=False, emoji=False)
    for name, interaction in SAMPLES.items():
        page.print(f"{name}:")
        page.print(in_terminal(interaction, "W"))
    return "\n".join(line.rstrip() for line in page.file.getvalue().splitlines()) + "\n"


def paper_samples() -> str:
    return HEAD + "\n\n".join(f"== {name}\n\n{on_paper(one, 'W')}" for name, one in SAMPLES.items()) + "\n"


def json_samples() -> str:
    return (
        json.dumps({name: interaction_json(one) for name, one in SAMPLES.items()}, indent=1, ensure_ascii=False) + "\n"
    )


def in_markdown(interaction: Interaction, tex: str) -> str:
    return field(interaction, tex, Writer(Pictures()))


def markdown_samples() -> str:
    pictures = Pictures()
    shown = [f"# {name}\n\n{field(one, 'W', Writer(pictures))}" for name, one in SAMPLES.items()]
    return pictures.below("\n\n".join(shown)) + "\n"


def latex_samples() -> str:
    return "\n\n".join(f"% {name}\n\n{in_latex(one, 'W')}" for name, one in SAMPLES.items()) + "\n"


SHOWN = {
    "samples.txt": terminal_samples,
    "samples.typ": paper_samples,
    "samples.json": json_samples,
    "samples.md": markdown_samples,
    "samples.tex": latex_samples,
}


def test_there_is_a_sample_of_each_interaction():
    assert {type(sample) for sample in SAMPLES.values()} == set(INTERACTIONS)


@pytest.mark.parametrize("name", SHOWN)
def test_the_samples_look_as_they_did(name):
    now = SHOWN[name]()
    if os.environ.get("QUIZGEN_UPDATE"):
        (GOLDEN / name).write_text(now, encoding="utf-8")
    assert now == (GOLDEN / name).read_text(encoding="utf-8")


def test_the_samples_are_an_accessible_pdf():
    assert pdf(paper_samples()).startswith(b"%PDF")


@pytest.mark.parametrize(
    "show", [in_terminal, on_paper, in_markdown, in_latex], ids=["terminal", "paper", "markdown", "latex"]
)
def test_an_interaction_of_no_known_sort_is_a_fault_that_names_it(show):
    with pytest.raises(TypeError, match="no way to show"):
        show(Interaction(), "W")
