"""Pictures: what is drawn is what the graph says, whatever the network; the same bytes every time, and nothing unsafe."""

from dataclasses import replace
from itertools import combinations

import pytest

from quizgen.authoring import pictures
from quizgen.authoring.pictures import blanked, draw_net, draw_side_by_side, line_plot
from quizgen.laws.drawings import as_drawn, as_told
from quizgen.laws.pictures import misplotted
from quizgen.markup.parse import parse
from quizgen.markup.pictures import Picture, read_picture
from quizgen.media.html_markup import markup
from quizgen.media.pdf import pdf
from quizgen.media.typst import walked

RIGHT = pictures.many_to_many(3, start=False)
NETS = {
    "one-to-one": pictures.one_to_one(),
    "one-to-many": pictures.one_to_many(3),
    "fed back": pictures.one_to_many(4, fed_back=True),
    "many-to-one": pictures.many_to_one(5),
    "many-to-many": pictures.many_to_many(4),
    "encoder-decoder": pictures.encoder_decoder(3, 2, fed_back=True),
    "bidirectional": pictures.bidirectional(3),
    "stacked": pictures.stacked(3, 3),
    "folded": pictures.folded(),
    "feed-forward": pictures.feed_forward(3),
    "backwards": pictures.backwards(RIGHT, 1),
    "not joined": pictures.not_joined(RIGHT),
    "output fed back": pictures.output_fed_back(RIGHT),
    "own weights": pictures.own_weights(RIGHT, "W_h"),
    "same input": pictures.same_input(RIGHT),
}


@pytest.fixture(params=NETS)
def net(request):
    return NETS[request.param]


def test_the_drawing_read_by_its_geometry_is_the_graph(net):
    assert as_drawn(draw_net(net)) == as_told(draw_net(net))
    assert sum(as_drawn(draw_net(net)).arrows.values()) == len(net.arrows)


def test_a_marked_path_is_drawn_and_told(net):
    for node in net.nodes:
        lit = {node.name, *net.descendants(node.name)}
        drawn = as_drawn(draw_net(net, lit=lit))
        assert drawn == as_told(draw_net(net, lit=lit)) and sum(drawn.marked.values()) == len(lit)


def test_blanks_are_drawn_and_told_and_say_nothing_of_the_label(net):
    names = [node.name for node in net.nodes] + [one.name for one in net.arrows if one.weight and one.source[0] != "y"]
    for name in names:
        drawn = blanked(net, [name])
        assert as_drawn(drawn.picture) == as_told(drawn.picture)
        assert as_drawn(drawn.picture).blanks == {"[1]"}
        x, y = drawn.spots["1"]
        assert 0 < x < drawn.picture.width and 0 < y < drawn.picture.height


def test_everything_is_inside_and_nodes_keep_apart(net):
    from quizgen.authoring.pictures.layout import HALF, layout

    placed = layout(net)
    for at in placed.nodes.values():
        assert HALF <= at.x <= placed.width - HALF and HALF <= at.y <= placed.height - HALF
    for one, other in combinations(placed.nodes.values(), 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) > 2 * HALF


def test_an_unfolded_network_depends_on_the_past_alone():
    net = pictures.many_to_many(4)
    assert net.ancestors("h_2") == {"x_1", "x_2", "h_0", "h_1"}
    assert net.descendants("x_3") == {"h_3", "h_4", "y_3", "y_4"}
    assert pictures.stacked(5, 3).depth() == 5 + 3 - 1 + 1, "one more for the output"


def test_every_fault_changes_the_graph():
    faulty = [NETS[name] for name in ("backwards", "not joined", "output fed back", "own weights", "same input")]
    drawn = [tuple(sorted(as_drawn(draw_net(one)).arrows.items())) for one in [RIGHT, *faulty]]
    assert len(set(drawn)) == len(drawn)


def test_a_wrong_description_is_noticed():
    right, wrong = draw_net(NETS["many-to-many"]), draw_net(pictures.backwards(NETS["many-to-many"], 2))
    assert as_drawn(right) != as_told(replace(right, description=wrong.description))


def test_exchanged_captions_are_noticed():
    names = {"Drawing A": RIGHT, "Drawing B": pictures.not_joined(RIGHT)}
    right, exchanged = (
        draw_side_by_side("Two", dict(items)) for items in (names, zip(names, [*names.values()][::-1], strict=True))
    )
    assert as_drawn(right) == as_told(right) != as_told(exchanged)


def test_the_block_is_read_back_and_comes_out_in_page_and_paper(net):
    text = pictures.picture(net)
    (block,) = parse(text)
    assert block == draw_net(net) and pictures.picture(block) == text
    page = markup(text)
    assert 'role="img"' in page and "<title>" not in page and " id=" not in page


def test_paper_is_the_same_bytes_every_time():
    text = "\n\n".join(map(pictures.picture, NETS.values()))
    source = '#import "lib.typ": *\n#show: paper.with(title: "Networks", key: false)\n'
    source += '#head(id: "a", title: "b", student: "c", points: "d")\n' + walked(parse(text), {})
    assert pdf(source) == pdf(source)


SOUND = draw_net(RIGHT).svg


@pytest.mark.parametrize(
    "unsafe",
    [
        SOUND.replace("<g ", '<g onclick="alert(1)" ', 1),
        SOUND.replace("</svg>", "<script>alert(1)</script></svg>"),
        SOUND.replace("</svg>", '<image href="http://example.org/a.png"/></svg>'),
        SOUND.replace("</svg>", '<path d="M0 0" fill="url(#a)"/></svg>'),
        SOUND.replace("</svg>", '<path style="fill: red"/></svg>'),
        SOUND.replace("</svg>", "<g></svg>"),
        SOUND.replace("</svg>", "</g></svg>"),
        SOUND.replace("</svg>", "<!-- --></svg>"),
        SOUND.replace("</svg>", "<</svg>"),
        SOUND.replace("<desc>", "<desc><b>"),
        SOUND.removesuffix("</svg>"),
        "<svg></svg>",
    ],
)
def test_what_is_no_plain_drawing_is_refused(unsafe):
    with pytest.raises(ValueError, match="picture"):
        read_picture(unsafe)


@pytest.mark.parametrize(
    ("values", "log"),
    [
        ([0.3, -0.2, 0.9], False),
        ([0.0, 0.0], False),
        ([1.0, 1e-3, 1e-9], True),
        ([0.5], True),
        ([-3, 12, 7.5, 1000], False),
    ],
)
def test_a_plot_shows_what_it_tells(values, log):
    plot = line_plot("Values", {"h_t": values, "c_t": values[::-1]}, first=0, log=log)
    assert not list(misplotted(plot)) and read_picture(plot.svg) == plot
    assert f"at t = 0 to {len(values) - 1}" in plot.description
    upside_down = replace(plot, description=plot.description.replace("0.9", "-0.9"))
    assert ("0.9" in plot.description) == bool(list(misplotted(upside_down)))


def test_series_side_by_side_and_drawings_in_rows():
    four = draw_side_by_side("Four", {f"Drawing {letter}": RIGHT for letter in "ABCD"})
    one = draw_side_by_side("One", {"Drawing A": RIGHT})
    assert four.width > 2 * RIGHT_SIZE.width and four.height > 2 * RIGHT_SIZE.height and one.width == RIGHT_SIZE.width
    assert as_drawn(four) == as_told(four)


RIGHT_SIZE: Picture = draw_net(RIGHT)
