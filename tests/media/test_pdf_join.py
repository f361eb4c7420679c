"""The print file: finished papers as they are, still tagged, each on sheets of its own; other PDFs are refused."""

import io
import re
from dataclasses import replace
from functools import cache

import page
import pypdf
import pytest
from rendered import FLAGSHIP, PAPER

from quizgen.authoring.bank import Bank
from quizgen.generate import variants
from quizgen.markup.formula_typst import quoted
from quizgen.media.pdf import pdf, pdf_and_boxes
from quizgen.media.pdf_join import join
from quizgen.media.pdf_source import HEAD, NotJoinable
from quizgen.media.typst import typst_source
from quizgen.model import Quiz

TITLE = 'All papers (of "RNN" & more) शिक्षा'
DATED = '#set document(title: "t", date: datetime(year: 2026, month: 12, day: 1))\n#set text(lang: "en")\n'


@cache
def papers():
    """A paper of one page, of two and of three; with a table and with brackets in the words of a formula."""
    tables = tuple(variants(Bank.load().get("flow-factor"), [1]))
    return [
        pdf(typst_source(PAPER)),
        pdf(typst_source(replace(PAPER, student="शिक्षा", variants=(*tables, FLAGSHIP) * 2))),
        pdf(typst_source(Quiz("exam-3", 3, (FLAGSHIP,) * 7, student="(Ada) 1 0 R"))),
    ]


def joined(files, title=TITLE):
    out = io.BytesIO()
    count = join(iter(files), out, title)
    return count, out.getvalue()


def pages(data):
    return pypdf.PdfReader(io.BytesIO(data), strict=True).pages


def tagged(data):
    """The tagged elements of a file in order: what each is, its words for who does not see it, its ids, and its pieces of pages."""
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    numbers = {one.indirect_reference.idnum: number for number, one in enumerate(reader.pages)}
    found = []

    def walk(element, parent):
        assert element["/P"].get_object() == parent
        kids = element.get("/K", [])
        marks = [kid for kid in kids if isinstance(kid, int)]
        where = numbers[element.raw_get("/Pg").idnum] if "/Pg" in element else None
        found.append((element["/S"], element.get("/Alt"), "/ID" in element, where, marks))
        for kid in kids:
            if not isinstance(kid, int) and kid.get_object()["/Type"] == "/StructElem":
                walk(kid.get_object(), element)

    root = reader.trailer["/Root"]["/StructTreeRoot"]
    for top in root["/K"]:
        walk(top.get_object(), root)
    return found


def numbers_of(node, leaves):
    """The pairs of a number tree or a name tree."""
    for kid in node.get("/Kids", []):
        yield from numbers_of(kid.get_object(), leaves)
    pairs = node.get(leaves, [])
    yield from zip(pairs[::2], pairs[1::2], strict=True)


def test_every_page_is_there_and_every_paper_begins_on_a_sheet_of_its_own():
    files = papers()
    count, data = joined(files)
    texts = [one.extract_text() for one in pages(data)]
    assert len(texts) == count
    place = 0
    for file in files:
        own = [one.extract_text() for one in pages(file)]
        assert place % 2 == 0 and texts[place : place + len(own)] == own
        place += len(own)
        if place % 2:
            assert not texts[place] and pages(data)[place].mediabox == pages(file)[-1].mediabox
            place += 1
    assert place == count and [len(pages(file)) % 2 for file in files].count(1) > 0


def test_the_tags_are_those_of_the_papers_one_after_the_other():
    files = papers()
    _, data = joined(files)
    expected = []
    first = 0
    for file in files:
        expected += [(*rest, None if at is None else at + first, marks) for *rest, at, marks in tagged(file)]
        first += len(pages(file)) + len(pages(file)) % 2
    assert tagged(data) == expected and len(expected) > 100


def test_the_trees_of_parents_and_ids_lead_to_the_right_elements():
    _, data = joined(papers())
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    parents = dict(numbers_of(root["/ParentTree"], "/Nums"))
    assert list(parents) == list(range(root["/ParentTreeNextKey"]))
    for one in reader.pages:
        if "/StructParents" in one:
            for mark, element in enumerate(parents[one["/StructParents"]].get_object()):
                assert mark in element.get_object()["/K"]
                assert element.get_object().raw_get("/Pg").idnum == one.indirect_reference.idnum
    ids = list(numbers_of(root["/IDTree"], "/Names"))
    assert [id for id, _ in ids] == sorted({id for id, _ in ids}) and len(ids) > 1
    assert all(element.get_object()["/ID"] == id for id, element in ids)
    heads = re.findall(rb"/Headers\[\((.*?)\)\]", data)
    assert heads and {head.decode() for head in heads} <= {str(id) for id, _ in ids}


