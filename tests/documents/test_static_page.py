"""A page without a script: what can be too wide for a telephone is in the order of the Tab key, once."""

import pytest

from quizgen.documents.static_page import reachable
from quizgen.media.html_markup import formula, markup

LONG = r"h_1 = \tanh(W x_1 + W_h h_0 + b) = \tanh(0.3600) = 0.3452"
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"


@pytest.mark.parametrize(
    ("shown", "element"),
    [
        (formula(LONG), "math"),
        (formula("h_1", display=True), "math"),
        (markup(TABLE), "div"),
        (markup("```\nh = 1\n```"), "pre"),
    ],
    ids=["long formula", "display", "table", "code"],
)
def test_what_may_scroll_is_reached_by_keys(shown, element):
    page = reachable(f"<main>{shown}</main>")
    assert page.count("tabindex") == 1
    assert f"<{element} " in page.partition("tabindex")[0]
    assert reachable(page) == page


@pytest.mark.parametrize("tex", ["h_1", "h_t = f(W x_t + W_h h_{t-1} + b)", r"a < b \& c > d"])
def test_a_short_formula_is_no_stop_of_the_tab_key(tex):
    page = f"<p>{formula(tex)}</p>"
    assert reachable(page) == page