def test_the_file_keeps_the_standard_of_the_papers_and_has_its_own_title():
    _, data = joined(papers())
    report = page.validate_pdf_bytes(data, profile="ua1")
    assert report.is_compliant, [failure.message for failure in report.failures]
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.metadata.title == TITLE == reader.xmp_metadata.dc_title["x-default"]


def test_archived_papers_make_an_archived_file():
    both = ("ua-1", "a-2a")
    files = [
        pdf_and_boxes(DATED + f"= Paper {n}\n#table(columns: 2, table.header[a][b], [c], [d])", {}, both)[0]
        for n in (1, 2)
    ]
    _, data = joined(files)
    for profile in ("ua1", "2a"):
        report = page.validate_pdf_bytes(data, profile=profile)
        assert report.is_compliant, [failure.message for failure in report.failures]


def test_the_same_papers_make_the_same_bytes_and_what_they_share_is_written_once():
    files = papers()
    assert joined(files) == joined(files)
    assert joined(files)[1] != joined(files[::-1])[1]
    assert len(joined(files * 5)[1]) < 4 * len(joined(files)[1])


def test_one_paper_at_a_time_is_held():
    held = []

    def files():
        for file in papers() * 2:
            held.append(out.tell())
            yield file

    out = io.BytesIO()
    join(files(), out, TITLE)
    assert held == sorted(set(held)), "each is written before the next is read"


def test_a_document_with_many_pages_is_joined():
    long = pdf(typst_source(replace(PAPER, variants=(FLAGSHIP,) * 60)))
    assert joined([long, long])[0] == 2 * (len(pages(long)) + len(pages(long)) % 2)


PAPER_FILE = pdf(typst_source(PAPER))


@pytest.mark.parametrize(
    ("what", "file"),
    [
        ("empty", b""),
        ("no PDF", b"%PDF-1.7\nhello"),
        ("cut off", PAPER_FILE[:-3000]),
        ("another beginning", PAPER_FILE.replace(HEAD, b"%PDF-1.4\n" + HEAD[9:])),
        ("a part of the catalog", PAPER_FILE.replace(b"/Type/Catalog", b"/AAAA/Catalog")),
        ("another language", PAPER_FILE.replace(b"/Lang(en)", b"/Lang(de)")),
        (
            "a stream of another length",
            re.sub(rb"<</Length (\d)", lambda m: b"<</Length %d" % (9 - int(m[1])), PAPER_FILE, count=1),
        ),
        ("a moved object", PAPER_FILE.replace(b"5 0 obj\n", b"6 0 obj\n", 1)),
        ("a reference to nothing", re.sub(rb"/P \d\d 0 R", b"/P 9998 0 R", PAPER_FILE, count=1)),
        ("a tree of pages with levels", PAPER_FILE.replace(b"/Type/Pages/Count 1", b"/Type/Pages/Count 7")),
    ],
)
def test_what_typst_would_not_write_is_refused(what, file):
    assert file != PAPER_FILE
    with pytest.raises(NotJoinable):
        joined([PAPER_FILE, file])


def test_nothing_to_join_is_refused():
    with pytest.raises(NotJoinable):
        joined([])


@pytest.mark.parametrize(
    "title", ["(a) 1 0 R /StructParent 0", "((((()))))) \\ (", "/ID(U1x0y0)", "U1x0y0", "</rdf:li> &amp; 'x'"]
)
def test_words_that_look_like_syntax_stay_words(title):
    formula = f"\n#math.equation(alt: {quoted(title)}, $x$)"
    files = [pdf(typst_source(replace(PAPER, student=title)) + formula)] * 2
    _, data = joined(files, title)
    assert pypdf.PdfReader(io.BytesIO(data)).metadata.title == title
    first, both = (tagged(part) for part in (files[0], data))
    assert [one[:3] for one in both] == [one[:3] for one in first] * 2 and first[-1][1] == title
